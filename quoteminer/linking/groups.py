"""Disjoint groups of numbers, some of which must stay apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping

Partners = Mapping[int, set[int]]
"""The numbers of profiles that a profile, by its number, can't be joined with. Symmetric."""


class Groups:
    """Disjoint sets of numbers, at first one set for each number. ``of[number]`` is the group of a
    number."""

    def __init__(self, count: int) -> None:
        self.of = [[number] for number in range(count)]
        self._apart: dict[int, set[int]] = {}

    def keep_apart(self, number: int, other: int) -> None:
        """Forbid a group with both of two numbers, which must be in different groups now."""
        self._apart.setdefault(number, set()).add(other)
        self._apart.setdefault(other, set()).add(number)

    def join(self, number: int, other: int) -> None:
        """Join the groups of two numbers, unless `keep_apart` forbids it."""
        small, large = sorted((self.of[number], self.of[other]), key=len)
        if small is not large and not self.are_apart(small, large):
            large += small
            for member in small:
                self.of[member] = large

    def are_apart(self, group: Collection[int], other: Collection[int]) -> bool:
        return are_partners(self._apart, group, other)

    def label(self, number: int) -> int:
        """Return the first member of a number's group, which identifies it until groups are
        joined."""
        return self.of[number][0]


def are_partners(partners: Partners, group: Collection[int], other: Collection[int]) -> bool:
    """True if a profile of one group can't be joined with one of the other."""
    small, large = sorted((group, other), key=len)
    return any(number in partners and not partners[number].isdisjoint(large) for number in small)
