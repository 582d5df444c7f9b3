"""A SQLite database: articles, speakers, quotes, and a full-text index of the quotes (FTS5).

Every table has its own key, because the ids of articles may repeat; ``id`` is the id in the record. Lists are JSON
text. Lone surrogates, which UTF-8 can't hold, become U+FFFD.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import OutputError
from quoteminer.output.jsontext import dump
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.tables.flat import META_COLUMNS, split_meta, without_surrogates

if TYPE_CHECKING:
    import sqlite3

SCHEMA: Final = files(__package__).joinpath("sqlite.sql").read_text(encoding="utf-8")
_TAKE: Final = "Take another format, or a Python from python.org, conda-forge or your system."


class SqliteWriter(Writer[ArticleRecord]):
    """Writes a database. Raises OutputError if this Python has no SQLite, or one without FTS5."""

    def __init__(self, path: Path) -> None:
        self._articles, self._speakers, self._quotes = count(1), count(1), count(1)
        self._database = _new_database(path)

    def write(self, record: ArticleRecord) -> None:
        article = next(self._articles)
        keys: dict[int | None, int] = {speaker.id: next(self._speakers) for speaker in record.speakers}
        quotes = [(next(self._quotes), article, keys.get(one.speaker), *_quote(one)) for one in record.quotes]
        with _os_errors():
            self._insert("articles", [(article, *_article(record))])
            self._insert("speakers", [(keys[one.id], article, *_speaker(one)) for one in record.speakers])
            self._insert("quotes", quotes)

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
            valid = (tuple(map(without_surrogates, row)) for row in rows)
            self._database.executemany(f"INSERT INTO {table} VALUES ({places})", valid)


def _new_database(path: Path) -> sqlite3.Connection:
    try:
        import sqlite3
    except ImportError as error:
        raise OutputError(f"sqlite: this Python was built without SQLite ({error}). {_TAKE}") from error
    database = sqlite3.connect(path, isolation_level=None)
    try:
        with _os_errors():
            database.executescript(SCHEMA)
            database.execute("BEGIN")
    except OSError as error:
        database.close()
        if "fts5" in str(error):
            raise OutputError(f"sqlite: this Python's SQLite has no FTS5, which searches quotes. {_TAKE}") from error
        raise
    return database


def _article(record: ArticleRecord) -> tuple[Any, ...]:
    own, rest = split_meta(record.meta)
    text = None if record.omits_text else record.text
    columns = (own["title"] or record.id, *(own[name] for name in META_COLUMNS), record.source, rest, text)
    warnings = dump([asdict(one) for one in record.warnings])
    return record.id, *columns, len(record.quotes), warnings, record.model.name, record.model.version


def _speaker(speaker: Speaker) -> tuple[Any, ...]:
    known = speaker.known
    row = known.row if known else None
    columns = (speaker.id, speaker.name, speaker.kind, speaker.role, speaker.affiliation)
    lists = (dump(speaker.aliases), dump(speaker.mentions), len(speaker.quotes))
    return *columns, *lists, known and known.status, row and row.key, row and row.name, known and dump(known.to_dict())


def _quote(quote: Quote) -> tuple[Any, ...]:
    cue, mention = quote.cue, quote.mention
    columns = (quote.id, quote.type, quote.act, quote.text, quote.start, quote.end, quote.paragraph, quote.page)
    return (
        *columns,
        dump(quote.spans),
        *((cue.text, cue.lemma, cue.start, cue.end) if cue else (None,) * 4),
        *((mention.text, mention.kind, mention.start, mention.end) if mention else (None,) * 4),
        *(quote.status, quote.confidence, dump(quote.flags), quote.why or None),
    )


@contextmanager
def _os_errors() -> Iterator[None]:
    """Convert errors of SQLite to OSError, which `output.whole_files` explains with the path."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, f"SQLite: {error}") from error
