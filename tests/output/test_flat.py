"""The flat table of a record's quotes, and whole records as rows of Parquet."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as arrow
import pytest
from hypothesis import given
from pyarrow import parquet
from table_records import FULL, odd_records

from quoteminer.errors import InputError
from quoteminer.output.article_rows import from_row, read_parquet_records, to_row
from quoteminer.output.flat import COLUMNS, Cell, rows_of, split_meta, typed_rows_of
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.records.jsontext import dump

TYPES = {"integer": int, "number": float, "truth": bool}
"""Of cells in CSV; all others are texts."""
QUOTATION_TOOL = (
    "text_id quote_id quote quote_entities speaker speaker_entities quote_token_count quote_type"
    " is_floating_quote"
).split()
"""Its columns, as QuotationTool.get_quotes has them, without those that repeat others."""
REPEATED = {"text_name", "quote_index", "speaker_index", "verb", "verb_index"}


def tables(record: ArticleRecord) -> list[dict[str, Cell]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(record)]


def test_every_cell_of_a_full_record() -> None:
    assert set(QUOTATION_TOOL) <= set(COLUMNS)
    assert REPEATED.isdisjoint(COLUMNS)
    assert all(column.meaning.endswith(".") for column in COLUMNS.values())
    first, second = tables(FULL)
    assert first == {
        "text_id": "full", "quote_id": 0, "quote": "“No,” […] “Kofi Berg knows.”",
        "speaker": "Ana Pinto", "role": "mayor", "affiliation": "Porto", "role_confidence": 0.33,
        "affiliation_confidence": None, "cue": "said […] adding", "quote_type": "direct",
        "confidence": 0.93, "status": "resolved", "act": "statement", "speaker_kind": "person",
        "speaker_mention": "she", "mention_kind": "pronoun", "aliases": "Pinto; Mayor Pinto",
        "title": "A vote", "date": "2024-05-01", "author": "B. Okoye",
        "url": "https://example.org/1", "source": "news/full.txt", "start": 10, "end": 60,
        "paragraph": 2, "flags": "repaired-marks; continued", "why": "cue+subject; pronoun",
        "cue_lemma": "say", "speaker_id": 0, "known_status": "linked", "known_key": "Q7",
        "known_name": "Pinto, Ana", "known_score": 97.5, "spans": "[[10, 15], [40, 60]]",
        "cue_start": 16, "cue_end": 39, "mention_start": 21, "mention_end": 24, "model": "fake 0.0",
        "meta": '{"page": 3}', "quote_entities": '[["Kofi Berg", "PERSON"]]',
        "speaker_entities": '[["Ana Pinto", "PERSON"]]', "quote_token_count": 10,
        "is_floating_quote": False, "time": 72.5, "doubtful": False, "page": 3, "pronouns": "she",
        "published": "2024-05-01",
    }  # fmt: skip
    typed = dict(zip(COLUMNS, next(typed_rows_of(FULL)), strict=True))
    lists_and_dates = {
        "aliases": ["Pinto", "Mayor Pinto"], "flags": ["repaired-marks", "continued"],
        "spans": [[10, 15], [40, 60]], "quote_entities": [["Kofi Berg", "PERSON"]],
        "speaker_entities": [["Ana Pinto", "PERSON"]], "published": date(2024, 5, 1),
    }  # fmt: skip
    assert typed == first | lists_and_dates
    assert {name for name, cell in second.items() if cell is None} == set(
        "speaker role role_confidence affiliation affiliation_confidence cue speaker_kind"
        " speaker_mention mention_kind aliases flags why cue_lemma speaker_id known_status known_key"
        " known_name known_score cue_start cue_end mention_start mention_end time page"
        " pronouns".split()
    )
    names = ("speaker_entities", "is_floating_quote", "quote_id")
    assert [second[name] for name in names] == ["[]", True, 2]
    experts = Speaker(0, "experts", "unnamed", mentions=((41, 50),))
    unnamed, _ = tables(replace(FULL, speakers=(experts,)))
    names = ("speaker", "speaker_entities", "quote_entities")
    assert [unnamed[name] for name in names] == ["experts", "[]", "[]"]


@given(odd_records())
def test_cells_have_the_type_of_their_column_and_are_valid_utf_8(record: ArticleRecord) -> None:
    rows = tables(record)
    assert [row["quote_id"] for row in rows] == [quote.id for quote in record.quotes]
    for row in rows:
        for name, cell in row.items():
            assert cell is None or type(cell) is TYPES.get(COLUMNS[name].type, str), name
        "".join(cell for cell in row.values() if isinstance(cell, str)).encode()
    # the named within a quote, by the slow way
    for quote, row in zip(record.quotes, rows, strict=True):
        within = {
            (json.loads(dump(speaker.name)), {"person": "PERSON", "org": "ORG"}[speaker.kind])
            for speaker in record.speakers
            for start, end in speaker.mentions
            if speaker.kind != "unnamed" and any(a <= start < b >= end for a, b in quote.spans)
        }
        assert {tuple(who) for who in json.loads(str(row["quote_entities"]))} == within


@pytest.mark.parametrize(("day", "expected"), [
    ("2024-05-01T10:00", date(2024, 5, 1)), ("2024-05", None), ("May 2024", None), (None, None),
])  # fmt: skip
def test_only_a_whole_date_is_published(day: object, expected: date | None) -> None:
    row = next(typed_rows_of(replace(FULL, meta={"date": day})))
    assert row[list(COLUMNS).index("published")] == expected


@pytest.mark.parametrize(("meta", "own", "rest"), [
    ({}, {}, None),
    ({"title": "A", "x": [1]}, {"title": "A"}, '{"x": [1]}'),
    ({"title": ["A", "B"], "date": 2024, "url": True}, {"date": "2024", "url": "true"}, '{"title": ["A", "B"]}'),
    ({"author": None}, {}, '{"author": null}'),
    ({" Title ": "A", "URL": "b"}, {"title": "A", "url": "b"}, None),
    ({"Title": "A", "title": "B"}, {"title": "B"}, '{"Title": "A"}'),
    ({"Title": "A", "title": None}, {"title": "A"}, '{"title": null}'),
    ({"titles": "A"}, {}, '{"titles": "A"}'),
])  # fmt: skip
def test_meta(meta: dict[str, object], own: dict[str, str], rest: str | None) -> None:
    found, others = split_meta(meta)
    assert {name: text for name, text in found.items() if text is not None} == own
    assert others == rest


def test_only_what_utf_8_cannot_hold_needs_the_record_as_json() -> None:
    assert to_row(FULL)["record_json"] is None
    odd = replace(FULL, id="\ud800")
    assert (to_row(odd)["id"], to_row(odd)["record_json"]) == ("\ufffd", odd.to_json())


def test_what_is_no_row_or_no_parquet(tmp_path: Path) -> None:
    empty = {"meta": "{}", "quotes": [{}], "speakers": []}
    for row in ({}, {"meta": "{"}, empty, {"meta": 1}):
        with pytest.raises(InputError, match="This row is not QuoteMiner output"):
            from_row(row)
    path = tmp_path / "a.parquet"
    for damage in (b"", b"PAR1", b"hello"):
        path.write_bytes(damage)
        with pytest.raises(InputError, match="a.parquet: can't be read as Parquet"):
            list(read_parquet_records(path))
    parquet.write_table(arrow.table({"text": ["a"]}), path)
    told = "a.parquet: has no column 'record_json', so it is not QuoteMiner output"
    with pytest.raises(InputError, match=told):
        list(read_parquet_records(path))
