"""The development gold, which is not ours to ship, and the figures of all gold sets for the
gate."""

import gzip
import hashlib
import json
import math
import runpy
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from annotated_articles import ARTICLES, OwnArticle, own_articles

from quoteminer import QuoteMiner
from quoteminer.commands.evaluate.counts import count_article, figures
from quoteminer.errors import GoldError
from quoteminer.network.find_model import ORDER, installed_models
from quoteminer.network.load import FILES
from quoteminer.output.gold import read_gold as read_files
from quoteminer.output.gold.gold_articles import GoldArticle, from_record
from quoteminer.records import ArticleRecord

SHARED = Path(__file__).resolve().parents[3] / "shared"

skip_without_gold = pytest.mark.skipif(
    not (SHARED / "data").is_dir(),
    reason=f"the accuracy gate needs the development gold in {SHARED / 'data'}",
)
needs_gold = [pytest.mark.slow, skip_without_gold]


def read_gold(name: str) -> list[dict[str, Any]]:
    path = SHARED / "data" / name
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8")
    ) as lines:
        return [json.loads(line) for line in lines]


@cache
def scorer() -> dict[str, Any]:
    """Return the names that shared/tools/score.py defines."""
    return runpy.run_path(str(SHARED / "tools" / "score.py"))


Figures = dict[str, dict[str, float]]

OWN = "own"
"""The articles of tests/annotated."""
WRITTEN = "written_dev.jsonl.gz"
"""Articles of our own in many registers, in tests/annotated."""
DEV = (
    "polnear_dev.jsonl.gz", "news_speakers_dev.jsonl.gz", "wild_dev.jsonl.gz", "wild2_dev.jsonl.gz",
    "web_dev.jsonl.gz", "press_dev.jsonl.gz",
)  # fmt: skip
"""Files of shared/data."""
SETS = (*DEV, WRITTEN, OWN)
MODELS = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(name not in installed_models(), reason=f"{name} is not installed"),
    )
    for name in reversed(ORDER)
]
"""Names of the models, each of which has floors of its own, as parameters of tests."""


PART = {"en_news_large": 300}
"""How many quotes of each set a model reads; by default all. The large one takes six times as long,
and its floors are to catch what gets worse, not to measure; the small one, by the same code, reads
all."""


def path_of(name: str) -> Path:
    """Return the path of a gold set; `OWN` has none."""
    return (
        Path(__file__).resolve().parents[1] / "annotated" if name == WRITTEN else SHARED / "data"
    ) / name


@cache
def miner(model: str) -> QuoteMiner:
    return QuoteMiner(model, acts="all")


@cache
def mined(model: str, name: str) -> list[tuple[GoldArticle, ArticleRecord]]:
    """Return the articles of a gold set that a model reads, each with its record by the present
    code."""
    gold = (
        [one.gold for one in own_articles()]
        if name == OWN
        else _part(read_files([path_of(name)]), model)
    )
    return [(one, miner(model).mine(one.text, id=one.id)) for one in gold]


def _part(gold: Iterable[GoldArticle | GoldError], model: str) -> Iterator[GoldArticle]:
    """Give the articles that a model reads: by the SHA-256 of their ids, until they have enough
    quotes (`PART`)."""
    quotes = 0
    for one in sorted(map(_whole, gold), key=lambda one: hashlib.sha256(one.id.encode()).digest()):
        if quotes < PART.get(model, math.inf):
            yield one
        quotes += len(one.quotes)


@cache
def measured(model: str, name: str) -> Figures:
    """Return the figures of a gold set, with the present code and a model; ``gold``: how many a row
    is of."""
    pairs = [(one, from_record(record, one.text)) for one, record in mined(model, name)]
    counts = sum(count_article(*pair) for pair in pairs)
    found = figures(counts)
    if name == OWN:
        found["not quotes"] = {"left out": _left_out(own_articles(), [got for _, got in pairs])}
    return found


def _whole(one: GoldArticle | GoldError) -> GoldArticle:
    if isinstance(one, GoldError):
        raise one
    return one


def _left_out(own: Sequence[OwnArticle], found: Sequence[GoldArticle]) -> float:
    """Return the share of the words between marks that nobody says and no speech touches."""
    free = [
        not any(
            a < end and start < b
            for quote in got.quotes
            if quote.act == "speech"
            for a, b in quote.content
        )
        for one, got in zip(own, found, strict=True)
        for start, end in one.not_quotes
    ]
    return sum(free) / len(free)


def model_sums(model: str) -> dict[str, str]:
    folder = installed_models()[model]
    return {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in FILES}


def gold_sum(name: str) -> str:
    """Return the SHA-256 of a gold set: of its file, or of all articles of our own (hex)."""
    files = sorted(ARTICLES.glob("*.txt")) if name == OWN else [path_of(name)]
    data = b"\0".join(file.read_bytes() for file in files)
    return hashlib.sha256(data).hexdigest()
