"""POST /api/extract, /api/check and /api/files: what the library would give, and what can't be
read."""

import gzip
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fake_miner import FakeMiner
from httpx import Response
from page_hand import DRAFT, SOURCES
from served import Post
from starlette.testclient import TestClient

from quoteminer import check, check_schema
from quoteminer.commands.check.check_docx import DOCX
from quoteminer.commands.check.check_page import CheckPageWriter
from quoteminer.commands.serve.app import create_app
from quoteminer.commands.serve.request_files import MOST_ARTICLES
from quoteminer.output.writer import written
from quoteminer.records import ArticleRecord

LOUD, QUIET = "“We cannot wait for long,”", "“Never at all,”"
NEWS = f"Wall to be raised\n\n{LOUD} said Ana Pinto.\n\n{QUIET} thought Kofi Berg."
ODD = {
    "half characters": "\udc00 “Half a \ud83d pair,” said Ana Pinto. \ud83d",
    "NUL": "“Nothing \x00 there,” said Ana Pinto.\x00",
    "right to left": "“שלום לכם כאן,” said Ana Pinto. \u202egnp.exe\u202c",
    "pairs": "😀 “A rocket 👩\u200d🚀 flies,” said Ana Pinto. 𝒜",
    "line ends": "One.\r\n\r\n“Two of them,” said Ana Pinto.\rThree.\u2028\u2029\x85",
    "markup": "<script>alert(1)</script> “<b>&amp;</b> all,” said Ana Pinto. ]]>",
    "spaces": " \t\n\ufeff\u200b",
}
ODD["as long as may be"] = "“No way at all,” said Ana Pinto. ".ljust(200_000, "x")


def mined(text: str, **others: Any) -> ArticleRecord:
    return FakeMiner().mine(text, acts="all", **others)


@pytest.mark.parametrize("name", ODD)
def test_any_text_gives_its_record(post: Post, name: str) -> None:
    answer = post("/api/extract", {"text": ODD[name], "acts": None})
    record = ArticleRecord.from_dict(answer.json())
    assert record == mined(ODD[name])
    assert len(record.quotes) == (name != "spaces")
    assert post("/api/view", answer.json()).status_code == 200


def test_id_and_meta_come_back(post: Post) -> None:
    meta = {"url": "http://news.example", "half": "\ud800", "deep": [[{"a": None}]], "big": 2**70}
    answer = post("/api/extract", {"text": NEWS, "id": "../\ud83d", "meta": meta, "acts": None})
    assert answer.json() == mined(NEWS, id="../\ud83d", meta=meta).to_dict(with_text=True)


def test_an_article_of_a_list_that_fails_costs_nothing_else(post: Post) -> None:
    deep = '{"x":' * 60 + "1" + "}" * 60
    articles = [
        json.dumps({"text": NEWS, "id": "a"}),
        json.dumps({"text": "a" * 200_001, "id": "long"}),
        f'{{"text": "a", "id": "deep", "meta": {deep}}}',
        json.dumps({"text": NEWS, "id": "b"}),
    ]
    answer = post("/api/extract", f"[{', '.join(articles)}]")
    assert answer.status_code == 200
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["id"] for line in lines] == ["a", "long", "deep", "b"]
    assert ["quotes" in line for line in lines] == [True, False, False, True]
    assert "200,001 characters; 200,000 are allowed" in lines[1]["detail"]
    assert "nested deeper than 50" in lines[2]["detail"]


@pytest.mark.parametrize(("asked", "quotes"), [
    ({}, [LOUD]), ({"acts": "all"}, [LOUD, QUIET]), ({"acts": None}, [LOUD, QUIET]),
    ({"acts": "thought"}, [QUIET]), ({"acts": ["thought"]}, [QUIET]), ({"acts": []}, []),
    ({"types": ["indirect", "direct"]}, [LOUD]), ({"acts": None, "min_confidence": 0.85}, [LOUD]),
])  # fmt: skip
def test_which_quotes(post: Post, asked: dict[str, Any], quotes: list[str]) -> None:
    record = post("/api/extract", {"text": NEWS, **asked}).json()
    assert [quote["text"] for quote in record["quotes"]] == quotes
    assert len(record["speakers"]) == len(quotes)


HALF = "\ud800 “half,” said Ana Pinto."


