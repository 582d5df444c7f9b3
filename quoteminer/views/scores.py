"""Show figures as tables."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from quoteminer.evaluation.intervals import Score, ScoreDifference
from quoteminer.views.look import bare_table, below, number_column

NOTHING: Final = "—"  # shown if there is nothing to measure
SURE: Final = 0.05  # a difference with a p-value below this is printed bold
_COLUMNS: Final = ("P", "R", "F1", "source", "e2e", "lenient")
_COLUMN_OF: Final = {"det": "F1", "attributed": "e2e"}  # figures that have another name in one row


def scores_view(scores: Sequence[Score]) -> RenderableType:
    """Return a line for each row: the number of items in the gold, and each figure with its interval below it."""
    table = _table("Gold", *_COLUMNS)
    stack: list[RenderableType] = []
    for row, group in groupby(scores, key=lambda score: score.row):
        row_scores = list(group)
        gold, figures = row_scores[0].gold, [(score.name, *_figure(score)) for score in row_scores]
        cells = {}
        for name, value, interval in figures:
            cell = Text(value)
            cells[_COLUMN_OF.get(name, name)] = cell.append(f"\n{interval}", style="dim") if interval else cell
        table.add_row(Text(row), Text(f"{gold:,}"), *(cells.get(name, Text()) for name in _COLUMNS))
        stack.append(Text(f"{row} · {gold:,} in the gold", style="bold"))
        stack += [below(Text(f"{name} {value} {interval}".rstrip())) for name, value, interval in figures]
    return _Whole(table, Group(*stack))


def differences_view(differences: Sequence[ScoreDifference]) -> RenderableType:
    """Return a line for each figure: A, B, the difference B - A with its interval, and the p-value."""
    table = _table("Gold", "A", "B", "B - A", "95 % interval", "p")
    stack: list[RenderableType] = []
    for difference in differences:
        a, b, gap, interval, p = NOTHING, NOTHING, NOTHING, "", ""
        if difference.gold:
            a, b, gap = f"{difference.first:.3f}", f"{difference.second:.3f}", f"{difference.difference:+.3f}"
            interval = "{:+.3f} to {:+.3f}".format(*difference.interval) if difference.interval else ""
            p = "" if difference.p is None else f"{difference.p:.3f}"
        sure = difference.p is not None and difference.p < SURE and difference.gold > 0
        numbers = map(Text, (f"{difference.gold:,}", a, b, gap, interval, p))
        table.add_row(Text(f"{difference.row} {difference.name}"), *numbers, style="bold" if sure else "")
        stack.append(Text(f"{difference.row} {difference.name} · {difference.gold:,} in the gold", style="bold"))
        stack.append(below(Text(f"A {a}, B {b}: {gap} {interval}, p {p}")))
    return _Whole(table, Group(*stack))


@dataclass(frozen=True, slots=True)
class _Whole:
    """A table of numbers that are never cut or wrapped; a list of lines if the table doesn't fit."""

    table: Table
    stack: Group

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        needed = Measurement.get(console, options.update(max_width=sys.maxsize), self.table).maximum
        yield self.table if needed <= options.max_width else self.stack


def _table(*numbers: str) -> Table:
    return bare_table(Column("Figure", no_wrap=True), *map(number_column, numbers))


def _figure(score: Score) -> tuple[str, str]:
    """Return a figure and its interval; a dash if the gold has no such items."""
    if not score.gold:
        return NOTHING, ""
    return f"{score.value:.3f}", "{:.2f}–{:.2f}".format(*score.interval) if score.interval else ""
