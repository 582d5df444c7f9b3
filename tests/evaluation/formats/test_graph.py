"""Quotes from marks and links, and speakers in words."""

from __future__ import annotations

import pytest
from gold_articles import articles
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.evaluation.formats.graph import Mark, marks_of, quotes_of, role_of
from quoteminer.evaluation.formats.roster import Roster, speaker_in_words
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker

A, B = Mark("content", (0, 5)), Mark("content", (20, 25))
CUE, SOURCE = Mark("cue", (6, 10)), Mark("source", (11, 14))
BOTH = GoldQuote((A.span, B.span), (CUE.span,), (SOURCE.span,))
IDA = GoldSpeaker(0, "Ida Brand", "person", ("Ida",))


@pytest.mark.parametrize(
    ("links", "quotes"),
    [
        ([(0, 1), (0, 2), (0, 3)], [BOTH]),  # as they are written
        ([(3, 2), (2, 0), (1, 2), (1, 0)], [BOTH]),  # any direction, the source at the cue
        ([(0, 2), (1, 2), (2, 3)], [GoldQuote((s.span,), (CUE.span,), (SOURCE.span,)) for s in (A, B)]),
        ([(0, 2), (1, 3)], [GoldQuote((A.span,), (CUE.span,)), GoldQuote((B.span,), (), (SOURCE.span,))]),
        ([(2, 3)], [GoldQuote((A.span,)), GoldQuote((B.span,))]),
        ([(0, 0), (0, 1), (0, 1)], [GoldQuote((A.span, B.span))]),
    ],
)
def test_what_is_joined_is_a_quote(links: list[tuple[int, int]], quotes: list[GoldQuote]) -> None:
    assert list(quotes_of([A, B, CUE, SOURCE], links, Roster())) == quotes


def test_act_and_speaker_may_stand_on_any_part() -> None:
    marks = [A, Mark("content", B.span, "other", "0 person: Ida Brand")]
    (quote,) = quotes_of(marks, [(1, 0)], Roster([IDA]))
    assert (quote.speaker, quote.act) == (0, "other")


@given(article=articles(), data=st.data())
def test_marks_give_the_quotes_back_in_whatever_direction_the_links_run(
    article: GoldArticle, data: st.DataObject
) -> None:
    marks, links = marks_of(article.quotes, {one.id: speaker_in_words(one) for one in article.speakers})
    turned = [pair[::-1] if data.draw(st.booleans()) else pair for *pair, _ in links]
    back = quotes_of(marks, [(a, b) for a, b in data.draw(st.permutations(turned))], Roster(article.speakers))
    assert back == article.quotes


def test_cues_and_sources_of_the_same_words_are_one_mark() -> None:
    """A tool shows them once; contents stay apart, since each is the quote that its links belong to."""
    quotes = (BOTH, GoldQuote((B.span,), (CUE.span,), (SOURCE.span,)))
    marks, links = marks_of(quotes, {})
    assert marks == [A, B, CUE, SOURCE, B]
    assert links == [(0, 1, "part"), (0, 2, "cue"), (0, 3, "source"), (4, 2, "cue"), (4, 3, "source")]


def test_roles_in_whatever_case() -> None:
    assert [role_of(label) for label in ("Content", " CUE", "source", "Sources", "")] == [
        "content",
        "cue",
        "source",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("words", "found", "added"),
    [
        ("0 person: Ida Brand", 0, None),
        ("Ida Brand", 0, None),
        (" Ida \n Brand ", 0, None),
        ("7 org: Ida Brand", 0, None),  # the name decides
        ("1 org: Quay Board", 1, None),
        ("2 org: Quay Board", 2, None),  # the id, among those of one name
        ("9 org: Quay Board", 1, None),
        ("0 person: Kofi Berg", 3, GoldSpeaker(3, "Kofi Berg", "person")),  # the id is another's
        ("7 unnamed: a clerk", 7, GoldSpeaker(7, "a clerk", "unnamed")),
        ("Kofi Berg", 3, GoldSpeaker(3, "Kofi Berg", "person")),
        ("-4 person: Kofi Berg", -4, GoldSpeaker(-4, "Kofi Berg", "person")),
        ("  ", None, None),
    ],
)
def test_words_for_a_speaker(words: str, found: int | None, added: GoldSpeaker | None) -> None:
    listed = (IDA, GoldSpeaker(1, "Quay Board", "org"), GoldSpeaker(2, "Quay\tBoard", "unnamed"))
    roster = Roster(listed)
    assert roster.find(words) == found
    assert roster.speakers == (*listed, added) if added else listed
    assert roster.find(words) == found


def test_words_of_a_speaker_stand_on_one_line() -> None:
    assert speaker_in_words(GoldSpeaker(3, "Quay\n  Board", "org")) == "3 org: Quay Board"
