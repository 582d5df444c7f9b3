"""How two different forms of a full name differ, and what that costs against one person."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal

from quoteminer.known.judge import is_several
from quoteminer.merging.rarity import is_initial
from quoteminer.names.lexicon import FEMALE_NAMES, MALE_NAMES, PARTICLES, full_forms
from quoteminer.names.person_names import PersonName, compare_people
from quoteminer.names.similarity import SAME_NAME, compare_given, compare_words, fold, is_slip, skeleton

Difference = Literal[
    "spelling",
    "sound",
    "middle name",
    "short form",
    "initial",
    "short family",
    "part",
    "order",
    "slip",
    "syllable",
    "generation",
]
NameKey = tuple[str, ...]

COSTS: Final[dict[Difference, float]] = {
    "spelling": 0.0,
    "sound": 0.3,
    "middle name": 0.3,
    "initial": 0.3,
    "short form": 0.4,
    "short family": 0.6,
    "part": 0.6,
    "order": 0.6,
    "slip": 1.0,
    "syllable": 1.0,
    "generation": 2.0,
}
"""What a difference costs, in the weights of `signs`. spelling: hyphens, particles; sound: a transliteration; middle
name: one lacks it; initial: J. for John; short form: Bob for Robert; short family: family names of few letters that
sound alike (Lee, Li); part: one lacks the first or the last part; order: the parts change places; slip: of the pen;
syllable: given names behind the family name that sound alike (Hanh, Hang), so short that they are mostly two;
generation: one lacks the Jr."""
_SHORT: Final = 4
"""Letters up to which a family name is short."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")


def name_key(name: PersonName) -> NameKey:
    """What is the same for names that differ in nothing but case, accents, hyphens and full stops ("Anna-Maria Lind",
    "Anna Maria Lind"), nor in a Mr and Mrs."""
    given = _squeezed("".join((name.given, *name.middle)))
    return given, _squeezed(name.family), fold(name.suffix), name.honorific_gender or ""


def spelt_out(name: PersonName) -> PersonName:
    """The name with its initials apart: "B.J. Harrow" as "B. J. Harrow"."""
    if not _INITIALS.fullmatch(name.given) or name.order != "given-first":
        return name
    first, *others = (letter + "." for letter in name.given if letter != ".")
    return replace(name, given=first, middle=(*others, *name.middle))


@lru_cache(maxsize=65536)
def difference(x: PersonName, y: PersonName) -> Difference | None:
    """The costliest difference of two full names that may be one person's; None where they are not, as
    `names.compare_people` has it. Symmetric. ("spelling" for equal ones.)"""
    if is_several(x.plain) != is_several(y.plain):
        return None
    if (fold(x.suffix) == "") != (fold(y.suffix) == ""):
        found = difference(replace(x, suffix=""), replace(y, suffix=""))
        return None if found in (None, "slip") else "generation"
    if compare_people(x, y) < SAME_NAME or _are_of_two_sexes(fold(x.given), fold(y.given)):
        return None
    if _squeezed(x.given) == _squeezed(y.family) and _squeezed(x.family) == _squeezed(y.given):
        return "order"
    kinds = {_of_given(x, y), _of_family(x, y), _of_middle(x, y)}
    if "part" in kinds and not (_has_word(x.given, y) or _has_word(y.given, x)):
        return None  # "B. J. Harrow" and "John Harrow": an initial says too little
    return max(kinds, key=lambda one: (COSTS[one], one))


def is_near(x: PersonName, y: PersonName) -> bool:
    """Whether two full names differ by a slip of the pen in the family name alone."""
    if name_key(replace(x, family="")) != name_key(replace(y, family="")):
        return False
    one, other = fold(x.family), fold(y.family)
    return one != other and bool(one and other) and is_slip(one, other)


def _of_family(x: PersonName, y: PersonName) -> Difference:
    one, other = _without_particles(x.family), _without_particles(y.family)
    if compare_words(one, other) == 100:
        return "spelling"
    if skeleton(one) == skeleton(other):
        return "sound" if min(len(one), len(other)) > _SHORT else "short family"
    return "slip" if is_slip(fold(one), fold(other)) else "part"


def _of_given(x: PersonName, y: PersonName) -> Difference:
    one, other = fold(x.given), fold(y.given)
    if _squeezed(one) == _squeezed(other):
        return "spelling"
    if is_initial(one) or is_initial(other):
        return "initial" if one[:1] == other[:1] else "part"
    if skeleton(one) == skeleton(other):
        return "syllable" if "family-first" in (x.order, y.order) else "sound"
    return "part" if full_forms(one).isdisjoint(full_forms(other)) else "short form"


def _are_of_two_sexes(x: str, y: str) -> bool:
    """ "Colin" and "Colleen", which sound alike."""
    return any(
        one in MALE_NAMES and other in FEMALE_NAMES and skeleton(x) == skeleton(y) for one, other in ((x, y), (y, x))
    )


def _has_word(given: str, name: PersonName) -> bool:
    words = (name.given, *name.middle)
    return any(compare_given(given, word) >= SAME_NAME for word in words if not is_initial(word)) and not is_initial(
        given
    )


def _of_middle(x: PersonName, y: PersonName) -> Difference:
    one, other = [[*map(_squeezed, name.middle)] for name in (x, y)]
    return "spelling" if one == other else "middle name"


def _without_particles(family: str) -> str:
    return " ".join(word for word in family.split() if fold(word) not in PARTICLES) or family


def _squeezed(part: str) -> str:
    return fold(part).replace("-", "").replace(" ", "")
