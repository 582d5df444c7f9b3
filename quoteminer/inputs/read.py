"""Read articles as a stream. Errors are yielded, not raised, so that a bad input never ends the
stream."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from io import BytesIO, FileIO
from pathlib import Path
from typing import BinaryIO, Final

from quoteminer.errors import DependencyError, InputError
from quoteminer.inputs.fetch import fetch, scheme
from quoteminer.inputs.file_kinds import kind_of_file
from quoteminer.inputs.find_files import find, paths_read
from quoteminer.inputs.json_files import RecordsError
from quoteminer.inputs.open_files import (
    DEFAULTS,
    STDIN,
    FoundFile,
    ReadOptions,
    ignore,
    opened,
    suffix_and_stem,
)
from quoteminer.inputs.reader_process import read_apart
from quoteminer.inputs.rows import Input

_LOG: Final = logging.getLogger("quoteminer.inputs")


class Meter:
    """Counts the bytes that `read_inputs` reads, before unpacking. ``total``: of all files; None
    for standard input."""

    def __init__(self, paths: Iterable[str | Path], *, without: Sequence[Path] = ()) -> None:
        listed = list(paths)
        self.total = (
            None
            if STDIN in map(str, listed)
            else sum(map(_size, paths_read(listed, without=without)))
        )
        self._before = 0
        self._raw: FileIO | None = None

    @property
    def read(self) -> int:
        return self._before + (self._raw.tell() if self._raw else 0)

    @contextmanager
    def reading(self, raw: FileIO) -> Iterator[None]:
        """Count the bytes that are read from a file in the block; after the block, count the whole
        file."""
        self._raw = raw
        try:
            yield
        finally:
            self._raw = None
            self._before += _size(Path(str(raw.name)))


def read_inputs(
    paths: Iterable[str | Path],
    options: ReadOptions = DEFAULTS,
    *,
    stdin: BinaryIO | None = None,
    meter: Meter | None = None,
    without: Sequence[Path] = (),
) -> Iterator[Input | InputError]:
    """Read articles in order, one at a time; README.md lists the kinds of files. Memory does not
    grow with the number of articles, except for the names in a folder and the texts of a workbook.

    Args:
        paths: files; folders, whose files of known kinds are read in order, without links to
            folders; globs (``**`` is any number of folders); http and https addresses, which are
            fetched; "-" for standard input. In folders and globs, JSON records that quoteminer
            wrote are skipped.
        options: columns, limits and other options.
        stdin: the stream to read for "-"; None takes standard input.
        meter: counts the bytes that are read.
        without: files and folders to skip in folders and globs, such as the output.

    Yields:
        An Input for each article, or an InputError if it can't be read. The id of a file is its
        name without suffix, with its subfolders if it is below a given folder; a row without an id
        gets that id and its number (``news:12``).
    """
    for path in paths:
        yield from _of_path(path, options, stdin, meter, without)


def read_found(
    files: Iterable[FoundFile],
    options: ReadOptions = DEFAULTS,
    *,
    tell: Callable[[str], None] = ignore,
) -> Iterator[Input | InputError]:
    """Read files from `find`, like `read_inputs`. ``tell`` replaces the one in the options, which
    may not pickle."""
    options = replace(options, tell=tell)
    for file in files:
        yield from (
            item
            for item in _of_file(file, options)
            if file.given or not isinstance(item, RecordsError)
        )


def read_bytes(
    content: bytes, name: str, options: ReadOptions = DEFAULTS
) -> Iterator[Input | InputError]:
    """Read the articles of a file in memory, like `read_inputs`. ``name``, without a folder,
    determines the kind if the content does not, the ids, and the start of error messages. No file
    of that name is opened."""
    return _of_file(FoundFile(name, suffix_and_stem(name)[1]), options, BytesIO(content))


def _of_path(
    path: str | Path,
    options: ReadOptions,
    stdin: BinaryIO | None,
    meter: Meter | None,
    without: Sequence[Path],
) -> Iterator[Input | InputError]:
    passed_over, empty = 0, True
    for file in find(path, options.tell, without=without):
        if isinstance(file, InputError):
            empty = False
            yield file
            continue
        for item in _of_file(file, options, stdin if file.source == STDIN else None, meter):
            if isinstance(item, RecordsError) and not file.given:
                passed_over += 1
            else:
                empty = False
                yield item
    if passed_over and empty:
        reason = "has only records that quoteminer wrote, not articles. Give the original articles."
        yield InputError(f"{Path(path)}: {reason}", source=str(path))
    elif passed_over:
        skipped = (
            f"skipped {passed_over} of the files: they have quoteminer's records, not articles."
        )
        options.tell(f"{Path(path)}: {skipped}")


def _of_file(
    entry: FoundFile,
    options: ReadOptions,
    stream: BinaryIO | None = None,
    meter: Meter | None = None,
) -> Iterator[Input | InputError]:
    empty = True
    _LOG.debug("reads %s", entry.source)
    try:
        fetched = fetch(entry.source) if stream is None and scheme(entry.source) else None
        stream = BytesIO(fetched.content) if fetched else stream
        with (
            opened(entry, options, stream) as file,
            meter.reading(file.raw) if meter and file.raw else nullcontext(),
        ):
            file = replace(file, suffix=fetched.suffix) if fetched else file
            if not file.head:
                raise file.error("is empty. Give a file with an article in it.")
            kind = kind_of_file(file)
            for item in read_apart(kind.read, file) if kind.apart else kind.read(file):
                empty = False
                if isinstance(item, InputError):
                    yield _without_traceback(item)
                else:
                    yield (
                        replace(item, meta={**item.meta, "url": fetched.address})
                        if fetched
                        else item
                    )
            if empty:
                yield file.error(
                    "has no article. Give a file with a text, or a row or an object for each"
                    " article."
                )
    except InputError as error:
        yield _without_traceback(error)
    except DependencyError as error:
        yield InputError(f"{entry.source}: {error}", source=entry.source)


def _without_traceback(error: InputError) -> InputError:
    """Remove the causes of an error, which can keep a whole file in memory."""
    error.__cause__ = error.__context__ = error.__traceback__ = None
    return error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
