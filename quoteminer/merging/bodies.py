"""Organisations: those of one name are one, and an acronym is whose it is where the articles say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from quoteminer.known.index import BodyIndex
from quoteminer.merging.broad import COMMON_WORDS
from quoteminer.merging.doubts import Doubts
from quoteminer.names.lexicon import (
    DETERMINERS,
    DOCUMENT_NOUNS,
    NAMELESS_NOUNS,
    ORG_NOUNS,
    PERSON_NOUNS,
    QUANTIFIERS,
    singular,
)
from quoteminer.names.organisations import compare_organisations, core_words, is_acronym, plain_organisation, turned
from quoteminer.names.similarity import SAME_NAME, fold

MOST_FITTING: Final = 5
"""Longer names that a short one is noted as doubtful with; where more fit, it says nothing."""
_LONG_ACRONYM: Final = 4
"""Letters from which on an acronym stands for the one name in the run that it fits."""
_NOUNS: Final = ORG_NOUNS | DOCUMENT_NOUNS | PERSON_NOUNS | NAMELESS_NOUNS | COMMON_WORDS | {"authority"}


@dataclass(slots=True)
class Body:
    """An organisation: all faces that have one name. ``open``: the user's list has several that it may be."""

    name: str
    key: str
    open: bool
    faces: list[int] = field(default_factory=list)
    articles: int = 0


def has_name(text: str) -> bool:
    """False for what is a source without a name of its own: "the government", "Police", "local reports"."""
    words = [word for word in text.split() if fold(word) not in DETERMINERS | QUANTIFIERS]
    if not words or all(map(str.islower, words)):
        return False
    if any(any(map(str.isupper, word)) for word in words[1:]) or not words[0].istitle():
        return True
    nouns = [fold(word) in _NOUNS or singular(fold(word)) in _NOUNS for word in words]
    several = words[-1].islower() and singular(words[-1]) != words[-1] and nouns[-1]
    return not several and not all(nouns)  # else the capital is that of a sentence


def body_key(text: str) -> tuple[str, ...]:
    """What is the same for names of one organisation that differ in "the", "Inc." and the like, or in the order of the
    words ("Department of Justice", "Justice Department")."""
    words = core_words(text) or (fold(text),)
    return turned(words) or words


class Bodies:
    """Joins organisations of different names.

    Args:
        bodies: those of each name.
        forms: what the articles of a face call it, in how many of them.
        doubts: takes what is not sure.
    """

    def __init__(self, bodies: Sequence[Body], forms: Callable[[int], Counter[str]], doubts: Doubts) -> None:
        self._bodies, self._forms, self._doubts = bodies, forms, doubts
        self._index = BodyIndex()
        for number, body in enumerate(bodies):
            self._index.add(body.name, number)
        self._index.close()

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The places of acronyms and of the bodies that they stand for. The others are noted as doubtful."""
        longer: dict[int, list[int]] = defaultdict(list)
        for number, body in enumerate(self._bodies):
            for other in self._index.like(body.name).tolist():
                if other != number and self._is_shorter(number, other):
                    longer[number].append(other)
        for number, others in longer.items():
            if len(others) == 1 and self._stands_for(number, others[0]):
                yield number, others[0]
            elif len(others) <= MOST_FITTING:
                for other in others:
                    self._note(number, other, alone=len(others) == 1)

    def _is_shorter(self, number: int, other: int) -> bool:
        one, two = self._bodies[number], self._bodies[other]
        short, long = core_words(one.name), core_words(two.name)
        shorter = (len(short), one.name) < (len(long), two.name)
        return (
            shorter and not _is_one_of_several(short, long) and compare_organisations(one.name, two.name) >= SAME_NAME
        )

    def _stands_for(self, number: int, other: int) -> bool:
        """Whether an acronym is that of a name: an article gives both, or it is a long one. The user's list decides
        before."""
        short, long = self._bodies[number], self._bodies[other]
        acronym = plain_organisation(short.name)
        if short.key or long.key or short.open or long.open or not is_acronym(acronym) or is_acronym(long.name):
            return False
        defined = any(
            fold(plain_organisation(form)) == fold(acronym) for face in long.faces for form in self._forms(face)
        )
        return defined or sum(map(str.isalpha, acronym)) >= _LONG_ACRONYM

    def _note(self, number: int, other: int, *, alone: bool) -> None:
        one, two = self._bodies[number], self._bodies[other]
        if one.key and two.key:
            return
        acronym = is_acronym(one.name) and not is_acronym(two.name)
        reason = "an acronym that may stand for it" if acronym else "names that may be one"
        score = (compare_organisations(one.name, two.name) - SAME_NAME) / 20
        self._doubts.add(one.faces[0], two.faces[0], score, reason if alone else f"{reason}; others fit as well")


def _is_one_of_several(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """ "AP" and "AP and NBC News"."""
    size = len(short)
    behind, before = long[size : size + 1], long[-size - 1 : -size]
    return (long[:size] == short and behind == ("and",)) or (long[-size:] == short and before == ("and",))
