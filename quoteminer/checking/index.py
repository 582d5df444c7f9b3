"""An index of the word pairs of quotations, past which sources stream: occurrences of quotations' words in a source.

Each source is read once, a dictionary lookup a word, so that the time grows with the sources' length and not with
the number of quotations; memory holds one source at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.checking.words import Words, is_content

FAR: Final = 60
"""Words of a source that may lie between two parts of one passage."""
_SHORT: Final = 8
"""Words of a quotation below which pairs with a word between them are looked up too."""
_MOST: Final = 5_000
"""Hits of one quotation in one source that are looked at; only quotations of the commonest words have more."""


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words that are the same from word ``at`` of a quotation and from word ``place`` of a source."""

    at: int
    place: int
    length: int


class PairIndex:
    """The word pairs of quotations; of a quotation of one word, that word."""

    def __init__(self, quotations: Iterable[Words]) -> None:
        self._pairs: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        self._spaced: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        self._single: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, words in enumerate(quotations):
            keys = words.keys
            for at in range(len(keys) - 1):
                self._pairs[keys[at], keys[at + 1]].append((number, at))
            if len(keys) == 1:
                self._single[keys[0]].append((number, 0))
            for at in range(len(keys) - 2 if len(keys) < _SHORT else 0):
                self._spaced[keys[at], keys[at + 2]].append((number, at))

    def runs(self, source: Words) -> Mapping[int, Sequence[Run]]:
        """Return the runs of words that a source shares with each quotation, by the quotation's number, in the
        source's order."""
        starts: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
        keys = source.keys
        for table, apart in ((self._pairs, 1), (self._spaced, 2)):
            if not table:
                continue
            for place, pair in enumerate(zip(keys, keys[apart:], strict=False)):
                for number, at in table.get(pair, ()):
                    if len(starts[number]) < _MOST:
                        starts[number].update(((at, place), (at + apart, place + apart)))
        for place, key in enumerate(keys if self._single else ()):
            for number, at in self._single.get(key, ()):
                starts[number].add((at, place))
        return {number: _near_content(_joined(those), source) for number, those in starts.items()}


def _joined(cells: Iterable[tuple[int, int]]) -> list[Run]:
    """The runs that cells (word of the quotation, word of the source) on one diagonal make up."""
    runs: list[Run] = []
    for at, place in sorted(cells, key=lambda cell: (cell[1] - cell[0], cell[1])):
        last = runs[-1] if runs else None
        if last and (at, place) == (last.at + last.length, last.place + last.length):
            runs[-1] = Run(last.at, last.place, last.length + 1)
        else:
            runs.append(Run(at, place, 1))
    return sorted(runs, key=lambda run: (run.place, run.at))


def _near_content(runs: Sequence[Run], source: Words) -> Sequence[Run]:
    """The runs that have a word of weight, or stand near one that has; all where none has."""
    heavy = [run.place for run in runs if any(map(is_content, source.keys[run.place : run.place + run.length]))]
    if not heavy:
        return runs
    kept = []
    for run in runs:
        at = bisect_left(heavy, run.place)
        if any(abs(place - run.place) <= FAR for place in heavy[max(0, at - 1) : at + 1]):
            kept.append(run)
    return kept
