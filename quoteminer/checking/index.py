"""An index of the word pairs of quotations: which words of a source are words of which quotation.

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

FAR: Final = 60  # words of a source that may lie between two parts of one passage
_SHORT: Final = 8  # words of a quotation below which pairs with a word between them are looked up too
_MOST_HITS: Final = 5_000  # of one quotation in one source; only quotations of the commonest words have more


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words that are the same from word ``at`` of a quotation and from word ``place`` of a source."""

    at: int
    place: int
    length: int

    @property
    def end(self) -> int:
        """The word of the quotation behind the run."""
        return self.at + self.length

    @property
    def stop(self) -> int:
        """The word of the source behind the run."""
        return self.place + self.length


class PairIndex:
    """The word pairs of quotations; of a quotation of one word, that word with itself."""

    def __init__(self, quotations: Iterable[Words]) -> None:
        self._tables: dict[int, defaultdict[tuple[str, str], list[tuple[int, int]]]]
        self._tables = {apart: defaultdict(list) for apart in (0, 1, 2)}
        for number, words in enumerate(quotations):
            for apart in (0,) if len(words) == 1 else (1, 2) if len(words) < _SHORT else (1,):
                for at, pair in enumerate(zip(words.keys, words.keys[apart:], strict=False)):
                    self._tables[apart][pair].append((number, at))

    def runs(self, source: Words) -> Mapping[int, Sequence[Run]]:
        """Return the runs of words that a source shares with each quotation, by the quotation's number, in the
        source's order."""
        hits: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
        for apart, table in self._tables.items():
            pairs = zip(source.keys, source.keys[apart:], strict=False) if table else ()
            for place, pair in enumerate(pairs):
                for number, at in table.get(pair, ()):
                    if len(hits[number]) < _MOST_HITS:
                        hits[number].update(((at, place), (at + apart, place + apart)))
        return {number: _near_content(_joined(those), source) for number, those in hits.items()}


def _joined(hits: Iterable[tuple[int, int]]) -> list[Run]:
    """The runs that hits (word of the quotation, word of the source) on one diagonal make up."""
    runs: list[Run] = []
    for at, place in sorted(hits, key=lambda hit: (hit[1] - hit[0], hit[1])):
        last = runs[-1] if runs else None
        if last and (at, place) == (last.end, last.stop):
            runs[-1] = Run(last.at, last.place, last.length + 1)
        else:
            runs.append(Run(at, place, 1))
    return sorted(runs, key=lambda run: (run.place, run.at))


def _near_content(runs: Sequence[Run], source: Words) -> Sequence[Run]:
    """The runs that have a word of weight, or stand near one that has; all where none has."""
    heavy = [run.place for run in runs if any(map(is_content, source.keys[run.place : run.stop]))]
    if not heavy:
        return runs
    kept = []
    for run in runs:
        at = bisect_left(heavy, run.place)
        if any(abs(place - run.place) <= FAR for place in heavy[max(0, at - 1) : at + 1]):
            kept.append(run)
    return kept
