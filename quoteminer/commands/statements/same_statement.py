"""Decide whether two quotes are one statement: by the words that they share, their speakers and
their days; and join the quotes that are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from rapidfuzz.distance import LCSseq

from quoteminer.commands.check.check_record import SaidBy
from quoteminer.commands.check.speaker_comparison import share_a_name
from quoteminer.commands.statements.quote_columns import QuoteColumns
from quoteminer.names.similarity import fold

_SAME_DAYS: Final = 3  # articles at most this many days apart may report one occasion
# information of the shared words, and their share of the shorter quote
Least: TypeAlias = tuple[float, float]
_LEAST: Final[dict[SaidBy, tuple[Least, Least]]] = {
    "same speaker": ((2.0, 0.8), (6.0, 0.95)),
    "unknown": ((5.0, 0.85), (7.0, 0.95)),
    "another speaker": ((6.0, 0.85), (8.0, 0.95)),
}
"""The least likeness of two quotes, by how their speakers compare: on days that may be one
occasion; on any days."""
_FEW: Final = 3.5  # words with less information must be nearly all of the shorter quote
_NEARLY_ALL: Final = 0.95
# the same of content words in any order, by one speaker on one occasion
_REWORDED: Final = (3.5, 0.7)
_ROW: Final = 4.0  # least information of words in a row if two cuts share nothing else
_SURE: Final[dict[SaidBy, float]] = {"same speaker": 1.0, "unknown": 0.9, "another speaker": 0.8}


class Match(NamedTuple):
    """Two quotes that are one statement, and how certain this is, 0..1. ``lasting``: they match
    even on different occasions; otherwise somebody may simply have said the same again."""

    score: float
    number: int
    other: int
    lasting: bool


class SharedWords(NamedTuple):
    """The words that two quotes share: ``told``, the information of those in the same order, and
    ``share``, their share of the shorter quote, 0..1; ``row``, the information of the longest run;
    ``stems`` and ``stem_share``, the same for content words in any order."""

    told: float
    share: float
    row: float
    stems: float
    stem_share: float


class Comparison:
    """Compares quotes of some columns."""

    def __init__(self, quotes: QuoteColumns) -> None:
        self._quotes = quotes
        self._compare = lru_cache(maxsize=65536)(self._compare_speakers)

    def match(self, number: int, other: int) -> Match | None:
        """Return the match of two quotes, None if they are not one statement."""
        words, others = self._quotes.words_of(number), self._quotes.words_of(other)
        likeness, changed = self.likeness(words, others), self._changed_numbers(words, others)
        reworded = (
            likeness.row >= _ROW
            or likeness.stems >= _REWORDED[0]
            and likeness.stem_share >= _REWORDED[1]
        )
        if changed > 1 or not (reworded or _suffices(likeness, _LEAST["same speaker"][0])):
            return None  # with the same speaker; comparing names is slower than comparing words
        who, days = self.said_by(number, other), (self._quotes.day(number), self._quotes.day(other))
        near = days[0] is None or days[1] is None or abs(days[0] - days[1]) <= _SAME_DAYS
        once, on_any_day = _LEAST[who]
        if not changed and _suffices(likeness, on_any_day):
            return Match(_SURE[who] * likeness.share, number, other, lasting=True)
        if near and _suffices(likeness, once):
            return Match(_SURE[who] * likeness.share, number, other, lasting=False)
        if near and reworded and who == "same speaker":
            return Match(0.5 * likeness.share, number, other, lasting=False)
        return None

    def said_by(self, number: int, other: int) -> SaidBy:
        """Compare the speakers of two quotes. A doubtful speaker never counts as another
        speaker."""
        quotes = self._quotes
        same = self._compare(quotes.speaker[number], quotes.speaker[other])
        if same is None or not (same or quotes.sure[number] and quotes.sure[other]):
            return "unknown"
        return "same speaker" if same else "another speaker"

    def _compare_speakers(self, number: int, other: int) -> bool | None:
        speaker, second = self._quotes.speakers[number], self._quotes.speakers[other]
        if not speaker or not second:
            return None
        # "a spokesman", too
        return fold(speaker.name) == fold(second.name) or share_a_name(speaker, second)

    def likeness(self, words: Sequence[int], others: Sequence[int]) -> SharedWords:
        stems, other_stems = self._stems(words), self._stems(others)
        both = sum(stems[stem] for stem in stems.keys() & other_stems.keys())
        told, row = 0.0, 0.0
        for block in LCSseq.editops(words, others).as_matching_blocks():
            run = words[block.a : block.a + block.size]
            tells = self._told(run)
            if block.size > 2 or any(self._quotes.vocabulary.stems[word] for word in run):
                told += tells
            row = max(row, tells)
        least = min(sum(stems.values()), sum(other_stems.values()))
        shorter = min(self._told(words), self._told(others))
        return SharedWords(told, told / shorter, row, both, both / least if least else 0.0)

    def _changed_numbers(self, words: Sequence[int], others: Sequence[int]) -> int:
        """Count the numbers that differ between two quotes."""
        own, theirs = (set(some) & self._quotes.vocabulary.numerals for some in (words, others))
        return min(len(own - theirs), len(theirs - own))

    def _told(self, words: Collection[int]) -> float:
        weights = self._quotes.vocabulary.weights
        return sum(weights[word] for word in words)

    def _stems(self, words: Collection[int]) -> dict[int, float]:
        vocabulary = self._quotes.vocabulary
        return {
            vocabulary.stems[word]: vocabulary.weights[word]
            for word in words
            if vocabulary.stems[word]
        }


def _suffices(likeness: SharedWords, least: Least) -> bool:
    told, share = least
    return likeness.told >= told and likeness.share >= (
        share if likeness.told >= _FEW else _NEARLY_ALL
    )


def joined(
    matches: Iterable[Match], day: Callable[[int], int | None], apart: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """Return the quotes of each statement, joining the most certain matches first. ``day`` returns
    the day of a quote, as an ordinal; ``apart``: pairs that must not be in one statement."""
    group_of: dict[int, list[int]] = {}
    partners = defaultdict[int, set[int]](set)
    for number, other in apart:
        partners[number].add(other)
        partners[other].add(number)
    for match in sorted(matches, key=lambda match: (-match.score, match.number, match.other)):
        groups = [group_of.setdefault(number, [number]) for number in (match.number, match.other)]
        small, large = sorted(groups, key=len)
        if small is large or any(
            not partners[number].isdisjoint(large) for number in small if number in partners
        ):
            continue
        days = [known for number in (*small, *large) if (known := day(number)) is not None]
        if not match.lasting and days and max(days) - min(days) > _SAME_DAYS:
            continue
        large += small
        for number in small:
            group_of[number] = large
    return [group for number, group in group_of.items() if group[0] == number and len(group) > 1]
