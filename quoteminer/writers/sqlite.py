"""A SQLite database: articles, speakers, quotes, and a full-text index of the quotes (FTS5).

Every table has its own key, because the ids of articles may repeat; ``id`` is the id in the record. Lists are JSON
text. Lone surrogates, which UTF-8 can't hold, become U+FFFD.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import OutputError
from quoteminer.jsontext import dump
from quoteminer.links import known_to_dict
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.tables.columns import META_COLUMNS
from quoteminer.tables.flat import split_meta, without_surrogates

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = 0x514D4E52
"""``PRAGMA application_id``: "QMNR"."""
SCHEMA_VERSION: Final = 1
"""``PRAGMA user_version``: goes up when a table or a column changes."""

SETTINGS: Final = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
PRAGMA encoding = 'UTF-8';
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = ON;
"""
"""No journal: an unfinished file is thrown away (``output/files.py``)."""

SCHEMA: Final = """
CREATE TABLE articles (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  name TEXT NOT NULL,       -- the title, where it has one, else the id
  title TEXT,
  date TEXT,
  author TEXT,
  url TEXT,
  source TEXT,
  meta TEXT,                -- what else the input said, as a JSON object
  text TEXT,                -- the article, where it was asked for
  quote_count INTEGER NOT NULL,
  warnings TEXT NOT NULL,   -- JSON
  model TEXT NOT NULL,
  model_version TEXT NOT NULL
);
CREATE INDEX articles_id ON articles (id);

CREATE TABLE speakers (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (key),
  id INTEGER NOT NULL,      -- in its article
  name TEXT NOT NULL,
  kind TEXT NOT NULL,       -- person, org, unnamed
  role TEXT,
  affiliation TEXT,
  aliases TEXT NOT NULL,    -- JSON
  mentions TEXT NOT NULL,   -- JSON: [[start, end], ...]
  quote_count INTEGER NOT NULL,
  known_status TEXT,        -- linked, ambiguous, none; NULL without a list of known people
  known_key TEXT,
  known_name TEXT,
  known TEXT                -- JSON: all that is known of the link
);
CREATE INDEX speakers_article ON speakers (article);
CREATE INDEX speakers_name ON speakers (name);

CREATE TABLE quotes (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (key),
  speaker INTEGER REFERENCES speakers (key),  -- NULL: nobody is known
  id INTEGER NOT NULL,      -- in its article
  type TEXT NOT NULL,       -- direct, mixed, indirect
  act TEXT NOT NULL,        -- speech, other
  text TEXT NOT NULL,
  start INTEGER NOT NULL,   -- characters from 0
  "end" INTEGER NOT NULL,
  paragraph INTEGER NOT NULL,
  spans TEXT NOT NULL,      -- JSON: [[start, end], ...]
  cue TEXT,
  cue_lemma TEXT,
  cue_start INTEGER,
  cue_end INTEGER,
  mention TEXT,
  mention_kind TEXT,        -- name, pronoun, description
  mention_start INTEGER,
  mention_end INTEGER,
  status TEXT NOT NULL,     -- resolved, ambiguous, unresolved
  confidence REAL NOT NULL,
  flags TEXT NOT NULL,      -- JSON
  why TEXT
);
CREATE INDEX quotes_article ON quotes (article);
CREATE INDEX quotes_speaker ON quotes (speaker);

CREATE VIRTUAL TABLE quotes_fts USING fts5 (
  text, content="quotes", content_rowid="key", tokenize="porter unicode61 remove_diacritics 2"
);
CREATE TRIGGER quotes_inserted AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, text) VALUES (new.key, new.text);
END;
CREATE TRIGGER quotes_deleted AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text) VALUES ('delete', old.key, old.text);
END;
CREATE TRIGGER quotes_updated AFTER UPDATE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text) VALUES ('delete', old.key, old.text);
  INSERT INTO quotes_fts (rowid, text) VALUES (new.key, new.text);
END;

CREATE VIEW who_said_what AS
SELECT articles.id AS text_id, quotes.id AS quote_id, quotes.text AS quote, speakers.name AS speaker, speakers.role,
  speakers.affiliation, quotes.cue, quotes.type AS quote_type, quotes.confidence, quotes.status, quotes.act,
  articles.title, articles.date, articles.url, articles.source, quotes.start, quotes."end"
FROM quotes
JOIN articles ON articles.key = quotes.article
LEFT JOIN speakers ON speakers.key = quotes.speaker
ORDER BY quotes.key;
"""
"""Datasette recognises a table that can be searched by ``content="quotes"`` in double quotes, and shows a column
``name`` instead of a key."""
_TAKE: Final = "Take another format, or a Python from python.org, conda-forge or your system."


