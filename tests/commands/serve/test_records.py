"""POST /api/view and /api/export: a record, corrected or not, as a view and as a file of each
format."""

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st
from served import Post
from shown_articles import harbour

from quoteminer.commands.report.page import article_data
from quoteminer.commands.serve.request_files import NAMES
from quoteminer.output.formats import FORMATS


def test_the_view_is_that_of_the_report(post: Post, record: dict[str, Any]) -> None:
    assert post("/api/view", record).json() == json.loads(json.dumps(article_data(harbour())))


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_is_written_as_by_the_command(
    post: Post, record: dict[str, Any], format: str, tmp_path: Path
) -> None:
    answer = post(f"/api/export?format={format}", record)
    chosen = FORMATS[format]
    with chosen.open(tmp_path / ("quotes" + (chosen.suffixes or ("",))[0])) as writer:
        writer.write(harbour())
        writer.close()
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = (path.relative_to(tmp_path).as_posix().removeprefix("quotes/") for path in paths)
    wanted = dict(zip(names, map(Path.read_bytes, paths), strict=True))
    if len(wanted) == 1:
        assert [answer.content] == [*wanted.values()]
        assert name_of(answer) == "harbour" + chosen.suffixes[0]
        return
    assert name_of(answer) == f"harbour.{format}.zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == wanted


def name_of(answer: Response) -> str:
    return answer.headers["Content-Disposition"].removeprefix("attachment; filename*=UTF-8''")


@pytest.mark.parametrize(("id", "name"), [
    ("a/../../b", "a-..-..-b.csv"), ("..", "article.csv"), ("", "article.csv"),
    ("C:\\con", "C-con.csv"), ('x"; y\r\nSet-Cookie: z', "x-y-Set-Cookie-z.csv"),
    ("\ud800", "article.csv"), ("Bücher 2", "B%C3%BCcher-2.csv"), ("a" * 300, "a" * 60 + ".csv"),
])  # fmt: skip
def test_the_name_of_a_download(post: Post, record: dict[str, Any], id: str, name: str) -> None:
    answer = post("/api/export?format=csv", {**record, "id": id})
    assert name_of(answer) == name
    assert "set-cookie" not in answer.headers


def put(record: Any, at: str, value: Any) -> None:
    """Put another value at a place, as "quotes.0.speaker"."""
    *path, last = (int(step) if step.isdecimal() else step for step in at.split("."))
    for step in path:
        record = record[step]
    record[last] = value


@pytest.mark.parametrize(("at", "value", "says"), [
    ("text", None, "record: has no text"), ("text", "short", "parts that do not lie in the text"),
    ("schema_version", "3.0", "schema_version is '3.0'"),
    ("quotes.0.speaker", 7, "no speaker has the id 7"),
    ("quotes.0.id", 1, "two have the same id"), ("quotes.0.spans", [], "quotes: 0 has no spans"),
    ("quotes.0.spans", [[90, 110], [30, 60]], "not in text order"),
    ("quotes.0.spans", [[60, 30]], "parts that do not lie in the text"),
    ("quotes.0.start", 0, "a start or end that differs"),
    ("quotes.0.cue.end", 99999, "parts that do not lie in the text"),
    ("quotes.0.mention.start", 99999, "parts that do not lie in the text"),
    ("speakers.1.id", 0, "speakers: two have the same id"),
    ("speakers.0.mentions", [[0, 99999]], "speakers: the mentions of 0"),
    ("speakers.0.name", "", "speakers: 0 has no name"),
    ("text", "x" * 5000, "a text that differs from the article there"),
    ("quotes.0.confidence", float("nan"), "contains Infinity or NaN"),
])  # fmt: skip
@pytest.mark.parametrize("path", ["/api/view", "/api/export?format=csv"])
def test_broken_records(
    post: Post, record: dict[str, Any], path: str, at: str, value: Any, says: str
) -> None:
    put(record, at, value)
    answer = post(path, record)
    assert answer.status_code == 400
    assert says in answer.json()["detail"]


def test_an_unknown_format(post: Post, record: dict[str, Any]) -> None:
    for query in ("?format=docx", "", "?format=../../etc/passwd", "?format=csv&format=nope"):
        answer = post(f"/api/export{query}", record)
        assert answer.status_code == 422
        assert "query.format" in answer.json()["detail"]


ONE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8)
KEY = st.text(max_size=4)
ANY = st.recursive(ONE, lambda one: st.lists(one) | st.dictionaries(KEY, one), max_leaves=6)
WHOLE = harbour(meta={"a": 1}).to_json()
PATHS = ["view", *(f"export?format={name}" for name in NAMES if name != "sqlite")]


def places(value: Any, before: str = "") -> list[str]:
    """Return every place of a JSON value, as `put` takes them."""
    found = []
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            found += [f"{before}{key}", *places(inner, f"{before}{key}.")]
    return found


DAMAGES = st.lists(
    st.tuples(st.sampled_from(places(json.loads(WHOLE))), ANY), min_size=1, max_size=2
)


@given(damages=DAMAGES, path=st.sampled_from(PATHS))
def test_a_damaged_record_is_refused_or_fits(post: Post, damages: list[Any], path: str) -> None:
    value = json.loads(WHOLE)
    for place in damages:
        with suppress(KeyError, TypeError, IndexError):  # the place went with the damage before
            put(value, *place)
    answer = post(f"/api/{path}", value)
    assert answer.status_code in (200, 400, 422), answer.text
