"""Find the passages of a source that match a quotation, as chains of runs (words that both have, in
the same order). README.md describes the method."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from quoteminer.commands.check.check_record import Difference
from quoteminer.commands.check.grave import (
    bound_before,
    grave_kinds,
    grave_omission,
    negations,
)
from quoteminer.commands.check.omissions import (
    beside,
    hidden_negation,
    joins_parts,
    left_out_ellipses,
)
from quoteminer.commands.check.words import Words, is_content, same_word
from quoteminer.types import Span

_FAR: Final = 60  # most source words between two runs of one passage
# in quotations of fewer words, pairs with one word between them are looked up too
_SHORT: Final = 8
# per quotation and source; only quotations of the commonest words have more
_MOST_HITS: Final = 5_000
_MOST_PASSAGES: Final = 40  # per quotation and source

# Costs, where a content word counts 1.
_CHANGED: Final = 0.5  # a word of the quotation that the source doesn't have there
_LEFT_OUT: Final = 0.06  # a word of the source that the quotation doesn't have
_LEFT_OUT_OPENLY: Final = 0.02  # the same at an ellipsis, brackets or between two parts of a quote
_TURN: Final = 1.0  # cost of continuing in another turn of a transcript

_EARLIER: Final = 60  # earlier runs that are tried as the previous one in a chain
# least words of a run, two of them content words, to be a part of a stitched quotation
_PART: Final = 4
# least score of a passage: this share of the quotation's weight, or 2.5 words
_ENOUGH: Final = 0.45
_EDGE: Final = 8  # most words before or after a passage that are still compared with the source
_MORE: Final = 3  # extra source words to try, if more words then match
_BEFORE: Final = 4  # words before a passage that are searched for a negation
_NOTE: Final = 12  # most source words that an editor's note in brackets may replace


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


class Compared(NamedTuple):
    """The differences between two word ranges, and the indices of the quotation's words that
    match."""

    differences: list[Difference]
    same: set[int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A source's match for the words ``first`` to ``end`` of a quotation. ``heads`` and ``tails``
    compare the quotation's other words with the source: ``heads`` the words before, by the index
    where they start, ``tails`` the words after, by the index where they end (edges or breaks of the
    quotation). ``spans`` are the runs in the source. ``score`` is the weight of the matching words,
    less the costs; ``edge`` the length of the first run. ``negation`` is a negation before the
    passage in its clause, or "". ``bound``: see `bound_before`; None if there is none.
    """

    first: int
    end: int
    inside: Compared
    heads: Mapping[int, Compared]
    tails: Mapping[int, Compared]
    spans: tuple[Span, ...]
    score: float
    edge: int
    negation: str
    bound: Span | None


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
    """Return the runs with a content word, or at most `_FAR` words from one; all runs if none has
    one."""
    content = [
        run.source_at
        for run in runs
        if any(map(is_content, source.keys[run.source_at : run.source_end]))
    ]
    if not content:
        return runs
    return [
        run
        for run in runs
        if bisect_left(content, run.source_at - _FAR) < bisect(content, run.source_at + _FAR)
    ]


def passages(quote: Words, source: Words, runs: Sequence[Run]) -> Iterator[Passage]:
    """Yield the passages of a source that match a quotation well enough, the best first."""
    least = min(_ENOUGH * quote.weights[-1], 2.5)
    chains = sorted(_chains(quote, runs, sorted(source.breaks)), key=lambda pair: -pair[0])
    for score, chain in chains[:_MOST_PASSAGES]:
        if score < least:
            break
        yield _passage(quote, source, chain, score)
        for run in chain if len(chain) > 1 else ():
            if run.length >= _PART and sum(map(is_content, quote.keys[run.at : run.end])) > 1:
                yield _passage(quote, source, [run], quote.weights[run.end] - quote.weights[run.at])


def _chains(
    quote: Words, runs: Sequence[Run], turns: Sequence[int]
) -> Iterator[tuple[float, list[Run]]]:
    """Yield the score and runs of the best chain ending in each run; no run is used twice.
    ``turns``: first words."""
    # by run: score, index of the run before (-1: none), run without overlap
    best: list[tuple[float, int, Run]] = []
    starts = [run.source_at for run in runs]
    for number, run in enumerate(runs):
        best_here = (quote.weights[run.end] - quote.weights[run.at], -1, run)
        # no earlier one reaches so far
        near = bisect_left(starts, run.source_at - _FAR - len(quote))
        for earlier in range(max(near, number - _EARLIER), number):
            joined = _joined(runs[earlier], run, quote, turns)
            if joined and best[earlier][0] + joined[0] > best_here[0]:
                best_here = (best[earlier][0] + joined[0], earlier, joined[1])
        best.append(best_here)
    used: set[int] = set()
    for number in sorted(range(len(runs)), key=lambda number: -best[number][0]):
        chain, index = [], number
        while index >= 0 and index not in used:
            used.add(index)
            chain.append(best[index][2])
            first, index = index, best[index][1]
        if chain:
            # whole, and without the cost of joining it to the chain that is used
            chain[-1] = runs[first]
            alone = quote.weights[chain[-1].end] - quote.weights[chain[-1].at]
            yield best[number][0] - best[first][0] + alone, chain[::-1]


