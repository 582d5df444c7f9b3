"""What is counted, worked out by hand, so that it holds also where the project's scorer is not at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quoteminer.evaluation.counts import ROWS, count_article
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
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


def quote(content: str, cue: str, source: str, speaker: int | None, act: Act = "speech") -> GoldQuote:
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


def test_what_is_right_is_counted_in_all_columns() -> None:
    assert counted(GOLD.quotes) == {
        "roles.source": [4, 4, 4, 0],
        "roles.cue": [4, 4, 4, 0],
        "roles.content": [4, 4, 4, 0],
        "content.direct": [2, 2, 2, 2],
        "content.mixed": [2, 2, 2, 2],
        "content.indirect": [0, 0, 0, 0],
        "content.all": [4, 4, 4, 4],
        "regions": [3, 3, 3, 3],  # “entry” is one word
        "letters.all": [71, 71, 71, 71],
        "letters.quoted": [39, 39, 39, 39],
        "letters.unquoted": [32, 32, 32, 32],
        "names.all": [2, 2, 2, 2],  # COST is a thought, FINE's speaker has no name
        "names.quoted": [2, 2, 2, 2],
    }


def test_nothing_predicted() -> None:
    found = counted([])
    assert [row[1:] for row in found.values()] == [[0, 0, 0]] * len(ROWS)
    assert found["content.all"][0] == 4


def test_a_missed_and_an_invented_quote() -> None:
    invented = quote("Kofi Berg thinks", "called", "Ana Pinto", 0)
    found = counted([FREE, COST, FINE, invented])
    assert found["content.direct"] == [2, 1, 1, 1]
    assert found["content.indirect"] == [0, 1, 0, 0]
    assert found["content.all"] == [4, 4, 3, 3]
    assert found["roles.cue"] == [4, 3, 3, 0]  # “called” is there twice
    assert found["letters.all"] == [71, 71 - 11 + 14, 71 - 11, 71 - 11]
    assert found["names.all"] == [2, 2, 1, 1]


def test_other_ends_of_marks_and_stops_are_the_same() -> None:
    inner = replace(OPEN, content=((OPEN.content[0][0] + 1, OPEN.content[0][1] + 1),))
    assert counted([inner, FREE, COST, FINE]) == counted(GOLD.quotes)


def test_a_wrong_source() -> None:
    wrong = replace(OPEN, source=(at("She"),))
    found = counted([wrong, FREE, COST, FINE])
    assert found["content.direct"] == [2, 2, 2, 1]
    assert found["regions"] == [3, 3, 3, 2]
    assert found["letters.quoted"] == [39, 39, 39, 28]
    assert found["names.all"] == [2, 2, 2, 2]
    assert found["roles.source"] == [4, 3, 3, 0]


def test_a_wrong_name_and_an_alias() -> None:
    renamed = (replace(PINTO, name="Pinto"), BERG, VISITOR)
    quotes = (OPEN, replace(FREE, speaker=1), COST, FINE)
    found = dict(zip(ROWS, count_article(GOLD, GoldArticle("a", "", quotes, renamed)).tolist(), strict=True))
    assert found["names.all"] == [2, 2, 0, 1]
    assert found["content.all"] == [4, 4, 4, 4]


def test_a_quote_of_a_kind_that_names_do_not_ask_for_is_no_false_alarm() -> None:
    assert counted([COST, FINE])["names.all"] == [2, 0, 0, 0]


def test_without_speakers_there_are_no_names() -> None:
    found = counted(GOLD.quotes, replace(GOLD, speakers=()))
    assert found["names.all"] == found["names.quoted"] == [0, 0, 0, 0]


def test_a_quote_at_the_threshold() -> None:
    """FINE has ten letters; of eight the Jaccard index is 0.8, of seven less."""
    start, end = FINE.content[0]
    eight, seven = (replace(FINE, content=((start, end - cut),)) for cut in (3, 4))
    assert counted([eight])["content.direct"] == [2, 1, 1, 1]
    assert counted([seven])["content.direct"] == [2, 1, 0, 0]
    assert counted([eight])["regions"] == [3, 1, 1, 1]
    assert counted([seven])["regions"] == [3, 0, 0, 0]
