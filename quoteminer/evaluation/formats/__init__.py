"""Annotated articles in files: a module for each format, and a table of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

from quoteminer.errors import ConfigError, GoldError, OutputError, QuoteMinerError
from quoteminer.evaluation.formats import brat, jsonl, labelstudio
from quoteminer.evaluation.formats.files import ANN, GZIP, JSON, TXT, GoldFile, annotations_of, find_files
from quoteminer.evaluation.gold import GoldArticle
from quoteminer.output.writer import Format, removal, removal_of_file

Item = TypeVar("Item")

FORMATS: Final[Mapping[str, Format[GoldArticle]]] = {
    "jsonl": Format(jsonl.JsonLinesGoldWriter),
    "brat": Format(brat.BratWriter, target="folder"),
    "labelstudio": Format(labelstudio.LabelStudioWriter, beside=labelstudio.beside_tasks),
}
"""Formats by the name that ``--to`` and ``--from`` take."""
_READERS: Final[Mapping[str, Callable[[GoldFile], Iterator[GoldArticle | GoldError]]]] = {
    "jsonl": jsonl.read,
    "brat": brat.read,
    "labelstudio": labelstudio.read,
}


def read_gold(
    paths: Iterable[str | Path] | str | Path, *, format: str | None = None
) -> Iterator[GoldArticle | GoldError]:
    """Read the annotated articles of files, one by one.

    Texts keep their line ends; a byte order mark is no part of them. Offsets are code points. Quotes of JSON lines keep
    their order, since a letter of several quotes belongs to the last one; others are sorted, outer quotes first.

    Args:
        paths: files, packed by gzip or not; folders, whose files with the suffix of a format are read, sorted by path
            and hidden ones left out; globs (``gold/*.ann``).
        format: a key of `FORMATS`; None detects it from each file's suffix and content.

    Yields:
        A GoldArticle for each article, or a GoldError if it has an error or the id of an earlier one.

    Raises:
        ConfigError: there is no such format.
    """
    if format is not None:
        _check_format(format)
    return _read([paths] if isinstance(paths, str | Path) else paths, format)


def write_gold(
    articles: Iterable[GoldArticle],
    path: str | Path,
    *,
    format: str,
    left_out: Callable[[OutputError], None] | None = None,
) -> int:
    """Write articles to a file, or in brat's format to a folder, as they come. It is complete or absent.

    Args:
        path: the file, which is replaced if it exists; or the folder, which must be new or empty.
        format: a key of `FORMATS`.
        left_out: called for each article that the format can't hold, or whose id an earlier one has. By default such
            an error is raised, and nothing is written.

    Returns:
        The number of articles written.

    Raises:
        ConfigError: there is no such format.
        OutputError: the file or folder can't be written, or an article, if ``left_out`` is None.
    """
    _check_format(format)
    if format != "brat" and Path(path).suffix.lower() == GZIP:
        raise OutputError(f"{path}: packed files are read, but not written. Give a name without {GZIP}; pack it then.")
    written: set[str] = set()
    repeated = "there was an article of this id before. Give it another one. It is left out."
    with FORMATS[format].open(path) as writer:
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
    paths: Iterable[str | Path],
    output: str | Path,
    *,
    to: str,
    source: str | None = None,
    tell: Callable[[QuoteMinerError], None],
) -> int:
    """Read articles or records (``paths``, ``source``: see `read_gold`) and write them (``output``, ``to``, errors: see
    `write_gold`). Calls ``tell`` with the error of each article that is left out, and returns the number of such
    errors. If no article can be read, nothing is written."""
    errors: list[QuoteMinerError] = []

    def failed(error: QuoteMinerError) -> None:
        errors.append(error)
        tell(error)

    articles = without_errors(read_gold(paths, format=source), failed)
    first = next(articles, None)
    if first is not None:
        write_gold(chain([first], articles), output, format=to, left_out=failed)
    return len(errors)


def without_errors(items: Iterable[Item | GoldError], tell: Callable[[GoldError], None]) -> Iterator[Item]:
    """Yield the items that are no errors; call ``tell`` with each error."""
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
        return "labelstudio" if _has_tasks(file) else "jsonl"
    if file.suffix in JSON and not first:
        return "jsonl"
    if file.suffix == TXT:
        raise file.error(f"has no {ANN} file beside it. Annotate it in brat, or take it out.")
    removed = removal_of_file(file.path)
    raise file.error(
        f"is in no format known here{removed and f' ({removed})' or ''}. Say which it has (--from; in Python, format): "
        f"{', '.join(FORMATS)}."
    )


def _check_format(name: str) -> None:
    if name not in FORMATS:
        raise ConfigError(removal(name) or f"format is {name!r}; give one of {', '.join(FORMATS)}.")


def _read(paths: Iterable[str | Path], format: str | None) -> Iterator[GoldArticle | GoldError]:
    seen: dict[str, Path] = {}
    for file in find_files(paths):
        if isinstance(file, GoldError):
            yield file
            continue
        empty = True
        try:
            for item in _READERS[format or detect_format(file)](file):
                empty = False
                if isinstance(item, GoldError):
                    yield item
                elif item.id in seen:
                    reason = f"the id {item.id!r} is that of an article of {seen[item.id]} as well. Change one of them."
                    yield file.error(reason)
                else:
                    seen[item.id] = file.path
                    yield item
            if empty:
                yield file.error("has no article. Give a file with one in it.")
        except GoldError as error:
            yield error


def _has_tasks(file: GoldFile) -> bool:
    """Return True if the first JSON value of a file is a task of Label Studio or a list of them."""
    first = next((value for value, _, _ in jsonl.values_in(file)), None)
    task = first[0] if isinstance(first, list) and first else first
    return isinstance(task, dict) and "data" in task and bool({"annotations", "predictions"} & task.keys())


__all__ = ["FORMATS", "convert", "detect_format", "read_gold", "without_errors", "write_gold"]
