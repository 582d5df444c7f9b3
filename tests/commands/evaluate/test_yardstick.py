"""Quoted passages and names, as the figures compare them, and the formulas of the figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_readings import readings, texts

from quoteminer.commands.evaluate.alignment import (
    gold_name_key,
    is_canonical_name,
    is_name_or_alias,
    quoted_passages,
    regions,
    type_of,
)
from quoteminer.commands.evaluate.counts import ROWS, count_article, figures
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker


@pytest.mark.parametrize(("text", "passages"), [
    ("“a b” c “d”", ["a b", "d"]),
    ("«a» „b“ c", ["a", "b", " c"]),
    ("“a\nb” c", ["a"]),
    ('"a\n"b"', ["a", "b"]),
    ("“a “b” c”", ["a ", "b"]),
    ("“”", []),
])  # fmt: skip
def test_passages(text: str, passages: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_passages(text)] == passages


@given(texts)
def test_passages_hold_what_stands_inside_character_by_character(text: str) -> None:
    inside, quoted = False, set()
    for at, character in enumerate(text):
        if character == "\n":
            inside = False
        if character in "“„«":
            inside = True
        elif character in "”»":
            inside = False
        elif character == '"':
            inside = not inside
        elif inside:
            quoted.add(at)
    passages = quoted_passages(text)
    assert {at for start, end in passages for at in range(start, end)} == quoted
    assert all(a < b for a, b in passages)
    assert sorted(passages) == passages


def test_regions_have_two_words_and_a_letter() -> None:
    text = "“one” “— —” “two words” “nine o’clock”"
    assert [
        "".join(text[at] for at in sorted(one)) for one in regions(text, quoted_passages(text))
    ] == ["twowords", "nineoclock"]  # fmt: skip


@pytest.mark.parametrize(("inside", "kind"), [
    (100, "direct"),
    (90, "direct"),
    (89, "mixed"),
    (3, "mixed"),
    (2, "indirect"),
    (0, "indirect"),
])  # fmt: skip
def test_kinds_of_a_hundred_letters(inside: int, kind: str) -> None:
    assert type_of(range(100), range(inside)) == kind


def test_a_content_without_letters_is_indirect() -> None:
    assert type_of([], [1]) == "indirect"


@pytest.mark.parametrize(("name", "key"), [
    ("Ana Pinto", "ana pinto"),
    ("the former Vice President Ana Pinto", "ana pinto"),
    ("Mr. Kofi O'Berg", "kofi o berg"),
    ("Quay Board’s", "quay board"),
    ("Ana The Mayor", "ana the mayor"),
    ("the President", ""),
    ("", ""),
])  # fmt: skip
def test_keys(name: str, key: str) -> None:
    assert gold_name_key(name) == key


def test_names_and_aliases() -> None:
    speaker = GoldSpeaker(0, "Mayor Ana Pinto", "person", ("Pinto", "the mayor"))
    assert is_canonical_name("ANA PINTO", speaker)
    assert is_name_or_alias("ANA PINTO", speaker)
    assert not is_canonical_name("Pinto", speaker)
    assert is_name_or_alias("Ms Pinto", speaker)
    assert not is_name_or_alias("Berg", speaker)
    assert not is_name_or_alias("the mayor", speaker)  # nothing is left of it
    assert not is_canonical_name("", GoldSpeaker(0, "", "person"))


TEXT = "one two three four five six seven eight"
WORDS = tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in TEXT.split())


def table(row: str, *columns: int) -> dict[str, float]:
    counts = np.zeros((len(ROWS), 4), dtype=np.int64)
    counts[ROWS.index(row)] = columns
    return figures(counts)[row]


def test_precision_and_recall_are_not_exchanged() -> None:
    """Citron's published figures were: nobody had tried a reader who says little. Here one quote of
    four is found and nothing is invented, then everything is found and three quotes are
    invented."""
    four = GoldArticle("a", TEXT, tuple(GoldQuote((span,), (span,), (span,)) for span in WORDS[:4]))
    shy = GoldArticle("a", TEXT, four.quotes[:1])
    eager = GoldArticle(
        "a", TEXT, (*four.quotes, *(GoldQuote((span,), (span,), (span,)) for span in WORDS[4:]))
    )
    for row in ("roles.source", "roles.cue", "roles.content", "content.indirect", "content.all"):
        careful = figures(count_article(four, shy))[row]
        assert (careful["P"], careful["R"]) == (1.0, 0.25), row
        greedy = figures(count_article(four, eager))[row]
        assert (greedy["P"], greedy["R"]) == (0.5, 1.0), row


@pytest.mark.parametrize(("row", "columns", "cells"), [
    ("content.all", (8, 2, 2, 1), {"P": 1.0, "R": 0.25, "F1": 0.4, "source": 0.5, "e2e": 0.2}),
    ("regions", (8, 2, 2, 1), {"det": 0.4, "P": 1.0, "R": 0.25, "e2e": 0.2}),
    ("letters.all", (8, 2, 2, 1), {"F1": 0.4, "attributed": 0.2}),
    ("names.all", (8, 2, 1, 2), {"P": 0.5, "R": 0.125, "F1": 0.2, "lenient": 0.4}),
    ("roles.cue", (8, 2, 2, 0), {"P": 1.0, "R": 0.25, "F1": 0.4}),
])  # fmt: skip
def test_formulas(row: str, columns: tuple[int, ...], cells: dict[str, float]) -> None:
    assert table(row, *columns) == pytest.approx({**cells, "gold": 8})


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
        # an alias may be a speaker's only name, or nobody's
        if cells["gold"] and not row.startswith("names."):
            assert {cells[name] for name in cells if name != "gold"} == {1.0}, row


@given(st.lists(readings(), min_size=1, max_size=3))
def test_counts_are_whole_and_hits_are_not_more_than_there_are(
    pairs: list[tuple[GoldArticle, GoldArticle]],
) -> None:
    for gold, predicted in pairs:
        counts = count_article(gold, predicted)
        assert counts.dtype == np.int64
        assert (counts >= 0).all()
        assert (counts[:, 2] <= counts[:, 0]).all()
        assert (counts[:-1, 2] <= counts[:-1, 1]).all()  # but for names.quoted, see scores.py
