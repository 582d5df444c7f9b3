"""The mistakes of a prediction, quote by quote, and their cost in letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from quoteminer.evaluation.alignment import Alignment, Letters, align
from quoteminer.evaluation.counts import SAME_QUOTE, SAME_WORDS, named_speaker, predicted_name
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.evaluation.name_keys import is_name, is_name_or_alias

MistakeKind = Literal["missed", "invented", "other words", "wrong source", "wrong name"]
MISTAKE_KINDS: Final[tuple[MistakeKind, ...]] = get_args(MistakeKind)
MOSTLY: Final = 0.5
"""From this share on of its letters, a quote without a match is a piece of another quote, or two that became one."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A quote of the gold that is missing or not right in the prediction, or one that only the prediction has.

    ``gold`` and ``predicted`` are the two readings of the article, ``gold_quote`` and ``predicted_quote`` the quotes
    that were matched (None: there is none on this side), with their speakers (None: not known). A pair can have several
    ``kinds``:

    - missed: no predicted quote is left that shares a letter with it;
    - invented: no gold quote is left that shares a letter with it;
    - other words: the Jaccard index of the letters is below SAME_WORDS; or none is left, but MOSTLY it stands in quotes
      of the other side with the right source: it was cut in two, or two became one;
    - wrong source: the words for the source share no letter;
    - wrong name: the figures of names ask for it, and the predicted name is not the canonical one.

    The cost is a number of letters and digits. Of the gold quote: ``lost`` are those that no predicted quote holds,
    ``misattributed`` those that predicted quotes hold, but none with the right source and (where it is asked for) the
    right person. Of the predicted quote: ``invented`` are those that no gold quote holds; where it has no match, those
    that gold quotes hold, but none with its source, are ``misattributed``.
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
        """Letters lost, invented or wrongly attributed."""
        return self.lost + self.misattributed + self.invented

    @property
    def start(self) -> int:
        """The start of its first quote."""
        return min(span[0] for quote in (self.gold_quote, self.predicted_quote) if quote for span in quote.content)


def find_mistakes(gold: GoldArticle, predicted: GoldArticle) -> list[Mistake]:
    """Return the mistakes of one article, in text order. The quotes are matched as for the figures, then on with any
    overlap, so that the mistakes add up to what the figures miss:

    - missed, or other words with a gold quote: the gold quotes that ``content.all`` counts as not matched;
    - invented, or other words with a predicted quote: the predicted quotes that it counts as not matched;
    - wrong source, and not other words: what is matched there, but not right.
    """
    aligned = align(gold, predicted)
    matched = aligned.matched(0.0)
    taken = set(matched.values())
    pairs: list[tuple[int | None, int | None]] = [(at, matched.get(at)) for at in range(len(aligned.gold.quotes))]
    pairs += [(None, at) for at in range(len(aligned.predicted.quotes)) if at not in taken]
    found = (_mistake(gold, predicted, aligned, *pair) for pair in pairs)
    return sorted((one for one in found if one.kinds), key=lambda mistake: mistake.start)


def most_costly_first(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Sort by falling cost; equal ones stay in their order."""
    return sorted(mistakes, key=lambda mistake: -mistake.cost)


def _mistake(
    gold: GoldArticle, predicted: GoldArticle, aligned: Alignment, ours: int | None, theirs: int | None
) -> Mistake:
    """Return the mistake of a pair of indices, of which one may be None; without ``kinds`` if nothing is wrong."""
    golden, found = aligned.gold, aligned.predicted
    lost = misattributed = invented = other_misattributed = 0
    if ours is not None:
        over = {at: found.contents[at] for one, at in aligned.shared if one == ours}
        right = [letters for at, letters in over.items() if _is_right(aligned, ours, at)]
        lost, misattributed = _uncovered(golden.contents[ours], over.values(), right)
    if theirs is not None:
        over = {at: golden.contents[at] for at, one in aligned.shared if one == theirs}
        right = [letters for at, letters in over.items() if _is_right(aligned, at, theirs)]
        invented, other_misattributed = _uncovered(found.contents[theirs], over.values(), right)
    kinds: list[MistakeKind] = []
    if ours is not None and theirs is not None:
        kinds = _kinds_of_pair(aligned, ours, theirs)
    elif ours is not None:
        whole = len(golden.contents[ours])
        kinds = ["other words" if whole - lost - misattributed >= MOSTLY * whole else "missed"]
    elif theirs is not None:
        whole, misattributed = len(found.contents[theirs]), other_misattributed
        kinds = ["other words" if whole - invented - misattributed >= MOSTLY * whole else "invented"]
    return Mistake(
        tuple(kinds),
        gold,
        predicted,
        None if ours is None else golden.quotes[ours],
        None if theirs is None else found.quotes[theirs],
        None if ours is None else golden.speakers[ours],
        None if theirs is None else found.speakers[theirs],
        lost,
        misattributed,
        invented,
    )


def _kinds_of_pair(aligned: Alignment, ours: int, theirs: int) -> list[MistakeKind]:
    kinds: list[MistakeKind] = []
    jaccard, speaker = aligned.jaccard(ours, theirs), named_speaker(aligned.gold, ours)
    if jaccard < SAME_WORDS:
        kinds.append("other words")
    if not aligned.same_source(ours, theirs):
        kinds.append("wrong source")
    if speaker and jaccard >= SAME_QUOTE and not is_name(predicted_name(aligned, theirs), speaker):
        kinds.append("wrong name")
    return kinds


def _is_right(aligned: Alignment, ours: int, theirs: int) -> bool:
    """Return True if the source is right and, where the figures ask for it, the speaker."""
    speaker = named_speaker(aligned.gold, ours)
    named = not speaker or is_name_or_alias(predicted_name(aligned, theirs), speaker)
    return named and aligned.same_source(ours, theirs)


def _uncovered(content: Letters, by_any: Iterable[Letters], by_right: Iterable[Letters]) -> tuple[int, int]:
    """Count the letters of the content that none of ``by_any`` holds, and those that some hold but none of
    ``by_right``."""
    held = content.intersection(frozenset().union(*by_any))
    return len(content) - len(held), len(held.difference(*by_right))
