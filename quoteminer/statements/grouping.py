"""Join matching quotes into statements, the most certain matches first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

SAME_DAYS: Final = 3
"""Articles at most this many days apart may report one occasion."""


class Match(NamedTuple):
    """Two quotes that are one statement, and how certain this is, 0..1. ``lasting``: they match even on different
    occasions; otherwise somebody may simply have said the same again."""

    score: float
    number: int
    other: int
    lasting: bool


def joined(
    matches: Iterable[Match], day: Callable[[int], int | None], apart: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """Return groups of quotes. ``day`` returns the day of a quote as an ordinal. ``apart``: pairs that must not be in
    one group."""
    group_of: dict[int, list[int]] = {}
    partners = defaultdict[int, set[int]](set)
    for number, other in apart:
        partners[number].add(other)
        partners[other].add(number)
    for match in sorted(matches, key=lambda match: (-match.score, match.number, match.other)):
        groups = [group_of.setdefault(number, [number]) for number in (match.number, match.other)]
        small, large = sorted(groups, key=len)
        if small is large or any(not partners[number].isdisjoint(large) for number in small if number in partners):
            continue
        days = [one for number in (*small, *large) if (one := day(number)) is not None]
        if not match.lasting and days and max(days) - min(days) > SAME_DAYS:
            continue
        large += small
        for number in small:
            group_of[number] = large
    return [group for number, group in group_of.items() if group[0] == number and len(group) > 1]