def _joined(
    run: Run, following: Run, quote: Words, turns: Sequence[int]
) -> tuple[float, Run] | None:
    """Return the gain of adding a run to a chain, and the run without overlap; None if it can't
    follow."""
    both = max(0, run.end - following.at, run.source_end - following.source_at)
    rest = Run(following.at + both, following.source_at + both, following.length - both)
    left_out = rest.source_at - run.source_end
    if rest.length <= 0 or left_out > _FAR:
        return None
    openly = any(run.end <= index <= rest.at for index in quote.breaks)
    gain = quote.weights[rest.end] - quote.weights[rest.at] - _CHANGED * (rest.at - run.end)
    gain -= (_LEFT_OUT_OPENLY if openly else _LEFT_OUT) * left_out
    if turns and bisect(turns, run.source_end - 1) != bisect(turns, rest.source_at):
        gain -= _TURN
    return gain, rest


def _passage(quote: Words, source: Words, chain: Sequence[Run], score: float) -> Passage:
    chain = list(_moved_to_sentences(quote, source, chain))
    first, last = chain[0], chain[-1]
    inside = Compared([], {index for run in chain for index in range(run.at, run.end)})
    for run, following in zip(chain, (*chain[1:], None), strict=True):
        inside.differences.extend(
            left_out_ellipses(quote, range(run.at, run.end), source, run.source_at)
        )
        if following is None:
            break
        between = _compared(
            quote, range(run.end, following.at), source, range(run.source_end, following.source_at)
        )
        inside.differences.extend(between.differences)
        inside.same.update(between.same)
    starts = {0, *(index for index in quote.breaks if index < first.at)}
    ends = {len(quote), *(index for index in quote.breaks if index > last.end)}
    reach = 0 if "," in source.between(first.source_at) else _BEFORE
    before = beside(source, first.source_at, reach, forward=False, clause=True)
    bound = bound_before(source, first.source_at)
    return Passage(
        first=first.at,
        end=last.end,
        inside=inside,
        heads={
            at: _outside(quote, range(at, first.at), source, first.source_at, forward=False)
            for at in starts
        },
        tails={
            at: _outside(quote, range(last.end, at), source, last.source_end, forward=True)
            for at in ends
        },
        spans=tuple(source.span(range(run.source_at, run.source_end)) for run in chain),
        score=score,
        edge=first.length,
        negation=next(
            (source.shown(range(at, at + 1)) for at in before if negations([source.keys[at]])), ""
        ),
        bound=source.span(bound) if bound else None,
    )


def _moved_to_sentences(quote: Words, source: Words, chain: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs with gaps moved to the start of a sentence: "patience. [The first two cost
    money.] The third"."""
    run = chain[0]
    for following in chain[1:]:
        back = 0
        if following.at == run.end:
            while back < run.length and not quote.begins_sentence(following.at - back):
                back += 1
                if quote.keys[following.at - back] != source.keys[following.source_at - back]:
                    back = run.length
        back %= run.length
        yield Run(run.at, run.source_at, run.length - back)
        run = Run(following.at - back, following.source_at - back, following.length + back)
    yield run


def _outside(quote: Words, mine: range, source: Words, place: int, *, forward: bool) -> Compared:
    """Compare the words before or after a passage with the source's words there, up to the end of
    their clause."""
    if not mine:
        return Compared([], set())
    opened = any(index in quote.breaks for index in (*mine, mine.stop))
    outer = mine.stop if forward else mine.start
    tried = []
    for reach in (0, _FAR) if opened else (len(mine), len(mine) + _MORE):
        theirs = beside(
            source, place, reach if len(mine) <= _EDGE else 0, forward=forward, clause=not opened
        )
        tried.append(_compared(quote, mine, source, theirs, outer))
    # Of equally good ones the first, which has fewer source words.
    return max(tried, key=lambda compared: len(compared.same))


def _compared(quote: Words, mine: range, source: Words, theirs: range, outer: int = -1) -> Compared:
    """Compare two word ranges, without extra source words at the quotation's word ``outer``."""
    result = Compared([], set())
    steps = Levenshtein.opcodes(source.among(theirs), quote.among(mine))
    for equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        block = list(group)
        here = range(mine.start + block[0].dest_start, mine.start + block[-1].dest_end)
        there = range(theirs.start + block[0].src_start, theirs.start + block[-1].src_end)
        if equal or same_word(quote, here, source, there):
            result.same.update(here)
        elif here or here.start != outer:
            result.differences.extend(_difference(quote, here, source, there))
    return result


def _difference(quote: Words, mine: range, source: Words, theirs: range) -> Iterator[Difference]:
    """Yield the difference of two word ranges, unless an editor's note in brackets replaces the
    source's words."""
    opened = None if mine else quote.breaks.get(mine.start)
    if mine:
        grave = grave_kinds(quote, mine, source, theirs)
    else:
        grave = hidden_negation(source, theirs, openly=bool(opened))
    lost = () if mine or opened else grave_omission(source, theirs)
    if not (lost or opened) and joins_parts(quote, mine, source, theirs):
        lost = ("cut",)
    grave += lost
    if opened == "brackets" and not grave and len(theirs) <= _NOTE:
        return
    yield Difference(
        kind="replaced" if mine and theirs else "added" if mine else "left out",
        draft=quote.shown(mine),
        source=source.shown(theirs),
        draft_span=quote.span(mine),
        source_span=source.span(theirs) if theirs else None,
        grave=grave,
        marked=bool(opened),
    )
