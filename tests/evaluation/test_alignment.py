"""Letters, ends and matches, each beside a slow and obvious oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_readings import readings, texts

from quoteminer.evaluation.alignment import EDGE, align, letters_of, shared_letters, trimmed
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.types import Span

TEXT = "“We open, at 9,” she said: “No.”"


def test_letters_are_letters_and_digits_inside_the_text() -> None:
    assert "".join(TEXT[at] for at in sorted(letters_of(TEXT, [(0, 16), (-5, 3), (28, 99)]))) == "Weopenat9No"


@given(texts, st.data())
def test_trimmed_takes_character_by_character(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(text)))
    start = first = data.draw(st.integers(0, end))
    last = end
    while first < last and text[first] in EDGE:
        first += 1
    while last > first and text[last - 1] in EDGE:
        last -= 1
    assert trimmed(text, (start, end)) == (first, last)


letter_sets = st.lists(st.frozensets(st.integers(0, 12), max_size=6), max_size=5)


@given(letter_sets, letter_sets)
def test_shared_letters_compares_each_with_each(some: list[frozenset[int]], others: list[frozenset[int]]) -> None:
    each = {(a, b): len(x & y) for a, x in enumerate(some) for b, y in enumerate(others)}
    assert shared_letters(some, others) == {pair: common for pair, common in each.items() if common}


@given(readings(), st.sampled_from([0.0, 0.5, 0.8]))
def test_the_best_pair_that_is_left_is_matched_first(pair: tuple[GoldArticle, GoldArticle], threshold: float) -> None:
    aligned = align(*pair)
    gold, predicted = ([one.content for one in side] for side in (aligned.gold, aligned.predicted))
    left_gold, left_predicted, expected = list(range(len(gold))), list(range(len(predicted))), {}
    while True:
        best, where = -1.0, None
        for a in left_gold:
            for b in left_predicted:
                index = len(gold[a] & predicted[b]) / len(gold[a] | predicted[b])
                if index > best and index > 0 and index >= threshold:  # of equal ones, the first stays
                    best, where = index, (a, b)
        if where is None:
            break
        expected[where[0]] = where[1]
        left_gold.remove(where[0])
        left_predicted.remove(where[1])
    assert aligned.matched(threshold) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ([], [], True),
        ([(16, 20)], [], False),
        ([], [(16, 20)], False),
        ([(16, 19)], [(17, 25)], True),
        ([(17, 20)], [(20, 25)], False),
        ([(20, 21)], [], True),  # a span without letters is no source
    ],
)
def test_same_source(ours: list[Span], theirs: list[Span], same: bool) -> None:
    one, other = (GoldArticle("a", TEXT, (GoldQuote(((0, 16),), (), tuple(source)),)) for source in (ours, theirs))
    assert align(one, other).same_source(0, 0) is same


def test_quotes_without_letters_are_left_out() -> None:
    article = GoldArticle("a", TEXT, (GoldQuote(((0, 1),)), GoldQuote(((1, 5),))))
    assert align(article, article).matched(0.8) == {0: 0}
