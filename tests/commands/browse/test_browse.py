"""`quoteminer browse`: the site of a run, asked through Datasette's own client, and the SQL for
DuckDB."""

import asyncio
import csv
import io
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from commands import Result
from hypothesis import given
from hypothesis import strategies as st
from small_run import small_records, write_run
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from quoteminer.commands.browse.server import datasette_of, only_here
from quoteminer.commands.browse.site import is_current, replace_site, site_of, write_site
from quoteminer.errors import InputError, OutputError
from quoteminer.output.csv_tables import guarded
from quoteminer.output.run.corrections import Corrections
from quoteminer.output.run.run_paths import RUN

STATEMENTS = """\
statement,differs,text,speaker,speakers,articles,quotes,wordings,first_date,last_date
1,number,the quay is safe,Tova Lind,Tova Lind (2),2,2,1,2026-03-02,
"""
QUOTES = """\
statement,text_id,quote_id,wording,differs,differences
1,n0,1,1,,
1,n1,0,2,number,“4” became “5”
"""
BY_DATASETTE = pytest.mark.extra("browse")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("browse") / "run", list(small_records()), people=True)


@pytest.fixture(scope="module")
def site(run: Path) -> Path:
    return replace_site(run)


def ask(site: Path, *paths: str) -> list[Any]:
    """Return the answers to some addresses: what JSON holds, else the HTML."""
    return asyncio.run(answers(datasette_of(site), *paths))


