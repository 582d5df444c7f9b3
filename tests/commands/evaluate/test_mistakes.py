"""Mistakes and their costs."""

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from two_readings import readings

from quoteminer.commands.evaluate.alignment import align
from quoteminer.commands.evaluate.counts import GOLD, MATCHED, PREDICTED, RIGHT, ROWS, count_article
from quoteminer.commands.evaluate.mistakes import Mistake, find_mistakes
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Span

TEXT = "“We open in May,” said Ana Pinto. She added that entry would be free. Kofi Berg denied it."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


OPEN = GoldQuote((at("“We open in May,”"),), (at("said"),), (at("Ana Pinto"),), 0, "speech")
FREE = GoldQuote((at("that entry would be free"),), (at("added"),), (at("She"),), 0, "speech")
PEOPLE = (GoldSpeaker(0, "Ana Pinto", "person", ("Pinto",)), GoldSpeaker(1, "Kofi Berg", "person"))
ARTICLE = GoldArticle("a", TEXT, (OPEN, FREE), PEOPLE)
DENIED = GoldQuote((at("denied it"),), (), (at("Kofi Berg"),), 1, "speech")


def found(*quotes: GoldQuote, people: tuple[GoldSpeaker, ...] = PEOPLE) -> list[Mistake]:
    return find_mistakes(ARTICLE, GoldArticle("a", TEXT, quotes, people))


def costs(mistake: Mistake) -> tuple[int, int, int]:
    return mistake.lost, mistake.misattributed, mistake.invented


def test_missed_and_invented() -> None:
    missed, invented = found(FREE, DENIED)
    assert (missed.kinds, missed.gold_quote, missed.predicted_quote) == (("missed",), OPEN, None)
    assert invented.kinds == ("invented",)
    assert invented.gold_quote is None
    assert invented.predicted_quote == DENIED
    assert (costs(missed), costs(invented)) == ((11, 0, 0), (0, 0, 8))
    assert invented.predicted_speaker == PEOPLE[1]
    assert (missed.start, invented.start) == (0, at("denied it")[0])


def other(words: str) -> GoldQuote:
    return replace(OPEN, content=(at(words),))


