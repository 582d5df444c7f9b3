"""Read annotated articles, and the corrected records of runs as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from quoteminer.errors import GoldError
from quoteminer.output.gold import read_gold
from quoteminer.output.gold.gold_articles import GoldArticle, from_record
from quoteminer.output.gold.gold_files import gold_paths
from quoteminer.output.run.corrections import Corrections, corrected_records, is_run
from quoteminer.output.run.run_paths import ERRORS


def are_checked(gold: Sequence[str]) -> bool:
    """True if all paths are runs, or files of records, with corrections beside them."""
    return all(Corrections(path).folder.is_dir() for path in gold)


def annotated(paths: Sequence[str], format: str | None) -> Iterator[GoldArticle | GoldError]:
    """Yield annotated articles like `read_gold`; of runs and records with corrections beside them,
    the corrected."""
    own = [path for path in paths if are_checked([path])]
    for record in chain.from_iterable(map(corrected_records, own)):
        if record.text is not None:
            yield from_record(record, record.text)
    others = [path for path in paths if path not in own]
    unread = [
        path
        for path in others
        if is_run(path) and all(file.name == ERRORS for file in gold_paths([path]))
    ]
    for path in unread:
        wanted = (
            "Write its result once more: quoteminer corpus --format jsonl, brat or labelstudio."
        )
        yield GoldError(f"{path}: this run has no result in a format that is read here. {wanted}")
    yield from read_gold([path for path in others if path not in unread], format=format)
