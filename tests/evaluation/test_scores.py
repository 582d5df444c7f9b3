"""The formulas, against numbers that were worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_readings import readings

from quoteminer.evaluation.counts import ROWS, count_article, figures
from quoteminer.evaluation.gold import GoldArticle, GoldQuote

TEXT = "one two three four five six seven eight"
WORDS = tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in TEXT.split())


def table(row: str, *columns: int) -> dict[str, float]:
    counts = np.zeros((len(ROWS), 4), dtype=np.int64)
    counts[ROWS.index(row)] = columns
    return figures(counts)[row]


def test_precision_and_recall_are_not_exchanged() -> None:
    """Citron's published figures were: nobody had tried a reader who says little. Here one quote of four is found and
    nothing is invented, then everything is found and three quotes are invented."""
    four = GoldArticle("a", TEXT, tuple(GoldQuote((span,), (span,), (span,)) for span in WORDS[:4]))
    shy = GoldArticle("a", TEXT, four.quotes[:1])
    eager = GoldArticle("a", TEXT, (*four.quotes, *(GoldQuote((span,), (span,), (span,)) for span in WORDS[4:])))
    for row in ("roles.source", "roles.cue", "roles.content", "content.indirect", "content.all"):
        careful = figures(count_article(four, shy))[row]
        assert (careful["P"], careful["R"]) == (1.0, 0.25), row
        greedy = figures(count_article(four, eager))[row]
        assert (greedy["P"], greedy["R"]) == (0.5, 1.0), row


def test_formulas() -> None:
    assert table("content.all", 8, 2, 2, 1) == pytest.approx(
        {"P": 1.0, "R": 0.25, "F1": 0.4, "source": 0.5, "e2e": 0.2, "gold": 8}
    )
    assert table("regions", 8, 2, 2, 1) == pytest.approx({"det": 0.4, "P": 1.0, "R": 0.25, "e2e": 0.2, "gold": 8})
    assert table("letters.all", 8, 2, 2, 1) == pytest.approx({"F1": 0.4, "attributed": 0.2, "gold": 8})
    assert table("names.all", 8, 2, 1, 2) == pytest.approx({"P": 0.5, "R": 0.125, "F1": 0.2, "lenient": 0.4, "gold": 8})
    assert table("roles.cue", 8, 2, 2, 0) == pytest.approx({"P": 1.0, "R": 0.25, "F1": 0.4, "gold": 8})


@pytest.mark.parametrize(("gold", "predicted"), [(0, 0), (0, 3), (3, 0)])
def test_where_there_is_nothing_to_divide_by(gold: int, predicted: int) -> None:
    cells = table("content.mixed", gold, predicted, 0, 0)
    assert cells == {"P": 0.0, "R": 0.0, "F1": 0.0, "source": 0.0, "e2e": 0.0, "gold": gold}


def test_names_are_left_out_where_there_are_none() -> None:
    assert list(figures(np.zeros((len(ROWS), 4), dtype=np.int64))) == list(ROWS[:-2])


@given(readings())
def test_the_gold_itself_has_every_figure_full(pair: tuple[GoldArticle, GoldArticle]) -> None:
    gold, _ = pair
    for row, cells in figures(count_article(gold, gold)).items():
        if cells["gold"] and not row.startswith("names."):  # an alias may be a speaker's only name, or nobody's
            assert {cells[name] for name in cells if name != "gold"} == {1.0}, row


@given(st.lists(readings(), min_size=1, max_size=3))
def test_counts_are_whole_and_hits_are_not_more_than_there_are(pairs: list[tuple[GoldArticle, GoldArticle]]) -> None:
    for gold, predicted in pairs:
        counts = count_article(gold, predicted)
        assert counts.dtype == np.int64
        assert (counts >= 0).all()
        assert (counts[:, 2] <= counts[:, 0]).all()
        assert (counts[:-1, 2] <= counts[:-1, 1]).all()  # but for names.quoted, see counts.py
