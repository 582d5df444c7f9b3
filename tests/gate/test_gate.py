"""No figure on the development gold falls unnoticed. The gold is not ours to ship: without it this is skipped."""

from __future__ import annotations

import gzip
import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from quoteminer import QuoteMiner

SHARED = Path(__file__).resolve().parents[3] / "shared"
FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason=f"the accuracy gate needs the development gold in {SHARED / 'data'}"
)


def read_gold(name: str) -> list[dict[str, Any]]:
    path = SHARED / "data" / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def miner() -> QuoteMiner:
    return QuoteMiner()


@pytest.mark.parametrize("name", sorted(FLOORS["floors"]))
def test_no_figure_is_under_its_floor(name: str, miner: QuoteMiner) -> None:
    gold = read_gold(name)
    records = [miner.mine(article["text"], id=article["id"]).to_dict() for article in gold]
    score = runpy.run_path(str(SHARED / "tools" / "score.py"))["score"]
    figures = score(gold, records)
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
    score = runpy.run_path(str(SHARED / "tools" / "score.py"))["score"]
    record = miner.mine(gold["text"], id=gold["id"]).to_dict()
    figures = score([gold], [record])
    assert figures["names.quoted"]["R"] == 1.0
    assert figures["content.indirect"]["R"] * figures["content.indirect"]["gold"] >= 15
    parts = [span for quote in record["quotes"] for span in quote["spans"]]
    for start, end in gold["not_quotes"]:
        assert not [part for part in parts if start <= part[0] and part[1] <= end]
