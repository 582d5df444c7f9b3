"""The sample records are right for their articles as far as a machine can tell, and so are the field cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from quoteminer.records import PART_SEPARATOR, ArticleRecord
from quoteminer.schema import record_schema
from quoteminer.text.article import make_article

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
CASES = [json.loads(line) for line in (ROOT / "tests/cases/field_cases.jsonl").read_text("utf-8").splitlines()]

CLOSERS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’", "'": "'"}
PRONOUNS = {"he", "she", "they", "i", "we", "it", "who", "which"}


def quoted(text: str) -> list[bool]:
    """For each character: does it stand between quotation marks of any style? Marks pair within a line. Slow and
    simple: an apostrophe is a single mark between letters, an inch mark a double one after feet (5'10")."""
    mask = [False] * len(text)
    for line in re.finditer(r"[^\n]+", text):
        stack: list[str] = []
        for i in range(line.start(), line.end()):
            char, before, after = text[i], text[line.start() : i], text[i + 1 : line.end()]
            inside = bool(stack)
            if not _is_apostrophe(char, before, after) and not (char == '"' and re.search(r"\d'\d+$", before)):
                if stack and char == CLOSERS[stack[-1]] and not (char in "'’" and before[-1:].isspace()):
                    stack.pop()
                elif char in "“«„‘" or (char in "\"'" and not before[-1:].isalnum()):
                    stack.append(char)
            mask[i] = inside or bool(stack)
    return mask


def _is_apostrophe(char: str, before: str, after: str) -> bool:
    return char in "'’‘" and after[:1].isalnum() and (before[-1:].isalnum() or char == "’")


def type_of(text: str, spans: Iterable[Iterable[int]], mask: list[bool]) -> str:
    """direct: at least 90 % of the content's letters stand between marks. mixed: some do. indirect: none."""
    inside = [mask[i] for a, b in spans for i in range(a, b) if text[i].isalnum()]
    share = sum(inside) / max(len(inside), 1)
    return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    path: Path = request.param
    return path.read_bytes().decode("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_every_article_has_a_record_and_the_other_way_round() -> None:
    assert len(SAMPLES) >= 9
    assert {path.stem for path in SAMPLES} == {path.stem for path in (ROOT / "samples").glob("*.json")}


def test_text_is_where_the_offsets_say(sample: tuple[str, dict[str, Any]]) -> None:
    text, record = sample
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


def test_ids_agree(sample: tuple[str, dict[str, Any]]) -> None:
    _, record = sample
    quotes, speakers = record["quotes"], record["speakers"]
    assert [quote["id"] for quote in quotes] == list(range(len(quotes)))
    assert [speaker["id"] for speaker in speakers] == list(range(len(speakers)))
    assert [quote["start"] for quote in quotes] == sorted(quote["start"] for quote in quotes)
    assert len({tuple(map(tuple, quote["spans"])) for quote in quotes}) == len(quotes)
    for speaker in speakers:
        assert speaker["quotes"] == [quote["id"] for quote in quotes if quote["speaker"] == speaker["id"]] != []
    for quote in quotes:
        assert (quote["status"] == "resolved") is (quote["speaker"] is not None)


def test_speakers_are_in_the_article(sample: tuple[str, dict[str, Any]]) -> None:
    text, record = sample
    for speaker in record["speakers"]:
        assert speaker["name"] in text
        assert all(alias in text and alias != speaker["name"] for alias in speaker["aliases"])
        for fact in filter(None, (speaker["role"], speaker["affiliation"])):
            assert fact.casefold() in text.casefold()
        mentions = [tuple(span) for span in speaker["mentions"]]
        assert mentions == sorted(set(mentions))
        for quote in (record["quotes"][i] for i in speaker["quotes"]):
            if quote["mention"]:
                assert (quote["mention"]["start"], quote["mention"]["end"]) in mentions


def test_mention_kinds(sample: tuple[str, dict[str, Any]]) -> None:
    _, record = sample
    for quote in filter(lambda quote: quote["mention"], record["quotes"]):
        words, kind = quote["mention"]["text"], quote["mention"]["kind"]
        assert (words.casefold() in PRONOUNS) is (kind == "pronoun")
        if kind == "name":
            speaker = record["speakers"][quote["speaker"]]
            assert speaker["kind"] != "unnamed"
            assert any(form in words for form in (speaker["name"], *speaker["aliases"]))


def test_types_agree_with_the_marks(sample: tuple[str, dict[str, Any]]) -> None:
    text, record = sample
    mask = quoted(text)
    for quote in record["quotes"]:
        if "repaired-marks" not in quote["flags"]:
            assert quote["type"] == type_of(text, quote["spans"], mask), quote["text"]


def test_paragraphs_are_counted_as_the_reader_does(sample: tuple[str, dict[str, Any]]) -> None:
    text, record = sample
    paragraphs = make_article(text).paragraphs
    for quote in record["quotes"]:
        paragraph = paragraphs[quote["paragraph"]]
        assert paragraph.start <= quote["start"] < paragraph.end


def test_flags(sample: tuple[str, dict[str, Any]]) -> None:
    _, record = sample
    quotes = record["quotes"]
    for quote in quotes:
        holders = [
            other
            for other in quotes
            if other is not quote and any(a <= quote["start"] and quote["end"] <= b for a, b in other["spans"])
        ]
        assert ("nested" in quote["flags"]) is bool(holders)
        assert "continued" not in quote["flags"] or len(quote["spans"]) > 1


def test_obeys_the_schema_and_survives_the_round_trip(sample: tuple[str, dict[str, Any]]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    _, record = sample
    jsonschema.Draft202012Validator(record_schema()).validate(record)
    assert ArticleRecord.from_dict(record).to_dict() == record


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


def test_case_names_are_unique() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 60


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
