"""How right the whole chain is on articles and cases of our own: floors that a change must not go under."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from quoteminer import QuoteMiner

Quote = dict[str, Any]
FLOORS = json.loads((Path(__file__).parent / "gate" / "floors.json").read_text(encoding="utf-8"))["own"]


@pytest.fixture(scope="module")
def miner() -> QuoteMiner:
    return QuoteMiner(threads=1, acts="all")


def letters(text: str, spans: list[list[int]]) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if text[i].isalnum()}


def best(wanted: set[int], quotes: list[Quote], text: str) -> Quote | None:
    """The quote that shares most with ``wanted``, where that is at least 0.8 (Jaccard index of letters)."""
    owns = [letters(text, quote["spans"]) for quote in quotes]
    shares = [(len(wanted & own) / len(wanted | own), i) for i, own in enumerate(owns) if own]
    share, index = max(shares, default=(0.0, 0))
    return quotes[index] if share >= 0.8 else None


def speaker_of(quote: Quote, record: dict[str, Any]) -> str | None:
    name = next((s["name"] for s in record["speakers"] if s["id"] == quote["speaker"]), None)
    return name and plain(name)


def plain(name: str) -> str:
    """Without the article and honorific that a name may keep where it stands for nobody named."""
    return re.sub(r"^(the|mr\.?|mrs\.?|ms\.?) ", "", name.casefold())


def test_samples(miner: QuoteMiner, root: Path) -> None:
    """Of the quotes of the samples, how many are found, and how many of those hang on the right speaker?"""
    total = found = right = direct = direct_right = 0
    for path in sorted((root / "samples").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        record = miner.mine(text).to_dict()
        for quote in gold["quotes"]:
            match = best(letters(text, quote["spans"]), record["quotes"], text)
            same = match is not None and speaker_of(match, record) == speaker_of(quote, gold)
            total, found, right = total + 1, found + (match is not None), right + same
            if quote["type"] == "direct":
                direct, direct_right = direct + 1, direct_right + same
    measured = f"{found}/{total} found, {right}/{total} with the right speaker, direct {direct_right}/{direct}"
    assert found / total >= FLOORS["samples found"], measured
    assert right / total >= FLOORS["samples right"], measured
    assert direct_right / direct >= FLOORS["samples direct right"], measured


def passes(case: dict[str, Any], miner: QuoteMiner) -> bool:
    text = case["text"]
    record = miner.mine(text).to_dict()
    for quote in case["quotes"]:
        match = best(letters(text, quote["at"]["content"]), record["quotes"], text)
        if match is None or speaker_of(match, record) != (quote["speaker"] and plain(quote["speaker"])):
            return False
    spoken = set().union(*(letters(text, q["spans"]) for q in record["quotes"] if q["act"] == "speech"))
    return not any(letters(text, [[at := text.index(words), at + len(words)]]) & spoken for words in case["not_quotes"])


def test_field_cases(miner: QuoteMiner, root: Path) -> None:
    """Cases that trip other tools: one is passed where every quote is found with its speaker and nothing that is no
    quote is taken for one."""
    lines = (root / "tests" / "cases" / "field_cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    failed = [case["name"] for case in cases if not passes(case, miner)]
    assert 1 - len(failed) / len(cases) >= FLOORS["field cases"], f"{len(failed)} of {len(cases)}: {failed}"