@pytest.mark.parametrize("sources", [SOURCES, ["", DRAFT, *SOURCES, HALF]])
def test_a_check_is_that_of_the_library(post: Post, sources: list[str]) -> None:
    named = [(f"Source {number}", text) for number, text in enumerate(sources, 1)]
    record = check(("Draft", DRAFT), named, miner=FakeMiner())  # type: ignore[arg-type]
    asked = {"draft": DRAFT, "sources": sources}
    answer = post("/api/check", asked).json()
    assert answer == record.to_dict()
    jsonschema.validate(answer, check_schema())
    assert [one["verdict"] for one in answer["quotes"]] == ["altered", "verbatim"]
    page = post("/api/check?format=html", asked)
    text = written(CheckPageWriter, [record], StringIO()).getvalue()
    assert (page.headers["content-type"], page.text) == ("text/html; charset=utf-8", text)
    word = post("/api/check?format=docx", asked)
    assert word.headers["content-type"] == DOCX
    assert b"word/comments.xml" in word.content


EXTRACT: list[tuple[str | bytes, int, str]] = [
    ("", 422, "body: Field required"), ("{", 422, "JSON"), ("[]", 422, "body: "),
    ("{}", 422, "body.text: Field required"),
    ('{"text": ""}', 422, "body.text: Input should have at least 1 character"),
    ('{"text": "a", "file": "/etc/passwd"}', 422, "body.file: Extra inputs"),
    ('{"text": "a", "id": 1}', 422, "body.id: "), ('{"text": "a", "meta": []}', 422, "body.meta: "),
    ('{"text": "a", "types": ["said"]}', 422, "body.types: Unknown type 'said'. Choose from"),
    ('{"text": "a", "types": "said"}', 422, "body.types: Unknown type 'said'. Choose from"),
    ('{"text": "a", "acts": ["\\ud800"]}', 422, "body.acts: Unknown act '\\ud800'"),
    *((f'{{"text": "a", "min_confidence": {value}}}', 422, "body.min_confidence: ")
      for value in ("2", "NaN", '"0.5"')),
    ('{"text": "a", "meta": {"x": 1e999}}', 400, "contains Infinity or NaN"),
    ('{"text": "a", "meta": {"x": ' + "9" * 5000 + "}}", 400, ""),
    ('{"text": "a", "meta": ' + '{"x":' * 60 + "1" + "}" * 60 + "}", 400, "nested deeper than 50"),
    ("[" * 100_000, 400, "not valid JSON. Send a JSON object in UTF-8, not deeply nested."),
    ('{"text": "a' + "\x00" + '"}', 422, "JSON"),
    (b'{"text": "\xff"}', 400, "not valid JSON. Send a JSON object in UTF-8"),
    ('{"text": "' + "a" * 200_001 + '"}', 413, "200,001 characters; 200,000 are allowed"),
    ('{"text": "' + "a" * 4_200_001 + '"}', 413, "more than 4,200,000 bytes"),
]  # fmt: skip
CHECK: list[tuple[dict[str, Any], int, str]] = [
    ({"draft": DRAFT, "sources": []}, 422, "body.sources: List should have at least 1 item"),
    ({"draft": DRAFT, "sources": ["x"] * 101}, 422, "body.sources: List should have at most 100"),
    ({"draft": "", "sources": ["x"]}, 422, "body.draft: Input should have at least 1 character"),
    ({"draft": DRAFT}, 422, "body.sources: Field required"),
    ({"draft": DRAFT, "sources": [" "]}, 400, "against. Source 1 is empty"),
    ({"draft": DRAFT, "sources": [DRAFT]}, 400, "Source 1 is the draft itself and was skipped."),
    ({"draft": "x" * 150_000, "sources": ["x" * 50_001]}, 413, "200,001 characters; 200,000 are"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "status", "says"),
    [*(("extract", *row) for row in EXTRACT), *(("check", *row) for row in CHECK)],
)
def test_broken_requests(post: Post, path: str, body: Any, status: int, says: str) -> None:
    answer = post(f"/api/{path}", body)
    assert (answer.status_code, list(answer.json())) == (status, ["detail"])
    detail = answer.json()["detail"]
    assert says in detail
    assert "\n" not in detail
    assert len(detail) < 500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings_of_json(post: Post, encoding: str) -> None:
    answer = post("/api/extract", json.dumps({"text": NEWS}, ensure_ascii=False).encode(encoding))
    assert answer.json()["text"] == NEWS


