"""Find the runs of equal words of a quotation and a source, and the best chains of them."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from quoteminer.commands.check.words import Words, is_content

FAR: Final = 60  # most source words between two runs of one passage
# in quotations of fewer words, pairs with one word between them are looked up too
_SHORT: Final = 8
# per quotation and source; only quotations of the commonest words have more
_MOST_HITS: Final = 5_000

# Costs, where a content word counts 1.
_CHANGED: Final = 0.5  # a word of the quotation that the source doesn't have there
_LEFT_OUT: Final = 0.06  # a word of the source that the quotation doesn't have
_LEFT_OUT_OPENLY: Final = 0.02  # the same at an ellipsis, brackets or between two parts of a quote
_TURN: Final = 1.0  # cost of continuing in another turn of a transcript

_EARLIER: Final = 60  # earlier runs that are tried as the previous one in a chain


@dataclass(frozen=True, slots=True)
class Run:
    """Equal words: ``at`` to ``end`` of a quotation, ``source_at`` to ``source_end`` of a
    source."""

    at: int
    source_at: int
    length: int

    @property
    def end(self) -> int:
        return self.at + self.length

    @property
    def source_end(self) -> int:
        return self.source_at + self.length


class _End(NamedTuple):
    """The best chain that ends in a run: its score, the index of the run before (-1: none), and the
    run without what both cover."""

    score: float
    before: int
    run: Run


class PairIndex:
    """An index of the word pairs of quotations; a quotation of one word has that word twice."""

    def __init__(self, quotations: Iterable[Words]) -> None:
        self._tables = {
            apart: defaultdict[tuple[str, str], list[tuple[int, int]]](list) for apart in (0, 1, 2)
        }
        for number, words in enumerate(quotations):
            for apart in (0,) if len(words) == 1 else (1, 2) if len(words) < _SHORT else (1,):
                for index, pair in enumerate(zip(words.keys, words.keys[apart:], strict=False)):
                    self._tables[apart][pair].append((number, index))

    def runs(self, source: Words) -> Mapping[int, Sequence[Run]]:
        """Return the runs that a source shares with each quotation, by the quotation's number, in
        source order."""
        hits: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
        for apart, table in self._tables.items():
            pairs = zip(source.keys, source.keys[apart:], strict=False) if table else ()
            for source_at, pair in enumerate(pairs):
                for number, index in table.get(pair, ()):
                    if len(hits[number]) < _MOST_HITS:
                        hits[number].update(
                            ((index, source_at), (index + apart, source_at + apart))
                        )
        return {number: _near_content(_runs(those), source) for number, those in hits.items()}


def _runs(hits: Iterable[tuple[int, int]]) -> list[Run]:
    """Join hits (index in the quotation, index in the source) that follow one another into runs."""
    runs: list[Run] = []
    for index, source_at in sorted(hits, key=lambda hit: (hit[1] - hit[0], hit[1])):
        last = runs[-1] if runs else None
        if last and (index, source_at) == (last.end, last.source_end):
            runs[-1] = Run(last.at, last.source_at, last.length + 1)
        else:
            runs.append(Run(index, source_at, 1))
    return sorted(runs, key=lambda run: (run.source_at, run.at))


def _near_content(runs: Sequence[Run], source: Words) -> Sequence[Run]:
    """Return the runs with a content word, or at most `FAR` words from one; all runs if none has
    one."""
    content = [
        run.source_at
        for run in runs
        if any(map(is_content, source.keys[run.source_at : run.source_end]))
    ]

    def is_near(at: int) -> bool:
        return bisect_left(content, at - FAR) < bisect(content, at + FAR)

    return [run for run in runs if is_near(run.source_at)] if content else runs


def weight(quote: Words, run: Run) -> float:
    return quote.weights[run.end] - quote.weights[run.at]


def chains(
    quote: Words, runs: Sequence[Run], turns: Sequence[int]
) -> Iterator[tuple[float, list[Run]]]:
    """Yield the score and runs of the best chain ending in each run; no run is used twice.
    ``turns``: the first words of the source's turns."""
    ends = _best_ends(quote, runs, turns)
    used: set[int] = set()
    for number in sorted(range(len(runs)), key=lambda number: -ends[number].score):
        chain, index = [], number
        while index >= 0 and index not in used:
            used.add(index)
            chain.append(ends[index].run)
            first, index = index, ends[index].before
        if chain:
            # whole, and without the cost of joining it to the chain that is used
            chain[-1] = runs[first]
            score = ends[number].score - ends[first].score + weight(quote, chain[-1])
            yield score, chain[::-1]


def _best_ends(quote: Words, runs: Sequence[Run], turns: Sequence[int]) -> list[_End]:
    ends: list[_End] = []
    starts = [run.source_at for run in runs]
    for number, run in enumerate(runs):
        best = _End(weight(quote, run), -1, run)
        # no earlier one reaches so far
        near = bisect_left(starts, run.source_at - FAR - len(quote))
        for earlier in range(max(near, number - _EARLIER), number):
            joined = _joined(runs[earlier], run, quote, turns)
            if joined and ends[earlier].score + joined[0] > best.score:
                best = _End(ends[earlier].score + joined[0], earlier, joined[1])
        ends.append(best)
    return ends


def _joined(
    run: Run, following: Run, quote: Words, turns: Sequence[int]
) -> tuple[float, Run] | None:
    """Return the gain of adding a run to a chain, and the run without overlap; None if it can't
    follow."""
    both = max(0, run.end - following.at, run.source_end - following.source_at)
    rest = Run(following.at + both, following.source_at + both, following.length - both)
    left_out = rest.source_at - run.source_end
    if rest.length <= 0 or left_out > FAR:
        return None
    openly = any(run.end <= index <= rest.at for index in quote.breaks)
    gain = weight(quote, rest) - _CHANGED * (rest.at - run.end)
    gain -= (_LEFT_OUT_OPENLY if openly else _LEFT_OUT) * left_out
    if turns and bisect(turns, run.source_end - 1) != bisect(turns, rest.source_at):
        gain -= _TURN
    return gain, rest
