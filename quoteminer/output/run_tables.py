"""Rows of a database that are about several articles: persons and statements, from the records or
from the tables that ``quoteminer people`` (with a reader's decisions) and ``quoteminer statements``
wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quoteminer.errors import InputError
from quoteminer.output.csv_tables import ranked, read_table, tidy

if TYPE_CHECKING:
    import sqlite3

    from quoteminer.linking.merged_people import People
    from quoteminer.output.table_paths import PeopleTables, StatementTables

_PERSONS: Final = (
    "person name kind key roles affiliations spellings articles quotes words first_date last_date"
).split()
_NUMBERS: Final = {"person", "articles", "quotes", "words"}
_STATEMENTS: Final = (
    "statement text differs speaker speakers articles quotes wordings first_date last_date".split()
)
_STATEMENT_QUOTES: Final = "statement text_id quote_id wording differs differences".split()


class Persons(NamedTuple):
    """The rows of the table ``persons``, and the person of each speaker (None without a name), by
    article id and speaker id, in the order of the records."""

    rows: Iterable[tuple[Any, ...]]
    speakers: Iterable[tuple[str, int, int | None]]


def merged_persons(people: People) -> Persons:
    rows = (
        (
            *(person.number, person.name, person.kind, person.key or None),
            *(
                ranked(counts) or None
                for counts in (person.roles, person.affiliations, person.spellings)
            ),
            *(
                person.articles,
                person.quotes,
                person.words,
                person.first_date or None,
                person.last_date or None,
            ),
        )
        for person in people.persons()
    )
    return Persons(rows, people.appearances())


def read_persons(tables: PeopleTables, written: Iterable[tuple[str, int]]) -> Persons:
    """Return the persons in tables for speakers in their order. Raises InputError if a table has
    other speakers."""

    def numbers() -> Iterator[tuple[str, int, int | None]]:
        listed = read_table(tables.speakers, ("text_id", "speaker_id", "person"))
        for text_id, id in written:
            _, row = next(listed, (0, None))
            if row is None or (row["text_id"], row["speaker_id"]) != (tidy(text_id), str(id)):
                raise InputError(
                    f"{tables.speakers}: is not about these speakers (of the article {text_id!r})."
                    " Run quoteminer people again, with your decisions, or delete the tables of"
                    " people."
                )
            yield text_id, id, int(row["person"]) if row["person"] else None

    rows = (
        tuple(int(row[name]) if name in _NUMBERS else row[name] or None for name in _PERSONS)
        for _, row in read_table(tables.persons, _PERSONS)
    )
    return Persons(rows, numbers())


def add_statements(database: sqlite3.Connection, tables: StatementTables) -> None:
    """Fill the tables of statements.sql. Raises InputError if a file can't be read, or has other
    quotes."""
    rows = (
        [row[name] or None for name in _STATEMENTS]
        for _, row in read_table(tables.statements, _STATEMENTS)
    )
    database.executemany(
        f"INSERT INTO statements VALUES ({', '.join('?' * len(_STATEMENTS))})", rows
    )
    query = (
        "SELECT articles.id, quotes.id, quotes.key FROM quotes JOIN articles ON articles.key ="
        " article"
    )
    keys = {(tidy(text_id), str(id)): key for text_id, id, key in database.execute(query)}

    def quotes() -> Iterator[list[str | int | None]]:
        for _, row in read_table(tables.quotes, _STATEMENT_QUOTES):
            key = keys.get((row["text_id"], row["quote_id"]))
            if key is None:
                raise InputError(
                    f"{tables.quotes}: quote {row['quote_id']} of {row['text_id']!r} is not in the"
                    " run. Run quoteminer statements again, or delete its tables."
                )
            yield [row["statement"], key, *(row[name] or None for name in _STATEMENT_QUOTES[3:])]

    database.executemany("INSERT INTO statement_quotes VALUES (?, ?, ?, ?, ?)", quotes())
