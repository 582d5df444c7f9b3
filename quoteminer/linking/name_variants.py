"""How two full names that may be one person's differ, and how many people share a name by chance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from math import log10
from typing import Final, Literal, get_args

from rapidfuzz import fuzz

from quoteminer.people.given_names import (
    EAST_ASIAN_FAMILIES,
    EITHER_SEX,
    FEMALE_NAMES,
    IBERIAN_FAMILIES,
    MALE_NAMES,
    NICKNAMES,
    full_forms,
)
from quoteminer.people.lexicon import PARTICLES
from quoteminer.people.names import PersonName, compare_people
from quoteminer.people.spelling import SAME_NAME, compare_given, compare_words, fold, is_slip, skeleton

Difference = Literal[
    "equal", "middle name", "sound", "initial", "short form", "part", "order", "loose", "slip", "syllable",
    "generation", "surname",
]  # fmt: skip
"""equal: but for case, accents, hyphens and particles; middle name: one lacks it; sound: a transliteration; initial: J.
for John; short form: Bob for Robert; part: one lacks the first or the last part; order: the parts change places; loose:
given names with the same consonants (Mikhail, Mikheil); slip: a typo in the family name; syllable: given names behind
the family name that sound alike (Hanh, Hang), mostly two; generation: one lacks the Jr.; surname: one is a name of one
word."""
_COSTLIEST: Final[tuple[Difference, ...]] = get_args(Difference)
REASONS: Final[dict[Difference, str]] = {
    "equal": "same name",
    "sound": "names spelt differently",
    "middle name": "a middle name in one only",
    "short form": "a short form of the given name",
    "initial": "an initial for the given name",
    "part": "a part of the name in one only",
    "order": "parts of the name in another order",
    "loose": "given names spelt differently",
    "slip": "family names that differ by a letter or two",
    "syllable": "given names of another spelling that may be another name",
    "generation": "Jr., Sr. or the like in one only",
    "surname": "a name of one word",
}
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")
_JOINT: Final = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_CJK_NAME: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,4}")
_ONE_SYLLABLE: Final = re.compile(r"[^aeiouy\W]*[aeiouy]+[^aeiouy\W]*")
_VOWELS: Final = re.compile("[aeiou]")
_LOOSE: Final = 80.0
"""The ratio, 0..100, that two given names with the same consonants need."""
WORDS: Final = {
    section.partition("]")[0]: section.partition("]")[2].partition("#")[0].split()
    for section in resources.files("quoteminer.linking").joinpath("words.txt").read_text("utf-8").split("[")[1:]
}
"""The word lists of words.txt by their names."""
SHORT_FORMS: Final = {
    short: frozenset(fulls.split("/")) for short, fulls in (pair.split("=") for pair in WORDS["short"])
}
_FREQUENT_GIVEN: Final = MALE_NAMES | FEMALE_NAMES | EITHER_SEX | NICKNAMES.keys() | set(WORDS["given"])
_FREQUENT_FAMILIES: Final = EAST_ASIAN_FAMILIES | IBERIAN_FAMILIES | set(WORDS["family"])


def is_several(name: str) -> bool:
    """True for the names of two who speak together."""
    return _JOINT.search(name) is not None


def is_initial(given: str) -> bool:
    """True for a given name of one letter."""
    return len(fold(given)) == 1


def is_bare(name: PersonName) -> bool:
    """True for a name of one word."""
    return name.order == "bare"


def spelt_out(name: PersonName) -> PersonName:
    """Part the initials of a name: "B.J. Harrow" becomes "B. J. Harrow"."""
    if not _INITIALS.fullmatch(name.given) or name.order != "given-first":
        return name
    first, *others = (letter + "." for letter in name.given if letter != ".")
    return replace(name, given=first, middle=(*others, *name.middle))


def name_key(name: PersonName) -> tuple[str, ...]:
    """Return what is the same for names that differ in case, accents, hyphens and full stops only ("Anna-Maria Lind",
    "Anna Maria Lind"), and in neither "Mr" and "Mrs" nor a suffix."""
    given = _squeezed("".join((name.given, *name.middle)))
    return given, _squeezed(name.family), fold(name.suffix), name.honorific_gender or ""


@lru_cache(maxsize=65536)
def difference(x: PersonName, y: PersonName) -> Difference | None:
    """Return the costliest difference of two names that may be one person's, None where they can't be. Symmetric."""
    if is_several(x.plain) != is_several(y.plain):
        return None
    if is_bare(x) or is_bare(y):
        return _of_bare(x, y)
    if (fold(x.suffix) == "") != (fold(y.suffix) == ""):
        found = difference(replace(x, suffix=""), replace(y, suffix=""))
        return None if found in (None, "slip") else "generation"
    if _are_of_two_sexes(fold(x.given), fold(y.given)):
        return None
    if compare_people(x, y) < SAME_NAME:
        return _of_far_given(x, y)
    if _squeezed(x.given) == _squeezed(y.family) and _squeezed(x.family) == _squeezed(y.given):
        return "order"
    kinds = {_of_given(x, y), _of_family(x, y), _of_middle(x, y)}
    if "part" in kinds and not (_has_word(x.given, y) or _has_word(y.given, x)):
        return None  # "B. J. Harrow" and "John Harrow": an initial says too little
    return max(kinds, key=_COSTLIEST.index)


def _of_far_given(x: PersonName, y: PersonName) -> Difference | None:
    """Compare names with given names that `compare_people` takes for two."""
    if (
        fold(x.suffix) != fold(y.suffix)
        or compare_words(x.family, y.family) < 90
        or "family-first" in (x.order, y.order)
    ):
        return None
    clash = x.honorific_gender and y.honorific_gender and x.honorific_gender != y.honorific_gender
    kind = given_variant(fold(x.given), fold(y.given))
    middles = [[fold(word)[:1] for word in one.middle] for one in (x, y)]
    return None if clash or (all(middles) and middles[0] != middles[1]) else kind


@lru_cache(maxsize=65536)
def given_variant(x: str, y: str) -> Literal["short form", "loose"] | None:
    """Return how two folded given names may stand for one another where `spelling.compare_given` takes them for two."""
    if x == y:
        return None
    if not set(SHORT_FORMS.get(x, {x})).isdisjoint(SHORT_FORMS.get(y, {y})):
        return "short form"
    near = min(len(x), len(y)) > 4 and x[0] == y[0] and (x[-1] == y[-1] or not {x[-1], y[-1]} & {"a", "o", "e"})
    return "loose" if near and fuzz.ratio(x, y) >= _LOOSE and _consonants(x) == _consonants(y) else None


def _consonants(word: str) -> str:
    return _VOWELS.sub("", skeleton(word))


def _of_bare(x: PersonName, y: PersonName) -> Difference | None:
    if fold(x.honorific_gender or "") != fold(y.honorific_gender or "") and x.honorific_gender and y.honorific_gender:
        return None
    if is_bare(x) and is_bare(y):
        return "surname" if compare_words(x.family, y.family) == 100 else None
    return "surname" if compare_words(x.family, y.family) >= 90 and compare_people(x, y) >= SAME_NAME else None


def _of_family(x: PersonName, y: PersonName) -> Difference:
    one, other = _without_particles(x.family), _without_particles(y.family)
    if compare_words(one, other) == 100:
        return "equal"
    if skeleton(one) == skeleton(other):
        return "sound"
    return "slip" if is_slip(fold(one), fold(other)) else "part"


def _of_given(x: PersonName, y: PersonName) -> Difference:
    one, other = fold(x.given), fold(y.given)
    if _squeezed(one) == _squeezed(other):
        return "equal"
    if is_initial(one) or is_initial(other):
        return "initial" if one[:1] == other[:1] else "part"
    if skeleton(one) == skeleton(other):
        return "syllable" if "family-first" in (x.order, y.order) else "sound"
    return "part" if full_forms(one).isdisjoint(full_forms(other)) else "short form"


def _of_middle(x: PersonName, y: PersonName) -> Difference:
    return "equal" if [*map(_squeezed, x.middle)] == [*map(_squeezed, y.middle)] else "middle name"


def _are_of_two_sexes(x: str, y: str) -> bool:
    """True for "Colin" and "Colleen", which sound alike."""
    return any(
        one in MALE_NAMES and other in FEMALE_NAMES and skeleton(x) == skeleton(y) for one, other in ((x, y), (y, x))
    )


def _has_word(given: str, name: PersonName) -> bool:
    words = [word for word in (name.given, *name.middle) if not is_initial(word)]
    return not is_initial(given) and any(compare_given(given, word) >= SAME_NAME for word in words)


def _without_particles(family: str) -> str:
    return " ".join(word for word in family.split() if fold(word) not in PARTICLES) or family


def _squeezed(part: str) -> str:
    return fold(part).replace("-", "").replace(" ", "")


class NameCounts:
    """How many people of a name a run has by chance. Each different full name counts once, however often it is quoted.

    The expected number is that of independent draws: all names, times the share of those with the family name, times
    the share of those with the given name; plus a few that any run may have of a name that is frequent in the world.
    """

    def __init__(self, names: Iterable[PersonName]) -> None:
        full = {(one.order, fold(one.given), fold(one.family)) for one in names if not is_bare(one)}
        self._all = Counter(order for order, _, _ in full)
        self._families = Counter((order, family) for order, _, family in full)
        self._givens = Counter((order, given) for order, given, _ in full)
        self._initials = Counter((order, given[:1]) for order, given, _ in full)

    def frequency(self, name: PersonName) -> float:
        """Return how frequent a name is, 0 (nobody else has it) to 1 (any run has several)."""
        order, given, family = name.order, fold(name.given), fold(name.family)
        givens = self._givens if len(given) > 1 else self._initials
        with_given, with_family = givens[order, given[:1] if len(given) < 2 else given], self._families[order, family]
        drawn = max(0, with_given - 1) * max(0, with_family - 1) / max(1, self._all[order])
        expected = (drawn + 10.0 ** (2 * (world_frequency(name) - 1))) * (0.1 if name.middle else 1.0)
        return min(1.0, max(0.0, 1 + log10(max(expected, 1e-9)) / 2))


@lru_cache(maxsize=65536)
def world_frequency(name: PersonName) -> float:
    """Return how frequent a name is in the world by the lists of frequent names: 0.25 neither part is, 0.5 the given or
    the family name, 1 both. Initials count as frequent given names; two family names make a name rarer. With the family
    name first: 0.6, or 1 where one syllable follows. A name of one word: 0.5, or 1 for a frequent family name."""
    given, family = fold(name.given), fold(name.family)
    if is_bare(name):
        return 0.75 if _CJK_NAME.fullmatch(family) else 0.5 + 0.5 * (family in _FREQUENT_FAMILIES)
    if name.order == "family-first":
        return 1.0 if _ONE_SYLLABLE.fullmatch(given) else 0.6
    frequent = len(given) == 1 or not _FREQUENT_GIVEN.isdisjoint({given, *full_forms(given)})
    found = (0.25, 0.5, 1.0)[frequent + (family.split(" ")[-1] in _FREQUENT_FAMILIES)]
    return max(0.25, found - 0.4) if " " in family else found
