"""Find possible paraphrases: sentences of a source with the names, the numbers and most other words
of a quotation, in any form and order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.commands.check.grave import is_number, is_proper_name
from quoteminer.commands.check.word_lists import LISTS
from quoteminer.commands.check.words import Words, is_content

_LEAST: Final = 0.6  # least share of a quotation's stems that a paraphrase has
_FEWEST: Final = 4  # least stems in common
_SURE_SHARE: Final = 0.8  # the same two limits if the speaker may be another one
_SURE_STEMS: Final = 5
_LONGER: Final = 3  # most words of a passage for each word of the quotation
_SHORT: Final = 20  # additional words that are always allowed
_TRIED: Final = 3  # passages of a source whose speakers are compared
_RARE: Final = 2.5  # least sum of the stems in common; frequent stems of the source count less
_OFTEN: Final = 8  # times that a source has a stem before it counts less
_SENTENCES: Final = 3  # most sentences that a quotation renders
_ENDINGS: Final = re.compile(r"(?<=\w{3})(?:ations?|ings?|ed|ies|ers?|ly|e?s|e|y|'s)$")
_STEM: Final = 6  # letters of a stem that are compared
_UNSAID: Final = frozenset(LISTS["unsaid"])


@dataclass(frozen=True, slots=True)
class Rendered:
    """Whole sentences of a source that a quotation may paraphrase. ``hits`` are the indices of the
    words that both have, ``share`` is their share of the quotation's words, 0..1; ``sure``: certain
    even if the speaker differs.
    """

    words: range
    hits: tuple[int, ...]
    share: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Stems:
    """The stems of a quotation of ``words`` words; ``kept`` are the stems of names and numbers."""

    all: frozenset[str]
    kept: frozenset[str]
    words: int


class StemIndex:
    """An index of the stems of quotations."""

    def __init__(self, quotations: Iterable[Words]) -> None:
        self._quotes: list[_Stems] = []
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(quotations):
            stems = [(index, _stem(key)) for index, key in enumerate(words.keys) if _counts(key)]
            kept = frozenset(
                stem
                for index, stem in stems
                if is_proper_name(words, index) or is_number(words, index)
            )
            self._quotes.append(_Stems(frozenset(stem for _, stem in stems), kept, len(words)))
            for stem in self._quotes[-1].all:
                self._numbers[stem].append(number)

    def rendered(self, source: Words) -> dict[int, list[Rendered]]:
        """Return, by the number of the quotation, the best passages of a source that it may
        paraphrase."""
        known = {
            key: stem
            for key in set(source.keys)
            if _counts(key) and (stem := _stem(key)) in self._numbers
        }
        stems = {index: known[key] for index, key in enumerate(source.keys) if key in known}
        hits: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for index, stem in stems.items():
            for number in self._numbers[stem]:
                hits[number][index] = stem
        sentences = (
            [index for index in range(len(source)) if source.begins_sentence(index)] if hits else []
        )
        weights = {stem: min(1, _OFTEN / often) for stem, often in Counter(stems.values()).items()}
        rendered: dict[int, list[Rendered]] = {}
        for number, shared in hits.items():
            passages = _passages(self._quotes[number], shared, weights, sentences, source)
            rendered[number] = sorted(passages, key=lambda passage: -passage.share)[:_TRIED]
        return rendered


def _passages(
    quote: _Stems,
    stems: Mapping[int, str],
    weights: Mapping[str, float],
    sentences: Sequence[int],
    source: Words,
) -> Iterator[Rendered]:
    """Yield passages with enough stems of a quotation: from each sentence on, as few sentences as
    have them. ``stems``: those that the quotation shares, by the indices of their words."""
    least = max(_LEAST * len(quote.all), _FEWEST)
    by_sentence: defaultdict[int, list[int]] = defaultdict(list)
    for index in stems:
        by_sentence[bisect_left(sentences, index + 1) - 1].append(index)
    for first in by_sentence:
        hits: list[int] = []
        best: Rendered | None = None
        for sentence in range(first, min(first + _SENTENCES, len(sentences))):
            if sentence > first and sentences[sentence] in source.breaks:
                break
            hits += by_sentence.get(sentence, ())
            shared = {stems[index] for index in hits}
            rare = sum(weights[stem] for stem in shared)
            end = sentences[sentence + 1] if sentence + 1 < len(sentences) else len(source)
            is_long = end - sentences[first] > _LONGER * quote.words + _SHORT
            if is_long or len(shared) < least or not quote.kept <= shared or rare < _RARE:
                continue
            share = len(shared) / len(quote.all)
            if best is None or share > best.share:
                sure = share >= _SURE_SHARE and len(shared) >= _SURE_STEMS
                best = Rendered(range(sentences[first], end), tuple(hits), share, sure)
        if best:
            yield best


def _counts(key: str) -> bool:
    return is_content(key) and key not in _UNSAID and key != "1"  # "one"


def _stem(key: str) -> str:
    """Return the approximate stem of a word: "talk" for "talked"."""
    return key if any(map(str.isdecimal, key)) else _ENDINGS.sub("", key)[:_STEM]
