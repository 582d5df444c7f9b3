"""The sample records are right for their articles as far as a machine can tell, and so are the field cases."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from quoteminer.records import PART_SEPARATOR, ArticleRecord
from quoteminer.schema import record_schema

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
CASES = [json.loads(line) for line in (ROOT / "tests/cases/field_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    path: Path = request.param
    return path.read_bytes().decode("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


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
        assert speaker["quotes"] == [quote["id"] for quote in quotes if quote["speaker"] == speaker["id"]] != []
    for quote in quotes:
        assert (quote["status"] == "resolved") is (quote["speaker"] is not None)


def test_the_samples_cover_the_field() -> None:
    """Together they have every type, both acts, every kind of speaker and mention, and the marks of four styles."""
    records = [json.loads(path.with_suffix(".json").read_text("utf-8")) for path in SAMPLES]
    quotes = [quote for record in records for quote in record["quotes"]]
    assert {quote["type"] for quote in quotes} == {"direct", "mixed", "indirect"}
    assert {quote["act"] for quote in quotes} == {"speech", "other"}
    assert {quote["mention"]["kind"] for quote in quotes if quote["mention"]} == {"name", "pronoun", "description"}
    assert {speaker["kind"] for record in records for speaker in record["speakers"]} == {"person", "org", "unnamed"}
    assert {flag for quote in quotes for flag in quote["flags"]} >= {"continued", "nested", "repaired-marks"}
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
        speech = [span for quote in case["quotes"] if quote["act"] == "speech" for span in quote["at"]["content"]]
        assert not any(a < end and start < b for a, b in speech)
