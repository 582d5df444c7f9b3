"""Our own gold and our records."""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_miner import FakeMiner
from gold_files import fault, items, only, save

from quoteminer.inputs import Input
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker, from_record
from quoteminer.records import ArticleRecord

TEXT = "“No,” said Ida Brand."
QUOTE = GoldQuote(((0, 5),), ((6, 10),), ((11, 20),))
SAID = {"content": [[0, 5]], "cue": [[6, 10]], "source": [[11, 20]]}
PLAIN = {"id": "a", "text": TEXT, "quotes": [SAID]}
FULL = {
    **PLAIN,
    "speakers": [
        {"id": 4, "name": "Ida Brand", "kind": "person", "aliases": ["Ida"]},
        {"id": 5, "name": "Quay Board"},
    ],
    "quotes": [
        {"content": [[0, 5]], "cue": None, "speaker": 4, "act": "other"},
        {"content": [[6, 9]], "speaker": None},
    ],
}


def test_what_a_line_can_have(tmp_path: Path) -> None:
    lines = json.dumps(PLAIN), "", json.dumps({**FULL, "id": 7, "more": 1})
    first, second = items(save(tmp_path / "a.jsonl", "\n".join(lines)))
    assert first == GoldArticle("a", TEXT, (QUOTE,))
    speakers = (GoldSpeaker(4, "Ida Brand", "person", ("Ida",)), GoldSpeaker(5, "Quay Board"))
    quotes = (GoldQuote(((0, 5),), (), (), 4, "other"), GoldQuote(((6, 9),)))
    assert second == GoldArticle("7", TEXT, quotes, speakers)
    unsorted = {"text": TEXT, "quotes": [{"content": [[11, 14], [6, 10]]}, {"content": [[0, 5]]}]}
    kept = (GoldQuote(((6, 10), (11, 14))), GoldQuote(((0, 5),)))
    assert only(save(tmp_path / "a.jsonl", json.dumps(unsorted))).quotes == kept


