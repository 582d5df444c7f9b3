"""Read articles as a stream. Errors are yielded, not raised, so that a bad input never ends it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from io import BytesIO, FileIO
from pathlib import Path
from typing import BinaryIO, Final

from quoteminer.errors import DependencyError, InputError
from quoteminer.inputs.articles import Input
from quoteminer.inputs.files import STDIN, Found, opened, suffix_and_stem
from quoteminer.inputs.find import find, paths_read
from quoteminer.inputs.json_files import RecordsError
from quoteminer.inputs.kinds import kind_of
from quoteminer.inputs.options import MAX_CHARS, Columns, ReadOptions

_ANY: Final = Columns()


class Meter:
    """Count the bytes that were read of files, packed as they are.

    ``total`` is how many there are in all, None if standard input is among them.

    Args:
        paths: what is to be read, as in `read_inputs`.
        without: what is passed over, as there.
    """

    def __init__(self, paths: Iterable[str | Path], *, without: Sequence[Path] = ()) -> None:
        listed = list(paths)
        self.total = None if STDIN in map(str, listed) else sum(map(_size, paths_read(listed, without=without)))
        self._before = 0
        self._raw: FileIO | None = None

    @property
    def read(self) -> int:
        """The number of bytes that were read so far."""
        return self._before + (self._raw.tell() if self._raw else 0)

    @contextmanager
    def reading(self, raw: FileIO) -> Iterator[None]:
        """Count what is read of a file in the block; in the end, all of it."""
        self._raw = raw
        try:
            yield
        finally:
            self._raw = None
            self._before += _size(Path(str(raw.name)))


def read_inputs(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    columns: Columns = _ANY,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], None] = lambda message: None,
    fix_encoding: bool = False,
    meter: Meter | None = None,
    without: Sequence[Path] = (),
) -> Iterator[Input | InputError]:
    """Read articles in order, each when it is asked for. Memory does not grow with their number, except for the names
    in one folder and the texts of a workbook.

    One article a file: plain text (any encoding; a byte order mark is not part of the text, line ends are kept), and
    HTML and ``.docx``, whose text is extracted and goes into the record. Several: JSON lines, JSON, ``.csv``, ``.tsv``,
    Parquet, ``.xlsx``, where one column or key holds the text, another one the id, and the others become ``meta``. Each
    may be packed as ``.gz`` or ``.zst``. The content of a file decides of which kind it is where that leaves no doubt,
    else its suffix does.

    Args:
        paths: files; folders, of which all files of a known kind are read, sorted, links to folders not followed;
            globs (``**`` is any folders) where there is no such file; "-" for standard input, of any kind. In folders
            and by globs, JSON files with quoteminer's own records are passed over.
        stdin: what to read for "-"; None: that of the process.
        columns: where the texts and the ids stand; by default guessed by the names.
        max_chars: characters of an article, 1 or more.
        tell: called with a message about each file whose columns or kind were guessed, and each folder of which files
            were passed over.
        fix_encoding: repair garbled characters (``â€œ`` for “) with ftfy; the record then holds the repaired text.
        meter: counts what is read.
        without: files and folders that are passed over in folders and by globs: the output, where it lies there.

    Yields:
        An Input for each article, an InputError for each that can't be read. A file's id is its name without suffix,
        below a folder with the folders that lead to it; a row without an id has that and its number (``news:12``).

    Raises:
        ConfigError: ``max_chars`` is less than 1.
        DependencyError: ``fix_encoding`` is set and ftfy is not installed.
    """
    options = ReadOptions(columns, max_chars, tell, fix_encoding)
    return (item for path in paths for item in _of_path(path, options, stdin, meter, without))


def read_found(
    files: Iterable[Found],
    *,
    columns: Columns = _ANY,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], None] = lambda message: None,
    fix_encoding: bool = False,
) -> Iterator[Input | InputError]:
    """Read files that `find` has found, maybe in another process, as `read_inputs` does."""
    options = ReadOptions(columns, max_chars, tell, fix_encoding)
    return (item for found in files for item in _of_file(found, options) if not _is_passed_over(item, found))


def read_bytes(
    content: bytes,
    name: str,
    *,
    columns: Columns = _ANY,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], None] = lambda message: None,
) -> Iterator[Input | InputError]:
    """Read the articles of a file that is in memory, as `read_inputs` does. No file is opened.

    Args:
        content: its bytes.
        name: of the file, without a folder. It gives the kind where the content does not, ids are made of it, and error
            messages begin with it.
        columns, max_chars, tell: as there.

    Raises:
        ConfigError: ``max_chars`` is less than 1.
    """
    found = Found(name, suffix_and_stem(name)[1])
    return _of_file(found, ReadOptions(columns, max_chars, tell), BytesIO(content))


def _of_path(
    path: str | Path, options: ReadOptions, stdin: BinaryIO | None, meter: Meter | None, without: Sequence[Path]
) -> Iterator[Input | InputError]:
    passed_over, empty = 0, True
    for found in find(path, options.tell, without=without):
        if isinstance(found, InputError):
            empty = False
            yield found
            continue
        for item in _of_file(found, options, stdin if found.source == STDIN else None, meter):
            if _is_passed_over(item, found):
                passed_over += 1
            else:
                empty = False
                yield item
    if passed_over and empty:
        reason = "has only records that quoteminer wrote, no articles. Give the articles that they were made of."
        yield InputError(f"{Path(path)}: {reason}", source=str(path))
    elif passed_over:
        options.tell(
            f"{Path(path)}: passed over {passed_over} of the files, which hold quoteminer's records, no articles."
        )


def _is_passed_over(item: Input | InputError, found: Found) -> bool:
    """True for the error of a file of records that was not given by its name."""
    return isinstance(item, RecordsError) and not found.given


def _of_file(
    found: Found, options: ReadOptions, stream: BinaryIO | None = None, meter: Meter | None = None
) -> Iterator[Input | InputError]:
    """Read a file, or ``stream`` in its place. Errors lose their tracebacks, which can hold a whole file."""
    for item in _with_errors(found, options, stream, meter):
        if isinstance(item, InputError):
            item.__cause__ = item.__context__ = item.__traceback__ = None
        yield item


def _with_errors(
    found: Found, options: ReadOptions, stream: BinaryIO | None, meter: Meter | None
) -> Iterator[Input | InputError]:
    empty = True
    try:
        with opened(found, options, stream) as file, meter.reading(file.raw) if meter and file.raw else nullcontext():
            for item in kind_of(file).read(file):
                empty = False
                yield item
            if empty:
                yield file.error(
                    "has no article. Give a file with a text, or with a row or an object for each article."
                )
    except InputError as error:
        yield error
    except (DependencyError, OSError, ValueError) as error:  # ValueError: a NUL byte in the name; a closed stream
        yield InputError(f"{found.source}: {_reason(error, found.source)}", source=found.source)


def _reason(error: Exception, source: str) -> str:
    if isinstance(error, DependencyError):
        return str(error)
    if source == STDIN:
        return f"standard input can't be read ({error}). Give a file."
    if isinstance(error, FileNotFoundError):
        return f"there is no such file. Check the name and the folder ({os.getcwd()})."
    if isinstance(error, PermissionError):
        return "you have no right to read it. Change its rights, or copy it."
    return f"can't be read ({error})."


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
