"""What the gate measures: every figure of the gold sets, and what they were measured with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache

from dev_gold import gold_file
from own_gold import OwnArticle, own_articles, own_sources

from quoteminer import QuoteMiner
from quoteminer.errors import GoldError
from quoteminer.evaluation.counts import count_article
from quoteminer.evaluation.formats import read_gold
from quoteminer.evaluation.gold import GoldArticle, from_record
from quoteminer.evaluation.scores import figures
from quoteminer.network.load import FILES, find_model

Figures = dict[str, dict[str, float]]

OWN = "own"
"""The articles of tests/gold."""
DEV = ("polnear_dev.jsonl.gz", "news_speakers_dev.jsonl.gz", "wild_dev.jsonl.gz")
"""Files of shared/data."""


@cache
def measured(name: str) -> Figures:
    """The figures of a gold set, each with the present code and model."""
    if name == OWN:
        own = own_articles()
        found = _mined([one.gold for one in own])
        return {**_scores([one.gold for one in own], found), "not quotes": {"left out": _left_out(own, found)}}
    gold = [_whole(one) for one in read_gold([gold_file(name)])]
    return _scores(gold, _mined(gold))


def _whole(one: GoldArticle | GoldError) -> GoldArticle:
    if isinstance(one, GoldError):
        raise one
    return one


def _mined(gold: Sequence[GoldArticle]) -> list[GoldArticle]:
    miner = QuoteMiner()
    return [from_record(miner.mine(one.text, id=one.id), one.text) for one in gold]


def _scores(gold: Iterable[GoldArticle], found: Iterable[GoldArticle]) -> Figures:
    counts = sum(count_article(one, other) for one, other in zip(gold, found, strict=True))
    return {row: {k: v for k, v in cells.items() if k != "gold"} for row, cells in figures(counts).items()}


def _left_out(own: Sequence[OwnArticle], found: Sequence[GoldArticle]) -> float:
    """Of the words between marks that nobody says, the share that no speech touches."""
    free = [
        not any(a < end and start < b for quote in got.quotes if quote.act == "speech" for a, b in quote.content)
        for one, got in zip(own, found, strict=True)
        for start, end in one.not_quotes
    ]
    return sum(free) / len(free)


def model_sums() -> dict[str, str]:
    """The SHA-256 of each file of the model that ships (hex)."""
    return {file: hashlib.sha256((find_model() / file).read_bytes()).hexdigest() for file in FILES}


def gold_sum(name: str) -> str:
    """The SHA-256 of a gold set: of its file, or of all articles of our own (hex)."""
    data = "\0".join(own_sources()).encode() if name == OWN else gold_file(name).read_bytes()
    return hashlib.sha256(data).hexdigest()
