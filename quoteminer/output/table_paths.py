"""The paths of the tables that ``quoteminer people`` and ``quoteminer statements`` write beside a
run."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from quoteminer.output.csv_tables import table_beside, table_path


class PeopleTables(NamedTuple):
    """The paths of the tables: a row for each person, each speaker of an article, and each doubtful
    pair."""

    persons: Path
    speakers: Path
    doubtful: Path

    @classmethod
    def at(cls, persons: Path) -> PeopleTables:
        """Return the tables, given the first; the others have "speakers" and "doubtful" before the
        suffix."""
        return cls(persons, *(table_beside(persons, name) for name in ("speakers", "doubtful")))

    @classmethod
    def of(cls, records: Path) -> PeopleTables:
        """Return the default paths: people.csv in the folder of a run; NAME.people.csv beside a
        file of records."""
        return cls.at(table_path(records, "people"))


class StatementTables(NamedTuple):
    """The paths of the tables: a row for each statement, and for each of its quotes."""

    statements: Path
    quotes: Path

    @classmethod
    def at(cls, statements: Path) -> StatementTables:
        """Return the tables, given the first; the other has "quotes" before the suffix."""
        return cls(statements, table_beside(statements, "quotes"))

    @classmethod
    def of(cls, records: Path) -> StatementTables:
        """Return the default paths: statements.csv in the folder of a run; NAME.statements.csv
        beside a file."""
        return cls.at(table_path(records, "statements"))
