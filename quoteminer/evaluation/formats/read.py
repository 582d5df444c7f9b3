"""Gold from files of any format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from quoteminer.errors import ConfigError, GoldError
from quoteminer.evaluation.formats.find import find_files
from quoteminer.evaluation.formats.sniff import tell_format
from quoteminer.evaluation.formats.source import GoldFile
from quoteminer.evaluation.formats.table import FORMATS
from quoteminer.evaluation.gold import GoldArticle

Item = TypeVar("Item")


def read_gold(
    paths: Iterable[str | Path] | str | Path, *, format: str | None = None
) -> Iterator[GoldArticle | GoldError]:
    """The annotated articles of files, each read when it is asked for.

    Texts are given as they stand in the files, line ends included; a byte order mark is no part of them. All offsets
    are code points, however the file counts. Quotes of JSON lines come as they stand there, since a letter of several
    quotes belongs to the last one; those of other formats in text order, an outer one before those inside it.

    Args:
        paths: files, packed by gzip or not, in the order in which they are wanted; folders, of which all files below
            are read, sorted by their path, that have the suffix of a format and are not hidden; globs
            (``gold/*.ann``).
        format: a key of `FORMATS`; None tells it for each file by its suffix and its content.

    Yields:
        A GoldArticle for each article, and for each that is not right a GoldError, which names the file and, where it
        can, line and column, and says what to do. No article of which a part is wrong is given. An article whose id
        another one had before is such an error.

    Raises:
        ConfigError: there is no such format.
    """
    if format is not None and format not in FORMATS:
        raise ConfigError(f"format is {format!r}; give one of {', '.join(FORMATS)}, or None to tell it by the file.")
    listed = [paths] if isinstance(paths, str | Path) else paths
    return _read(listed, format)


def without_errors(items: Iterable[Item | GoldError], tell: Callable[[GoldError], None]) -> Iterator[Item]:
    """The articles, or predictions, that could be read; of each error ``tell`` is told."""
    for item in items:
        if isinstance(item, GoldError):
            tell(item)
        else:
            yield item


def _read(paths: Iterable[str | Path], format: str | None) -> Iterator[GoldArticle | GoldError]:
    seen: dict[str, str] = {}
    for file in find_files(paths):
        if isinstance(file, GoldError):
            yield file
            continue
        for item in _read_file(file, format):
            if isinstance(item, GoldArticle) and item.id in seen:
                where = seen[item.id]
                yield file.at().error(
                    f"the id {item.id!r} is that of an article of {where} as well. Change one of them."
                )
                continue
            if isinstance(item, GoldArticle):
                seen[item.id] = str(file.path)
            yield item


def _read_file(file: GoldFile, format: str | None) -> Iterator[GoldArticle | GoldError]:
    empty = True
    try:
        for item in FORMATS[format or tell_format(file)].read(file):
            empty = False
            yield item
        if empty:
            yield file.at().error("has no article. Give a file with one in it.")
    except GoldError as error:
        yield error
