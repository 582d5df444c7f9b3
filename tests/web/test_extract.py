"""POST /api/extract: the record that the command would give, and what becomes of all that is no article."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fake_miner import FakeMiner
from httpx import Response

from quoteminer.records import ArticleRecord

Post = Callable[..., Response]
NEWS = "Wall to be raised\n\n“We cannot wait for long,” said Ana Pinto.\n\n“Never at all,” thought Kofi Berg."
ODD = {
    "half characters": "\udc00 “Half a \ud83d pair,” said Ana Pinto. \ud83d",
    "NUL": "“Nothing \x00 there,” said Ana Pinto.\x00",
    "right to left": "“שלום לכם כאן,” said Ana Pinto. \u202egnp.exe\u202c",
    "pairs": "😀 “A rocket 👩‍🚀 flies,” said Ana Pinto. 𝒜",
    "line ends": "One.\r\n\r\n“Two of them,” said Ana Pinto.\rThree.\u2028\u2029\x85",
    "markup": "<script>alert(1)</script> “<b>&amp;</b> all,” said Ana Pinto. ]]>",
    "spaces": " \t\n\ufeff\u200b",
    "as long as may be": "“No way at all,” said Ana Pinto. ".ljust(200_000, "x"),
}


def mined(text: str, **others: Any) -> ArticleRecord:
    return FakeMiner().mine(text, with_text=True, acts="all", **others)


@pytest.mark.parametrize("name", ODD)
def test_any_text_gives_its_record(post: Post, name: str) -> None:
    answer = post("/api/extract", {"text": ODD[name], "acts": None})
    assert answer.status_code == 200
    record = ArticleRecord.from_dict(answer.json())
    assert record == mined(ODD[name])
    assert len(record.quotes) == (name != "spaces")
    assert post("/api/view", answer.json()).status_code == 200


def test_id_and_meta_come_back(post: Post) -> None:
    meta = {"url": "https://news.example/1", "half": "\ud800", "deep": [[{"a": None}]], "big": 2**70}
    answer = post("/api/extract", {"text": NEWS, "id": "../\ud83d", "meta": meta, "acts": None})
    assert answer.json() == json.loads(mined(NEWS, id="../\ud83d", meta=meta).to_json())


@pytest.mark.parametrize(
    ("asked", "quotes"),
    [
        ({}, ["“We cannot wait for long,”"]),
        ({"acts": None}, ["“We cannot wait for long,”", "“Never at all,”"]),
        ({"acts": ["other"]}, ["“Never at all,”"]),
        ({"acts": []}, []),
        ({"types": ["indirect"]}, []),
        ({"types": ["indirect", "direct"]}, ["“We cannot wait for long,”"]),
        ({"acts": None, "min_confidence": 0.85}, ["“We cannot wait for long,”"]),
        ({"min_confidence": 1}, []),
    ],
)
def test_which_quotes(post: Post, asked: dict[str, Any], quotes: list[str]) -> None:
    record = post("/api/extract", {"text": NEWS, **asked}).json()
    assert [quote["text"] for quote in record["quotes"]] == quotes
    assert len(record["speakers"]) == len(quotes)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ("", 422, "body: Field required"),
        ("{", 422, "JSON"),
        ("null", 422, "body: "),
        ("[]", 422, "body: "),
        ("{}", 422, "body.text: Field required"),
        ('{"text": ""}', 422, "body.text: Input should have at least 1 character"),
        ('{"text": 1}', 422, "body.text: Input should be a valid string"),
        ('{"text": null}', 422, "body.text: "),
        ('{"text": ["a"]}', 422, "body.text: "),
        ('{"text": "a", "file": "/etc/passwd"}', 422, "body.file: Extra inputs"),
        ('{"text": "a", "id": 1}', 422, "body.id: "),
        ('{"text": "a", "id": null}', 422, "body.id: "),
        ('{"text": "a", "meta": []}', 422, "body.meta: "),
        ('{"text": "a", "types": ["said"]}', 422, "body.types.0: "),
        ('{"text": "a", "types": "direct"}', 422, "body.types: "),
        ('{"text": "a", "acts": ["\\ud800"]}', 422, "body.acts.0: "),
        ('{"text": "a", "min_confidence": 2}', 422, "body.min_confidence: "),
        ('{"text": "a", "min_confidence": NaN}', 422, "body.min_confidence: "),
        ('{"text": "a", "min_confidence": "0.5"}', 422, "body.min_confidence: "),
        ('{"text": "a", "min_confidence": true}', 422, "body.min_confidence: "),
        ('{"text": "a", "meta": {"x": NaN}}', 400, "a number that is infinite or none"),
        ('{"text": "a", "meta": {"x": 1e999}}', 400, "a number that is infinite or none"),
        ('{"text": "a", "meta": {"x": ' + "9" * 5000 + "}}", 400, ""),
        ('{"text": "a", "meta": ' + '{"x":' * 60 + "1" + "}" * 60 + "}", 400, "nested deeper than 50"),
        ("[" * 100_000, 400, "not valid JSON. Send a JSON object in UTF-8, not deeply nested."),
        ('{"text": "a' + "\x00" + '"}', 422, "JSON"),
        (b'{"text": "\xff"}', 400, "not valid JSON. Send a JSON object in UTF-8"),
        ('{"text": "' + "a" * 200_001 + '"}', 413, "200,001 characters; 200,000 are allowed"),
        ('{"text": "' + "a" * 4_200_001 + '"}', 413, "more than 4,200,000 bytes"),
    ],
)
def test_what_is_no_request(post: Post, body: str | bytes, status: int, says: str) -> None:
    answer = post("/api/extract", body)
    assert answer.status_code == status
    assert list(answer.json()) == ["detail"]
    detail = answer.json()["detail"]
    assert says in detail
    assert "\n" not in detail
    assert len(detail) < 500


def test_other_encodings_of_json(post: Post) -> None:
    text = "“We cannot wait for long,” said Ana Pinto."
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        answer = post("/api/extract", json.dumps({"text": text}, ensure_ascii=False).encode(encoding))
        assert answer.json()["text"] == text