async def answers(datasette: Any, *paths: str) -> list[Any]:
    got = [await datasette.client.get(path) for path in paths]
    assert [answer.status_code for answer in got] == [200] * len(paths), paths
    return [answer.json() if ".json" in answer.url.path else answer.text for answer in got]


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A run that a test may change."""
    return write_run(tmp_path / "run", list(small_records()))


def test_a_site_is_made_again_after_a_change(fresh: Path) -> None:
    assert not is_current(site_of(fresh), fresh)
    database = replace_site(fresh) / "quotes.sqlite"
    for path in (database, *fresh.glob("*.sqlite")):
        os.utime(path, (1_000, 1_000))
    assert (replace_site(fresh) / "quotes.sqlite").stat().st_mtime == 1_000
    record = next(small_records())
    Corrections(fresh).write(record, record, "")
    assert (replace_site(fresh) / "quotes.sqlite").stat().st_mtime > 1_000


def test_a_folder_with_files_is_not_overwritten(run: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="has files in it"):
        write_site(run, tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / "mine.txt"]


@pytest.fixture
def run_with_statements(fresh: Path) -> Path:
    for name, lines in {"statements.csv": STATEMENTS, "statements.quotes.csv": QUOTES}.items():
        (fresh / name).write_text(lines, "utf-8-sig")
    return fresh


def test_statements_that_were_found(run_with_statements: Path, tmp_path: Path) -> None:
    run = run_with_statements
    with closing(sqlite3.connect(replace_site(run) / "quotes.sqlite")) as database:
        columns = "wording, day, speaker, quote, differences, report"
        query = f"SELECT {columns} FROM wordings ORDER BY wording"
        first, second = database.execute(query).fetchall()
        assert first[:4] == (1, "2026-03-02", "Tova Lind", "the quay is safe")
        assert first[4:] == (None, "/static/report/000001.html#a0q1")
        assert second[:4] == (2, "2026-03-30", "Tova Lind", "sailing in fog is “a risk”")
        assert second[4:] == ("“4” became “5”", "/static/report/000001.html#a1q0")
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    with (run / "statements.quotes.csv").open("a", encoding="utf-8") as stream:
        stream.write("1,n9,0,1,,\n")
    with pytest.raises(InputError, match="quote 0 of 'n9' is not in the run"):
        write_site(run, tmp_path / "site")


FIRST, SECOND = (f"/static/report/000001.html#a{at}q0" for at in range(2))
ALL = slice(None)


@BY_DATASETTE
@pytest.mark.parametrize(("question", "columns", "rows"), [
    ("said_about?word=sailed&who=lind", slice(0, 6, 5),
     [["2026-03-02", FIRST], ["2026-03-30", SECOND]]),
    ("said_about?word=+&who=lind", slice(0), [[]] * 5),
    ("most_quoted?outlet=&from_day=2026-03-10&to_day=2026-03", ALL,
     [["Tova Lind", "person", 1, 6, 1, 1], ["Skarne Ferry Board", "org", 1, 5, 1, 3]]),
    ("named_sources?from_day=2026-03&to_day=2026-04", ALL,
     [["(all)", 10, 60.0, 50.0, 10.0, 10.0, 30.0],
      ["skarnepost.example", 7, 71.4, 57.1, 14.3, 14.3, 14.3],
      ["Isle Gazette", 3, 33.3, 33.3, 0.0, 0.0, 66.7]]),
    ("beside?who=okoye", slice(1, 3), [["Tova Lind", 1]]),
    ("called_he_she_or_they?", ALL,
     [[None, "she", 1, 1, 1], ["2026-03", "she", 1, 3, 17], ["2026-03", "?", 1, 1, 6],
      ["2026-04", "?", 1, 1, 5]]),
    ("unnamed_sources?outlet=skarnepost.example", slice(2, 3), [["two members of the crew"]]),
    ("articles_about?words=fog", slice(4, 5),
     [["Tova Lind, Sam Okoye, Skarne Ferry Board"], ["Tova Lind, Sam Okoye"]]),
])  # fmt: skip
def test_questions(site: Path, question: str, columns: slice, rows: list[list[Any]]) -> None:
    (answer,) = ask(site, f"/quotes/{question.replace('?', '.json?')}&_shape=arrays")
    assert [row[columns] for row in answer["rows"]] == rows


@BY_DATASETTE
def test_statements_lead_to_their_wordings(run_with_statements: Path) -> None:
    question = "/quotes/several_articles.json?differs=number&word=fog&_shape=arrays"
    questions = question, question.replace("fog", "tide")
    site = replace_site(run_with_statements)
    table, answer, none = ask(site, "/quotes/statements", *questions)
    assert '<a href="/quotes/wordings?statement=1">the quay is safe</a>' in table
    assert [row[:3] for row in answer["rows"]] == [[1, "the quay is safe", "number"]]
    assert none["rows"] == []


@BY_DATASETTE
def test_every_question_answers_before_anything_is_filled_in(site: Path) -> None:
    (about,) = ask(site, "/quotes.json")
    names = [query["name"] for query in about["queries"]]
    answers = ask(site, *(f"/quotes/{name}.json?_shape=arrays" for name in names))
    rows = {name: len(answer["rows"]) for name, answer in zip(names, answers, strict=True)}
    filled = {
        "said_about": 0, "articles_about": 0, "several_articles": 0, "named_sources": 3,
        "unnamed_sources": 1,
    }  # fmt: skip
    assert {name: rows[name] for name in filled} == filled


@BY_DATASETTE
def test_nothing_of_a_run_is_code_or_a_setting(fresh: Path, tmp_path: Path) -> None:
    site = replace_site(fresh)
    ran = tmp_path / "ran"
    for name, content in {
        "plugins/x.py": f"open({str(ran)!r}, 'w')",
        "templates/index.html": "{{ 7 * 191 }}",
        "templates/pages/hello.html": "hello",
        "static/wide_quotes.css": "body { background: url(//x.example) }",
        "metadata.json": '{"title": "Hello", "extra_js_urls": ["//x.example/x.js"]}',
        "metadata.yaml": "title: Hello",
        "settings.json": '{"sql_time_limit_ms": 1, "template_debug": true}',
        "inspect-data.json": '{"quotes": {"hash": "x", "size": 1, "file": "x", "tables": {}}}',
    }.items():
        (site / name).parent.mkdir(exist_ok=True, parents=True)
        (site / name).write_text(content)
    (site / "x.db").write_bytes((site / "quotes.sqlite").read_bytes())
    assert is_current(site, fresh)
    first, about, settings, style, databases = ask(
        site, "/", "/quotes.json", "/-/settings.json", "/static/wide_quotes.css",
        "/-/databases.json",
    )  # fmt: skip
    assert not ran.exists()
    assert "Who said what" in first
    assert not re.search(r"Hello|1337|x\.example", first + style)
    assert len(about["queries"]) == 8
    assert settings["sql_time_limit_ms"] == 60_000
    assert settings["template_debug"] is False
    assert [database["name"] for database in databases] == ["quotes"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("place", ["quotes.sqlite", "static", "static/report"])
def test_a_site_with_links_is_made_again(place: str, fresh: Path, tmp_path: Path) -> None:
    moved = (replace_site(fresh) / place).rename(tmp_path / "elsewhere")
    (site_of(fresh) / place).symlink_to(moved)
    assert not is_current(site_of(fresh), fresh)
    assert not (replace_site(fresh) / place).is_symlink()
    assert moved.exists()


@BY_DATASETTE
def test_other_pages_answer_while_queries_without_end_run(site: Path) -> None:
    import httpx

    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    datasette = datasette_of(site)
    transport = httpx.ASGITransport(datasette.app())
    asked = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def story() -> None:
        await asked.get("/")
        gets = [asked.get("/quotes.json", params={"sql": endless}) for _ in range(6)]
        gets.append(asked.get("/quotes/quotes.json", params={"_where": f"({endless})"}))
        hostile = [asyncio.ensure_future(get) for get in gets]
        for path in ("/quotes/who_said_what", "/quotes/most_quoted", "/static/wide_quotes.css"):
            assert (await asked.get(path)).status_code == 200, path
        assert [query.done() for query in hostile] == [False] * 7
        for query in hostile:
            query.cancel()
        for connection in datasette.get_database("quotes")._all_file_connections:
            connection.interrupt()
        await asyncio.wait(hostile)
        assert (await asked.get("/quotes.json", params={"sql": "SELECT 1"})).status_code == 200

    asyncio.run(story())


@BY_DATASETTE
def test_exported_csv_has_no_formulas(site: Path) -> None:
    cells = {
        "'=1+1'": "'=1+1", "-5": "-5", "-0.5e-07": "-5e-08", "'@a,\"b\"'": '\'@a,"b"',
        "'a;=1'": "a;'=1", "'x' || char(10) || '=1'": "x\n'=1", "'a' || char(0)": "a\ufffd",
        "'“No,” she said'": "“No,” she said", "printf('%.200000c', 'x')": "x" * 200_000,
    }  # fmt: skip
    export = {"sql": f"SELECT {', '.join(cells)}", "_header": "off"}
    guarded, download, table, every = ask(
        site, *(f"/quotes.csv?{urlencode(export | more)}" for more in ({}, {"_dl": 1})),
        "/quotes/quotes.csv?_stream=1&_size=max", "/quotes/quotes.json?_size=max&_shape=arrays",
    )  # fmt: skip
    assert list(csv.reader(io.StringIO(guarded, newline=""))) == [list(cells.values())]
    assert download == guarded
    rows = [["" if cell is None else str(cell) for cell in row] for row in every["rows"]]
    assert list(csv.reader(io.StringIO(table, newline="")))[1:] == rows


@BY_DATASETTE
@given(st.text("=+-@＝'\";,\t\r\n a1"))
def test_exported_csv_is_guarded_as_ours_is(text: str) -> None:
    from quoteminer.commands.browse.datasette.plugins.guards import guarded_rows

    cell = f"{text}x"  # no number
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow([cell, "y"])
    (row,) = csv.reader(io.StringIO(guarded_rows(stream.getvalue()), newline=""))
    assert row == [guarded(cell), "y"]


@BY_DATASETTE
def test_pages(site: Path) -> None:
    view = "/quotes/who_said_what"
    index, search, faceted, persons = ask(
        site, "/quotes", f"{view}?_search=ferries", f"{view}.json", "/quotes/persons"
    )
    titles = r'<li><a href="/quotes/(\w+)" title="[^"]+">What|Who|Beside|How|Which'
    assert len(re.findall(titles, index)) == 8
    assert search.count('<a href="/static/report/000001.html#a') == 2
    outlets = faceted["facet_results"]["outlet"]["results"]
    counts = {outlet["value"]: outlet["count"] for outlet in outlets}
    assert counts == {"skarnepost.example": 7, "Isle Gazette": 5}
    assert '<a href="/quotes/who_said_what?person=1">Tova Lind</a>' in persons
    page, style = ask(site, "/static/report/000001.html", "/static/wide_quotes.css")
    assert [word in page for word in ("News of the ferry 0", "News of the ferry 3")] == [True, True]
    assert "min-width" in style
    assert 'href="/static/wide_quotes.css"' in index


def test_only_this_computer_is_answered() -> None:
    client = TestClient(only_here(PlainTextResponse("ours")))
    hosts = {"127.0.0.1:8001": 200, "localhost": 200, "evil.example:8001": 400, "": 400}
    assert {host: client.get("/", headers={"Host": host}).status_code for host in hosts} == hosts


@BY_DATASETTE
def test_files_for_a_server_of_ones_own(run: Path, tmp_path: Path) -> None:
    from datasette.app import Datasette

    site, bare, records = (tmp_path / name for name in ("site", "bare", "bare.jsonl"))
    result = Result("browse", run, "--metadata", site)
    told = f"quoteminer: written: {site} (datasette {site} serves it)\n"
    assert (result.status, result.err) == (0, told)
    lines = "".join(record.to_json() + "\n" for record in small_records())
    records.write_text(lines.replace('"text": "News', '"x": "'))
    result = Result("browse", records, "--metadata", bare)
    assert result.status == 0
    assert "4 articles have no text, so nothing links to them" in result.err
    assert list((bare / "static" / "report").iterdir()) == []
    published = Datasette([], config_dir=site)
    assert published.inspect_data["quotes"]["tables"]["quotes"] == {"count": 12}
    page, export, plugins = asyncio.run(
        answers(published, "/quotes/persons", "/quotes.csv?sql=SELECT+'=1'", "/-/plugins.json")
    )
    assert '<a href="/quotes/who_said_what?person=1">Tova Lind</a>' in page
    assert export.splitlines()[1] == "'=1"
    assert {plugin["name"] for plugin in plugins} == {"cell_links.py", "guards.py"}


def test_views_for_duckdb(run: Path, tmp_path: Path) -> None:
    import duckdb
    from table_records import written

    missing = run / "no.parquet", "there is no such file."
    for path, reason in ((run, "has no Parquet files. Give what"), missing):
        result = Result("browse", path, "--duckdb", "-")
        assert result.status == 1
        assert result.err.startswith(f"quoteminer: {path}: {reason}")
    parquet = written("parquet", run / "quotes.parquet", small_records())
    for file in (parquet, run / RUN):  # it would be overwritten
        assert Result("browse", run, "--duckdb", file).status == 2
    result = Result("browse", run, "--duckdb", "-")
    assert (result.status, "persons" in result.out) == (0, True)
    part = tmp_path / "quotes.parquet" / "part.parquet"
    part.parent.mkdir()
    parquet.rename(part)
    (tmp_path / "_SUCCESS").touch()
    assert Result("browse", tmp_path, "--duckdb", part).status == 2
    of_cluster = Result("browse", tmp_path, "--duckdb", "-").out
    assert "CREATE VIEW persons" not in of_cluster
    opened = duckdb.connect()
    opened.execute(of_cluster)
    assert opened.sql("SELECT sum(quotes) FROM named_and_unnamed").fetchall() == [(12,)]
    assert Result("browse", run, "--duckdb", "-", "--metadata", tmp_path / "x").status == 2
    of_store = Result("browse", "s3://news/run", "--duckdb", "-").out
    assert "read_parquet('s3://news/run/quotes.parquet/*.parquet')" in of_store
