"""Articles of any length that nobody wrote: coined people who say things, directly and indirectly, between plain prose.

The same arguments give the same text. The cast grows with the article, as in a long report: about one new name in 150
words. All quotation marks are well paired, so that no system loses a paragraph.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

SHORT_WORDS = 70
"""About so many words has a short article: a brief, or an agency's first lines."""

_GIVEN = "Ana Bela Carl Dina Emil Fatou Goran Hana Ivo Jana Kemal Lena Milan Nadia Omar Petra Rosa Tariq Wanda".split()
_STARTS = "Bar Cal Dor Fen Gar Hol Kes Lam Mor Nor Pel Quin Ros Sal Tor Vel Wen Yar Zel".split()
_ENDS = "ado bek den field gren ic kov lund man nik o ovic quist ri sen son ström ton well".split()
_POSTS = ("mayor", "harbour master", "head teacher", "union leader", "surveyor", "curator", "engineer", "councillor")
_THINGS = ("bridge", "ferry", "archive", "orchard", "market hall", "tram line", "reservoir", "library", "lighthouse")
_ACTS = (
    "would be closed for the winter",
    "cost more than anyone had planned",
    "was worth every hour of the work",
    "could open before the end of May",
    "needed a new roof and better light",
    "had been forgotten for too long",
)
_PROSE = (
    "The {thing} stands at the edge of the town, where the road bends towards the old quarry and the river slows down.",
    "Work on the {thing} began three years ago and stopped twice, first for want of money and then for want of steel.",
    "On Tuesday some forty people came to look at the plans, which hung on the walls of the school until the evening.",
)
_REPORTS = (
    "“The {thing} {act},” said {full}, the {post}. “We have known that since the spring.”",
    "{family} said that the {thing} {act}.",
    "According to {full}, the {thing} {act}.",
    "“Nobody asked us whether the {thing} {act},” {family} told the meeting, and added that the letters had come late.",
    "{full}, the {post}, denied that the {thing} {act}.",
    "She said the {other} {act}, but “not in a single year”.",
)


def article(words: int, *, seed: int = 0) -> str:
    """A text of at least ``words`` words and at most a paragraph more."""
    dice = random.Random(seed)
    paragraphs: list[str] = []
    count = 0
    for paragraph in _paragraphs(dice):
        if count >= words:
            return "\n\n".join(paragraphs)
        paragraphs.append(paragraph)
        count += len(paragraph.split())
    raise AssertionError("paragraphs never end")


def short_articles(count: int) -> list[tuple[str, str]]:
    """Pairs (id, text) of about SHORT_WORDS words."""
    return [(f"short-{number}", article(SHORT_WORDS, seed=number)) for number in range(count)]


def _paragraphs(dice: random.Random) -> Iterator[str]:
    cast: list[tuple[str, str, str]] = []
    while True:
        if not cast or dice.random() < 0.3:
            cast.append(_person(dice))
        given, family, post = dice.choice(cast[-12:])
        words = {
            "full": f"{given} {family}", "family": family, "post": post, "act": dice.choice(_ACTS),
            "thing": dice.choice(_THINGS), "other": dice.choice(_THINGS),
        }  # fmt: skip
        kinds = dice.choice([(_REPORTS,), (_PROSE, _REPORTS), (_REPORTS, _REPORTS), (_PROSE, _PROSE, _REPORTS)])
        yield " ".join(dice.choice(kind).format(**words) for kind in kinds)


def _person(dice: random.Random) -> tuple[str, str, str]:
    family = dice.choice(_STARTS) + dice.choice(["", "al", "en", "im", "or", "ul"]) + dice.choice(_ENDS)
    return dice.choice(_GIVEN), family, dice.choice(_POSTS)
