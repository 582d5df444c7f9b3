"""sqlite beyond its quotes, which test_readback.py reads: every field, the index, errors."""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from table_records import FULL, many, sample, written

from quoteminer.errors import OutputError
from quoteminer.output.formats import FORMATS
from quoteminer.output.sqlite import SqliteWriter
from quoteminer.records import ArticleRecord
from quoteminer.records.jsontext import dump


@contextmanager
def database(path: Path, *records: ArticleRecord) -> Iterator[sqlite3.Connection]:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(written("sqlite", path, records))) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


def all_of(opened: sqlite3.Connection, query: str, *values: object) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in opened.execute(query, values)]


def test_quotes_and_articles_are_found_by_their_words(tmp_path: Path) -> None:
    texts = [(quote.text,) for quote in sample().quotes if "manufactur" in quote.text.lower()]
    assert len(texts) > 3
    article = replace(sample(), meta={"title": "Chips and smelters"})
    without_text = replace(sample("ferry-wire"), omits_text=True)
    with database(tmp_path / "a.db", article, without_text) as opened:
        query = "SELECT text FROM quotes_fts WHERE quotes_fts MATCH ? ORDER BY rowid"
        assert all_of(opened, query, "manufacturer") == texts
        query = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
        for word, expected in (("smelter", [(1,)]), ("manufacturer", [(1,)]), ("ferry", [])):
            assert all_of(opened, query, word) == expected, word


def test_ids_may_repeat(tmp_path: Path) -> None:
    records = [*many(500), *many(500)]
    with database(tmp_path / "a.db", *records) as opened:
        query = "SELECT count(*), count(DISTINCT id), max(name) FROM articles"
        assert all_of(opened, query) == [(1000, 500, "a99")]
        rows = all_of(opened, "SELECT text_id, quote_id, quote FROM who_said_what ORDER BY key")
    assert rows == [(one.id, quote.id, quote.text) for one in records for quote in one.quotes]


def test_every_field(tmp_path: Path) -> None:
    with database(tmp_path / "a.db", FULL) as opened:
        (article,) = map(dict, opened.execute("SELECT * FROM articles"))
        speaker, _ = map(dict, opened.execute("SELECT * FROM speakers"))
        quote, bare = map(dict, opened.execute("SELECT * FROM quotes"))
    value = FULL.to_dict()
    who, said = value["speakers"][0], value["quotes"][0]
    assert list(article.values()) == [
        1, "full", "A vote", "A vote", "2024-05-01", "2024-05-01", "example.org", "B. Okoye",
        "https://example.org/1", "news/full.txt", '{"page": 3}', FULL.text, None, 2,
        dump(value["warnings"]), "fake", "0.0",
    ]  # fmt: skip
    assert list(speaker.values()) == [
        1, 1, 1, *(who[name] for name in ("id", "name", "kind", "role", "affiliation")),
        dump(who["aliases"]), dump(who["mentions"]), 1, "linked", "Q7", "Pinto, Ana",
        dump(who["known"]), "she", dump(who["pronoun_mentions"]), 0,
    ]  # fmt: skip
    plain = ("id", "type", "act", "text", "start", "end", "paragraph", "page")
    assert list(quote.values()) == [
        1, 1, 1, *(said[name] for name in plain), dump(said["spans"]), "said […] adding", "say",
        16, 39, "she", "pronoun", 21, 24, said["status"], said["confidence"], dump(said["flags"]),
        said["why"], 4, 1,
    ]  # fmt: skip
    assert {name for name, cell in bare.items() if cell is None} == set(
        "page speaker cue cue_lemma cue_start cue_end mention mention_kind mention_start"
        " mention_end why".split()
    )


def test_programs_know_the_file_and_its_index_follows_changes(tmp_path: Path) -> None:
    with database(tmp_path / "a.db", FULL) as opened:
        assert all_of(opened, "PRAGMA application_id") == [(0x514D4E52,)]  # "QMNR"
        assert all_of(opened, "PRAGMA user_version") == [(4,)]
        # of Datasette (detect_fts)
        query = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE ?"
        for table in ("quotes", "articles"):
            like = f'%VIRTUAL TABLE%USING FTS%content="{table}"%'
            assert all_of(opened, query, like) == [(f"{table}_fts",)]
        opened.execute("UPDATE quotes SET text = 'It snows' WHERE id = 2")
        opened.execute("DELETE FROM quotes WHERE id = 0")
        for word, count in (("snow", 1), ("rains", 0), ("Berg", 0)):
            assert len(all_of(opened, "SELECT 1 FROM quotes_fts(?)", word)) == count, word
        # or it raises
        opened.execute("INSERT INTO quotes_fts (quotes_fts, rank) VALUES ('integrity-check', 1)")


def test_abandoned_it_lets_go_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with pytest.raises(ValueError, match="stop"), FORMATS["sqlite"].open(path) as writer:
        writer.write(FULL)
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match="closed"):
        writer.write(FULL)


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    reason, path = "a.db: can't be written: there is no space left", tmp_path / "a.db"
    with pytest.raises(OutputError, match=reason), FORMATS["sqlite"].open(path) as writer:
        assert isinstance(writer, SqliteWriter)
        writer._database.execute("PRAGMA max_page_count = 40")
        for record in many(10_000):
            writer.write(record)
    assert list(tmp_path.iterdir()) == []


def test_errors_of_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(OSError, match="not a database") as caught:
        SqliteWriter(path)
    assert caught.value.errno == errno.EIO
    schema = "CREATE VIRTUAL TABLE x USING fts5x (text)"
    monkeypatch.setattr("quoteminer.output.sqlite.SCHEMA", schema)
    with pytest.raises(OutputError, match="has no FTS5"):
        SqliteWriter(tmp_path / "b.db")
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    with pytest.raises(OutputError, match="built without SQLite"):
        SqliteWriter(tmp_path / "c.db")
