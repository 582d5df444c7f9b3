"""No figure on the development gold falls unnoticed. The gold is not ours to ship: without it this is skipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dev_gold import needs_gold, read_gold, scorer

from quoteminer import QuoteMiner

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))

pytestmark = needs_gold


@pytest.fixture(scope="module")
def miner() -> QuoteMiner:
    return QuoteMiner()


@pytest.mark.parametrize("name", sorted(FLOORS["floors"]))
def test_no_figure_is_under_its_floor(name: str, miner: QuoteMiner) -> None:
    gold = read_gold(name)
    records = [miner.mine(article["text"], id=article["id"]).to_dict() for article in gold]
    figures = scorer()["score"](gold, records)
    floors = FLOORS["floors"][name]
    short = {
        f"{row} {key}": (round(figures[row][key], 4), floor)
        for row, cells in floors.items()
        for key, floor in cells.items()
        if figures[row][key] < floor
    }
    assert not short, f"{name}: (measured, floor) of what fell: {short}"


def test_the_seed_article(miner: QuoteMiner) -> None:
    """All six direct quotes with their speakers, at least fifteen indirect ones, and no scare quote or heading."""
    (gold,) = read_gold("seed/china-manufacturing.gold.jsonl")
    record = miner.mine(gold["text"], id=gold["id"]).to_dict()
    figures = scorer()["score"]([gold], [record])
    assert figures["names.quoted"]["R"] == 1.0
    assert figures["content.indirect"]["R"] * figures["content.indirect"]["gold"] >= 15
    parts = [span for quote in record["quotes"] for span in quote["spans"]]
    for start, end in gold["not_quotes"]:
        assert not [part for part in parts if start <= part[0] and part[1] <= end]
