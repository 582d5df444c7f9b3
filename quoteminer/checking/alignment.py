"""Passages of a source that say what a quotation says: shared runs of words in a chain, and what differs between them.

An index of the quotations' word pairs finds the runs: each source is read once, so that the time grows with its length
and not with the number of quotations. The best chain has most weight, less a cost for each word that is not in both
(dynamic programming over runs, as in alignments of long sequences from seeds). What lies between two runs is aligned
word by word with rapidfuzz.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from quoteminer.checking.record import Difference
from quoteminer.checking.words import Grave, Words, grave_kinds, is_content, negations
from quoteminer.types import Span

_FAR: Final = 60  # words of a source that may lie between two parts of one passage
_SHORT: Final = 8  # words of a quotation below which pairs with a word between them are looked up too
_MOST_HITS: Final = 5_000  # of one quotation in one source; only quotations of the commonest words have more
_MOST_PASSAGES: Final = 40  # of one source that are looked at for one quotation

# Costs, where a word of weight counts 1.
_CHANGED: Final = 0.5  # a word of the quotation that the source does not have there
_LEFT_OUT: Final = 0.06  # a word of the source that the quotation does not have
_LEFT_OUT_OPENLY: Final = 0.02  # such a word behind an ellipsis and the like
_TURN: Final = 1.0  # going on in another turn of a transcript

_EARLIER: Final = 60  # runs before one that may stand before it in its chain
_PIECE: Final = 4  # words of a run, two of them of weight, that can be a part of a stitched quotation
_ENOUGH: Final = 0.45  # the share of a quotation's weight that a passage's score has at least, or 2.5 words
_EDGE: Final = 8  # words outside a passage that are aligned with those of the source beside it
_MORE: Final = 3  # words of the source beyond as many as the quotation has there, if that makes more of them the same
_BEFORE: Final = 4  # words before a passage among which a negation is looked for
_NOTE: Final = 12  # words of a source that an editor's note in brackets may stand for


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words that are the same: ``at`` to ``end`` of a quotation, ``place`` to ``stop`` of a source."""

    at: int
    place: int
    length: int

    @property
    def end(self) -> int:
        return self.at + self.length

    @property
    def stop(self) -> int:
        return self.place + self.length


