"""Names filed so that those that may be somebody's are found without looking at all (see `sounds` and `blocks`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

import numpy as np

from quoteminer.known.blocks import NO_ROWS, Blocks, Numbers
from quoteminer.known.sounds import (
    alone_key,
    body_keys,
    body_lookups,
    other_givens,
    person_keys,
    person_lookups,
    slip_key,
)
from quoteminer.names.lexicon import full_forms
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import SAME_NAME, compare_given, fold, skeleton

SLIP: Final = 80.0
"""The ratio, 0..100, from which on two family names may be one with a slip of the pen; comparing decides."""
MOST_SLIPS: Final = 8
"""Family names spelt nearly so that are looked at."""
_SLIPS: Final = 0.08
"""Letters that are missing in one of two given names, at most, as a share of the letters of both (see
`spelling.compare_given`, where they need a ratio of 92)."""


class PersonIndex:
    """Persons' names with a number each. `add` everything, then `close`, then ask."""

    def __init__(self) -> None:
        self._blocks = Blocks()

    def add(self, name: PersonName, number: int) -> None:
        """File a name; a number may have several."""
        for key, given in person_keys(name):
            self._blocks.add(key, given, number)

    def close(self) -> None:
        """Nothing is added any more."""
        self._blocks.close()

    def alone(self, name: PersonName) -> Numbers:
        """The numbers of all that have this name of one word as their family name."""
        return self._blocks.all(alone_key(name))

    def like(self, name: PersonName) -> Numbers:
        """The numbers of the names that a full name may be another form of."""
        return self._having(person_lookups(name))

    def near(self, name: PersonName) -> Numbers:
        """The numbers of the names that it may be a slip of the pen for."""
        slips = self._blocks.like(slip_key(name), least=SLIP, most=MOST_SLIPS)
        return self._having((key, fold(name.given)) for key in slips)

    def _having(self, pairs: Iterable[tuple[str, str]]) -> Numbers:
        """The numbers filed under one of these family names, with the given name beside it or one that it may be."""
        return union(
            self._blocks.with_second(key, given, other_givens(given), partial(_fits, given)) for key, given in pairs
        )


class BodyIndex:
    """Organisations' names with a number each. `add` everything, then `close`, then ask."""

    def __init__(self) -> None:
        self._blocks = Blocks()

    def add(self, name: str, number: int) -> None:
        """File a name; a number may have several."""
        for key in body_keys(name):
            self._blocks.add(key, "", number)

    def close(self) -> None:
        """Nothing is added any more."""
        self._blocks.close()

    def like(self, name: str) -> Numbers:
        """The numbers of the names that a name may be another form of."""
        return union(self._blocks.all(key) for key in body_lookups(name))


def union(parts: Iterable[Numbers]) -> Numbers:
    """All numbers of the parts, ascending, each once."""
    found = list(parts)
    return np.unique(np.concatenate(found)) if found else NO_ROWS


def _fits(given: str, other: str) -> bool:
    return not _are_strange(given, other) and compare_given(given, other) >= SAME_NAME


def _are_strange(given: str, other: str) -> bool:
    """Whether two given names, folded, are two at first sight: most are, and comparing them takes ten times as long.
    Neither is an initial, they don't sound alike, none is short for the other, and they are too short for slips."""
    letters, edits = len(given) + len(other), abs(len(given) - len(other)) or 2
    if min(len(given), len(other)) < 2 or not (given.isalpha() and other.isalpha()) or edits <= _SLIPS * letters:
        return False
    return skeleton(given) != skeleton(other) and full_forms(given).isdisjoint(full_forms(other))