class SqliteWriter(Writer[ArticleRecord]):
    """Add each article, with its speakers and quotes, to the database at a path.

    Raises:
        OutputError: this Python has no SQLite, or one without FTS5.
    """

    def __init__(self, path: Path) -> None:
        self._articles, self._speakers, self._quotes = count(1), count(1), count(1)
        self._database = _new_database(path)

    def write(self, record: ArticleRecord) -> None:
        article = next(self._articles)
        keys = {speaker.id: next(self._speakers) for speaker in record.speakers}
        with _os_errors():
            self._insert("articles", [(article, *_article(record))])
            self._insert("speakers", [(keys[one.id], article, *_speaker(one)) for one in record.speakers])
            quotes = ((next(self._quotes), article, one.speaker, *_quote(one)) for one in record.quotes)
            self._insert("quotes", [(key, of, keys.get(by), *rest) for key, of, by, *rest in quotes])

    def close(self, *, several: bool = False) -> None:
        with _os_errors():
            self._database.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize')")
            self._database.execute("COMMIT")
            self._database.close()

    def abandon(self) -> None:
        self._database.close()

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self._database.executemany(
                f"INSERT INTO {table} VALUES ({places})", (tuple(map(_valid, row)) for row in rows)
            )


def _new_database(path: Path) -> sqlite3.Connection:
    try:
        import sqlite3
    except ImportError as error:
        raise OutputError(f"sqlite: this Python was built without SQLite ({error}). {_TAKE}") from error
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(SETTINGS)
        database.executescript(SCHEMA)
        database.execute("BEGIN")
    except sqlite3.Error as error:
        database.close()
        if "fts5" in str(error):
            raise OutputError(f"sqlite: this Python's SQLite has no FTS5, which searches quotes. {_TAKE}") from error
        raise _as_os_error(error) from error
    return database


def _article(record: ArticleRecord) -> tuple[Any, ...]:
    own, rest = split_meta(record.meta)
    warnings = record.to_dict()["warnings"] if record.warnings else []
    return (
        record.id,
        own["title"] or record.id,
        *(own[name] for name in META_COLUMNS),
        record.source,
        rest,
        record.text,
        len(record.quotes),
        _json(warnings),
        record.model.name,
        record.model.version,
    )


def _speaker(speaker: Speaker) -> tuple[Any, ...]:
    known = speaker.known
    row = known.row if known else None
    return (
        speaker.id,
        speaker.name,
        speaker.kind,
        speaker.role,
        speaker.affiliation,
        _json(speaker.aliases),
        _json(speaker.mentions),
        len(speaker.quotes),
        *(known and known.status, row and row.key, row and row.name),
        known and dump(known_to_dict(known)),
    )


def _quote(quote: Quote) -> tuple[Any, ...]:
    cue, mention = quote.cue, quote.mention
    return (
        quote.id,
        quote.type,
        quote.act,
        quote.text,
        *(quote.start, quote.end, quote.paragraph),
        _json(quote.spans),
        *((cue.text, cue.lemma, cue.start, cue.end) if cue else (None,) * 4),
        *((mention.text, mention.kind, mention.start, mention.end) if mention else (None,) * 4),
        quote.status,
        quote.confidence,
        _json(quote.flags),
        quote.why or None,
    )


def _json(items: Any) -> str:
    return dump([list(item) if isinstance(item, tuple) else item for item in items])


def _valid(value: Any) -> Any:
    return without_surrogates(value) if isinstance(value, str) else value


@contextmanager
def _os_errors() -> Iterator[None]:
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise _as_os_error(error) from error


def _as_os_error(error: sqlite3.Error) -> OSError:
    """Convert an error of SQLite to an OSError, which `output.files` explains with the path."""
    return OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, f"SQLite: {error}")
