"""What role and affiliation say about two people of one name: for one person, against it, or nothing.

Weights are decimal logarithms, so that they add up with how rare the name is (`rarity`): 1 is ten times as likely.
They are set by hand, with a look at the merges of 536 articles, for few wrong merges rather than for few missed ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from quoteminer.merging.broad import is_broad
from quoteminer.merging.callings import SEATS, Calling, RoleRelation, calling_of, relate_roles
from quoteminer.names.organisations import compare_organisations, core_words, plain_organisation
from quoteminer.names.similarity import SAME_NAME

BodyRelation = Literal["unknown", "same", "open", "other"]
"""Of two affiliations. unknown: one says nothing; open: one name may be short for the other."""

SAME_BODY: Final = 90.0
"""The score of two names of organisations from which on they are one."""
_ROLES: Final = {
    "unknown": 0.0,
    "same": 0.8,
    "akin": 0.2,
    "open": -0.5,
    "distant": -0.5,
    "accused": -1.0,
    "contrary": -3.0,
}
_SLIGHTLY: Final = 0.4
"""What a role counts that many have ("spokeswoman")."""
_BODIES: Final = {"unknown": 0.0, "same": 1.5, "open": 0.0, "other": -1.0}
_BROADLY: Final = 0.2
"""What an affiliation counts that millions have, or that any town has one of ("China", "Police Department")."""
_OTHER_SEAT: Final = -2.5
"""What another place counts for an office of one place: mayors of two towns."""
_POLITICIANS: Final = -0.4
"""What another affiliation counts for two politicians: country, party, house and constituency are all theirs."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What is known of somebody besides the name; no affiliation is empty."""

    calling: Calling = Calling()
    affiliation: str = ""

    @property
    def knows(self) -> int:
        """How much is known: 0 nothing, 1 role or affiliation, 2 both."""
        return bool(self.calling.words) + bool(self.affiliation)


class Signs(NamedTuple):
    """What two stances say. ``weight`` above 0 is for one person. ``against``: something speaks against it."""

    weight: float
    against: bool
    roles: RoleRelation
    bodies: BodyRelation


@lru_cache(maxsize=65536)
def stance_of(role: str | None, affiliation: str | None) -> Stance:
    """The stance of a role and an affiliation as a record has them."""
    return Stance(calling_of(role), plain_organisation(affiliation or ""))


@lru_cache(maxsize=262144)
def relate(x: Stance, y: Stance) -> Signs:
    """What two stances say of whether they are one person's. Symmetric."""
    roles, bodies = relate_roles(x.calling, y.calling), relate_bodies(x.affiliation, y.affiliation)
    weight = _weight_of_roles(roles, x.calling, y.calling)
    weight += _weight_of_bodies(bodies, x, y)
    return Signs(weight, bodies == "other" or roles in ("distant", "accused", "contrary"), roles, bodies)


def _weight_of_roles(roles: RoleRelation, x: Calling, y: Calling) -> float:
    slight = roles == "same" and (x.slight or y.slight)
    return _SLIGHTLY if slight else _ROLES[roles]


def _weight_of_bodies(bodies: BodyRelation, x: Stance, y: Stance) -> float:
    if bodies == "same" and (is_broad(x.affiliation) or is_broad(y.affiliation)):
        return _BROADLY
    return _weight_of_other(x.calling, y.calling) if bodies == "other" else _BODIES[bodies]


def _weight_of_other(x: Calling, y: Calling) -> float:
    if x.words & y.words & SEATS:
        return _OTHER_SEAT
    return _POLITICIANS if "politics" in x.fields & y.fields else _BODIES["other"]


@lru_cache(maxsize=262144)
def relate_bodies(x: str, y: str) -> BodyRelation:
    """How two affiliations go together. Symmetric."""
    if not x or not y:
        return "unknown"
    score = compare_organisations(x, y)
    if score >= SAME_BODY:
        return "same"
    one, other = set(core_words(x)), set(core_words(y))
    return "open" if score >= SAME_NAME or one <= other or other <= one else "other"
