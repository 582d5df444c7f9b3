"""How rare a name is: how many people of that name a run is likely to have by chance.

Two articles that name an Ignatius Quill mean one man; two that name a John Smith may mean two. What a shared name
counts for is weighed by its frequency, as in I. P. Fellegi and A. B. Sunter, A Theory for Record Linkage (JASA 1969).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from math import log10
from typing import Final, NamedTuple

from quoteminer.names.lexicon import (
    EAST_ASIAN_FAMILIES,
    EITHER_SEX,
    FEMALE_NAMES,
    IBERIAN_FAMILIES,
    MALE_NAMES,
    NICKNAMES,
    full_forms,
)
from quoteminer.names.person_names import NameOrder, PersonName
from quoteminer.names.similarity import fold

RAREST: Final = 1.5
COMMONEST: Final = -0.5
"""The most and the least that a shared name counts, as a decimal logarithm."""
_EVERYBODY: Final = 1.0
"""Namesakes that a name of a frequent given and a frequent family name has in any run, however small."""
_HALF_COMMON: Final = 0.1
"""The same where one of both is frequent."""
_UNCOMMON: Final = 0.03
"""The same where none is."""
_BARE: Final = 3.0
"""The same of a name of one word; ten times as many where it is a frequent family name."""
_WHOLE_WORD: Final = 0.3
"""The same of three or four signs of Chinese, Japanese or Korean, which are a full name in one word."""
_SHARED_MIDDLE: Final = 0.1
"""By how much a middle name makes namesakes rarer, or an initial."""

_FREQUENT_GIVEN: Final = MALE_NAMES | FEMALE_NAMES | EITHER_SEX | NICKNAMES.keys()
_FREQUENT_FAMILIES: Final = EAST_ASIAN_FAMILIES | IBERIAN_FAMILIES | frozenset(
    """
    smith jones williams brown taylor davies evans thomas johnson roberts walker wright robinson thompson white hughes
    edwards green hall lewis harris clarke clark patel jackson wood turner martin cooper hill ward morris moore miller
    king watson baker harrison morgan allen scott young adams campbell mitchell anderson phillips parker murphy kelly
    lee davis bell stewart wilson murray macdonald reid ross robertson graham shaw hunt simpson marshall collins
    richardson cox rogers cook howard carter peterson bailey gray james watkins foster russell myers hamilton
    singh kumar sharma gupta khan ali ahmed hussain hussein hassan mohammed mohamed begum das shah mishra yadav
    muller schmidt schneider fischer weber meyer wagner becker hoffmann rossi russo ferrari bianchi
    martin bernard dubois durand petit ivanov petrov smirnov popov ivanova petrova kuznetsov nowak kowalski
    silva santos oliveira souza pereira costa ferreira gonzalez rodriguez fernandez lopez martinez sanchez perez
    gomez hernandez jimenez ramirez johansson andersson hansen olsen larsen jensen nielsen yilmaz kaya demir
    sato suzuki takahashi tanaka watanabe ito yamamoto nakamura jansen devries cohen levy
    """.split()
)  # fmt: skip
_ONE_SYLLABLE = re.compile(r"[^aeiouy\W]*[aeiouy]+[^aeiouy\W]*")
_CJK_NAME = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,4}")


class _Words(NamedTuple):
    """The words of a full name that its frequency is told by."""

    order: NameOrder
    given: str
    family: str


class Rarity:
    """How many people of a name a run has by chance, told by its full names: each name counts once, however often it
    is quoted.

    The expected number is that of independent draws: all names, times the share of those with the family name, times
    the share of those with the given name; names with the family in front are a people of their own. To that come a
    few whom even the smallest run may have, where the name is a frequent one.
    """

    def __init__(self, names: Iterable[PersonName]) -> None:
        full = {_words(name) for name in names if name.order != "bare"}
        self._all = Counter(order for order, _, _ in full)
        self._families = Counter((order, family) for order, _, family in full)
        self._givens = Counter((order, given) for order, given, _ in full)
        self._initials = Counter((order, given[:1]) for order, given, _ in full)
        self._alone = Counter(word for _, given, family in full for word in {given, family})

    def namesakes(self, name: PersonName) -> float:
        """How many others of the name are expected, from 0.003 on."""
        if name.order == "bare":
            return self._alone[fold(name.family)] + _least_alone(name)
        words = _words(name)
        others = self._givens if len(words.given) > 1 else self._initials
        with_given = others[words.order, words.given] - 1
        with_family = self._families[words.order, words.family] - 1
        expected = max(0, with_given) * max(0, with_family) / max(1, self._all[words.order]) + _least(name)
        return expected * _SHARED_MIDDLE if name.middle else expected


def weight_of(namesakes: float, articles: float = 1.0) -> float:
    """What a shared name counts for one person. ``articles`` that have the name: where they are many more than the
    namesakes, one of them is the one whom the news are about."""
    return min(RAREST, max(COMMONEST, log10(max(articles, 1.0) / namesakes)))


def is_initial(given: str) -> bool:
    """Whether a given name is a letter only."""
    return len(fold(given)) == 1


def _words(name: PersonName) -> _Words:
    return _Words(name.order, fold(name.given), fold(name.family))


def _least(name: PersonName) -> float:
    if is_initial(name.given):
        return _EVERYBODY
    given, family = fold(name.given), fold(name.family)
    short = name.order == "family-first" and _ONE_SYLLABLE.fullmatch(given) is not None
    frequent = not _FREQUENT_GIVEN.isdisjoint({given, *full_forms(given)}) or short
    return (_UNCOMMON, _HALF_COMMON, _EVERYBODY)[frequent + (family in _FREQUENT_FAMILIES)]


def _least_alone(name: PersonName) -> float:
    if _CJK_NAME.fullmatch(name.family):
        return _WHOLE_WORD
    return _BARE * (10 if fold(name.family) in _FREQUENT_FAMILIES else 1)