TEXT = "Wall to be raised\r\n\r\n“No,” said Ana Pinto. Ü"


def sent(client: TestClient, content: bytes, name: str = "") -> Response:
    headers = {"Content-Type": "application/octet-stream"}
    return client.post("/api/files", params={"name": name}, content=content, headers=headers)


@pytest.mark.parametrize(("content", "name", "articles"), [
    *((TEXT.encode(), name, {id: TEXT}) for name, id in {
        "wall.txt": "wall", "": "article", "../../etc/passwd": "passwd",
        "C:\\temp\\wall.txt": "wall", "a\x00b.txt": "a\x00b",
    }.items()),
    (TEXT.encode("utf-16"), "wall.txt", {"wall": TEXT}),
    (gzip.compress(TEXT.encode(), mtime=0), "wall.txt.gz", {"wall": TEXT}),
    (b'{"id": "x", "text": "1."}\n{"text": "2."}', "two.jsonl", {"x": "1.", "two:2": "2."}),
    (b'{"text": "half \\ud83d"}', "half.jsonl", {"half:1": "half \ud83d"}),
    (b"id,text\r\nx,One is here.\r\ny,Two.\r\n", "t.csv", {"x": "One is here.", "y": "Two."}),
])  # fmt: skip
def test_the_articles_of_a_file(
    client: TestClient, content: bytes, name: str, articles: Any
) -> None:
    answer = sent(client, content, name).json()
    assert [(one["id"], one["text"]) for one in answer["articles"]] == [*articles.items()]
    assert answer["errors"] == []


@pytest.mark.parametrize(("text", "meta", "title"), [
    ("Harbour wall to be raised\n\n“It is low,” said Ana Pinto.", {}, "Harbour wall to be raised"),
    ("“It is low,” said Ana Pinto on Tuesday.\n\nNobody answered her.", {}, "wall"),
    ("One.", {"title": "First", "n": [1, None]}, "First"),
])  # fmt: skip
def test_title_and_meta(client: TestClient, text: str, meta: dict[str, Any], title: str) -> None:
    content = json.dumps({"id": "wall", "text": text, **meta})
    (article,) = sent(client, content.encode(), "a.jsonl").json()["articles"]
    assert (article["title"], article["meta"]) == (title, meta)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "A.NDJSON"])
def test_records_of_a_file_are_articles_that_were_read(client: TestClient, name: str) -> None:
    record, bare = mined(NEWS, id="n"), mined(NEWS, id="bare").to_json()
    lines = [record.to_json(with_text=True), bare]
    content = f"[{','.join(lines)}]" if name == "a.json" else "\n".join(lines)
    answer = sent(client, content.encode(), name).json()
    assert [ArticleRecord.from_dict(one["record"]) for one in answer["articles"]] == [record]
    bare = "the record 'bare' has no text. Extract it again with --with-text."
    assert answer["errors"] == [f"{name}: {bare}"]


@pytest.mark.parametrize(("content", "articles", "error"), [
    (b"", [], "a.txt: is empty"),
    (b" \n ", [], "a.txt: has only spaces"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", [], "a.txt: is a PNG"),
    (gzip.compress(b"a " * 20_000_000, mtime=0), [], "a.txt: "),
    (b'{"text": "One."}\n{"text": 2}\n{"text": "Three."}\n', ["One.", "Three."], "a.jsonl, line 2"),
], ids=["empty", "spaces", "image", "bomb", "line"])  # fmt: skip
def test_no_article(client: TestClient, content: bytes, articles: list[str], error: str) -> None:
    value = sent(client, content, error.partition(",")[0].partition(":")[0]).json()
    assert [one["text"] for one in value["articles"]] == articles
    (told,) = value["errors"]
    assert told.startswith(error)


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


def test_the_application_of_another_server(root: Path) -> None:
    """Both ways of the README: the block for FastAPI, and the factory with the default model."""
    page = (root / "quoteminer/commands/serve/README.md").read_text("utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(block, names)
    text = "“We open in May,” said Ana Silva."
    for app, path, asked in (
        (names["app"], "/quotes", text), (create_app(), "/api/extract", {"text": text})
    ):  # fmt: skip
        with TestClient(app, "http://localhost") as client:
            assert len(client.post(path, json=asked).json()["quotes"]) == 1