@pytest.mark.parametrize(("quote", "kinds", "expected"), [
    (OPEN, (), ()),
    (other("“We open in May"), (), ()),  # the same letters
    (other("“We open in May,” s"), (), ()),  # 11 of 12: the same quote
    (other("We open in"), ("other words",), (3, 0, 0)),  # 8 of 11
    (other("“We open in May,” said"), ("other words",), (0, 0, 4)),
    (other("open in May,” said"), ("other words",), (2, 0, 4)),
    (replace(OPEN, source=(at("She"),)), ("wrong source",), (0, 11, 0)),
    (replace(OPEN, speaker=1), ("wrong name",), (0, 11, 0)),
    (replace(OPEN, speaker=None), ("wrong name",), (0, 11, 0)),
    (replace(OPEN, speaker=1, source=()), ("wrong source", "wrong name"), (0, 11, 0)),
])  # fmt: skip
def test_a_changed_quote(
    quote: GoldQuote, kinds: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    mistakes = found(quote, FREE)
    assert tuple(kind for one in mistakes for kind in one.kinds) == kinds
    assert tuple(cost for one in mistakes for cost in costs(one)) == expected


@pytest.mark.parametrize(("checked", "quote", "kinds"), [
    ("all", OPEN, [("wrong name",)]),
    ("all", replace(OPEN, speaker=None), []),
    ("all", replace(OPEN, act="other"), []),
    ("part", OPEN, []),
    (None, OPEN, []),
])  # fmt: skip
def test_a_name_for_nobody_is_wrong_where_a_person_has_checked_all(
    checked: Literal["all", "part"] | None, quote: GoldQuote, kinds: list[tuple[str, ...]]
) -> None:
    gold = replace(ARTICLE, quotes=(replace(OPEN, speaker=None),), checked=checked)
    mistakes = find_mistakes(gold, replace(ARTICLE, quotes=(quote,)))
    assert [(one.kinds, costs(one)) for one in mistakes] == [(kind, (0, 11, 0)) for kind in kinds]


def test_a_quote_in_two_pieces() -> None:
    """The longer one is its match; the other is a piece, not an invention, and nothing of it is
    lost."""
    start, end = FREE.content[0]
    first, second = (
        replace(FREE, content=(span,)) for span in ((start, start + 11), (start + 11, end))
    )
    piece, pair = sorted(found(OPEN, first, second), key=lambda one: one.gold_quote is not None)
    assert piece.kinds == ("other words",)
    assert piece.predicted_quote == first
    assert costs(piece) == (0, 0, 0)
    assert (pair.kinds, pair.predicted_quote, costs(pair)) == (("other words",), second, (0, 0, 0))


def test_two_quotes_in_one() -> None:
    """One has the right source, and nothing of it is lost; the other has not."""
    both = replace(OPEN, content=(*OPEN.content, *FREE.content))
    rows = {(one.kinds, costs(one)) for one in found(both)}
    assert rows == {(("other words",), (0, 0, 0)), (("other words", "wrong source"), (0, 20, 0))}


def test_quotes_inside_quotes() -> None:
    """A quote that stands only in somebody else's is missed or invented, and its letters are
    misattributed."""
    start, end = FREE.content[0]
    inner = GoldQuote(((end - 7, end),), (), (at("Kofi Berg"),), 1, "speech")
    outer = replace(ARTICLE, quotes=(FREE,))
    (invented,) = find_mistakes(outer, replace(ARTICLE, quotes=(FREE, inner)))
    assert (invented.kinds, costs(invented)) == (("invented",), (0, 6, 0))
    (missed,) = find_mistakes(replace(ARTICLE, quotes=(FREE, inner)), outer)
    assert (missed.kinds, costs(missed)) == (("missed",), (0, 6, 0))


def test_an_alias_costs_nothing() -> None:
    (alias,) = found(OPEN, people=(replace(PEOPLE[0], name="Pinto"),))[:1]
    assert (alias.kinds, alias.cost) == (("wrong name",), 0)


def test_names_are_asked_for_where_the_figures_ask() -> None:
    renamed = replace(ARTICLE, quotes=(replace(OPEN, speaker=1), FREE))
    thought = replace(ARTICLE, quotes=(replace(OPEN, act="other"), FREE))
    assert find_mistakes(thought, renamed) == []
    assert find_mistakes(replace(ARTICLE, speakers=()), renamed) == []


@given(readings())
def test_what_is_listed_adds_up_to_what_the_figures_miss(
    pair: tuple[GoldArticle, GoldArticle],
) -> None:
    gold, predicted = pair
    counts, mistakes = count_article(gold, predicted), find_mistakes(gold, predicted)
    content = counts[ROWS.index("content.all")]
    unlike = [one for one in mistakes if {"missed", "invented", "other words"} & set(one.kinds)]
    assert sum(one.gold_quote is not None for one in unlike) == content[GOLD] - content[MATCHED]
    assert (
        sum(one.predicted_quote is not None for one in unlike)
        == content[PREDICTED] - content[MATCHED]
    )
    sources = [
        one for one in mistakes if "wrong source" in one.kinds and "other words" not in one.kinds
    ]
    assert len(sources) == content[MATCHED] - content[RIGHT]


@given(readings())
def test_costs_letter_by_letter(pair: tuple[GoldArticle, GoldArticle]) -> None:
    """For gold without speakers, where the source alone is asked for."""
    gold, predicted = replace(pair[0], speakers=()), pair[1]
    aligned = align(gold, predicted)
    ours, theirs = aligned.gold, aligned.predicted
    for mistake in find_mistakes(gold, predicted):
        lost = misattributed = invented = 0
        if mistake.gold_quote is not None:
            g = next(at for at, quote in enumerate(ours) if quote.quote is mistake.gold_quote)
            for letter in ours[g].content:
                holding = [p for p, one in enumerate(theirs) if letter in one.content]
                lost += not holding
                misattributed += bool(holding) and not any(
                    aligned.same_source(g, p) for p in holding
                )
        if mistake.predicted_quote is not None:
            p = next(
                at for at, quote in enumerate(theirs) if quote.quote is mistake.predicted_quote
            )
            for letter in theirs[p].content:
                holding = [g for g, one in enumerate(ours) if letter in one.content]
                invented += not holding
                right = any(aligned.same_source(g, p) for g in holding)
                misattributed += mistake.gold_quote is None and bool(holding) and not right
        assert costs(mistake) == (lost, misattributed, invented)
