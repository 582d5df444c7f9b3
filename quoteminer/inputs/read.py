"""The stream of articles. What can't be read is told, not raised, so that one bad input never ends it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from quoteminer.errors import DependencyError, InputError
from quoteminer.inputs.file import STDIN, File, Found, in_memory, opened
from quoteminer.inputs.find import find
from quoteminer.inputs.item import Columns, Input
from quoteminer.inputs.kinds import kind_of
from quoteminer.inputs.meter import Meter
from quoteminer.inputs.objects import RecordsError
from quoteminer.inputs.wishes import MAX_CHARS, Wishes

_ANY: Final = Columns()


def read_inputs(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    columns: Columns = _ANY,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], None] = lambda message: None,
    meter: Meter | None = None,
    without: Sequence[Path] = (),
) -> Iterator[Input | InputError]:
    """The articles that the paths stand for, in order, each read when it is asked for. Memory does not grow with their
    number, but for the names in one folder and openpyxl's trace of rows.

    One article a file: plain text (any encoding; a byte order mark is no part of it: offsets count from behind it, and
    line ends are kept) and HTML, whose main text is taken out and goes into the record. Several: JSON lines, JSON,
    ``.csv`` and ``.tsv``, Parquet, ``.xlsx``. In these, one column or key holds the text and another one the id; the
    others become ``meta``. Each may be packed as ``.gz`` or ``.zst``. What a file is, is told by its content where that
    leaves no doubt, else by its suffix.

    Args:
        paths: files; folders, of which all files of a known kind are read, sorted, links out of them not followed;
            globs (``**`` is any folders) where there is no such file; "-" for standard input, of any kind. Below
            folders and by globs, JSON files that hold quoteminer's own records (also with their text) are passed over.
        stdin: what to read for "-"; None is the process's own.
        columns: where the texts and the ids stand; by default guessed by the names.
        max_chars: characters that an article may have, 1 or more.
        tell: called with a line about each file whose columns, or kind, were guessed, and each folder of which files
            were passed over.
        meter: counts what is read.
        without: files and folders that are passed over below folders and by globs: the output, where it lies there.

    Yields:
        An Input for each article, and for each that can't be read an InputError, which says where it is, what is wrong
        and what to do. A file's id is its name without suffix, below a folder with the folders that lead to it; a row
        without an id has that and its number (``news:12``).

    Raises:
        ConfigError: ``max_chars`` is less than 1.
    """
    wishes = Wishes(columns, max_chars, tell)
    return (item for path in paths for item in _of_path(path, stdin, wishes, meter, without))


def read_found(
    files: Iterable[Found],
    *,
    columns: Columns = _ANY,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], None] = lambda message: None,
) -> Iterator[Input | InputError]:
    """As `read_inputs`, of files that `find` has given: also in another process, or from a copy of one. Files of
    records that are passed over are not told."""
    return _articles(files, None, Wishes(columns, max_chars, tell), None, [])


def read_bytes(
    content: bytes,
    name: str,
    *,
    columns: Columns = _ANY,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], None] = lambda message: None,
) -> Iterator[Input | InputError]:
    """The articles of a file that is in memory, as `read_inputs` gives those of one on the disk. No file is opened.

    Args:
        content: its bytes.
        name: the file's name, without a folder: it tells the kind where the content does not, ids are made of it, and
            errors begin with it.
        columns, max_chars, tell: as there.

    Raises:
        ConfigError: ``max_chars`` is less than 1.
    """
    opening = in_memory(BytesIO(content), name)
    return map(_lightened, _of_file(name, opening, Wishes(columns, max_chars, tell), None))


def _of_path(
    path: str | Path, stdin: BinaryIO | None, wishes: Wishes, meter: Meter | None, without: Sequence[Path]
) -> Iterator[Input | InputError]:
    passed_over: list[str] = []
    empty = True
    for item in _articles(find(path, wishes.tell, without=without), stdin, wishes, meter, passed_over):
        empty = False
        yield item
    if passed_over and empty:
        reason = "has only records that quoteminer wrote, no articles. Give the articles that they were made of."
        yield InputError(f"{Path(path)}: {reason}", source=str(path))
    elif passed_over:
        count = len(passed_over)
        wishes.tell(f"{Path(path)}: passed over {count} of the files, which hold quoteminer's records, no articles.")


def _articles(
    files: Iterable[Found | InputError],
    stdin: BinaryIO | None,
    wishes: Wishes,
    meter: Meter | None,
    passed_over: list[str],
) -> Iterator[Input | InputError]:
    """Read files. ``passed_over`` gets the names of those that hold records and were not given by name."""
    for found in files:
        if isinstance(found, InputError):
            yield _lightened(found)
            continue
        for at, item in enumerate(_of_file(found.source, opened(found, stdin), wishes, meter)):
            if not found.given and at == 0 and isinstance(item, RecordsError):
                passed_over.append(found.source)
            else:
                yield _lightened(item)


def _of_file(
    source: str, opening: AbstractContextManager[File], wishes: Wishes, meter: Meter | None
) -> Iterator[Input | InputError]:
    empty = True
    try:
        with opening as file, meter.reading(file.raw) if meter and file.raw else nullcontext():
            for item in kind_of(file, wishes).read(file, wishes):
                empty = False
                yield item
            if empty:
                yield file.error("has no article. Give a file that has one.")
    except InputError as error:
        yield error
    except (DependencyError, OSError, ValueError) as error:  # ValueError: a NUL byte in the name; a closed stream
        yield InputError(f"{source}: {_reason(error, source)}", source=source)


def _reason(error: Exception, source: str) -> str:
    if source == STDIN and not isinstance(error, DependencyError):
        return f"standard input can't be read ({error}). Give a file."
    if isinstance(error, DependencyError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"there is no such file. Check the name and the folder ({os.getcwd()})."
    if isinstance(error, PermissionError):
        return "you have no right to read it. Change its rights, or copy it."
    return f"can't be read ({error})."


def _lightened(item: Input | InputError) -> Input | InputError:
    """The item; an error without what it came from, which can hold a whole file."""
    if isinstance(item, Input):
        return item
    item.__cause__ = item.__context__ = None
    return item.with_traceback(None)
