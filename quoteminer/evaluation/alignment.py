"""Match predicted quotes with those of the gold by the letters and digits that their contents share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Span

EDGE: Final = " \t\n\r\xa0\"“”‘’'„«»,.;:"
"""Characters that are ignored at the ends of a span."""

Letters = frozenset[int]
"""Positions of letters and digits."""


def letters_of(text: str, spans: Iterable[Span]) -> Letters:
    """Return the positions of the letters and digits inside the spans, as far as these lie inside the text."""
    inside = (at for start, end in spans for at in range(max(start, 0), min(end, len(text))))
    return frozenset(at for at in inside if text[at].isalnum())


def trimmed(text: str, span: Span) -> Span:
    """Return the span without EDGE at its ends; a span of nothing else becomes empty, at its end."""
    words = text[span[0] : span[1]]
    start = span[1] - len(words.lstrip(EDGE))
    return start, start + len(words.strip(EDGE))


def shared_letters(some: Sequence[Collection[int]], others: Sequence[Collection[int]]) -> dict[tuple[int, int], int]:
    """Count the letters that each pair of indices shares, pairs without any left out. Time is linear in the letters,
    times the quotes that a letter is in."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for index, letters in enumerate(others):
        for at in letters:
            holders[at].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for index, letters in enumerate(some):
        shared.update((index, other) for at in letters for other in holders.get(at, ()))
    return dict(shared)


@dataclass(frozen=True, slots=True)
class LetteredQuote:
    """A quote with the letters of its content and its source, and its speaker (None: unknown)."""

    quote: GoldQuote
    content: Letters
    source: Letters
    speaker: GoldSpeaker | None

    @property
    def name(self) -> str:
        """The speaker's name; empty for an unknown speaker."""
        return self.speaker.name if self.speaker else ""


def _lettered(text: str, reading: GoldArticle) -> tuple[LetteredQuote, ...]:
    """Return the quotes whose contents have letters."""
    known = {one.id: one for one in reading.speakers}
    found = []
    for quote in reading.quotes:
        if content := letters_of(text, quote.content):
            speaker = None if quote.speaker is None else known.get(quote.speaker)
            found.append(LetteredQuote(quote, content, letters_of(text, quote.source), speaker))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two readings of one article. ``shared`` has the pairs (gold index, predicted index) whose contents overlap, and
    by how many letters."""

    text: str
    gold: tuple[LetteredQuote, ...]
    predicted: tuple[LetteredQuote, ...]
    shared: Mapping[tuple[int, int], int]

    def jaccard(self, gold: int, predicted: int) -> float:
        """Return the Jaccard index of the letters of two contents, 0..1."""
        common = self.shared.get((gold, predicted), 0)
        return common / (len(self.gold[gold].content) + len(self.predicted[predicted].content) - common)

    def matched(self, threshold: float) -> dict[int, int]:
        """Return gold index to predicted index, one to one: again and again the pair that is left with the highest
        Jaccard index, down to ``threshold`` (0..1; 0 takes any overlap). Of equal pairs, the one with the lower gold
        index comes first, then the one with the lower predicted index."""
        found = [(-self.jaccard(*pair), *pair) for pair in self.shared]
        matched: dict[int, int] = {}
        taken: set[int] = set()
        for _, gold, predicted in sorted(one for one in found if -one[0] >= threshold):
            if gold not in matched and predicted not in taken:
                matched[gold] = predicted
                taken.add(predicted)
        return matched

    def same_source(self, gold: int, predicted: int) -> bool:
        """Return True if the two sources share a letter, or both quotes have none."""
        ours, theirs = self.gold[gold].source, self.predicted[predicted].source
        return not ours.isdisjoint(theirs) or not (ours or theirs)


def align(gold: GoldArticle, predicted: GoldArticle) -> Alignment:
    """Align a prediction with the gold. Both are readings of ``gold.text``."""
    ours, theirs = _lettered(gold.text, gold), _lettered(gold.text, predicted)
    shared = shared_letters([one.content for one in ours], [one.content for one in theirs])
    return Alignment(gold.text, ours, theirs, shared)
