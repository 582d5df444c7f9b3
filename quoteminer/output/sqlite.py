"""Write a SQLite database: articles, speakers, quotes, persons, full-text indexes (FTS5), and views
(views.sql).

Every table has its own key, because the ids of articles may repeat; ``id`` is the id in the record.
Lists are JSON text. Lone surrogates, which UTF-8 can't hold, become U+FFFD.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.resources import files
from itertools import chain, count
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import OutputError
from quoteminer.output.article_facts import article_facts
from quoteminer.output.flat import split_meta, without_surrogates
from quoteminer.output.run_tables import Persons, add_statements, merged_persons, read_persons
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.records.jsontext import dump

if TYPE_CHECKING:
    import sqlite3

    from quoteminer.output.table_paths import PeopleTables, StatementTables


def sql(name: str) -> str:
    """Return one of the package's SQL files."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


SCHEMA: Final = sql("sqlite.sql") + sql("views.sql") + sql("statements.sql")
_OF_SPEAKER: Final = attrgetter("id", "name", "kind", "role", "affiliation")
_OF_QUOTE: Final = attrgetter("id", "type", "act", "text", "start", "end", "paragraph", "page")
_OF_CUE: Final = attrgetter("text", "lemma", "start", "end")
_OF_MENTION: Final = attrgetter("text", "kind", "start", "end")
_TAKE: Final = "Take another format, or a Python from python.org, conda-forge or your system."


class SqliteWriter(Writer[ArticleRecord]):
    """Writes a database. Merging persons takes some 1.3 GB of memory for a million speakers.
    ``tables``: tables of ``quoteminer people`` to use instead; ``statements``: tables of
    ``quoteminer statements`` to add.

    Raises OutputError if this Python has no SQLite, or one without FTS5; InputError if the tables
    have other speakers.
    """

    def __init__(
        self,
        path: Path,
        tables: PeopleTables | None = None,
        statements: StatementTables | None = None,
    ) -> None:
        from quoteminer.linking.profiles import Collected

        self._articles, self._speakers, self._quotes = count(1), count(1), count(1)
        self._tables, self._statements, self._collected = tables, statements, Collected(None, None)
        self._database = _new_database(path)

    def write(self, record: ArticleRecord, report: str | None = None) -> None:
        """Write a record. ``report``: the address of its article in a report."""
        article = next(self._articles)
        keys: dict[int | None, int] = {who.id: next(self._speakers) for who in record.speakers}
        speakers = ((keys[who.id], article, None, *_speaker(who)) for who in record.speakers)
        quotes = (
            (next(self._quotes), article, keys.get(quote.speaker), *_quote(quote))
            for quote in record.quotes
        )
        with _os_errors():
            self._insert("articles", [(article, *_article(record, report))])
            self._insert("speakers", speakers)
            self._insert("quotes", quotes)
        if not self._tables:
            self._collected.add(record)

    def close(self, *, several: bool = False) -> None:
        with _os_errors():
            rows, speakers = self._persons()
            self._insert("persons", rows)
            persons = ((number, key) for key, (_, _, number) in enumerate(speakers, 1))
            self._database.executemany("UPDATE speakers SET person = ? WHERE key = ?", persons)
            for index in ("quotes_fts", "articles_fts"):
                self._database.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
            if self._statements:
                add_statements(self._database, self._statements)
            self._database.execute("COMMIT")
            self._database.close()

    def abandon(self) -> None:
        self._database.close()

    def _persons(self) -> Persons:
        if self._tables:
            joined = "speakers JOIN articles ON articles.key = article ORDER BY speakers.key"
            ids = self._database.execute(f"SELECT articles.id, speakers.id FROM {joined}")
            return read_persons(self._tables, ids.fetchall())
        from quoteminer.linking.merged_people import People

        return merged_persons(People(self._collected))

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        valid = (tuple(map(without_surrogates, row)) for row in rows)
        if first := next(valid, None):
            places = ", ".join("?" * len(first))
            self._database.executemany(
                f"INSERT INTO {table} VALUES ({places})", chain([first], valid)
            )


def _new_database(path: Path) -> sqlite3.Connection:
    try:
        import sqlite3
    except ImportError as error:
        raise OutputError(
            f"sqlite: this Python was built without SQLite ({error}). {_TAKE}"
        ) from error
    database = sqlite3.connect(path, isolation_level=None)
    try:
        with _os_errors():
            database.executescript(SCHEMA)
            database.execute("BEGIN")
    except OSError as error:
        database.close()
        if "fts5" in str(error):
            raise OutputError(
                f"sqlite: this Python's SQLite has no FTS5, which searches quotes. {_TAKE}"
            ) from error
        raise
    return database


def _article(record: ArticleRecord, report: str | None) -> tuple[Any, ...]:
    facts = article_facts(record)
    _, rest = split_meta(record.meta)
    text = None if record.omits_text else record.text
    own = map(facts.get, "title date day outlet author url".split())
    columns = (facts["title"] or record.id, *own, record.source, rest, text, report)
    warnings = dump([asdict(warning) for warning in record.warnings])
    model = record.model.name, record.model.version
    return (record.id, *columns, len(record.quotes), warnings, *model)


def _speaker(speaker: Speaker) -> tuple[Any, ...]:
    known = speaker.known
    row = known.row if known else None
    lists = (dump(speaker.aliases), dump(speaker.mentions), len(speaker.quotes))
    linked = (known and known.status, row and row.key, row and row.name)
    pronouns = (speaker.pronouns, dump(speaker.pronoun_mentions), int(speaker.pronouns_guessed))
    return (*_OF_SPEAKER(speaker), *lists, *linked, known and dump(known.to_dict()), *pronouns)


def _quote(quote: Quote) -> tuple[Any, ...]:
    return (
        *_OF_QUOTE(quote),
        dump(quote.spans),
        *(_OF_CUE(quote.cue) if quote.cue else (None,) * 4),
        *(_OF_MENTION(quote.mention) if quote.mention else (None,) * 4),
        *(quote.status, quote.confidence, dump(quote.flags)),
        *(quote.why or None, quote.words, int(quote.counts)),
    )


@contextmanager
def _os_errors() -> Iterator[None]:
    """Convert errors of SQLite to OSError, which `output.whole_files` explains with the path."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise OSError(
            errno.ENOSPC if "full" in str(error) else errno.EIO, f"SQLite: {error}"
        ) from error
