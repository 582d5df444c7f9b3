"""The verdict on a quotation: from its best passage among all sources, or several that make it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from quoteminer.checking.alignment import Compared, Passage
from quoteminer.checking.record import CheckedQuote, Difference, SaidBy, SourcePlace, Verdict
from quoteminer.checking.words import Words, is_content
from quoteminer.records import Speaker

_FOUND: Final = 0.6  # the share of a quotation's weight that the places must have; with less it is not found
_SEAM: Final = 1.5  # the cost of each further place, in words of weight
_CHANGE: Final = 0.3  # the cost of each difference of a passage, beside that in its score
_NEAR: Final = 60  # characters between two places that are one
_KEPT: Final = 16  # passages of all sources that are kept of one quotation
_PART: Final = 4  # words of a part of a stitched quotation at least, two of them of weight
WORST_FIRST: Final[tuple[SaidBy, ...]] = ("another speaker", "unknown", "same speaker")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, where it stands, who says it. ``several``: its words are of different speakers."""

    passage: Passage
    place: SourcePlace
    said_by: SaidBy
    several: bool = False

    @property
    def rank(self) -> tuple[float, int]:
        """The more of the quotation and the fewer changes, the better; of equal ones that of the same speaker."""
        score = self.passage.score - _CHANGE * len(self.passage.inside.differences)
        return round(score, 6), WORST_FIRST.index(self.said_by)


@dataclass(slots=True, eq=False)
class Quotation:
    """A quotation of a draft, and its best passages among all sources so far; memory does not grow with the sources.

    ``unfound`` is the result where no source has it. ``sure``: nothing about its speaker is doubtful. ``denied``: the
    draft has a negation before it.
    """

    unfound: CheckedQuote
    words: Words
    speaker: Speaker | None
    sure: bool
    denied: bool
    _found: list[Found] = field(default_factory=list)

    def wants(self, passage: Passage) -> bool:
        """True for a passage that may be a place: no worse than those kept, and with half of the quotation, or with a
        part of it as long as no passage has all words."""
        if passage.score < 0.5 * self.words.weights[-1]:
            keys = [self.words.keys[at] for at in passage.inside.same]
            whole = self._found and len(self._found[0].passage.inside.same) == len(self.words)
            if whole or len(keys) < _PART or sum(map(is_content, keys)) < 2:
                return False
        return len(self._found) < _KEPT or passage.score >= self._found[-1].passage.score

    def add(self, found: Found) -> None:
        """Keep a passage, and no more than the best."""
        self._found = sorted([*self._found, found], key=lambda one: one.rank, reverse=True)[:_KEPT]

    def judged(self) -> CheckedQuote:
        """Return the quotation with the verdict that the passages so far come to."""
        chosen = self._chosen()
        differences, same = self._compared(chosen) if chosen else Compared([], set())
        weights = self.words.weights
        match = sum(weights[at + 1] - weights[at] for at in same) / weights[-1]
        if match < _FOUND:
            return self.unfound
        negation = chosen[0].passage.negation if chosen[0].passage.first == 0 and not self.denied else ""
        verdict: Verdict = "shortened" if differences else "verbatim"
        if any(one.kind != "left out" or one.grave for one in differences):
            verdict = "altered"
        elif len(chosen) > 1 or any(one.several for one in chosen):
            verdict = "stitched"
        return replace(
            self.unfound,
            verdict=verdict,
            said_by=min((one.said_by for one in chosen), key=WORST_FIRST.index),
            match=round(match, 3),
            differences=tuple(differences),
            places=tuple(one.place for one in chosen),
            negation=negation or None,
        )

    def _chosen(self) -> list[Found]:
        """Return the passages, in order, that together have most of the quotation (weighted intervals)."""
        weights = self.words.weights
        ordered = sorted(self._found, key=lambda one: (one.passage.first, *(-part for part in one.rank)))
        best: list[tuple[tuple[float, int], list[Found]]] = []
        for one in ordered:
            first = one.passage.first
            score, chain = one.rank, [one]
            for other, (before, earlier) in zip(ordered, best, strict=False):
                both = max(0, other.passage.end - first)
                if both >= one.passage.edge or other.passage.end >= one.passage.end or _adjoin(other.place, one.place):
                    continue
                gain = one.rank[0] - (weights[first + both] - weights[first]) - _SEAM
                if (before[0] + gain, one.rank[1]) > score:
                    score, chain = (before[0] + gain, one.rank[1]), [*earlier, one]
            best.append((score, chain))
        return max(best, key=lambda pair: pair[0], default=((), []))[1]

    def _compared(self, chosen: Sequence[Found]) -> Compared:
        """Compare the quotation with these passages: within them, before, between and behind."""
        passages = [one.passage for one in chosen]
        differences: list[Difference] = []
        same: set[int] = set()
        end = 0
        for place, one in enumerate(passages):
            tail = passages[place - 1].tails.get(one.first) if place else None
            before = tail or one.heads.get(end) or self._added(range(end, one.first))
            differences += _at(place - 1 if tail else place, before) + _at(place, one.inside)
            same |= before.same | one.inside.same
            end = max(end, one.end)
        behind = passages[-1].tails[len(self.words)]
        return Compared(differences + _at(len(passages) - 1, behind), same | behind.same)

    def _added(self, stretch: range) -> Compared:
        words = self.words
        added = [Difference("added", words.shown(stretch), "", words.span(stretch), None)] if stretch else []
        return Compared(added, set())


def _adjoin(one: SourcePlace, other: SourcePlace) -> bool:
    """True for two places so near, in order, that one passage has them both."""
    return (one.id, one.source) == (other.id, other.source) and 0 <= other.start - one.end <= _NEAR


def _at(place: int, compared: Compared) -> list[Difference]:
    return [replace(one, place=place) for one in compared.differences]
