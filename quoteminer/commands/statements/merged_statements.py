"""The statements of many articles: direct and mixed quotes that are one utterance, with their
wordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path

import numpy as np

from quoteminer.commands.statements.candidates import candidate_pairs
from quoteminer.commands.statements.quote_columns import QuoteColumns
from quoteminer.commands.statements.same_statement import Comparison, Match, joined
from quoteminer.commands.statements.statement import (
    KINDS,
    NO_DATE,
    Statement,
    StatementQuote,
    describe_statement,
    gravity,
)
from quoteminer.linking.stories import check_column
from quoteminer.output import csv_tables
from quoteminer.output.csv_tables import CsvTable
from quoteminer.output.table_paths import StatementTables
from quoteminer.records import ArticleRecord


@dataclass(frozen=True, slots=True)
class StatementTotals:
    """The numbers of articles, articles without a date, compared quotes (direct and mixed),
    statements, and statements with graver differences than a cut or other words."""

    articles: int
    undated: int
    compared: int
    statements: int
    grave: int


def merged_statements(
    records: Iterable[ArticleRecord], *, date_column: str | None = None
) -> Statements:
    """Find the quotes of many records that are one statement. The time grows linearly with the
    number of quotes.

    Args:
        records: a stream of records; only a row for each quote is kept.
        date_column: the key in the records' meta; None: the first one that looks like the date of
            the article. Articles without a date count as later than all others, in the order of the
            records.

    Raises:
        ConfigError: no record has ``date_column`` in its meta.
    """
    quotes = QuoteColumns(date_column)
    for record in records:
        quotes.add(record)
    if quotes.text_ids:
        check_column(date_column, quotes.columns)
    return Statements(quotes)


class Statements:
    """The statements that several articles have. Made by `merged_statements`."""

    def __init__(self, quotes: QuoteColumns) -> None:
        self._quotes = quotes
        self._comparison = Comparison(quotes)
        self._groups = sorted(map(self._described, self._merged()), key=_order)

    @property
    def totals(self) -> StatementTotals:
        return StatementTotals(
            articles=len(self._quotes.text_ids),
            undated=self._quotes.dates.count(""),
            compared=len(self._quotes),
            statements=len(self._groups),
            grave=sum(
                gravity(statement.differs) < KINDS.index("words") for statement, _ in self._groups
            ),
        )

    def first(self, count: int) -> list[tuple[Statement, list[StatementQuote]]]:
        """Return the first ``count`` statements with their quotes."""
        return self._groups[:count]

    def statements(self) -> Iterator[Statement]:
        """Yield the statements in order of their numbers."""
        for number, (statement, _) in enumerate(self._groups, 1):
            yield replace(statement, statement=number)

    def quotes(self) -> Iterator[StatementQuote]:
        """Yield the quotes of all statements; the quotes of a statement are in order of
        appearance."""
        for number, (_, quotes) in enumerate(self._groups, 1):
            for quote in quotes:
                yield replace(quote, statement=number)

    def _merged(self) -> Iterator[list[int]]:
        """Yield the numbers of the quotes of each statement, in order of appearance."""
        apart, matches = list[tuple[int, int]](), list[Match]()
        for pair in self._candidates():
            if self._quotes.overlap(*pair):
                apart.append(pair)
            elif match := self._comparison.match(*pair):
                matches.append(match)
        for group in joined(matches, self._quotes.day, apart):
            if len({self._quotes.article[number] for number in group}) > 1:
                yield sorted(group, key=self._appeared)

    def _appeared(self, number: int) -> tuple[str, int]:
        return self._quotes.dates[self._quotes.article[number]] or NO_DATE, number

    def _candidates(self) -> Iterator[tuple[int, int]]:
        quotes = self._quotes
        order = np.array(sorted(range(len(quotes)), key=self._appeared), np.int64)
        rank = np.empty(len(order), np.uint32)
        rank[order] = np.arange(len(order))
        stems = np.asarray(quotes.vocabulary.stems)[np.asarray(quotes.words)]
        content = stems > 0
        owners = np.repeat(rank, np.diff(np.asarray(quotes.word_ends)))
        for first, second in candidate_pairs(stems[content], owners[content], len(quotes)):
            yield int(order[first]), int(order[second])

    def _described(self, numbers: Sequence[int]) -> tuple[Statement, list[StatementQuote]]:
        def is_other(main: int, other: int) -> bool:
            return self._comparison.said_by(numbers[main], numbers[other]) == "another speaker"

        return describe_statement([self._quotes[number] for number in numbers], is_other)


def _order(group: tuple[Statement, list[StatementQuote]]) -> tuple[object, ...]:
    """Sort statements: the gravest differences first, then most articles, then the earliest."""
    statement, quotes = group
    gravest_first = gravity(statement.differs), -statement.articles, -statement.quotes
    return (
        *gravest_first,
        statement.first_date or NO_DATE,
        statement.first_text_id,
        quotes[0].quote_id,
    )


def write_statements(statements: Statements, tables: StatementTables) -> None:
    """Write both, or none if one can't be written (OutputError), in UTF-8 with a byte order
    mark."""
    contents: list[tuple[Path, type, Iterable[object]]] = [
        (tables.statements, Statement, statements.statements()),
        (tables.quotes, StatementQuote, statements.quotes()),
    ]
    tables_of = []
    for path, kind, rows in contents:
        columns = [field.name for field in fields(kind)]
        tables_of.append(CsvTable(path, columns, map(attrgetter(*columns), rows)))
    csv_tables.write_tables(tables_of)
