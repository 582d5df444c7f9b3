"""The sample records and field cases are right as far as a machine can tell; floors for the chain
on our own gold."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from quoteminer import QuoteMiner
from quoteminer.records import PART_SEPARATOR, ArticleRecord, record_schema

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
CASES = [
    json.loads(line)
    for line in (ROOT / "tests/reported/field_cases.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    path: Path = request.param
    record = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return path.read_bytes().decode("utf-8"), record


def test_offsets_ids_and_schema(sample: tuple[str, dict[str, Any]]) -> None:
    text, record = sample
    jsonschema.Draft202012Validator(record_schema()).validate(record)
    assert ArticleRecord.from_dict(record).to_dict() == record
    for quote in record["quotes"]:
        spans = quote["spans"]
        assert quote["text"] == PART_SEPARATOR.join(text[a:b] for a, b in spans)
        assert (quote["start"], quote["end"]) == (spans[0][0], spans[-1][1])
        assert all(a < b for a, b in spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        for part in filter(None, (quote["cue"], quote["mention"])):
            assert text[part["start"] : part["end"]] == part["text"]
            assert not any(a < part["end"] and part["start"] < b for a, b in spans)
    for warning in record["warnings"]:
        assert text[warning["start"] : warning["end"]] in "“”‘’\"'"
    quotes, speakers = record["quotes"], record["speakers"]
    assert [quote["id"] for quote in quotes] == list(range(len(quotes)))
    assert [speaker["id"] for speaker in speakers] == list(range(len(speakers)))
    assert [quote["start"] for quote in quotes] == sorted(quote["start"] for quote in quotes)
    assert len({tuple(map(tuple, quote["spans"])) for quote in quotes}) == len(quotes)
    for speaker in speakers:
        own = [quote["id"] for quote in quotes if quote["speaker"] == speaker["id"]]
        assert speaker["quotes"] == own != []
    for quote in quotes:
        assert (quote["status"] == "resolved") is (quote["speaker"] is not None)


def test_the_samples_cover_the_field() -> None:
    """Together they have every type, several acts, every kind of speaker and mention, and the marks
    of four styles."""
    records = [json.loads(path.with_suffix(".json").read_text("utf-8")) for path in SAMPLES]
    quotes = [quote for record in records for quote in record["quotes"]]
    assert {quote["type"] for quote in quotes} == {"direct", "mixed", "indirect"}
    assert {quote["act"] for quote in quotes} >= {"statement", "question", "request", "thought"}
    mentions = {quote["mention"]["kind"] for quote in quotes if quote["mention"]}
    assert mentions == {"name", "pronoun", "description"}
    kinds = {speaker["kind"] for record in records for speaker in record["speakers"]}
    assert kinds == {"person", "org", "unnamed"}
    flags = {flag for quote in quotes for flag in quote["flags"]}
    assert flags >= {"continued", "nested", "repaired-marks"}
    assert {quote["text"][0] for quote in quotes if quote["type"] == "direct"} >= set('“‘"«')


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases_say_what_stands_in_their_text(case: dict[str, Any]) -> None:
    text = case["text"]
    for quote in case["quotes"]:
        at = quote["at"]
        assert quote["content"] == [text[a:b] for a, b in at["content"]] != []
        assert quote["cue"] == (PART_SEPARATOR.join(text[a:b] for a, b in at["cue"]) or None)
        assert quote["source"] == next((text[a:b] for a, b in at["source"]), None)
        assert quote["type"] in {"direct", "mixed", "indirect"}
        assert quote["act"] in {"speech", "other"}
        assert all(word in text for word in re.findall(r"\w+", quote["speaker"] or ""))
    for words in case["not_quotes"]:
        assert text.count(words) == 1
        start, end = text.index(words), text.index(words) + len(words)
        said = [quote["at"]["content"] for quote in case["quotes"] if quote["act"] == "speech"]
        assert not any(a < end and start < b for content in said for a, b in content)


Quote = dict[str, Any]
FLOORS = json.loads((ROOT / "tests/accuracy/floors.json").read_text("utf-8"))["own"]


@pytest.fixture(scope="module")
def miner() -> QuoteMiner:
    return QuoteMiner(threads=1, acts="all")


def letters(text: str, spans: list[list[int]]) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if text[i].isalnum()}


def best(wanted: set[int], quotes: list[Quote], text: str) -> Quote | None:
    """The quote that shares most with ``wanted``, where that is at least 0.8 (Jaccard index of
    letters)."""
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
    """Of the quotes of the samples, how many are found, and how many of those hang on the right
    speaker?"""
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
    measured = (
        f"{found}/{total} found, {right}/{total} with the right speaker, direct"
        f" {direct_right}/{direct}"
    )
    assert found / total >= FLOORS["samples found"], measured
    assert right / total >= FLOORS["samples right"], measured
    assert direct_right / direct >= FLOORS["samples direct right"], measured


def passes(case: dict[str, Any], miner: QuoteMiner) -> bool:
    text = case["text"]
    record = miner.mine(text).to_dict()
    for quote in case["quotes"]:
        match, name = (
            best(letters(text, quote["at"]["content"]), record["quotes"], text),
            quote["speaker"],
        )
        if match is None or speaker_of(match, record) != (name and plain(name)):
            return False
    said = [quote for quote in record["quotes"] if quote["act"] not in ("topic", "thought")]
    spoken = set[int]().union(*(letters(text, quote["spans"]) for quote in said))
    starts = [(text.index(words), len(words)) for words in case["not_quotes"]]
    return not any(letters(text, [[at, at + length]]) & spoken for at, length in starts)


def test_field_cases(miner: QuoteMiner) -> None:
    """Cases that trip other tools: one is passed where every quote is found with its speaker and
    nothing that is no quote is taken for one."""
    failed = [case["name"] for case in CASES if not passes(case, miner)]
    told = f"{len(failed)} of {len(CASES)}: {failed}"
    assert 1 - len(failed) / len(CASES) >= FLOORS["field cases"], told
