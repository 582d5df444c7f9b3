"""Read annotated articles, and the corrected records of runs as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from quoteminer.errors import GoldError, InputError
from quoteminer.output.gold import read_gold
from quoteminer.output.gold.gold_articles import GoldArticle, checked
from quoteminer.output.gold.jsonl import article_of_record, source_texts
from quoteminer.output.run.corrections import Corrections, corrected_records, is_run


def are_checked(gold: Sequence[str]) -> bool:
    """True if all paths are runs, or files of records, with corrections beside them."""
    return all(Corrections(path).folder.is_dir() for path in gold)


def annotated(paths: Sequence[str], format: str | None) -> Iterator[GoldArticle | GoldError]:
    """Yield annotated articles like `read_gold`; of runs, and of records with corrections beside
    them, the corrected records. With the ``format`` brat or labelstudio, a run's result in that
    format is read instead."""
    whole = format in (None, "jsonl")
    own = [path for path in paths if are_checked([path]) or (whole and is_run(path))]
    for path in own:
        yield from _of_records(path)
    yield from read_gold([path for path in paths if path not in own], format=format)


def _of_records(path: str) -> Iterator[GoldArticle | GoldError]:
    """Yield the corrected records of a run or a file as annotated articles."""
    folder = Path(path) if Path(path).is_dir() else Path(path).parent
    texts_of = source_texts(folder)
    try:
        for record in corrected_records(path):
            try:
                yield checked(article_of_record(record, texts_of))
            except GoldError as error:
                yield GoldError(f"{path}: {error}")
    except InputError as error:
        yield GoldError(str(error))
