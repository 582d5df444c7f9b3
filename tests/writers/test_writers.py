"""The formats."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from fake_miner import record_of

from quoteminer.text.article import make_article
from quoteminer.writers import FORMATS, JsonLinesWriter, JsonWriter

RECORD = record_of(make_article("“No [sic] \ud800,” said Ana Pinto.", id="a"))
OTHER = replace(RECORD, id="b")


def written(format: str, *records: object, several: bool = False) -> str:
    stream = io.StringIO()
    writer = FORMATS[format].make(stream)
    for record in records:
        writer.write(record)  # type: ignore[arg-type]
    writer.close(several=several)
    return stream.getvalue()


def test_formats() -> None:
    assert [FORMATS[name].make for name in ("json", "jsonl")] == [JsonWriter, JsonLinesWriter]


def test_json_of_one_is_an_object() -> None:
    assert json.loads(written("json", RECORD)) == RECORD.to_dict()


def test_json_of_several_is_a_list() -> None:
    assert json.loads(written("json", RECORD, OTHER)) == [RECORD.to_dict(), OTHER.to_dict()]
    assert json.loads(written("json", RECORD, OTHER, RECORD))[2]["id"] == "a"


def test_json_of_one_where_several_were_asked_for_is_a_list() -> None:
    assert json.loads(written("json", RECORD, several=True)) == [RECORD.to_dict()]
    assert json.loads(written("json", RECORD, OTHER, several=True))[1]["id"] == "b"


def test_nothing_is_nothing() -> None:
    assert written("json") == written("jsonl") == written("json", several=True) == ""


def test_json_lines() -> None:
    lines = written("jsonl", RECORD, OTHER).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b"]


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_records_are_written_as_they_come(format: str) -> None:
    stream = io.StringIO()
    writer = FORMATS[format].make(stream)
    writer.write(RECORD)
    writer.write(OTHER)
    assert '"id": "b"' in stream.getvalue()


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_the_same_bytes_each_time(format: str) -> None:
    text = written(format, RECORD, OTHER)
    assert text.encode() == written(format, RECORD, OTHER).encode()
    assert text.endswith("\n")
    assert "[sic] \\ud800" in text
