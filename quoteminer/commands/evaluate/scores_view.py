"""Show figures as tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Column
from rich.text import Text

from quoteminer.cli.look import bare_table, below, number_column
from quoteminer.commands.evaluate.intervals import Score, ScoreDifference

NOTHING: Final = "—"  # shown if there is nothing to measure
SURE: Final = 0.05  # a difference with a p-value below this is printed bold
_COLUMNS: Final = {
    "P": "Precision",
    "R": "Recall",
    "F1": "F1",
    "source": "Source",
    "e2e": "F1+source",
    "lenient": "Any name",
    "det": "F1",
    "attributed": "F1+source",  # of letters
}
_ROWS: Final = {
    "roles.source": "words: source",
    "roles.cue": "words: cue",
    "roles.content": "words: quote",
    **{f"content.{kind}": f"quotes: {kind}" for kind in ("direct", "mixed", "indirect", "all")},
    "regions": "words in marks",
    "letters.all": "letters: all",
    "letters.quoted": "letters: in marks",
    "letters.unquoted": "letters: no marks",
    "names.all": "speakers: all",
    "names.quoted": "speakers: in marks",
}
LEGEND: Final = """\
Gold: the articles as people annotated or corrected them; the numbers count what is there.
Precision: of what was found, how much is right. Recall: of the gold, how much was found.
F1: both in one figure.
Source: of the quotes found, how many have the right source. F1+source: F1, where right includes
the source.
Any name: the speaker may have any name that the gold has, not only the full one.
words: exactly the same; words in marks: passages in quotation marks; speakers in marks: of direct
and mixed quotes."""


def scores_view(scores: Sequence[Score]) -> RenderableType:
    """Return a line for each row: the number of items in the gold, and each figure with its
    interval below it."""
    headings = list(dict.fromkeys(_COLUMNS.values()))
    view = _Figures(headings)
    for row, group in groupby(scores, key=lambda score: score.row):
        cells, lines, gold = {}, [], 0
        for score in group:
            heading, (value, interval), gold = _COLUMNS[score.name], _figure(score), score.gold
            cells[heading] = Text(value).append(f"\n{interval}" if interval else "", style="dim")
            lines.append(f"{heading} {value} {interval}".rstrip())
        view.add(_ROWS[row], gold, [cells.get(heading, Text()) for heading in headings], lines)
    return view


def differences_view(differences: Sequence[ScoreDifference]) -> RenderableType:
    """Return a line for each figure: A, B, the difference B - A with its interval, and the
    p-value."""
    view = _Figures(("A", "B", "B - A", "95 % interval", "p"))
    for score in differences:
        a, b, gap, interval, p = NOTHING, NOTHING, NOTHING, "", ""
        if score.gold:
            a, b, gap = f"{score.first:.3f}", f"{score.second:.3f}", f"{score.difference:+.3f}"
            interval = "{:+.3f} to {:+.3f}".format(*score.interval) if score.interval else ""
            p = "" if score.p is None else f"{score.p:.3f}"
        sure = score.p is not None and score.p < SURE and score.gold > 0
        figure = f"{_ROWS[score.row]}, {_COLUMNS[score.name]}"
        lines = [f"A {a}, B {b}: {gap} {interval}, p {p}"]
        cells = map(Text, (a, b, gap, interval, p))
        view.add(figure, score.gold, cells, lines, style="bold" if sure else "")
    return view


class _Figures:
    """A table of numbers that are never cut or wrapped, or a list of lines if the table doesn't
    fit; and the legend."""

    def __init__(self, headings: Iterable[str]) -> None:
        self._table = bare_table(
            Column("Figure", no_wrap=True), *map(number_column, ("Gold", *headings))
        )
        self._stack: list[RenderableType] = []

    def add(
        self, row: str, gold: int, cells: Iterable[Text], lines: Iterable[str], *, style: str = ""
    ) -> None:
        self._table.add_row(Text(row), Text(f"{gold:,}"), *cells, style=style)
        self._stack.append(Text(f"{row} · {gold:,} in the gold", style="bold"))
        self._stack += [below(Text(line)) for line in lines]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        unlimited = options.update(max_width=sys.maxsize)
        needed = Measurement.get(console, unlimited, self._table).maximum
        yield self._table if needed <= options.max_width else Group(*self._stack)
        yield Text(LEGEND, style="dim")


def _figure(score: Score) -> tuple[str, str]:
    """Return a figure and its interval; a dash if the gold has no such items."""
    if not score.gold:
        return NOTHING, ""
    return f"{score.value:.3f}", "{:.2f}–{:.2f}".format(*score.interval) if score.interval else ""
