"""Judge a quotation by its best passage in all sources, or by several passages that it combines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from quoteminer.commands.check.check_record import (
    CheckedQuote,
    Difference,
    SaidBy,
    SourcePlace,
    Verdict,
)
from quoteminer.commands.check.grave import Lead, is_denied
from quoteminer.commands.check.omissions import mark_exchanges
from quoteminer.commands.check.passages import Compared, Passage
from quoteminer.commands.check.said_by import DraftSpeaker
from quoteminer.commands.check.word_lists import LISTS
from quoteminer.commands.check.words import Words, is_content

# least share of a quotation's weight that must match; below it the verdict is "not found"
_FOUND: Final = 0.6
_SEAM: Final = 1.5  # cost of each further passage, in content words
_CHANGE: Final = 0.3  # cost of each difference, in addition to its cost in the passage's score
_NEAR: Final = 60  # two passages with at most this many characters between them are not stitched
_KEPT: Final = 16  # most passages kept for one quotation, of all sources
_PART: Final = 4  # least words of a part of a stitched quotation, two of them content words
_SENTENCE: Final = 3  # least words of a source that make a separate place
_STOP: Final = re.compile(r"[.!?:;]")
_REST: Final = re.compile(r"\s*([^.!?\n]*[^\s.!?]|[.!?])")  # of a sentence
_ELSEWHERE: Final = 5  # the most other places that a verdict lists
WORST_FIRST: Final[tuple[SaidBy, ...]] = ("another speaker", "unknown", "same speaker")
# the last one first
_PREFERRED: Final[tuple[SaidBy, ...]] = ("unknown", "another speaker", "same speaker")


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with its place in a source and the comparison of its speaker. ``several``: it has
    several speakers."""

    passage: Passage
    place: SourcePlace
    said_by: SaidBy
    several: bool = False

    @property
    def rank(self) -> tuple[float, int]:
        """The sort key, highest for the best: score less changes, then the same speaker, then a
        known speaker."""
        score = self.passage.score - _CHANGE * len(self.passage.inside.differences)
        return round(score, 6), _PREFERRED.index(self.said_by)

    @property
    def extent(self) -> tuple[float, int, int]:
        """The score and the place of the passage: equal for passages that match equally well."""
        return self.rank[0], self.passage.first, self.passage.end


