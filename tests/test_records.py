"""Records: JSON and back, the schema, selections."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import ConfigError, InputError
from quoteminer.records import (
    SCHEMA_VERSION,
    ArticleRecord,
    Cue,
    Known,
    KnownRow,
    Mention,
    ModelName,
    Quote,
    Speaker,
    known_from_dict,
    known_to_dict,
    record_schema,
)
from quoteminer.types import Warning

VALIDATOR = jsonschema.Draft202012Validator(record_schema())


def quote(id: int, **changed: Any) -> Quote:
    values: dict[str, Any] = {
        "id": id,
        "type": "direct",
        "act": "speech",
        "text": "“No,”",
        "start": 10 * id,
        "end": 10 * id + 5,
        "spans": ((10 * id, 10 * id + 5),),
        "paragraph": 0,
        "cue": Cue("said", 6, 10, "say", ((6, 10),)),
        "mention": Mention("he", 3, 5, "pronoun"),
        "speaker": 0,
        "status": "resolved",
        "confidence": 0.9,
        "flags": ("continued",),
        "why": "pronoun",
    }
    return Quote(**{**values, **changed})


LINKED = Known("linked", KnownRow("p7", "Pinto, Ana", 97.0, {"born": 1961}), fitting=1)
RECORD = ArticleRecord(
    id="a",
    source="a.txt",
    meta={"date": "2023-06-11", "n": [1, None]},
    quotes=(
        quote(0),
        quote(1, type="mixed", speaker=3, confidence=0.5),
        quote(2, type="indirect", act="other", confidence=0.4, cue=None, mention=None, flags=(), why=""),
        quote(3, type="indirect", speaker=None, status="unresolved", cue=Cue("a … b", 1, 9, "a", ((1, 2), (8, 9)))),
    ),
    speakers=(
        Speaker(0, "Ana Pinto", "person", "captain", "Harbour Board", ("Pinto",), ((3, 5), (6, 8)), (0, 2), LINKED),
        Speaker(3, "vans", "unnamed", quotes=(1,)),
    ),
    model=ModelName("m", "1"),
    warnings=(Warning("encoding", "Guessed."), Warning("unclosed", "Odd.", 3, 4)),
)


AMBIGUOUS = known_to_dict(Known("ambiguous", candidates=(KnownRow("a", "Ana Pinto", 82.0),), fitting=2))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(record_schema())


def test_json_and_back() -> None:
    VALIDATOR.validate(RECORD.to_dict())
    assert ArticleRecord.from_dict(RECORD.to_dict()) == RECORD
    assert ArticleRecord.from_json(RECORD.to_json()) == RECORD
    assert ArticleRecord.from_json(RECORD.to_json(indent=2)) == RECORD
    assert json.loads(RECORD.to_json()) == RECORD.to_dict()


def test_the_contract() -> None:
    record = RECORD.to_dict()
    assert list(record) == ["schema_version", "id", "source", "meta", "quotes", "speakers", "warnings", "model"]
    assert record["schema_version"] == SCHEMA_VERSION == "1.2"
    assert record["quotes"][0] == {
        "id": 0,
        "type": "direct",
        "act": "speech",
        "text": "“No,”",
        "start": 0,
        "end": 5,
        "spans": [[0, 5]],
        "paragraph": 0,
        "cue": {"text": "said", "start": 6, "end": 10, "lemma": "say"},
        "mention": {"text": "he", "start": 3, "end": 5, "kind": "pronoun"},
        "speaker": 0,
        "status": "resolved",
        "confidence": 0.9,
        "flags": ["continued"],
        "why": "pronoun",
    }
    assert record["quotes"][3]["cue"]["spans"] == [[1, 2], [8, 9]]
    assert record["speakers"][0] == {
        "id": 0,
        "name": "Ana Pinto",
        "kind": "person",
        "role": "captain",
        "affiliation": "Harbour Board",
        "aliases": ["Pinto"],
        "mentions": [[3, 5], [6, 8]],
        "quotes": [0, 2],
        "known": {
            "status": "linked",
            "key": "p7",
            "name": "Pinto, Ana",
            "score": 97.0,
            "columns": {"born": 1961},
            "candidates": [],
            "fitting": 1,
        },
    }
    assert record["speakers"][1]["known"] is None
    assert record["warnings"][0] == {"code": "encoding", "message": "Guessed.", "start": None, "end": None}


def test_the_schema_knows_every_field_and_no_other() -> None:
    defs = record_schema()["$defs"]
    record = replace(RECORD, text="“No.”").to_dict()
    assert list(record_schema()["properties"]) == list(record)
    for name in ("quote", "speaker", "warning"):
        assert list(defs[name]["properties"]) == list(record[f"{name}s"][0])
    known = record["speakers"][0]["known"]
    assert list(defs["known"]["properties"]) == list(known)
    assert list(defs["candidate"]["properties"]) == list(AMBIGUOUS["candidates"][0])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "2.0"),
        (("id",), 7),
        (("quotes", 0, "type"), "said"),
        (("quotes", 0, "confidence"), 1.2),
        (("quotes", 0, "spans"), []),
        (("quotes", 0, "speaker"), "Ana"),
        (("quotes", 0, "start"), -1),
        (("speakers", 0, "kind"), "place"),
        (("speakers", 0, "quotes"), []),
        (("speakers", 0, "known", "status"), "likely"),
        (("speakers", 0, "known", "score"), 101),
        (("speakers", 0, "known", "key"), 7),
        (("model",), {}),
    ],
)
def test_the_schema_refuses(path: tuple[Any, ...], value: object) -> None:
    record = copy.deepcopy(RECORD.to_dict())
    holder: Any = record
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert not VALIDATOR.is_valid(record)


@pytest.mark.parametrize("known", [LINKED, Known("none"), known_from_dict(AMBIGUOUS)], ids=lambda known: known.status)
def test_links_to_json_and_back(known: Known) -> None:
    record = replace(RECORD, speakers=(replace(RECORD.speakers[0], known=known),))
    VALIDATOR.validate(record.to_dict())
    assert ArticleRecord.from_json(record.to_json()) == record
    assert record.filter(types="direct").speakers[0].known == known
    assert hash(record.speakers[0]) == hash(replace(record.speakers[0]))


def test_a_record_of_a_version_without_links_can_be_read() -> None:
    value = RECORD.to_dict()
    old = {
        **value,
        "schema_version": "1.0",
        "speakers": [{k: v for k, v in one.items() if k != "known"} for one in value["speakers"]],
    }
    VALIDATOR.validate(old)
    assert [one.known for one in ArticleRecord.from_dict(old).speakers] == [None, None]


def test_records_pickle() -> None:
    assert pickle.loads(pickle.dumps(RECORD)) == RECORD


def test_speaker_of() -> None:
    assert RECORD.speaker_of(RECORD.quotes[1]) == RECORD.speakers[1]
    assert RECORD.speaker_of(RECORD.quotes[3]) is None


@pytest.mark.parametrize(
    ("options", "quotes", "speakers"),
    [
        ({}, [0, 1, 2, 3], {0: (0, 2), 3: (1,)}),
        ({"types": {"direct"}}, [0], {0: (0,)}),
        ({"types": ["direct", "mixed"]}, [0, 1], {0: (0,), 3: (1,)}),
        ({"acts": {"speech"}}, [0, 1, 3], {0: (0,), 3: (1,)}),
        ({"min_confidence": 0.5}, [0, 1, 3], {0: (0,), 3: (1,)}),
        ({"min_confidence": 0.95}, [], {}),
        ({"types": set()}, [], {}),
        ({"types": "direct"}, [0], {0: (0,)}),
        ({"types": "mixed"}, [1], {3: (1,)}),
        ({"acts": "speech"}, [0, 1, 3], {0: (0,), 3: (1,)}),
    ],
)
def test_filter(options: dict[str, Any], quotes: list[int], speakers: dict[int, tuple[int, ...]]) -> None:
    kept = RECORD.filter(**options)
    assert [one.id for one in kept.quotes] == quotes
    assert {one.id: one.quotes for one in kept.speakers} == speakers
    assert (kept.meta, kept.warnings, kept.id) == (RECORD.meta, RECORD.warnings, "a")
    VALIDATOR.validate(kept.to_dict())


def test_direct_is_a_part_of_indirect_and_yet_another_type() -> None:
    assert {one.type for one in RECORD.filter(types="indirect").quotes} == {"indirect"}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"types": "said"}, "types has 'said'; give one or more of 'direct', 'mixed', 'indirect', or None"),
        ({"types": ["direct", "in", None]}, "types has 'in', None; give"),
        ({"acts": {"all"}}, "acts has 'all'; give one or more of 'speech', 'other', or None"),
        ({"min_confidence": 1.01}, "min_confidence is 1.01; give a number from 0 to 1"),
        ({"min_confidence": -0.1}, "min_confidence is -0.1; give"),
        ({"min_confidence": float("nan")}, "min_confidence is nan; give"),
    ],
)
def test_filters_that_are_not_allowed(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        RECORD.filter(**options)


def test_fields_of_later_versions_are_left_out() -> None:
    value = {**RECORD.to_dict(), "schema_version": "1.7", "topics": ["quays"]}
    assert ArticleRecord.from_dict(value).quotes == RECORD.quotes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no JSON"),
        ("[]", "another JSON value"),
        ("{}", "schema_version is ''"),
        ('{"schema_version": "2.0"}', "schema_version is '2.0'"),
        ('{"schema_version": "1.0", "id": "a"}', "no whole record"),
        ('{"schema_version": "1.0", "id": "a", "quotes": [3]}', "no whole record"),
    ],
)
def test_what_is_no_record(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        ArticleRecord.from_json(text)


TEXTS = st.text(st.characters(codec=None), max_size=12)


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3))
def test_any_characters_make_json_lines(id: str, words: str, meta: dict[str, str]) -> None:
    record = ArticleRecord(id=id, quotes=(quote(0, text=words),), speakers=(), model=ModelName("m", "1"), meta=meta)
    for text in (record.to_json(), record.to_json(indent=2)):
        text.encode()
        assert ArticleRecord.from_json(text) == record
    assert len(record.to_json().splitlines()) == 1
