"""The mistakes of a prediction, quote by quote, and their cost in letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        """Return the start of its first quote."""
        return min(span[0] for quote in (self.gold_quote, self.predicted_quote) if quote for span in quote.content)


def find_mistakes(gold: GoldArticle, predicted: GoldArticle) -> list[Mistake]:
    """The mistakes of one article, in text order. The quotes are matched as for the figures, then on with any overlap,
    so that what is listed adds up to what the figures miss:

    - missed, or other words with a gold quote: the gold quotes that ``content.all`` counts as not matched;
    - invented, or other words with a predicted quote: the predicted quotes that it counts as not matched;
    - wrong source, and not other words: what is matched there, but not right.
    """
    found = list(_Finder(gold, predicted).mistakes())
    return sorted(found, key=lambda mistake: mistake.start)


def most_costly_first(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """By falling cost; of equal ones, as they came."""
    return sorted(mistakes, key=lambda mistake: -mistake.cost)


class _Finder:
    def __init__(self, gold: GoldArticle, predicted: GoldArticle) -> None:
        self._readings = gold, predicted
        self._aligned: Alignment = align(gold, predicted)
        self._over_gold: dict[int, list[int]] = {}
        self._over_predicted: dict[int, list[int]] = {}
        for ours, theirs in self._aligned.shared:
            self._over_gold.setdefault(ours, []).append(theirs)
            self._over_predicted.setdefault(theirs, []).append(ours)

    def mistakes(self) -> Iterator[Mistake]:
        matched = self._aligned.matched(0.0)
        for ours in range(len(self._aligned.gold.quotes)):
            yield from self._of_pair(ours, matched[ours]) if ours in matched else self._left_in_gold(ours)
        taken = set(matched.values())
        for theirs in range(len(self._aligned.predicted.quotes)):
            yield from self._left_in_prediction(theirs) if theirs not in taken else ()

    def _left_in_gold(self, ours: int) -> Iterator[Mistake]:
        lost, misattributed = self._gold_cost(ours)
        whole = len(self._aligned.gold.contents[ours])
        kind: MistakeKind = "other words" if whole - lost - misattributed >= MOSTLY * whole else "missed"
        yield self._mistake((kind,), ours, None, lost=lost, misattributed=misattributed)

    def _left_in_prediction(self, theirs: int) -> Iterator[Mistake]:
        invented, misattributed = self._predicted_cost(theirs)
        whole = len(self._aligned.predicted.contents[theirs])
        kind: MistakeKind = "other words" if whole - invented - misattributed >= MOSTLY * whole else "invented"
        yield self._mistake((kind,), None, theirs, misattributed=misattributed, invented=invented)

    def _of_pair(self, ours: int, theirs: int) -> Iterator[Mistake]:
        kinds = tuple(self._wrong(ours, theirs))
        if kinds:
            (lost, misattributed), (invented, _) = self._gold_cost(ours), self._predicted_cost(theirs)
            yield self._mistake(kinds, ours, theirs, lost=lost, misattributed=misattributed, invented=invented)

    def _wrong(self, ours: int, theirs: int) -> Iterator[MistakeKind]:
        jaccard = self._aligned.jaccard(ours, theirs)
        if jaccard < SAME_WORDS:
            yield "other words"
        if not self._aligned.same_source(ours, theirs):
            yield "wrong source"
        speaker = self._asked(ours)
        if speaker and jaccard >= SAME_QUOTE and not is_name(predicted_name(self._aligned, theirs), speaker):
            yield "wrong name"

    def _mistake(
        self,
        kinds: tuple[MistakeKind, ...],
        ours: int | None,
        theirs: int | None,
        *,
        lost: int = 0,
        misattributed: int = 0,
        invented: int = 0,
    ) -> Mistake:
        gold, predicted = self._aligned.gold, self._aligned.predicted
        return Mistake(
            kinds,
            *self._readings,
            None if ours is None else gold.quotes[ours],
            None if theirs is None else predicted.quotes[theirs],
            None if ours is None else gold.speakers[ours],
            None if theirs is None else predicted.speakers[theirs],
            lost,
            misattributed,
            invented,
        )

    def _gold_cost(self, ours: int) -> tuple[int, int]:
        """Letters of a gold quote that no predicted quote holds, and those that only others than the right one hold."""
        over, held = self._over_gold.get(ours, []), self._aligned.predicted.contents
        right = [held[theirs] for theirs in over if self._is_right(ours, theirs)]
        return _uncovered(self._aligned.gold.contents[ours], [held[theirs] for theirs in over], right)

    def _predicted_cost(self, theirs: int) -> tuple[int, int]:
        """Letters of a predicted quote that no gold quote holds, and those that only quotes of others hold."""
        over, held = self._over_predicted.get(theirs, []), self._aligned.gold.contents
        right = [held[ours] for ours in over if self._is_right(ours, theirs)]
        return _uncovered(self._aligned.predicted.contents[theirs], [held[ours] for ours in over], right)

    def _is_right(self, ours: int, theirs: int) -> bool:
        speaker, name = self._asked(ours), predicted_name(self._aligned, theirs)
        return self._aligned.same_source(ours, theirs) and (not speaker or is_name_or_alias(name, speaker))

    def _asked(self, ours: int) -> GoldSpeaker | None:
        return named_speaker(self._aligned.gold, ours)


def _uncovered(content: Letters, by_any: Iterable[Letters], by_right: Iterable[Letters]) -> tuple[int, int]:
    """Count the letters of the content that none of ``by_any`` holds, and those that some hold but none of
    ``by_right``."""
    held = content.intersection(frozenset().union(*by_any))
    return len(content) - len(held), len(held.difference(*by_right))
