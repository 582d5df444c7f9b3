"""The views of a database, in SQLite and in DuckDB over Parquet: their answers, and that both give
the same."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from small_run import small_records
from table_records import FULL, many, samples, written

from quoteminer.commands.people.write_people import write_people
from quoteminer.errors import InputError
from quoteminer.linking.merged_people import merged_people
from quoteminer.output.duckdb import duckdb_sql
from quoteminer.output.sqlite import SqliteWriter, sql
from quoteminer.output.table_paths import PeopleTables
from quoteminer.records import ArticleRecord

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]
VIEWS = re.findall(r"CREATE VIEW (\w+)", sql("views.sql"))
NOT_SHARED = {"key", "article", "report"}


def in_sqlite(folder: Path, records: list[ArticleRecord]) -> Ask:
    def ask(query: str) -> Rows:
        with closing(sqlite3.connect(path)) as opened:
            return opened.execute(query).fetchall()

    path = written("sqlite", folder / "a.sqlite", records)
    return ask


def in_duckdb(folder: Path, records: list[ArticleRecord], *, people: bool = True) -> Ask:
    import duckdb

    path = written("parquet", folder / "it's.parquet", records)
    tables = PeopleTables.at(folder / "people.csv")
    write_people(merged_people(records), tables)
    opened = duckdb.connect()
    paths = (str(tables.persons), str(tables.speakers)) if people else None
    opened.execute(duckdb_sql(str(path), paths))
    return lambda query: opened.execute(query).fetchall()


@pytest.fixture(scope="module", params=[in_sqlite, in_duckdb], ids=["sqlite", "duckdb"])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    made: Ask = request.param(tmp_path_factory.mktemp("views"), list(small_records()))
    return made


POST, GAZETTE = "skarnepost.example", "Isle Gazette"
ANSWERS: dict[str, Rows] = {
    "SELECT day, outlet, speaker, quote FROM who_said_what WHERE quote LIKE '%sail%' ORDER BY day": [
        ("2026-03-02", POST, "Tova Lind", "“The ferries will sail again on Monday,”"),
        ("2026-03-30", POST, "Tova Lind", "sailing in fog is “a risk”"),
        ("2026-04-11", GAZETTE, "Sam Okoye", "a ferry sails each hour"),
    ],
    "SELECT outlet, month, name, kind, quotes, words, articles, percent FROM who_speaks WHERE month = '2026-03' ORDER BY words DESC, name": [
        (POST, "2026-03", "Tova Lind", "person", 3, 17, 2, 54.8),
        (POST, "2026-03", "Sam Okoye", "person", 1, 6, 1, 19.4),
        (POST, "2026-03", "Skarne Ferry Board", "org", 1, 5, 1, 16.1),
        (POST, "2026-03", "two members of the crew", "unnamed", 1, 3, 1, 9.7),
    ],
    "SELECT * FROM named_and_unnamed ORDER BY outlet DESC, month IS NULL, month": [
        (POST, "2026-03", 7, 4, 1, 1, 1, 14.3),
        (GAZETTE, "2026-04", 3, 1, 0, 0, 2, 0.0),
        (GAZETTE, None, 2, 1, 1, 0, 0, 0.0),
    ],
    "SELECT * FROM roles ORDER BY quotes DESC": [
        ("harbour master", 1, 4, 18, 3, "2026-03-02", "2026-03-30"),
        ("mayor of skarne", 1, 2, 11, 2, "2026-03-02", "2026-04-11"),
    ],
    "SELECT name, beside, articles, first_day, last_day FROM quoted_together WHERE name < beside ORDER BY 1, 2": [
        ("Sam Okoye", "Tova Lind", 1, "2026-03-02", "2026-03-02"),
        ("Skarne Ferry Board", "Tova Lind", 2, "2026-03-30", "2026-03-30"),
    ],
    "SELECT name, called, he, she, they, quotes FROM pronouns ORDER BY name": [
        ("Sam Okoye", None, 1, 0, 1, 2),
        ("Tova Lind", "she", 0, 3, 0, 4),
    ],
    "SELECT name, kind, articles, quotes, words, first_day, last_day FROM persons ORDER BY key": [
        ("Tova Lind", "person", 4, 4, 18, "2026-03-02", "2026-04-11"),
        ("Sam Okoye", "person", 3, 2, 11, "2026-03-02", "2026-04-11"),
        ("Skarne Ferry Board", "org", 2, 2, 8, "2026-03-30", "2026-03-30"),
    ],
}


@pytest.mark.parametrize("query", ANSWERS, ids=lambda query: query.split("FROM ")[1].split()[0])
def test_answers(query: str, ask: Ask) -> None:
    assert ask(query) == ANSWERS[query]


def test_both_engines_give_the_same(tmp_path: Path) -> None:
    records = [*small_records(), *samples(), FULL, *many(30)]
    sqlite, duckdb = in_sqlite(tmp_path, records), in_duckdb(tmp_path, records)
    by_name = in_duckdb(tmp_path, records, people=False)
    for view in ("each_quote", "persons", *VIEWS):
        columns = [name for _, name, *_ in sqlite(f"PRAGMA table_info({view})")]
        names = ", ".join(name for name in columns if name not in NOT_SHARED)
        query = f"SELECT {names} FROM {view}"
        assert sorted(sqlite(query), key=repr) == sorted(duckdb(query), key=repr), view
        if view in VIEWS:
            assert len(by_name(query)) > 0


def test_without_tables_of_people_equal_names_are_one(tmp_path: Path) -> None:
    ask = in_duckdb(tmp_path, list(small_records()), people=False)
    query = "SELECT person, quotes, she FROM pronouns ORDER BY 1"
    assert ask(query) == [("person Sam Okoye", 2, 0), ("person Tova Lind", 4, 3)]


def test_persons_are_those_of_the_tables(tmp_path: Path) -> None:
    records, tables = list(small_records()), PeopleTables.at(tmp_path / "people.csv")
    write_people(merged_people(records), tables)
    persons = tables.persons.read_text("utf-8-sig")
    tables.persons.write_text(persons.replace("Tova Lind", "T. Lind", 1), "utf-8")

    def write(path: Path, of: list[ArticleRecord]) -> sqlite3.Connection:
        writer = SqliteWriter(path, tables)
        for record in of:
            writer.write(record)
        writer.close()
        return sqlite3.connect(path)

    with closing(write(tmp_path / "a.db", records)) as opened:
        query = "SELECT name, called FROM pronouns WHERE person = 1"
        assert opened.execute(query).fetchall() == [("T. Lind", "she")]
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    with pytest.raises(InputError, match="is not about these speakers"):
        write(tmp_path / "b.db", records[1:])
