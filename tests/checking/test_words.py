"""Words that are compared as the same, and words that an editor's marks leave out."""

from __future__ import annotations

import pytest

from quoteminer.checking.words import grave_kinds, words_of

SAME, OTHER = True, False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("“It’s late,” — she said.", "it's late she said", SAME),
        ("Erdoğan met Wałęsa", "Erdogan met Walesa", SAME),
        ("THE BUDGET IS LATE", "the budget is late", SAME),
        ("4,200 people; 6 %", "4200 people 6 percent", SAME),
        ("twenty-five of two hundred", "25 of 200", SAME),
        ("[T]he roof leaks", "the roof leaks", SAME),
        ("Well, uh, we – um – agree (laughter)", "well we agree", SAME),
        ("the [leaking] roof [sic]", "the roof", SAME),
        ("The U.S. army", "the US army", SAME),
        ("the centre organised a programme", "the center organized a programme", SAME),
        ("tell us", "tell US", OTHER),
        ("who decides", "WHO decides", OTHER),
        ("4.2 million", "42 million", OTHER),
        ("$5", "€5", OTHER),
        ("we're here", "were here", OTHER),
        ("two, three", "5", OTHER),
        ("twenty " + "9" * 5000, "29", OTHER),
        ("two" + " hundred" * 3000, "200", OTHER),
    ],
)
def test_which_words_are_the_same(one: str, other: str, same: bool) -> None:
    assert (words_of(one).keys == words_of(other).keys) is same


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("We … agree", {1: "ellipsis"}),
        ("We . . . agree", {1: "ellipsis"}),
        ("We […] agree", {1: "ellipsis"}),
        ("We [the board] agree", {1: "brackets"}),
        ("We work[ed] hard", {1: "brackets"}),
        ("We agree …", {}),
        ("See [the list](https://example.org)", {}),
    ],
)
def test_breaks(text: str, breaks: dict[int, str]) -> None:
    assert words_of(text).breaks == breaks


@pytest.mark.parametrize(
    ("draft", "source", "grave"),
    [
        ("we will close", "we will not close", ("negation",)),
        ("we cannot", "we can", ("negation",)),
        ("that is unlikely", "that is likely", ("negation",)),
        ("we didn't go", "we did not go", ()),
        ("five of them", "six of them", ("number",)),
        ("2 million", "2 billion", ("number",)),
        ("we met Okafor", "we met Okoro", ("name",)),
        ("we met Mei-ling", "we met Mei-lan", ("name",)),
        ("we met in March", "we met in May", ("name",)),
        ("a big house", "a large house", ()),
    ],
)
def test_grave_kinds(draft: str, source: str, grave: tuple[str, ...]) -> None:
    mine, theirs = words_of(draft), words_of(source)
    assert grave_kinds(mine, range(len(mine)), theirs, range(len(theirs))) == grave