@dataclass(slots=True, eq=False)
class Quotation:
    """A quotation of a draft with its best passages so far, at most a fixed number. ``template``:
    the result to fill in, with the verdict "not found"; ``lead``: the draft's words before it."""

    template: CheckedQuote
    words: Words
    who: DraftSpeaker
    lead: Lead
    _found: list[FoundPassage] = field(default_factory=list)
    _paraphrase: CheckedQuote | None = None
    _paraphrase_rank: tuple[float, int] = (0.0, 0)

    def wants(self, passage: Passage) -> bool:
        """True if the passage is worth keeping: it scores as well as the worst kept passage, and it
        covers half of the quotation, or a long enough part while no kept passage covers all of
        it."""
        if passage.score < 0.5 * self.words.weights[-1]:
            keys = [self.words.keys[index] for index in passage.inside.same]
            whole = self._found and self._found[0].rank[0] > self.words.weights[-1] - _SEAM
            if whole or len(keys) < _PART or sum(map(is_content, keys)) < 2:
                return False
        return len(self._found) < _KEPT or passage.score >= self._found[-1].passage.score

    def add(self, passage: FoundPassage) -> None:
        """Add a passage, and drop the worst if there are too many."""
        found = sorted([*self._found, passage], key=lambda found: found.rank, reverse=True)
        self._found = found[:_KEPT]

    def is_found(self) -> bool:
        """True if a passage has enough of its words, so that no paraphrase is needed."""
        return any(found.passage.score >= _FOUND * self.words.weights[-1] for found in self._found)

    def add_paraphrase(self, place: SourcePlace, share: float, said_by: SaidBy) -> None:
        """Keep the verdict for a passage that the quotation may paraphrase, and that has a share,
        0..1, of its words, if it is the best so far."""
        rank = share, _PREFERRED.index(said_by)
        if rank > self._paraphrase_rank:
            found = replace(self.template, said_by=said_by, match=round(share, 3), places=(place,))
            self._paraphrase = replace(found, verdict="altered", paraphrase=True)
            self._paraphrase_rank = rank

    def judged(self) -> CheckedQuote:
        """Return the quotation with its verdict. Altered: words differ, or an omission reverses the
        meaning; a paraphrase is altered, too."""
        chosen = self._chosen()
        differences, same = self._compared(chosen) if chosen else Compared([], set())
        weights = self.words.weights
        match = sum(weights[index + 1] - weights[index] for index in same) / weights[-1]
        if match < _FOUND:
            return self._paraphrase or self.template
        negation, added = self._negations(chosen[0])
        differences = [*self._lost_bound(chosen[0]), *mark_exchanges(differences)]
        differences.extend(self._fused(chosen))
        seams = [change for change in differences if _joins(change, chosen)]
        others = [change for change in differences if change not in seams]
        differences = [
            replace(change, grave=()) if change in seams else change for change in differences
        ]
        verdict: Verdict = "shortened" if differences else "verbatim"
        if any(change.kind != "left out" or change.grave for change in others):
            verdict = "altered"
        elif seams or len(chosen) > 1 or any(found.several for found in chosen):
            verdict = "stitched"
        return replace(
            self.template,
            verdict=verdict,
            said_by=min((found.said_by for found in chosen), key=WORST_FIRST.index),
            match=round(match, 3),
            differences=tuple(differences),
            places=tuple(found.place for found in chosen),
            negation=negation or None,
            added_negation=added or None,
            elsewhere=self._elsewhere(chosen),
        )

    def _negations(self, found: FoundPassage) -> tuple[str, str]:
        """Return the negation that stands before the words in the source alone, and that in the
        draft alone."""
        if found.passage.first:
            return "", ""
        negation = found.passage.negation
        is_added = self.lead.negation and not negation and not is_denied(found.place.before)
        return "" if self.lead.denied else negation, self.lead.negation if is_added else ""

    def _lost_bound(self, found: FoundPassage) -> Iterator[Difference]:
        """Yield the bound before an amount with which the words begin, if the draft has none."""
        span, start = found.passage.bound, self.words.spans[0][0]
        if span and not found.passage.first and not self.lead.bounded:
            words = found.place.before[span[0] - found.place.start :][: span[1] - span[0]]
            yield Difference("left out", "", words, (start, start), span, ("amount",), place=0)

    def _fused(self, chosen: Sequence[FoundPassage]) -> Iterator[Difference]:
        """Yield the end of a sentence or clause that the source has between two passages, if the
        quotation makes one sentence of both without a mark."""
        for place, (found, following) in enumerate(pairwise(chosen)):
            first, end = following.passage.first, found.passage.end
            seam = range(first, end + 1)
            left_out = _REST.match(found.place.after)
            if seam and left_out and not any(map(self.words.begins_sentence, seam)):
                start = found.place.end + left_out.start(1)
                span = start, found.place.end + left_out.end(1)
                at = self.words.span(range(first, first))
                words = " ".join(left_out[1].split())
                yield Difference("left out", "", words, at, span, ("cut",), place=place)

    def _elsewhere(self, chosen: Sequence[FoundPassage]) -> tuple[SourcePlace, ...]:
        """Return other places that match as well as the chosen one, if only one was chosen."""
        if len(chosen) > 1:
            return ()
        taken = [chosen[0].place]
        for found in self._found:
            is_taken = any(_overlap(found.place, place) for place in taken)
            if found.extent == chosen[0].extent and not is_taken:
                taken.append(found.place)
        return tuple(taken[1 : _ELSEWHERE + 1])

    def _chosen(self) -> list[FoundPassage]:
        """Return the passages, in order, that together match most of the quotation (weighted
        intervals)."""
        weights = self.words.weights
        ordered = sorted(
            self._found, key=lambda found: (found.passage.first, *(-part for part in found.rank))
        )
        best: list[tuple[tuple[float, int], list[FoundPassage]]] = []
        for found in ordered:
            first = found.passage.first
            chains = [(found.rank, [found])]
            for other, (before, earlier) in zip(ordered, best, strict=False):
                both = max(0, other.passage.end - first)
                is_covered = both >= found.passage.edge or other.passage.end >= found.passage.end
                if not is_covered and not _adjoin(other.place, found.place):
                    gain = found.rank[0] - (weights[first + both] - weights[first]) - _SEAM
                    chains.append(((before[0] + gain, found.rank[1]), [*earlier, found]))
            best.append(max(chains, key=lambda pair: pair[0]))
        return max(best, key=lambda pair: pair[0], default=((), []))[1]

    def _compared(self, chosen: Sequence[FoundPassage]) -> Compared:
        """Compare the whole quotation with these passages: within, before, between and after
        them."""
        passages = [found.passage for found in chosen]
        differences: list[Difference] = []
        same: set[int] = set()
        end = 0
        for place, passage in enumerate(passages):
            tail = passages[place - 1].tails.get(passage.first) if place else None
            before = tail or passage.heads.get(end) or Compared([], set())
            differences += _at(place - 1 if tail else place, before)
            if end < passage.first and not (tail or end in passage.heads):
                unmatched = range(end, passage.first)
                span = self.words.span(unmatched)
                differences.append(Difference("added", self.words.shown(unmatched), "", span, None))
            differences += _at(place, passage.inside)
            same |= before.same | passage.inside.same
            end = max(end, passage.end)
        after = passages[-1].tails[len(self.words)]
        return Compared(differences + _at(len(passages) - 1, after), same | after.same)


def _joins(change: Difference, chosen: Sequence[FoundPassage]) -> bool:
    """True if the draft's words only join two places of the sources ("and"), or replace sentences
    between them, and no part of one."""
    if (
        not change.draft
        or "cut" in change.grave
        or any(word not in LISTS["joining"] for word in change.draft.lower().split())
    ):
        return False
    if change.kind == "added":
        return len(chosen) > 1 and change.place is None
    if change.place is None or change.source_span is None or len(change.source.split()) < _SENTENCE:
        return False
    place = chosen[change.place].place
    before = place.start - len(place.before)
    around = slice(max(0, change.source_span[0] - before - 2), change.source_span[1] - before)
    return bool(_STOP.search((place.before + place.text + place.after)[around]))


def _adjoin(place: SourcePlace, other: SourcePlace) -> bool:
    """True if the second place follows so closely that the two are not stitched."""
    return _are_of_one_text(place, other) and 0 <= other.start - place.end <= _NEAR


def _overlap(place: SourcePlace, other: SourcePlace) -> bool:
    overlap = place.start < other.end and other.start < place.end
    return overlap and _are_of_one_text(place, other)


def _are_of_one_text(place: SourcePlace, other: SourcePlace) -> bool:
    return (place.id, place.source) == (other.id, other.source)


def _at(place: int, compared: Compared) -> list[Difference]:
    return [replace(change, place=place) for change in compared.differences]
