"""Gold, or predictions in the form of gold, to files of any format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

from quoteminer.errors import ConfigError, OutputError
from quoteminer.evaluation.formats.source import GZIP
from quoteminer.evaluation.formats.table import FORMATS, Format
from quoteminer.evaluation.gold import GoldArticle
from quoteminer.output.files import whole_file, whole_folder

_ODD = re.compile(r"[^\w.-]+|^\.")
_LONGEST_NAME: Final = 60
"""Letters; of four bytes each they fit into the 255 of a file name."""


def write_gold(
    articles: Iterable[GoldArticle],
    path: str | Path,
    *,
    format: str,
    left_out: Callable[[OutputError], None] | None = None,
) -> int:
    """Write articles to a file, or, for the formats with files of their own for each article (brat, webanno, citron),
    to a folder. The file or folder is whole or not there; articles are written as they come.

    Args:
        path: the file, which is replaced if it is there; or the folder, which must not be there or be empty, so that no
            annotations are lost that somebody has corrected.
        format: a key of `FORMATS`.
        left_out: is told of each article that can't be written: the format can't hold it, or its id was there before.
            None raises the first such error, and nothing is written.

    Returns:
        How many articles were written.

    Raises:
        ConfigError: there is no such format.
        OutputError: the file or folder can't be written, or an article, where nobody is told of it.
    """
    if format not in FORMATS:
        raise ConfigError(f"format is {format!r}; give one of {', '.join(FORMATS)}.")
    chosen = FORMATS[format]
    kept = _writable(articles, chosen, left_out)
    return _write_stream(kept, Path(path), chosen) if chosen.writer else _write_folder(kept, Path(path), chosen)


def file_stem(id: str, taken: set[str]) -> str:
    """A file name without suffix for an article, made of its id. It is none of ``taken``, whatever their case, and is
    added to them."""
    stem = _ODD.sub("_", id)[:_LONGEST_NAME] or "_"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _writable(
    articles: Iterable[GoldArticle], format: Format, left_out: Callable[[OutputError], None] | None
) -> Iterator[GoldArticle]:
    """The articles that can be written; the others are told of or raised."""
    seen: set[str] = set()
    for article in articles:
        fault = format.fault(article)
        if article.id in seen:
            fault = "there was an article of this id before. Give it another one"
        if fault is None:
            seen.add(article.id)
            yield article
            continue
        error = OutputError(f"{article.id}: {fault}. It is left out.")
        if left_out is None:
            raise error
        left_out(error)


def _write_stream(articles: Iterable[GoldArticle], path: Path, format: Format) -> int:
    if path.suffix.lower() == GZIP:
        raise OutputError(f"{path}: packed files are read, but not written. Give a name without {GZIP}; pack it then.")
    assert format.writer
    written = 0
    with whole_file(path) as stream:
        writer = format.writer(stream)
        for article in articles:
            writer.write(article)
            written += 1
        writer.close(several=True)
    for end, content in format.extras.items() if path.is_file() else ():  # not beside a device or a pipe
        _save(path.with_suffix(end), content)
    return written


def _write_folder(articles: Iterable[GoldArticle], path: Path, format: Format) -> int:
    assert format.files
    taken: set[str] = set()
    written = 0
    with whole_folder(path) as folder:
        for name, content in format.extras.items():
            _save(folder / name, content)
        for article in articles:
            written += 1
            stem = file_stem(article.id, taken)
            for suffix, content in format.files(article, stem).items():
                _save(folder / (stem + suffix), content)
    return written


def _save(path: Path, content: str) -> None:
    with whole_file(path) as stream:
        stream.write(content)