class Compared(NamedTuple):
    """The differences of two stretches, and the indices of the quotation's words that are equal."""

    differences: list[Difference]
    same: set[int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words ``first`` to ``end`` of a quotation as a source has them.

    ``inside`` compares them; ``heads`` and ``tails`` compare the words before and behind, where no other passage has
    these: from the quotation's beginning (0) or a break, up to its end or a break. ``spans`` are the runs in the
    source. ``score``: the weight of equal words, less the costs. ``edge``: the length of the first run.
    ``negation``: one that stands before the passage in its clause, or "".
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
        """Return the runs that a source shares with each quotation, by its number, in the source's order."""
        hits: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
        for apart, table in self._tables.items():
            pairs = zip(source.keys, source.keys[apart:], strict=False) if table else ()
            for place, pair in enumerate(pairs):
                for number, at in table.get(pair, ()):
                    if len(hits[number]) < _MOST_HITS:
                        hits[number].update(((at, place), (at + apart, place + apart)))
        return {number: _near_content(_runs(those), source) for number, those in hits.items()}


def _runs(hits: Iterable[tuple[int, int]]) -> list[Run]:
    """Join hits (word of the quotation, word of the source) on one diagonal into runs."""
    runs: list[Run] = []
    for at, place in sorted(hits, key=lambda hit: (hit[1] - hit[0], hit[1])):
        last = runs[-1] if runs else None
        if last and (at, place) == (last.end, last.stop):
            runs[-1] = Run(last.at, last.place, last.length + 1)
        else:
            runs.append(Run(at, place, 1))
    return sorted(runs, key=lambda run: (run.place, run.at))


def _near_content(runs: Sequence[Run], source: Words) -> Sequence[Run]:
    """Return the runs that have a word of weight, or stand near one that has; all where none has."""
    heavy = [run.place for run in runs if any(map(is_content, source.keys[run.place : run.stop]))]
    if not heavy:
        return runs
    ahead = [bisect_left(heavy, run.place) for run in runs]
    near = [heavy[max(0, at - 1) : at + 1] for at in ahead]  # the places before and behind each run
    return [run for run, places in zip(runs, near, strict=True) if min(abs(one - run.place) for one in places) <= _FAR]


def passages(quote: Words, source: Words, runs: Sequence[Run]) -> Iterator[Passage]:
    """Yield the passages of a source that may be what is quoted, the best first."""
    least = min(_ENOUGH * quote.weights[-1], 2.5)
    chains = sorted(_chains(quote, runs, sorted(source.breaks)), key=lambda pair: -pair[0])
    for score, chain in chains[:_MOST_PASSAGES]:
        if score < least:
            break
        yield _passage(quote, source, chain, score)
        for run in chain if len(chain) > 1 else ():
            if run.length >= _PIECE and sum(map(is_content, quote.keys[run.at : run.end])) > 1:
                yield _passage(quote, source, [run], quote.weights[run.end] - quote.weights[run.at])


def _chains(quote: Words, runs: Sequence[Run], turns: Sequence[int]) -> Iterator[tuple[float, list[Run]]]:
    """Yield the best chain for each run that ends one, without the runs of better ones, and its score. ``turns`` are
    the first words of the source's turns."""
    best: list[tuple[float, int, Run]] = []  # for each run: the score, the run before (-1: none), the run as it is cut
    for number, run in enumerate(runs):
        found = (quote.weights[run.end] - quote.weights[run.at], -1, run)
        for other in range(max(0, number - _EARLIER), number):
            joined = _joined(runs[other], run, quote, turns)
            if joined and best[other][0] + joined[0] > found[0]:
                found = (best[other][0] + joined[0], other, joined[1])
        best.append(found)
    used: set[int] = set()
    for number in sorted(range(len(runs)), key=lambda one: -best[one][0]):
        chain, at = [], number
        while at >= 0 and at not in used:
            used.add(at)
            chain.append(best[at][2])
            at = best[at][1]
        if chain:
            yield best[number][0] - (best[at][0] if at >= 0 else 0.0), chain[::-1]


def _joined(one: Run, other: Run, quote: Words, turns: Sequence[int]) -> tuple[float, Run] | None:
    """Return the gain of a run behind another one, and the run without their overlap; None if it can't follow."""
    both = max(0, one.end - other.at, one.stop - other.place)
    rest = Run(other.at + both, other.place + both, other.length - both)
    left_out = rest.place - one.stop
    if rest.length <= 0 or left_out > _FAR:
        return None
    openly = any(one.end <= at <= rest.at for at in quote.breaks)
    gain = quote.weights[rest.end] - quote.weights[rest.at] - _CHANGED * (rest.at - one.end)
    gain -= (_LEFT_OUT_OPENLY if openly else _LEFT_OUT) * left_out
    if turns and bisect(turns, one.stop - 1) != bisect(turns, rest.place):
        gain -= _TURN
    return gain, rest


def _passage(quote: Words, source: Words, chain: Sequence[Run], score: float) -> Passage:
    chain = list(_moved_to_sentences(quote, source, chain))
    first, last = chain[0], chain[-1]
    inside = Compared([], {at for run in chain for at in range(run.at, run.end)})
    for one, other in pairwise(chain):
        between = _compared(quote, range(one.end, other.at), source, range(one.stop, other.place))
        inside.differences.extend(between.differences)
        inside.same.update(between.same)
    starts = {0, *(at for at in quote.breaks if at < first.at)}
    ends = {len(quote), *(at for at in quote.breaks if at > last.end)}
    reach = 0 if "," in source.between(first.place) else _BEFORE
    before = _beside(source, first.place, reach, forward=False, clause=True)
    return Passage(
        first=first.at,
        end=last.end,
        inside=inside,
        heads={at: _outside(quote, range(at, first.at), source, first.place, forward=False) for at in starts},
        tails={at: _outside(quote, range(last.end, at), source, last.stop, forward=True) for at in ends},
        spans=tuple(source.span(range(run.place, run.stop)) for run in chain),
        score=score,
        edge=first.length,
        negation=next((source.shown(range(at, at + 1)) for at in before if negations([source.keys[at]])), ""),
    )


def _moved_to_sentences(quote: Words, source: Words, chain: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs with gaps moved to the start of a sentence: "patience. [The first two cost money.] The third"."""
    run = chain[0]
    for other in chain[1:]:
        back = 0
        if other.at == run.end:
            while back < run.length and not quote.begins_sentence(other.at - back):
                back += 1
                if quote.keys[other.at - back] != source.keys[other.place - back]:
                    back = run.length
        back %= run.length
        yield Run(run.at, run.place, run.length - back)
        run = Run(other.at - back, other.place - back, other.length + back)
    yield run


def _outside(quote: Words, mine: range, source: Words, place: int, *, forward: bool) -> Compared:
    """Compare the words outside a passage with those of the source beside it, up to the end of their clause."""
    if not mine:
        return Compared([], set())
    opened = any(at in quote.breaks for at in (*mine, mine.stop))
    outer = mine.stop if forward else mine.start
    tried = []
    for reach in (0, _FAR) if opened else (len(mine), len(mine) + _MORE):
        theirs = _beside(source, place, reach if len(mine) <= _EDGE else 0, forward=forward, clause=not opened)
        tried.append(_compared(quote, mine, source, theirs, outer))
    return max(tried, key=lambda one: len(one.same))  # the shorter one where both have as many words


def _beside(source: Words, place: int, reach: int, *, forward: bool, clause: bool) -> range:
    """Return the words before a word, or from it on, up to the end of their sentence, or ``clause``."""
    at = place
    while abs(at - place) < reach and (at < len(source) if forward else at > 0):
        if source.begins_sentence(at) or (clause and at != place and "," in source.between(at)):
            break
        at += 1 if forward else -1
    return range(place, at) if forward else range(at, place)


def _compared(quote: Words, mine: range, source: Words, theirs: range, outer: int = -1) -> Compared:
    """Compare two stretches. Words of the source beside the quotation's word ``outer`` are left out."""
    result = Compared([], set())
    steps = Levenshtein.opcodes(source.among(theirs), quote.among(mine))
    for equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        block = list(group)
        here = range(mine.start + block[0].dest_start, mine.start + block[-1].dest_end)
        there = range(theirs.start + block[0].src_start, theirs.start + block[-1].src_end)
        if equal or "".join(quote.among(here)) == "".join(source.among(there)):  # or "can not" and "cannot"
            result.same.update(here)
        elif here or here.start != outer:
            result.differences.extend(_difference(quote, here, source, there))
    return result


def _difference(quote: Words, mine: range, source: Words, theirs: range) -> Iterator[Difference]:
    """Yield the difference of two stretches, unless an editor's note in brackets stands for the source's words."""
    opened = None if mine else quote.breaks.get(mine.start)
    grave = grave_kinds(quote, mine, source, theirs) if mine else _denied(source, theirs, openly=bool(opened))
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


def _denied(source: Words, stretch: range, *, openly: bool) -> tuple[Grave, ...]:
    """Return "negation" if one is left out of a sentence: openly, between two of its words; else, unless the sentence
    is left out whole."""
    edges = [at for at in (*stretch, stretch.stop) if at < len(source) and source.begins_sentence(at)]
    whole = stretch.start in edges and (stretch.stop in edges or stretch.stop == len(source))
    harmless = bool(edges) if openly else whole
    return () if harmless or not negations(source.among(stretch)) else ("negation",)
