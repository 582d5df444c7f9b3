"""Figures as tables: nothing is cut, and what says nothing is not shown as 0."""

from __future__ import annotations

import io

import numpy as np
import pytest
from rich.console import Console, RenderableType

from quoteminer.evaluation.counts import ROWS, Counts
from quoteminer.evaluation.intervals import compare, evaluate
from quoteminer.views.scores import differences_view, scores_view


def counts(hits: int) -> list[Counts]:
    """Articles that have a thousand of all but of mixed quotes."""
    articles = []
    for at in range(12):
        table = np.zeros((len(ROWS), 4), dtype=np.int64)
        table[:] = 1000 + at, 900, hits + 10 * at, hits
        table[ROWS.index("content.mixed")] = 0, 3, 0, 0
        articles.append(table)
    return articles


def shown(view: RenderableType, width: int) -> list[str]:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False, color_system=None).print(view)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("width", [100, 160])
def test_a_table_of_figures(width: int) -> None:
    lines = shown(scores_view(evaluate(counts(500))), width)
    assert max(map(len, lines)) <= width
    assert lines[0].split() == "Figure Gold P R F1 source e2e lenient".split()
    at = next(index for index, line in enumerate(lines) if line.startswith("content.all"))
    assert lines[at].split() == ["content.all", "12,066", "0.617", "0.552", "0.583", "0.901", "0.525"]
    assert [cell.count("–") for cell in lines[at + 1].split()] == [1] * 5
    letters = next(line for line in lines if line.startswith("letters.all"))
    heads = [lines[0].index(heading) + len(heading) for heading in ("F1", "e2e")]
    assert [letters[:end].split()[-1] for end in heads] == ["0.583", "0.525"]
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize("width", [60, 90])
def test_figures_are_stacked_where_it_is_narrow(width: int) -> None:
    lines = shown(scores_view(evaluate(counts(500))), width)
    at = lines.index("content.all · 12,066 in the gold")
    assert [line.split()[0] for line in lines[at + 1 : at + 6]] == ["P", "R", "F1", "source", "e2e"]
    assert lines[at + 1].startswith("  P 0.617 0.")
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize("width", [60, 100])
def test_a_figure_of_nothing_is_not_shown_as_nought(width: int) -> None:
    scores = evaluate(counts(500))
    assert next(one.value for one in scores if (one.row, one.name) == ("content.mixed", "F1")) == 0.0
    lines = shown(scores_view(scores), width)
    at = next(index for index, line in enumerate(lines) if line.startswith("content.mixed"))
    assert "0.000" not in "".join(lines[at : at + 6 if width < 90 else at + 1])
    assert "—" in "".join(lines[at : at + 2])


def test_a_comparison() -> None:
    found = compare(counts(500), counts(520), resamples=200)
    lines = shown(differences_view(found), 90)
    assert lines[0].split() == "Figure Gold A B B - A 95 % interval p".split()
    line = next(line for line in lines if line.startswith("content.all e2e"))
    assert line.split() == ["content.all", "e2e", "12,066", "0.525", "0.546", "+0.021", *line.split()[6:9], "0.005"]
    assert line.split()[7] == "to"
    assert next(line for line in lines if line.startswith("content.mixed F1")).split()[2:] == ["0", "—", "—", "—"]
    narrow = shown(differences_view(found), 50)
    at = narrow.index("content.all e2e · 12,066 in the gold")
    assert narrow[at + 1].startswith("  A 0.525, B 0.546: +0.021 +0.0")
