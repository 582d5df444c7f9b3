"""The mistakes of a prediction, quote by quote, and their cost in letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from quoteminer.evaluation.alignment import Alignment, Letters, align, is_name, is_name_or_alias
from quoteminer.evaluation.counts import SAME_QUOTE, SAME_WORDS, named_speaker
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker

MistakeKind = Literal["missed", "invented", "other words", "wrong source", "wrong name"]
MISTAKE_KINDS: Final[tuple[MistakeKind, ...]] = get_args(MistakeKind)
MOSTLY: Final = 0.5
"""From this share on of its letters, a quote without a match is a piece of another quote, or two that became one."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold quote that is missing or wrong in the prediction, or a quote that only the prediction has.

    The two quotes were matched (None: missing; a speaker of None: unknown). A pair can have several ``kinds``:

    - missed: no predicted quote is left that shares a letter with it;
    - invented: no gold quote is left that shares a letter with it;
    - other words: the Jaccard index of the letters is below SAME_WORDS; or none is left, but MOSTLY it stands in quotes
      of the other side with the right source: it was cut in two, or two became one;
    - wrong source: the words for the source share no letter;
    - wrong name: the figures of names count the quote, and the predicted name is not the canonical one.

    The cost counts letters: ``lost``, those of the gold quote that no predicted quote holds; ``invented``, those of the
    predicted quote that no gold quote holds; ``misattributed``, those of the gold quote, or of a predicted one without
    a match, that the other side holds, but not with the right source (and person).
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
        return min(span[0] for quote in (self.gold_quote, self.predicted_quote) if quote for span in quote.content)


def find_mistakes(gold: GoldArticle, predicted: GoldArticle) -> list[Mistake]:
    """Return the mistakes of one article, in text order. They add up to what ``content.all`` of the figures misses."""
    aligned = align(gold, predicted)
    matched = aligned.matched(0.0)
    taken = set(matched.values())
    pairs: list[tuple[int | None, int | None]] = [(at, matched.get(at)) for at in range(len(aligned.gold))]
    pairs += [(None, at) for at in range(len(aligned.predicted)) if at not in taken]
    found = (_mistake(gold, predicted, aligned, *pair) for pair in pairs)
    return sorted((one for one in found if one.kinds), key=lambda mistake: mistake.start)


def _mistake(
    gold: GoldArticle, predicted: GoldArticle, aligned: Alignment, ours: int | None, theirs: int | None
) -> Mistake:
    """Return the mistake of a pair of indices, one of which may be None; without ``kinds`` if nothing is wrong."""
    golden = None if ours is None else aligned.gold[ours]
    found = None if theirs is None else aligned.predicted[theirs]
    lost = misattributed = invented = 0
    kinds: list[MistakeKind] = []
    if ours is not None and golden:
        over = {at: aligned.predicted[at].content for one, at in aligned.shared if one == ours}
        lost, misattributed = _uncovered(golden.content, over, {at for at in over if _is_right(aligned, ours, at)})
        kinds = ["other words" if _is_mostly_right(golden.content, lost + misattributed) else "missed"]
    if theirs is not None and found:
        over = {at: aligned.gold[at].content for at, one in aligned.shared if one == theirs}
        invented, wrong = _uncovered(found.content, over, {at for at in over if _is_right(aligned, at, theirs)})
        if ours is None:
            misattributed = wrong
            kinds = ["other words" if _is_mostly_right(found.content, invented + wrong) else "invented"]
        else:
            jaccard, speaker = aligned.jaccard(ours, theirs), named_speaker(aligned.gold[ours])
            checks: dict[MistakeKind, bool] = {
                "other words": jaccard < SAME_WORDS,
                "wrong source": not aligned.same_source(ours, theirs),
                "wrong name": bool(speaker and jaccard >= SAME_QUOTE and not is_name(found.name, speaker)),
            }
            kinds = [kind for kind, is_wrong in checks.items() if is_wrong]
    quotes = (golden.quote if golden else None), (found.quote if found else None)
    speakers = (golden.speaker if golden else None), (found.speaker if found else None)
    return Mistake(tuple(kinds), gold, predicted, *quotes, *speakers, lost, misattributed, invented)


def _is_right(aligned: Alignment, ours: int, theirs: int) -> bool:
    """Return True if the source is right and, where the figures ask for it, the speaker."""
    speaker = named_speaker(aligned.gold[ours])
    named = not speaker or is_name_or_alias(aligned.predicted[theirs].name, speaker)
    return named and aligned.same_source(ours, theirs)


def _uncovered(content: Letters, over: Mapping[int, Letters], right: Collection[int]) -> tuple[int, int]:
    """Count the letters of the content that no quote of ``over`` holds, and those that only wrong ones hold."""
    held = content.intersection(frozenset().union(*over.values()))
    return len(content) - len(held), len(held.difference(*(over[at] for at in right)))


def _is_mostly_right(content: Letters, wrong: int) -> bool:
    return len(content) - wrong >= MOSTLY * len(content)
