"""Speaker profiles, and the groups of profiles that are one person or organisation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from quoteminer.types import SpeakerKind


@dataclass(slots=True, eq=False)
class SpeakerProfile:
    """A speaker as one article or several describe them.

    ``key``: of the row of the user's list, "" for none. ``described``: descriptions ("the senator"), if no role is
    known. ``text_id``: the article, if the same words may mean somebody else in another article; else "".
    ``articles``: their number; ``spellings`` of the name, with their numbers of articles; ``stories``: id and index of
    a few articles, the lowest ids. ``person``: the number of the person, 0 for a source without a name of its own.
    """

    kind: SpeakerKind
    name: str
    role: str
    affiliation: str
    key: str = ""
    described: str = ""
    text_id: str = ""
    articles: int = 0
    spellings: Counter[str] = field(default_factory=Counter)
    stories: list[tuple[str, int]] = field(default_factory=list)
    person: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two profiles, by number, that may be one person: ``merged`` or kept apart. ``score``: the probability, 0..1."""

    one: int
    other: int
    score: float
    reason: str
    merged: bool = False


class Groups:
    """Disjoint sets of numbers, at first one for each number. ``of[number]`` is the group of a number."""

    def __init__(self, count: int) -> None:
        self.of = [[number] for number in range(count)]

    def join(self, one: int, other: int) -> None:
        """Unite the groups of two numbers."""
        small, large = sorted((self.of[one], self.of[other]), key=len)
        if small is not large:
            large += small
            for number in small:
                self.of[number] = large

    def label(self, number: int) -> int:
        """Return the member that stands for the group of a number, until it is joined to another one."""
        return self.of[number][0]
