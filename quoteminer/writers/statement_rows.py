"""Copy the tables that ``quoteminer statements`` wrote to tables of a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quoteminer.errors import InputError
from quoteminer.output.cells import tidy
from quoteminer.output.csv_tables import read_table

if TYPE_CHECKING:
    import sqlite3

    from quoteminer.statements.merged_statements import StatementTables

_COLUMNS: Final = "statement text differs speaker speakers articles quotes wordings first_date last_date".split()
_QUOTE_COLUMNS: Final = "statement text_id quote_id wording differs differences".split()


def add_statements(database: sqlite3.Connection, tables: StatementTables) -> None:
    """Fill the tables of statements.sql. Raises InputError if a file can't be read, or has other quotes."""
    rows = ([row[name] or None for name in _COLUMNS] for _, row in read_table(tables.statements, _COLUMNS))
    database.executemany(f"INSERT INTO statements VALUES ({', '.join('?' * len(_COLUMNS))})", rows)
    database.executemany("INSERT INTO statement_quotes VALUES (?, ?, ?, ?, ?)", _quotes(database, tables.quotes))


def _quotes(database: sqlite3.Connection, path: Path) -> Iterator[list[str | int | None]]:
    query = "SELECT articles.id, quotes.id, quotes.key FROM quotes JOIN articles ON articles.key = article"
    keys = {(tidy(text_id), str(id)): key for text_id, id, key in database.execute(query)}
    for _, row in read_table(path, _QUOTE_COLUMNS):
        key = keys.get((row["text_id"], row["quote_id"]))
        if key is None:
            raise InputError(
                f"{path}: quote {row['quote_id']} of {row['text_id']!r} is not in the run. Run quoteminer statements "
                "again, or delete its tables."
            )
        yield [row["statement"], key, *(row[name] or None for name in _QUOTE_COLUMNS[3:])]