@pytest.mark.parametrize(("name", "content"), [
    ("a.jsonl", json.dumps(PLAIN)),
    ("a.ndjson", "\ufeff" + json.dumps(PLAIN) + "\r\n"),
    ("a.jsonl", json.dumps(PLAIN).encode("utf-16")),
    ("a.JSON", json.dumps(PLAIN, indent=2)),
    ("a.json", "\ufeff" + json.dumps([PLAIN])),
    ("a.jsonl", json.dumps([PLAIN], indent=1)),
    ("a.jsonl", "\n" + json.dumps(PLAIN, indent=1)),
    ("a.gold", json.dumps(PLAIN)),
    ("a.jsonl.gz", gzip.compress(json.dumps(PLAIN).encode(), mtime=0)),
    ("a.json.GZ", gzip.compress(json.dumps(PLAIN, indent=1).encode(), mtime=0)),
    # packed, whatever its name
    ("a.jsonl", gzip.compress(json.dumps(PLAIN).encode(), mtime=0)),
])  # fmt: skip
def test_forms_of_one_file(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert only(save(tmp_path / name, content)) == GoldArticle("a", TEXT, (QUOTE,))


def test_an_article_without_id_is_called_after_its_line(tmp_path: Path) -> None:
    found = items(save(tmp_path / "a.jsonl", '{"text": "x"}\n\n{"text": "y", "id": null}'))
    assert found == [GoldArticle("a:1", "x"), GoldArticle("a:3", "y")]
    path = save(tmp_path / "b.json", '{"text": "x", "speakers": null}')
    assert only(path) == GoldArticle("b", "x")


@pytest.mark.parametrize(("change", "message"), [
    ({"quotes": [{"content": [[0, 22]]}]}, "line 1: quote 1: content 0-22 is outside the text, which has 21"),
    ({"quotes": [{"content": [[0, 5]], "cue": [[-1, 3]]}]},
     "line 1: quotes.0.cue.0.0: Input should be greater than or equal to 0. Compare it with"),
    ({"quotes": [{"content": [[0, 5]], "cue": [[9, 9]]}]},
     "line 1: quote 1: cue 9-9 does not end after it starts. Mark at least one"),
    ({"quotes": [{"content": [[0, 5]], "source": [[9, 4]]}]},
     "line 1: the span 9 to 4 ends before it starts. Exchange the two."),
    ({"quotes": [{"content": [[0, 5], [4, 9]]}]}, "line 1: quote 1: content: the parts 0-5 and 4-9 overlap"),
    ({"quotes": [{"content": []}]}, "line 1: quote 1 has no content. Mark the words"),
    ({"quotes": [{"content": [[0, 5]], "cue": [[0, 5.0]]}]},
     "line 1: quotes.0.cue.0.1: Input should be a valid integer"),
    ({"quotes": [{"content": [[0, 5]], "act": "said"}]}, "line 1: quotes.0.act: Input should be 'speech' or 'other'"),
    ({"quotes": [{"content": [[0, 5]], "speaker": 0}]},
     "line 1: quote 1 has the speaker 0, who is not listed. Add or correct it."),
    ({"quotes": [{"content": [[0, 5]], "speaker": "Ida"}]},
     "line 1: quotes.0.speaker: Input should be a valid integer"),
    ({"speakers": FULL["speakers"] * 2}, "line 1: two speakers have the id 4. Give each an id of its own."),
    ({"speakers": [{"id": 4, "name": " "}]}, "line 1: the speaker 4 has no name. Give one"),
    ({"speakers": [{"id": 4, "name": "Ida", "kind": "man"}]}, "line 1: speakers.0.kind: Input should be 'person'"),
    ({"quotes": [1]}, "line 1: quotes.0: Input should be a dictionary"),
    ({**PLAIN, "text": None}, "line 1: has no text. Give the article as a string"),
    ({**PLAIN, "id": " "}, "line 1: has an empty id."),
    ({**PLAIN, "checked": "half"}, "line 1: checked: Input should be 'all' or 'part'"),
])  # fmt: skip
def test_errors_in_a_line(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = save(tmp_path / "a.jsonl", json.dumps({**FULL, **change}))
    assert fault(path, "jsonl").startswith(message)


@pytest.mark.parametrize(("name", "content", "message"), [
    ("a.jsonl", '{"id": "a", "text" 1}', "line 1, column 20: is not JSON (Expecting ':' delimiter). Correct it"),
    ("a.jsonl", "", "is empty. Give a file with an article in it."),
    ("a.jsonl", "\n \n", "is empty."),
    ("a.json", '{"id": "a",\n "text": }', "line 2, column 10: is not JSON"),
    ("a.json", '[{"text": "x"}, {"text": 1}]', "item 2: has no text."),
    ("a.jsonl", b'{"id": "\xe9"}', "line 1, column 9: byte 0xe9 is not UTF-8. Save the file as UTF-8."),
    ("a.jsonl", "[" * 100_000, "line 1: is not JSON that can be read"),
    ("a.jsonl", json.dumps([PLAIN]), "line 1: is not an object. Give one object for each article"),
    ("a.json", b'{"id": "a",\n "text": "\xe9"}', "line 2, column 11: byte 0xe9 is not UTF-8."),
    ("a.jsonl", "{".encode("utf-16") + b"\0", "is not UTF-16-LE (truncated data). Save the file as UTF-8."),
    ("a.jsonl.gz", gzip.compress(json.dumps(PLAIN).encode() * 100, mtime=0)[:-20], "the gzip file is cut off"),
])  # fmt: skip
def test_errors_in_a_file(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    found = items(save(tmp_path / name, content))
    assert str(found[-1]).removeprefix(str(tmp_path / name)).lstrip(",: ").startswith(message)


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    lines = [b"{", json.dumps(PLAIN).encode(), b'"\xff"', json.dumps({**PLAIN, "id": "b"}).encode()]
    found = items(save(tmp_path / "a.jsonl", b"\n".join(lines)))
    ids = [item.id if isinstance(item, GoldArticle) else "" for item in found]
    assert ids == ["", "a", "", "b"]


def record_of(text: str, source: str | None = None, id: str = "r") -> ArticleRecord:
    (record,) = FakeMiner().mine_articles([Input(text, id, source or "-").article()])
    return record


def test_a_record_with_its_text(tmp_path: Path) -> None:
    record = record_of(TEXT)
    values = {"text": TEXT}, {"id": "s", "meta": {"text": TEXT}}
    lines = [json.dumps({**record.to_dict(), **value}) for value in values]
    found = items(save(tmp_path / "a.jsonl", "\n".join(lines)))
    expected = from_record(record, TEXT)
    assert expected.quotes[0].content == ((0, 5),)
    assert found == [expected, replace(expected, id="s")]


@pytest.mark.parametrize("here", [True, False], ids=["here", "beside the records"])
def test_a_record_s_text_is_found_by_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: bool
) -> None:
    folder, other = tmp_path / "in", f"{TEXT} x"
    save(folder / "texts/one.txt", TEXT)
    lines = [json.dumps({"id": "m", "text": other}), json.dumps({"text": TEXT})]
    save(folder / "texts/more.jsonl", "\n".join(lines))
    if here:
        monkeypatch.chdir(folder)
    one, more = "texts/one.txt", "texts/more.jsonl"
    records = [
        record_of(TEXT, one, "one"), record_of(other, more, "m"), record_of(TEXT, more, "more:2"),
        record_of(TEXT, one, "from a run over/texts/one"), record_of(TEXT, more, "texts/more:2"),
    ]  # fmt: skip
    path = (tmp_path if here else folder) / "r.json"
    found = items(save(path, json.dumps([one.to_dict() for one in records])))
    assert [getattr(item, "text", item) for item in found] == [TEXT, other, TEXT, TEXT, TEXT]


@pytest.mark.parametrize(("change", "message"), [
    ({"source": f"no{os.sep}file.txt"}, "line 1: the record 'r' has no text, and its source (no"),
    ({}, "line 1: the record 'r' has no text"),
    ({"text": "Other words"}, "line 1: quote 0 of the record 'r' is not at 0-5 of its text"),
    ({"schema_version": "9.0"}, "line 1: This is not QuoteMiner output that this version can read"),
])  # fmt: skip
def test_records_that_cannot_be_used(tmp_path: Path, change: dict[str, str], message: str) -> None:
    value = {**record_of(TEXT).to_dict(), **change}
    assert fault(save(tmp_path / "a.jsonl", json.dumps(value))).startswith(message)
