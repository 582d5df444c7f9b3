"""Merges that are not sure: kept apart, and listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quoteminer.merging.likeness import Difference
from quoteminer.merging.signs import Signs

LISTED: Final = 5
"""Others that are listed for a person, the likeliest ones."""
DOUBTFUL: Final = -0.5
"""What is listed has a higher score; else two are held for different people."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two faces, by number, that may be one person; one face twice where its articles are kept apart. ``score`` as in
    `cluster.MERGE`: from 1 on they would be merged if nothing else stood against it."""

    one: int
    other: int
    score: float
    reason: str


class Doubts:
    """Takes doubts, and keeps the best few of each person. ``left_out`` counts the others."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], Doubt] = {}

    def add(self, one: int, other: int, score: float, reason: str) -> None:
        """Note a doubt about two faces, the first ones of their persons. Of several about the same two, the best one
        counts."""
        pair = (min(one, other), max(one, other))
        old = self._found.get(pair)
        if score > DOUBTFUL and (old is None or (score, reason) > (old.score, old.reason)):
            self._found[pair] = Doubt(*pair, score, reason)

    def best(self) -> Iterator[Doubt]:
        """The doubts that are among the best few of one of their two, the likeliest first."""
        seen: dict[int, int] = defaultdict(int)
        for doubt in sorted(self._found.values(), key=lambda one: (-one.score, one.one, one.other)):
            if min(seen[doubt.one], seen[doubt.other]) < LISTED:
                yield doubt
            seen[doubt.one] += 1
            seen[doubt.other] += 1


def reason_of(difference: Difference, signs: Signs, namesakes: float, *, torn: bool = False) -> str:
    """Why two are neither merged nor held for different people, in a few words."""
    parts = ["same name" if difference == "spelling" else _DIFFERENCES[difference]]
    parts += [said for said in (_ROLES[signs.roles], _BODIES[signs.bodies]) if said]
    parts += [_RARITY] if namesakes > 0.5 else []
    parts += ["others fit as well"] if torn else []
    return "; ".join(parts)


_RARITY: Final = "a frequent name"
_DIFFERENCES: Final[dict[Difference, str]] = {
    "sound": "names spelt differently",
    "middle name": "a middle name in one only",
    "short form": "a short form of the given name",
    "initial": "an initial for the given name",
    "short family": "short family names that sound alike",
    "part": "a part of the name in one only",
    "syllable": "given names of another spelling that may be another name",
    "order": "parts of the name in another order",
    "slip": "family names that differ by a letter or two",
    "generation": "Jr., Sr. or the like in one only",
}
_ROLES: Final = {
    "unknown": "",
    "same": "same role",
    "akin": "roles of one field",
    "open": "different roles",
    "distant": "roles of different fields",
    "accused": "one accused of a crime",
    "contrary": "roles that hardly go together",
}
_BODIES: Final = {
    "unknown": "",
    "same": "same affiliation",
    "open": "similar affiliations",
    "other": "different affiliations",
}
