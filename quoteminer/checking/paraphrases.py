"""Find what a quotation that no source has word for word seems to render: sentences with its names, its numbers and
most of its other words, in any form and order.

An index of the quotations' stems is asked for each word of a source, so the time grows with the source's length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.checking.grave import is_name, is_number
from quoteminer.checking.word_lists import LISTS
from quoteminer.checking.words import Words, is_content

_LEAST: Final = 0.6  # least share of a quotation's stems that a paraphrase has
_FEWEST: Final = 4  # least stems in common; one less if one of them is a name or a number
_RARE: Final = 2.5  # least sum of the stems in common, where one that the source has often counts less
_OFTEN: Final = 8  # times that a source has a stem before it counts less
_SENTENCES: Final = 3  # most sentences that a quotation renders
_ENDINGS: Final = re.compile(r"(?<=\w{3})(?:ations?|ings?|ed|ies|ers?|ly|e?s|e|y|'s)$")
_STEM: Final = 6  # letters by which two words with one stem are known
_UNSAID: Final = frozenset(LISTS["unsaid"])


@dataclass(frozen=True, slots=True)
class Rendered:
    """Words of a source that a quotation seems to render: whole sentences. ``hits`` are the indices of the words that
    both have, ``share`` is their share of the quotation's, 0..1."""

    words: range
    hits: tuple[int, ...]
    share: float


class StemIndex:
    """An index of the stems of quotations."""

    def __init__(self, quotations: Iterable[Words]) -> None:
        self._quotes: list[tuple[dict[str, int], frozenset[str]]] = []
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(quotations):
            stems = [(at, _stem(key)) for at, key in enumerate(words.keys) if _counts(key)]
            kept = frozenset(stem for at, stem in stems if is_name(words, at) or is_number(words, at))
            self._quotes.append(({stem: at for at, stem in stems}, kept))
            for stem in {stem for _, stem in stems}:
                self._numbers[stem].append(number)

    def rendered(self, source: Words) -> Iterator[tuple[int, Rendered]]:
        """Yield the best rendered passage of a source for each quotation that has one, with its number."""
        stem_of = {key: _stem(key) for key in set(source.keys) if _counts(key)}
        known = {key: stem for key, stem in stem_of.items() if stem in self._numbers}
        hits: defaultdict[int, list[int]] = defaultdict(list)
        often: Counter[str] = Counter()
        stems: dict[int, str] = {}
        for at, key in enumerate(source.keys):
            if stem := known.get(key):
                stems[at] = stem
                often[stem] += 1
                for number in self._numbers[stem]:
                    hits[number].append(at)
        sentences = [at for at in range(len(source)) if source.begins_sentence(at)] if hits else []
        for number, places in hits.items():
            if best := self._best(number, places, stems, often, sentences, source):
                yield number, best

    def _best(
        self,
        number: int,
        places: Sequence[int],
        stems: dict[int, str],
        often: Counter[str],
        sentences: Sequence[int],
        source: Words,
    ) -> Rendered | None:
        """Return the sentences with most of a quotation's stems, if these are enough."""
        all_stems, kept = self._quotes[number]
        least = max(_LEAST * len(all_stems), _FEWEST - bool(kept))
        by_sentence: defaultdict[int, list[int]] = defaultdict(list)
        for at in places:
            by_sentence[bisect_left(sentences, at + 1) - 1].append(at)
        best: Rendered | None = None
        for first in by_sentence:
            found: list[int] = []
            for sentence in range(first, min(first + _SENTENCES, len(sentences))):
                if sentence > first and sentences[sentence] in source.breaks:
                    break
                found += by_sentence.get(sentence, ())
                shared = {stems[at] for at in found}
                rare = sum(min(1, _OFTEN / often[stem]) for stem in shared)
                if len(shared) < least or not kept <= shared or rare < _RARE:
                    continue
                share = len(shared) / len(all_stems)
                if best is None or share > best.share:
                    end = sentences[sentence + 1] if sentence + 1 < len(sentences) else len(source)
                    best = Rendered(range(sentences[first], end), tuple(found), share)
        return best


def _counts(key: str) -> bool:
    return is_content(key) and key not in _UNSAID


def _stem(key: str) -> str:
    """Return what the forms of a word have in common, roughly: "talked", "talk"."""
    return key if any(map(str.isdecimal, key)) else _ENDINGS.sub("", key)[:_STEM]
