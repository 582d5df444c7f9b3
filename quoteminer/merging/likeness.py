"""How two different forms of a full name differ, and what that costs against one person."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal

from quoteminer.known.judge import is_several
from quoteminer.merging.rarity import is_initial
from quoteminer.people.given_names import full_forms
from quoteminer.people.lexicon import PARTICLES
from quoteminer.people.names import PersonName, compare_people
from quoteminer.people.spelling import SAME_NAME, fold, is_slip, skeleton

Difference = Literal["spelling", "sound", "middle name", "short form", "initial", "part", "order", "slip", "generation"]
NameKey = tuple[str, ...]

COSTS: Final[dict[Difference, float]] = {
    "spelling": 0.0,
    "sound": 0.3,
    "middle name": 0.3,
    "short form": 0.3,
    "initial": 0.5,
    "part": 0.6,
    "order": 0.6,
    "slip": 1.0,
    "generation": 2.0,
}
"""What a difference costs, in the weights of `signs`. spelling: hyphens, particles; sound: a transliteration; middle
name: one lacks it; short form: Bob for Robert; initial: J. for John; part: one lacks the first or the last part; order:
the parts change places; slip: of the pen; generation: one lacks the Jr."""


def name_key(name: PersonName) -> NameKey:
    """What is the same for names that differ in nothing but case, accents, hyphens and full stops."""
    return *map(_squeezed, (name.given, *name.middle, name.family)), fold(name.suffix)


@lru_cache(maxsize=65536)
def difference(x: PersonName, y: PersonName) -> Difference | None:
    """The costliest difference of two full names that may be one person's; None where they are not, as
    `names.compare_people` has it. Symmetric. ("spelling" for equal ones.)"""
    if is_several(x.plain) != is_several(y.plain):
        return None
    if (fold(x.suffix) == "") != (fold(y.suffix) == ""):
        same = compare_people(replace(x, suffix=""), replace(y, suffix="")) >= SAME_NAME
        return "generation" if same else None
    if compare_people(x, y) < SAME_NAME:
        return None
    found = {_of_given(x, y), _of_family(x, y), _of_middle(x, y)}
    if "part" in found or "slip" in found:
        turned = _squeezed(x.given) == _squeezed(y.family) and _squeezed(x.family) == _squeezed(y.given)
        found = {"order"} if turned and not x.middle + y.middle else found
    return max(found, key=lambda one: (COSTS[one], one))


def is_near(x: PersonName, y: PersonName) -> bool:
    """Whether two full names differ by a slip of the pen in the family name alone."""
    if name_key(replace(x, family="")) != name_key(replace(y, family="")):
        return False
    one, other = fold(x.family), fold(y.family)
    return one != other and bool(one and other) and is_slip(one, other)


def _of_family(x: PersonName, y: PersonName) -> Difference:
    one, other = _without_particles(x.family), _without_particles(y.family)
    if _squeezed(one) == _squeezed(other):
        return "spelling"
    if skeleton(one) == skeleton(other):
        return "sound"
    return "slip" if is_slip(fold(one), fold(other)) else "part"


def _of_given(x: PersonName, y: PersonName) -> Difference:
    one, other = fold(x.given), fold(y.given)
    if _squeezed(one) == _squeezed(other):
        return "spelling"
    if is_initial(one) or is_initial(other):
        return "initial" if one[:1] == other[:1] else "part"
    if not full_forms(one).isdisjoint(full_forms(other)):
        return "short form"
    return "sound" if skeleton(one) == skeleton(other) else "part"


def _of_middle(x: PersonName, y: PersonName) -> Difference:
    one, other = [[*map(_squeezed, name.middle)] for name in (x, y)]
    return "spelling" if one == other else "middle name"


def _without_particles(family: str) -> str:
    return " ".join(word for word in family.split() if fold(word) not in PARTICLES) or family


def _squeezed(part: str) -> str:
    return fold(part).replace("-", "").replace(" ", "")
