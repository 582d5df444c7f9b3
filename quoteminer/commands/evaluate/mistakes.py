"""Find the mistakes of a prediction, quote by quote, and their cost in letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from quoteminer.commands.evaluate.alignment import (
    Alignment,
    LetteredQuote,
    align,
    is_canonical_name,
    is_name_or_alias,
)
from quoteminer.commands.evaluate.counts import SAME_QUOTE, SAME_WORDS, named_speaker
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker

MistakeKind = Literal["missed", "invented", "other words", "wrong source", "wrong name"]
MISTAKE_KINDS: Final[tuple[MistakeKind, ...]] = get_args(MistakeKind)
# least share of letters in other quotes if an unmatched quote is part of one, or two joined
MOSTLY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold quote that is missing or wrong in the prediction, or a quote that only the prediction
    has.

    The two quotes were matched (None: missing; a speaker of None: unknown). A pair can have several
    ``kinds``:

    - missed: no unmatched predicted quote shares a letter with it;
    - invented: no unmatched gold quote shares a letter with it;
    - other words: the Jaccard index of the letters is below SAME_WORDS; or it has no match, but
      half of it or more is in quotes of the other side with the right source: it was cut in
      two, or two quotes became one;
    - wrong source: the words for the source share no letter;
    - wrong name: the figures of names count the quote, and the predicted name is not the canonical
      one; or it is speech of nobody named, in an article that was checked as a whole.

    The cost counts letters. ``lost``: letters of the gold quote that are in no predicted quote;
    ``invented``: letters of the predicted quote that are in no gold quote; ``misattributed``:
    letters of the gold quote, or of an unmatched predicted quote, that are in a quote of the other
    side, but not with the right source (and person).
    """

    kinds: tuple[MistakeKind, ...]
    gold: GoldArticle
    predicted: GoldArticle
    gold_quote: GoldQuote | None
    predicted_quote: GoldQuote | None
    gold_speaker: GoldSpeaker | None = None
    predicted_speaker: GoldSpeaker | None = None
    lost: int = 0
    misattributed: int = 0
    invented: int = 0

    @property
    def cost(self) -> int:
        return self.lost + self.misattributed + self.invented

    @property
    def start(self) -> int:
        """The start of the first span of content."""
        return min(
            span[0]
            for quote in (self.gold_quote, self.predicted_quote)
            if quote
            for span in quote.content
        )


def find_mistakes(gold: GoldArticle, predicted: GoldArticle) -> list[Mistake]:
    """Return the mistakes of one article, in text order. They are all the errors counted in the row
    ``content.all``."""
    comparison = _Comparison(gold, predicted, align(gold, predicted))
    matched = comparison.aligned.matched(0.0)
    mistakes: list[Mistake | None] = []
    for ours in range(len(comparison.aligned.gold)):
        mistakes.append(
            comparison.pair(ours, matched[ours]) if ours in matched else comparison.missed(ours)
        )
    unmatched = set(range(len(comparison.aligned.predicted))).difference(matched.values())
    mistakes += map(comparison.invented, sorted(unmatched))
    return sorted(filter(None, mistakes), key=lambda mistake: mistake.start)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Compares two readings of an article. Methods take the indices of quotes in ``aligned``."""

    gold: GoldArticle
    predicted: GoldArticle
    aligned: Alignment

    def missed(self, ours: int) -> Mistake:
        """Return the mistake for a gold quote without a match."""
        gold, (lost, misattributed) = self.aligned.gold[ours], self._cost(0, ours)
        kinds = (_kind("missed", gold, lost + misattributed),)
        return Mistake(
            kinds,
            self.gold,
            self.predicted,
            gold.quote,
            None,
            gold.speaker,
            None,
            lost,
            misattributed,
        )

    def invented(self, theirs: int) -> Mistake:
        """Return the mistake for a predicted quote without a match."""
        quote, (invented, misattributed) = self.aligned.predicted[theirs], self._cost(1, theirs)
        kinds = (_kind("invented", quote, invented + misattributed),)
        pair = (None, quote.quote, None, quote.speaker)
        return Mistake(
            kinds, self.gold, self.predicted, *pair, misattributed=misattributed, invented=invented
        )

    def pair(self, ours: int, theirs: int) -> Mistake | None:
        """Return the mistake for two matched quotes, None if nothing is wrong."""
        gold, quote = self.aligned.gold[ours], self.aligned.predicted[theirs]
        jaccard = self.aligned.jaccard(ours, theirs)
        checks: dict[MistakeKind, bool] = {
            "other words": jaccard < SAME_WORDS,
            "wrong source": not self.aligned.same_source(ours, theirs),
            "wrong name": (
                jaccard >= SAME_QUOTE and not self._has_name(ours, theirs, is_canonical_name)
            ),
        }
        kinds = tuple(kind for kind, is_wrong in checks.items() if is_wrong)
        pair = (gold.quote, quote.quote, gold.speaker, quote.speaker)
        costs = (*self._cost(0, ours), self._cost(1, theirs)[0])
        return Mistake(kinds, self.gold, self.predicted, *pair, *costs) if kinds else None

    def _cost(self, side: int, index: int) -> tuple[int, int]:
        """Count the letters of a quote that are in no quote of the other side, and those that are
        only in wrong ones. ``side``: 0 for a gold quote, 1 for a predicted one."""
        sides = self.aligned.gold, self.aligned.predicted
        content, held, right = sides[side][index].content, set[int](), set[int]()
        for pair in self.aligned.shared:
            if pair[side] == index:
                both = content & sides[1 - side][pair[1 - side]].content
                held |= both
                right |= both if self._is_right(*pair) else set()
        return len(content) - len(held), len(held - right)

    def _is_right(self, ours: int, theirs: int) -> bool:
        """Return True if the source is right and, if the figures count it, also the speaker."""
        return self._has_name(ours, theirs, is_name_or_alias) and self.aligned.same_source(
            ours, theirs
        )

    def _has_name(self, ours: int, theirs: int, fits: Callable[[str, GoldSpeaker], bool]) -> bool:
        """Return True if the name is right, or the figures don't count it. In an article that a
        person has checked, a name for speech of nobody named is wrong."""
        gold, quote = self.aligned.gold[ours], self.aligned.predicted[theirs]
        if speaker := named_speaker(gold):
            return fits(quote.name, speaker)
        nobody = self.gold.checked == "all" and gold.quote.act == "speech"
        return not (nobody and named_speaker(quote))


def _kind(kind: MistakeKind, quote: LetteredQuote, wrong: int) -> MistakeKind:
    """Return the kind of mistake for a quote without a match, by its number of wrong letters."""
    return "other words" if len(quote.content) - wrong >= MOSTLY * len(quote.content) else kind
