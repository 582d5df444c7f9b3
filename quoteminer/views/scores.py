"""Figures as tables for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quoteminer.evaluation.intervals import Difference, Interval, Score
from quoteminer.views.look import bare_table

NOTHING: Final = "—"
"""Shown where there is nothing to measure."""
SURE: Final = 0.05
"""A difference with a p-value below this is printed bold."""
_COLUMNS: Final = ("P", "R", "F1", "source", "e2e", "lenient")
_COLUMN_OF: Final = {"det": "F1", "attributed": "e2e"}
"""The columns of figures that have another name in one row."""


def scores_view(scores: Sequence[Score]) -> RenderableType:
    """Return a line for each row: the number of items in the gold, and each figure with its interval below it."""
    return _Whole(_score_table(scores), _score_stack(scores))


def differences_view(differences: Sequence[Difference]) -> RenderableType:
    """Return a line for each figure: A, B, the difference B - A with its interval, and the p-value."""
    return _Whole(_difference_table(differences), _difference_stack(differences))


@dataclass(frozen=True, slots=True)
class _Whole:
    """A table of numbers that are never cut or wrapped; a stack of lines where it doesn't fit."""

    table: Table
    stack: Group

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        needed = Measurement.get(console, options.update(max_width=sys.maxsize), self.table).maximum
        yield self.table if needed <= options.max_width else self.stack


def _score_table(scores: Sequence[Score]) -> Table:
    table = bare_table()
    table.add_column("Figure", no_wrap=True)
    for heading in ("Gold", *_COLUMNS):
        table.add_column(heading, justify="right", no_wrap=True)
    for row, some in _by_row(scores).items():
        cells = {_COLUMN_OF.get(score.name, score.name): _score_cell(score) for score in some}
        table.add_row(Text(row), Text(f"{some[0].gold:,}"), *(cells.get(name, Text()) for name in _COLUMNS))
    return table


def _score_stack(scores: Sequence[Score]) -> Group:
    parts: list[RenderableType] = []
    for row, some in _by_row(scores).items():
        parts.append(Text(f"{row} · {some[0].gold:,} in the gold", style="bold"))
        lines = (f"{score.name} {_value(score)} {_range(_interval(score), 2)}".rstrip() for score in some)
        parts.extend(Padding(Text(line), (0, 0, 0, 2), expand=False) for line in lines)
    return Group(*parts)


def _by_row(scores: Sequence[Score]) -> dict[str, list[Score]]:
    rows: dict[str, list[Score]] = {}
    for score in scores:
        rows.setdefault(score.row, []).append(score)
    return rows


def _score_cell(score: Score) -> Text:
    cell = Text(_value(score))
    return cell.append("\n" + _range(_interval(score), 2), style="dim") if _interval(score) else cell


def _value(score: Score) -> str:
    """Return the figure, or a dash where the gold has nothing."""
    return f"{score.value:.3f}" if score.gold else NOTHING


def _interval(score: Score) -> Interval | None:
    return score.interval if score.gold else None


def _difference_table(differences: Sequence[Difference]) -> Table:
    table = bare_table()
    table.add_column("Figure", no_wrap=True)
    for heading in ("Gold", "A", "B", "B - A", "95 % interval", "p"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in differences:
        numbers = _difference_numbers(one)
        sure = one.p is not None and one.p < SURE and one.gold > 0
        table.add_row(Text(f"{one.row} {one.name}"), Text(f"{one.gold:,}"), *map(Text, numbers), style="bold" * sure)
    return table


def _difference_stack(differences: Sequence[Difference]) -> Group:
    parts: list[RenderableType] = []
    for one in differences:
        a, b, gap, interval, p = _difference_numbers(one)
        parts.append(Text(f"{one.row} {one.name} · {one.gold:,} in the gold", style="bold"))
        parts.append(Padding(Text(f"A {a}, B {b}: {gap} {interval}, p {p}"), (0, 0, 0, 2), expand=False))
    return Group(*parts)


def _difference_numbers(one: Difference) -> tuple[str, str, str, str, str]:
    """Return A, B, B - A, its interval, p."""
    if not one.gold:
        return NOTHING, NOTHING, NOTHING, "", ""
    p = "" if one.p is None else f"{one.p:.3f}"
    return f"{one.first:.3f}", f"{one.second:.3f}", f"{one.difference:+.3f}", _range(one.interval, 3, "+"), p


def _range(interval: Interval | None, digits: int, sign: str = "") -> str:
    if interval is None:
        return ""
    low, high = (f"{end:{sign}.{digits}f}" for end in interval)
    return f"{low}–{high}" if not sign else f"{low} to {high}"
