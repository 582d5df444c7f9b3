"""Read and write annotated articles: a module for each format of gold, and a table of the
formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

from quoteminer.errors import ConfigError, GoldError, OutputError, QuoteMinerError
from quoteminer.inputs.unpack import PACKED
from quoteminer.output.gold import brat, jsonl, labelstudio
from quoteminer.output.gold.gold_articles import GoldArticle
from quoteminer.output.gold.gold_files import ANN, TXT, GoldFile, annotations_of, find_gold_files
from quoteminer.output.writer import Format

Item = TypeVar("Item")

GOLD_FORMATS: Final[Mapping[str, Format[GoldArticle]]] = {
    "jsonl": Format(jsonl.JsonLinesGoldWriter),
    "brat": Format(brat.BratGoldWriter, target="folder"),
    "labelstudio": Format(labelstudio.LabelStudioGoldWriter, beside=labelstudio.beside_tasks),
}
"""Formats by their names for ``--to`` and ``--from``."""
_READERS: Final = {"jsonl": jsonl.read, "brat": brat.read, "labelstudio": labelstudio.read}


def read_gold(
    paths: Iterable[str | Path] | str | Path, *, format: str | None = None
) -> Iterator[GoldArticle | GoldError]:
    """Yield the annotated articles of files, or a GoldError for an article with an error or a
    repeated id.

    Offsets are code points; a byte order mark is not part of a text. Quotes of JSON lines keep
    their order, because a letter of several quotes belongs to the last one; quotes of other formats
    are sorted, outer quotes first.

    Args:
        paths: files, which may be packed by gzip or Zstandard; folders; globs (``gold/*.ann``).
        format: a key of `GOLD_FORMATS`; None detects it from each file's suffix and content.

    Raises:
        ConfigError: there is no such format.
    """
    if format is not None:
        _check_format(format)
    return _read([paths] if isinstance(paths, str | Path) else paths, format)


def _read(paths: Iterable[str | Path], format: str | None) -> Iterator[GoldArticle | GoldError]:
    seen: dict[str, Path] = {}
    for file in find_gold_files(paths):
        if isinstance(file, GoldError):
            yield file
            continue
        empty = True
        try:
            if format:
                _check_suffix(file, format)
            for item in _READERS[format or detect_format(file)](file):
                empty = False
                if isinstance(item, GoldError):
                    yield item
                elif item.id in seen:
                    yield file.error(
                        f"the id {item.id!r} is also used in {seen[item.id]}. Change one of them."
                    )
                else:
                    seen[item.id] = file.path
                    yield item
            if empty:
                yield file.error("has no article. Give a file with one in it.")
        except GoldError as error:
            yield error


def write_gold(
    articles: Iterable[GoldArticle],
    path: str | Path,
    *,
    format: str,
    left_out: Callable[[OutputError], None] | None = None,
) -> int:
    """Write articles to a file, or in brat's format to a new or empty folder, and return their
    number. The output is written completely or not at all.

    Args:
        format: a key of `GOLD_FORMATS`.
        left_out: called with the error of each article that the format can't hold, or with a
            repeated id; None raises the error, and nothing is written.

    Raises:
        ConfigError: there is no such format.
        OutputError: the output can't be written; if ``left_out`` is None, also if an article can't
            be written.
    """
    _check_format(format)
    if format != "brat" and (suffix := Path(path).suffix).lower() in PACKED:
        reason = (
            f"packed files are read, but not written. Give a name without {suffix}; pack it then."
        )
        raise OutputError(f"{path}: {reason}")
    written: set[str] = set()
    repeated = "there was an article of this id before. Give it another one. It is left out."
    with GOLD_FORMATS[format].open(path) as writer:
        for article in articles:
            try:
                if article.id in written:
                    raise OutputError(f"{article.id}: {repeated}")
                writer.write(article)
                written.add(article.id)
            except OutputError as error:
                if left_out is None:
                    raise
                left_out(error)
        writer.close(several=True)
    return len(written)


def convert(
    items: Iterable[GoldArticle | GoldError],
    output: str | Path,
    *,
    to: str,
    tell: Callable[[QuoteMinerError], None],
) -> None:
    """Write the articles that `read_gold` yields in the format ``to``; if no article can be read,
    write nothing. Call ``tell`` with the error of each article that is left out."""
    articles = without_errors(items, tell)
    first = next(articles, None)
    if first is not None:
        write_gold(chain([first], articles), output, format=to, left_out=tell)


def without_errors(
    items: Iterable[Item | GoldError], tell: Callable[[GoldError], None]
) -> Iterator[Item]:
    """Yield the items that are not errors; call ``tell`` with each error."""
    for item in items:
        if isinstance(item, GoldError):
            tell(item)
        else:
            yield item


def detect_format(file: GoldFile) -> str:
    """Return the name of a file's format. Raises GoldError if it has none, or can't be read."""
    if file.suffix == ANN or (file.suffix == TXT and annotations_of(file.path)):
        return "brat"
    first = next((line.lstrip() for _, line in file.lines()), "")
    if first.startswith(("{", "[")):
        value = next((value for value, _, _ in jsonl.values_in(file)), None)
        task = value[0] if isinstance(value, list) and value else value
        is_task = (
            isinstance(task, dict)
            and "data" in task
            and {"annotations", "predictions"} & task.keys()
        )
        return "labelstudio" if is_task else "jsonl"
    if not first:
        raise file.error("is empty. Give a file with an article in it.")
    if file.suffix == TXT:
        file.pair()  # raises: there are no annotations
    names = ", ".join(GOLD_FORMATS)
    raise file.error(
        f"is in no format known here. Say which it has (--from; in Python, format): {names}."
    )


def _check_suffix(file: GoldFile, format: str) -> None:
    """Raise GoldError if a file can't have the format that was asked for."""
    if format == "brat" and file.suffix not in (ANN, TXT):
        wanted = f"an {ANN} file with its text ({TXT}) beside it, or a folder of them"
        raise file.error(
            f"is not a file of brat. Give {wanted}, or leave out --from (in Python, format)."
        )
    if format != "brat" and file.suffix == ANN:
        raise file.error(
            f"is a file of brat, not of {format}. Leave out --from (in Python, format)."
        )


def _check_format(name: str) -> None:
    if name not in GOLD_FORMATS:
        raise ConfigError(f"format is {name!r}; give one of {', '.join(GOLD_FORMATS)}.")
