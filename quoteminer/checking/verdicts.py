"""The verdict on a quotation: from its best passage among all sources, or several that make it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quoteminer.checking.alignment import Compared, Passage, weights
from quoteminer.checking.record import Difference, SaidBy, SourcePlace, Verdict
from quoteminer.checking.words import Words, is_content

_FOUND: Final = 0.6
"""The share of a quotation's weight that the places must have; with less it is not found."""
_SEAM: Final = 1.5
"""The cost of each further place, in words of weight: one place is better than two that say a little more."""
_NEAR: Final = 60
"""Characters between two places that are one."""
_KEPT: Final = 16
"""Passages of all sources that are kept of one quotation."""
_PART: Final = 4
_HEAVY: Final = 2
"""Words of a part of a stitched quotation at least, and those of weight among them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, where it stands, who says it. ``several``: its words are of different speakers."""

    passage: Passage
    place: SourcePlace
    said_by: SaidBy
    several: bool = False

    @property
    def rank(self) -> tuple[float, bool, bool]:
        """The more of the quotation and the fewer changes, the better; of equal ones that of the same speaker."""
        return (
            round(self.passage.score - 0.3 * len(self.passage.differences), 6),
            self.said_by == "same speaker",
            self.said_by == "unknown",
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and its reasons, as in `CheckedQuote`."""

    verdict: Verdict
    said_by: SaidBy = "unknown"
    match: float = 0.0
    differences: tuple[Difference, ...] = ()
    places: tuple[SourcePlace, ...] = ()
    negation: str = ""


class Pool:
    """The best passages of one quotation among all sources so far; memory does not grow with the sources."""

    def __init__(self, quote: Words) -> None:
        self._weight = weights(quote)
        self._quote = quote
        self._found: list[Found] = []

    def wants(self, passage: Passage) -> bool:
        """True for a passage that may be a place: no worse than what is kept, with half of the quotation, or with four
        words, two of them of weight, that no place has yet beside all others."""
        if passage.score < 0.5 * self._weight[-1]:
            keys = [self._quote.keys[at] for at in passage.matched]
            if self._whole or len(keys) < _PART or sum(map(is_content, keys)) < _HEAVY:
                return False
        return len(self._found) < _KEPT or passage.score >= self._found[-1].passage.score

    @property
    def _whole(self) -> bool:
        return bool(self._found) and len(self._found[0].passage.matched) == len(self._quote)

    def add(self, found: Found) -> None:
        """Keep a passage, and no more than the best."""
        self._found = sorted([*self._found, found], key=lambda one: one.rank, reverse=True)[:_KEPT]

    def judge(self) -> Judgement:
        """Return the verdict that the passages so far come to."""
        chosen = self._chosen()
        if not chosen:
            return Judgement("not found")
        matched, differences = self._compared(chosen)
        total = self._weight[-1]
        match = sum(self._weight[at + 1] - self._weight[at] for at in matched) / total
        if match < _FOUND:
            return Judgement("not found")
        places = tuple(one.place for one in chosen)
        sayings = {one.said_by for one in chosen}
        said_by: SaidBy = next(one for one in ("another speaker", "unknown", "same speaker") if one in sayings)
        verdict = _verdict(differences, stitched=len(chosen) > 1 or any(one.several for one in chosen))
        negation = chosen[0].passage.negation if chosen[0].passage.first == 0 else ""
        return Judgement(verdict, said_by, round(match, 3), tuple(differences), places, negation)

    def _chosen(self) -> list[Found]:
        """The passages, in the quotation's order, that together say most of it (weighted intervals)."""
        ordered = sorted(self._found, key=lambda one: (one.passage.first, *(-float(part) for part in one.rank)))
        best: list[tuple[tuple[float, ...], list[Found]]] = []
        for one in ordered:
            score: tuple[float, ...] = one.rank
            chain = [one]
            for other, (before, earlier) in zip(ordered, best, strict=False):
                both = max(0, other.passage.end - one.passage.first)
                if both >= one.passage.edge or other.passage.end >= one.passage.end or _adjoin(other.place, one.place):
                    continue
                overlap = self._weight[one.passage.first + both] - self._weight[one.passage.first]
                joined = (before[0] + one.rank[0] - overlap - _SEAM, *one.rank[1:])
                if joined > score:
                    score, chain = joined, [*earlier, one]
            best.append((score, chain))
        return max(best, key=lambda pair: pair[0], default=((), []))[1]

    def _compared(self, chosen: Sequence[Found]) -> tuple[set[int], list[Difference]]:
        """The words that the passages have, and what differs: within them, before, between and behind."""
        passages = [one.passage for one in chosen]
        matched: set[int] = set()
        differences: list[Difference] = []
        end = 0
        for place, one in enumerate(passages):
            last = passages[place - 1].tails.get(one.first) if place else None
            found, same = last or one.heads.get(end) or self._added(end, one.first)
            differences += _at(place - 1 if last else place, found) + _at(place, one.differences)
            matched |= same | one.matched
            end = max(end, one.end)
        found, same = passages[-1].tails[len(self._quote)]
        return matched | same, differences + _at(len(passages) - 1, found)

    def _added(self, first: int, end: int) -> Compared:
        """Words that no passage has."""
        if first >= end:
            return (), frozenset()
        span = self._quote.span(first, end)
        return (Difference("added", self._quote.shown(first, end), "", span, None),), frozenset()


def _adjoin(one: SourcePlace, other: SourcePlace) -> bool:
    """True for two places so near, in order, that one passage has them both."""
    return (one.id, one.source) == (other.id, other.source) and 0 <= other.start - one.end <= _NEAR


def _at(place: int, differences: Iterable[Difference]) -> list[Difference]:
    return [replace(one, place=place) for one in differences]


def _verdict(differences: Iterable[Difference], *, stitched: bool) -> Verdict:
    """Words that differ alter a quotation; so do words left out that turn its sense."""
    kinds = list(differences)
    if any(one.kind != "left out" or one.grave for one in kinds):
        return "altered"
    if stitched:
        return "stitched"
    return "shortened" if kinds else "verbatim"
