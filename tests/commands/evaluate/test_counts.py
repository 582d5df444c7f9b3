"""Matches and counts, worked out by hand or by a slow and obvious oracle."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_readings import readings

from quoteminer.commands.evaluate.alignment import align, letters_of
from quoteminer.commands.evaluate.counts import ROWS, count_article
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Act, Span

TEXT = (
    "“We open in May,” said Ana Pinto. She added that “entry” would be free.\n"
    "The “white elephant” cost ten million, Kofi Berg thinks. A visitor called it “a fine thing”."
)
PINTO = GoldSpeaker(0, "Ana Pinto", "person", ("Pinto",))
BERG = GoldSpeaker(1, "Kofi Berg", "person", ())
VISITOR = GoldSpeaker(2, "a visitor", "unnamed", ())


def at(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


def quote(
    content: str, cue: str, source: str, speaker: int | None, act: Act = "speech"
) -> GoldQuote:
    return GoldQuote((at(content),), (at(cue),), (at(source),) if source else (), speaker, act)


OPEN = quote("“We open in May,”", "said", "Ana Pinto", 0)
FREE = quote("that “entry” would be free", "added", "She", 0)
COST = quote("The “white elephant” cost ten million", "thinks", "Kofi Berg", 1, "other")
FINE = quote("“a fine thing”", "called", "A visitor", 2)
GOLD = GoldArticle("a", TEXT, (OPEN, FREE, COST, FINE), (PINTO, BERG, VISITOR))
"""Of 11, 20, 30 and 10 letters; of them between marks: 11, 5, 13 and 10."""


def counted(quotes: Iterable[GoldQuote], gold: GoldArticle = GOLD) -> dict[str, list[int]]:
    table = count_article(gold, replace(GOLD, quotes=tuple(quotes)))
    return dict(zip(ROWS, table.tolist(), strict=True))


ALL_RIGHT = {
    "roles.source": [4, 4, 4, 0], "roles.cue": [4, 4, 4, 0], "roles.content": [4, 4, 4, 0],
    "content.direct": [2, 2, 2, 2], "content.mixed": [2, 2, 2, 2], "content.indirect": [0, 0, 0, 0],
    "content.all": [4, 4, 4, 4], "regions": [3, 3, 3, 3], "letters.all": [71, 71, 71, 71],
    "letters.quoted": [39, 39, 39, 39], "letters.unquoted": [32, 32, 32, 32],
    "names.all": [2, 2, 2, 2], "names.quoted": [2, 2, 2, 2],
}  # fmt: skip
"""“entry” is one word and no region; of the names, COST is a thought and FINE's speaker has
none."""
INVENTED = {
    "content.direct": [2, 1, 1, 1],
    "content.indirect": [0, 1, 0, 0],
    "content.all": [4, 4, 3, 3],
    "roles.cue": [4, 3, 3, 0],  # “called” is there twice
    "letters.all": [71, 71 - 11 + 14, 71 - 11, 71 - 11],
    "names.all": [2, 2, 1, 1],
}
WRONG_SOURCE = {
    "content.direct": [2, 2, 2, 1], "regions": [3, 3, 3, 2], "letters.quoted": [39, 39, 39, 28],
    "names.all": [2, 2, 2, 2], "roles.source": [4, 3, 3, 0],
}  # fmt: skip


def cut(one: GoldQuote, last: int, first: int = 0) -> GoldQuote:
    start, end = one.content[0]
    return replace(one, content=((start + first, end - last),))


@pytest.mark.parametrize(("quotes", "rows"), [
    (GOLD.quotes, ALL_RIGHT),
    ([cut(OPEN, -1, 1), FREE, COST, FINE], ALL_RIGHT),  # other marks and stops at the ends
    ([], {row: [columns[0], 0, 0, 0] for row, columns in ALL_RIGHT.items()}),
    ([FREE, COST, FINE, quote("Kofi Berg thinks", "called", "Ana Pinto", 0)], INVENTED),
    ([replace(OPEN, source=(at("She"),)), FREE, COST, FINE], WRONG_SOURCE),
    ([COST, FINE], {"names.all": [2, 0, 0, 0]}),  # a thought, and a speaker without a name
    # 8 of 10 letters
    ([cut(FINE, 3)], {"content.direct": [2, 1, 1, 1], "regions": [3, 1, 1, 1]}),
    ([cut(FINE, 4)], {"content.direct": [2, 1, 0, 0], "regions": [3, 0, 0, 0]}),  # 7 of 10
])  # fmt: skip
def test_counts(quotes: Iterable[GoldQuote], rows: dict[str, list[int]]) -> None:
    found = counted(quotes)
    assert {row: found[row] for row in rows} == rows
    assert list(found) == list(ALL_RIGHT)


def test_a_wrong_name_and_an_alias() -> None:
    renamed = (replace(PINTO, name="Pinto"), BERG, VISITOR)
    quotes = (OPEN, replace(FREE, speaker=1), COST, FINE)
    found = dict(
        zip(ROWS, count_article(GOLD, GoldArticle("a", "", quotes, renamed)).tolist(), strict=True)
    )
    assert found["names.all"] == [2, 2, 0, 1]
    assert found["content.all"] == [4, 4, 4, 4]


def test_without_speakers_there_are_no_names() -> None:
    found = counted(GOLD.quotes, replace(GOLD, speakers=()))
    assert found["names.all"] == found["names.quoted"] == [0, 0, 0, 0]


OPENING = "“We open, at 9,” she said: “No.”"


def test_letters_are_letters_and_digits_inside_the_text() -> None:
    assert (
        "".join(OPENING[at] for at in sorted(letters_of(OPENING, [(0, 16), (-5, 3), (28, 99)])))
        == "Weopenat9No"
    )


@given(readings(), st.sampled_from([0.0, 0.5, 0.8]))
def test_the_best_pair_that_is_left_is_matched_first(
    pair: tuple[GoldArticle, GoldArticle], threshold: float
) -> None:
    aligned = align(*pair)
    gold, predicted = ([one.content for one in side] for side in (aligned.gold, aligned.predicted))
    left_gold, left_predicted, expected = list(range(len(gold))), list(range(len(predicted))), {}
    while True:
        best, where = -1.0, None
        for a in left_gold:
            for b in left_predicted:
                index = len(gold[a] & predicted[b]) / len(gold[a] | predicted[b])
                # of equal ones, the first stays
                if index > best and index > 0 and index >= threshold:
                    best, where = index, (a, b)
        if where is None:
            break
        expected[where[0]] = where[1]
        left_gold.remove(where[0])
        left_predicted.remove(where[1])
    assert aligned.matched(threshold) == expected


@pytest.mark.parametrize(("ours", "theirs", "same"), [
    ([], [], True), ([[16, 20]], [], False), ([], [[16, 20]], False), ([[16, 19]], [[17, 25]], True),
    ([[17, 20]], [[20, 25]], False), ([[20, 21]], [], True),
])  # fmt: skip
def test_same_source(ours: list[Span], theirs: list[Span], same: bool) -> None:
    """A span without letters is no source."""
    one, other = (
        GoldArticle("a", OPENING, (GoldQuote(((0, 16),), (), tuple(source)),))
        for source in (ours, theirs)
    )
    assert align(one, other).same_source(0, 0) is same


def test_quotes_without_letters_are_left_out() -> None:
    article = GoldArticle("a", OPENING, (GoldQuote(((0, 1),)), GoldQuote(((1, 5),))))
    assert align(article, article).matched(0.8) == {0: 0}
