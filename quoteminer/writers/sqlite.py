"""A SQLite database: articles, their speakers, their quotes, and an index over the words of the quotes (FTS5).

Every table has a key of its own, so that the ids of articles may repeat; ``id`` is that of the record. What is a list
in the record is JSON text. SQLite's text is UTF-8, which can't hold lone surrogates: they are U+FFFD.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import OutputError
from quoteminer.output.jsontext import dump
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.tables.columns import META_COLUMNS
from quoteminer.tables.flat import split_meta, without_surrogates
from quoteminer.writers.sqlite_schema import SCHEMA, SETTINGS

if TYPE_CHECKING:
    import sqlite3

_TAKE: Final = "Take another format, or a Python from python.org, conda-forge or your system."


class SqliteWriter(Writer[ArticleRecord]):
    """Adds each article, with its speakers and quotes, to a database at a path.

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
        known and dump(known.to_dict()),
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
    """SQLite's error as that of the system, which the opener of the file explains with its path."""
    return OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, f"SQLite: {error}")
