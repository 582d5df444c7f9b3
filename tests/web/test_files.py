"""POST /api/files: the articles of a file that a browser sent."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from quoteminer.web.files import MOST_ARTICLES

TEXT = "Wall to be raised\r\n\r\n“No,” said Ana Pinto. Ü"


def sent(client: TestClient, content: bytes, name: str = "") -> Response:
    headers = {"Content-Type": "application/octet-stream"}
    return client.post("/api/files", params={"name": name}, content=content, headers=headers)


@pytest.mark.parametrize(
    ("content", "name", "articles"),
    [
        (TEXT.encode(), "wall.txt", [("wall", TEXT)]),
        (TEXT.encode(), "", [("article", TEXT)]),
        (TEXT.encode(), "../../etc/passwd", [("passwd", TEXT)]),
        (TEXT.encode(), "C:\\temp\\wall.txt", [("wall", TEXT)]),
        (TEXT.encode(), "a\x00b.txt", [("a\x00b", TEXT)]),
        (TEXT.encode("utf-16"), "wall.txt", [("wall", TEXT)]),
        (gzip.compress(TEXT.encode(), mtime=0), "wall.txt.gz", [("wall", TEXT)]),
        (b'{"id": "x", "text": "One."}\n{"text": "Two."}', "two.jsonl", [("x", "One."), ("two:2", "Two.")]),
        (b'{"text": "half \\ud83d"}', "half.jsonl", [("half:1", "half \ud83d")]),
        (b"id,text\r\nx,One is here.\r\ny,Two is there.\r\n", "t.csv", [("x", "One is here."), ("y", "Two is there.")]),
    ],
)
def test_its_articles(client: TestClient, content: bytes, name: str, articles: list[tuple[str, str]]) -> None:
    answer = sent(client, content, name)
    assert answer.status_code == 200
    assert [(one["id"], one["text"]) for one in answer.json()["articles"]] == articles
    assert answer.json()["errors"] == []


def test_what_is_known_of_an_article_comes_along(client: TestClient) -> None:
    value = {"text": "One.", "title": "First", "n": [1, None]}
    (article,) = sent(client, json.dumps(value).encode() + b"\n", "a.jsonl").json()["articles"]
    assert article["meta"] == {"title": "First", "n": [1, None]}


@pytest.mark.parametrize(
    ("content", "articles", "error"),
    [
        (b"", [], "a.txt: is empty"),
        (b" \n ", [], "a.txt: holds nothing but spaces"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", [], "a.txt: is a PNG"),
        (gzip.compress(b"a " * 20_000_000), [], "a.txt: "),
        (b'{"text": "One."}\n{"text": 2}\n{"text": "Three."}\n', ["One.", "Three."], "a.jsonl, line 2"),
    ],
    ids=["empty", "spaces", "image", "bomb", "line"],
)
def test_what_is_no_article(client: TestClient, content: bytes, articles: list[str], error: str) -> None:
    value = sent(client, content, error.partition(",")[0].partition(":")[0]).json()
    assert [one["text"] for one in value["articles"]] == articles
    assert len(value["errors"]) == 1
    assert value["errors"][0].startswith(error)


def test_neither_articles_nor_errors_are_endless(client: TestClient) -> None:
    value = sent(client, b'{"text": "One."}\n' * (MOST_ARTICLES + 5)).json()
    assert (len(value["articles"]), len(value["errors"])) == (MOST_ARTICLES, 1)
    value = sent(client, b'{"text": "One."}\n' + b"{no\n" * 500).json()
    assert (len(value["articles"]), len(value["errors"])) == (1, 21)


def test_a_name_opens_nothing(client: TestClient, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words", "utf-8")
    for name in (str(secret), secret.as_uri(), str(tmp_path / "*.txt")):
        assert "hidden" not in sent(client, TEXT.encode(), name).text
        assert "hidden" not in sent(client, name.encode(), "list.txt").json()["articles"][0]["text"]
