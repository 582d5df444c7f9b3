"""Passages of a source that say what a quotation says: shared runs of words in a chain, and what differs between them.

The chain is the best one by weight of its words, less a cost for each word that is not in both (dynamic programming
over runs, as in alignments of long sequences from seeds). What lies between two runs is aligned word by word with
rapidfuzz (`Levenshtein.opcodes`).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

from rapidfuzz.distance import Levenshtein

from quoteminer.checking.index import FAR, Run
from quoteminer.checking.record import Difference
from quoteminer.checking.words import Grave, Words, grave_kinds, is_content, negates, same_words
from quoteminer.types import Span

_COMMON: Final = 0.4
"""The weight of a function word; other words have 1."""
_CHANGED: Final = 0.5
"""Cost of a word of the quotation that the source does not have there."""
_LEFT_OUT: Final = 0.06
"""Cost of a word of the source that the quotation does not have; `_OPENLY` behind an ellipsis and the like."""
_OPENLY: Final = 0.02
_TURN: Final = 1.0
"""Cost of going on in another turn of a transcript."""
_BACK: Final = 60
"""Runs before one that may stand before it in its chain."""
_MOST: Final = 40
"""Passages of one source that are looked at for one quotation."""
_PIECE: Final = 4
"""Words of a run, two of them of weight, that can be a part of a stitched quotation."""
_ENOUGH: Final = 0.45
"""The share of a quotation's weight that a passage's score has at least, or 2.5 words."""
_EDGE: Final = 8
"""Words outside a passage that are aligned with those of the source beside it."""
_MORE: Final = 3
"""Words of the source beyond as many as the quotation has there, if that makes more of them the same."""
_BEFORE: Final = 4
"""Words before a passage among which a negation is looked for."""
_NOTE: Final = 12
"""Words of a source that an editor's note in brackets may stand for."""


Compared: TypeAlias = tuple[tuple[Difference, ...], frozenset[int]]
"""The differences, and the indices of the quotation's words that are equal."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words ``first`` to ``end`` of a quotation as a source has them.

    ``matched`` are the indices of the words that both have. ``heads`` and ``tails`` are the differences of the words
    before and behind, where no other passage has these, with those that match: from the quotation's beginning (0) or a
    break, up to its end or a break. ``spans`` are the runs in the source. ``score``: the weight of what is matched,
    less the costs. ``edge``: how many words the first run has. ``negation``: one that stands before the passage in its
    clause, or "".
    """

    first: int
    end: int
    matched: frozenset[int]
    differences: tuple[Difference, ...]
    heads: Mapping[int, Compared]
    tails: Mapping[int, Compared]
    spans: tuple[Span, ...]
    score: float
    edge: int
    negation: str


def weights(quote: Words) -> list[float]:
    """Return how much the words before each word count together; the last value is the whole quotation's weight."""
    return [0.0, *accumulate(1.0 if is_content(key) else _COMMON for key in quote.keys)]


def passages(quote: Words, source: Words, runs: Sequence[Run]) -> Iterator[Passage]:
    """Yield the passages of a source that may be what is quoted, the best first."""
    weight = weights(quote)
    least = min(_ENOUGH * weight[-1], 2.5)
    chains = sorted(_chains(quote, runs, weight, sorted(source.breaks)), key=lambda pair: -pair[0])
    for score, chain in chains[:_MOST]:
        if score < least:
            break
        yield _passage(quote, source, chain, score)
        if len(chain) > 1:
            for run in chain:
                if run.length >= _PIECE and sum(map(is_content, quote.keys[run.at : run.at + run.length])) > 1:
                    yield _passage(quote, source, [run], weight[run.at + run.length] - weight[run.at])


def _chains(
    quote: Words, runs: Sequence[Run], weight: Sequence[float], turns: Sequence[int]
) -> Iterator[tuple[float, list[Run]]]:
    """The best chain for each run that ends one, without the runs of better ones. ``turns``: where each turn of the
    source begins."""
    best: list[float] = []
    before: list[int] = []
    cut: list[Run] = []
    for number, run in enumerate(runs):
        score, link, kept = weight[run.at + run.length] - weight[run.at], -1, run
        for other in range(max(0, number - _BACK), number):
            joined = _joined(runs[other], run, quote, weight, turns)
            if joined and best[other] + joined[0] > score:
                score, link, kept = best[other] + joined[0], other, joined[1]
        best.append(score)
        before.append(link)
        cut.append(kept)
    used: set[int] = set()
    for number in sorted(range(len(runs)), key=lambda one: -best[one]):
        chain, at = [], number
        while at >= 0 and at not in used:
            used.add(at)
            chain.append(cut[at])
            at = before[at]
        if chain:
            yield best[number] - (best[at] if at >= 0 else 0.0), chain[::-1]


def _joined(
    one: Run, other: Run, quote: Words, weight: Sequence[float], turns: Sequence[int]
) -> tuple[float, Run] | None:
    """Return the gain of a run behind another one, and the run without their overlap; None if it can't follow."""
    end, stop = one.at + one.length, one.place + one.length
    both = max(0, end - other.at, stop - other.place)
    if both >= other.length:
        return None
    at, place = other.at + both, other.place + both
    changed, left_out = at - end, place - stop
    if left_out > FAR:
        return None
    rate = _OPENLY if any(end <= one <= at for one in quote.breaks) else _LEFT_OUT
    gain = weight[other.at + other.length] - weight[at] - _CHANGED * changed - rate * left_out
    if turns and bisect(turns, stop - 1) != bisect(turns, place):
        gain -= _TURN
    return gain, Run(at, place, other.length - both)


def _passage(quote: Words, source: Words, chain: Sequence[Run], score: float) -> Passage:
    chain = list(_slid(quote, source, chain))
    matched = {at for run in chain for at in range(run.at, run.at + run.length)}
    differences: list[Difference] = []
    for one, other in pairwise(chain):
        mine, theirs = range(one.at + one.length, other.at), range(one.place + one.length, other.place)
        found, same = _differences(quote, mine, source, theirs)
        differences += found
        matched |= same
    first, last = chain[0], chain[-1]
    end, stop = last.at + last.length, last.place + last.length
    starts = {0, *(at for at in quote.breaks if at < first.at)}
    stops = {len(quote), *(at for at in quote.breaks if at > end)}
    reach = 0 if "," in source.between(first.place) else _BEFORE
    before = _beside(source, first.place, reach, forward=False, clause=True)
    return Passage(
        first.at,
        end,
        frozenset(matched),
        tuple(differences),
        {at: _outside(quote, range(at, first.at), source, first.place, forward=False) for at in starts},
        {at: _outside(quote, range(end, at), source, stop, forward=True) for at in stops},
        tuple(source.span(run.place, run.place + run.length) for run in chain),
        score,
        first.length,
        next((source.shown(at, at + 1) for at in before if negates(source.keys[at : at + 1])), ""),
    )


def _slid(quote: Words, source: Words, chain: Sequence[Run]) -> Iterator[Run]:
    """The runs with what is left out between two of them where a sentence or a break is, if it may as well be there:
    in "patience. [The first two cost money.] The third" and not behind "The"."""
    run = chain[0]
    for other in chain[1:]:
        back = 0
        if other.at == run.at + run.length:
            while back < run.length and not quote.begins_sentence(other.at - back):
                back += 1
                if quote.keys[other.at - back] != source.keys[other.place - back]:
                    back = run.length
        back %= run.length
        yield Run(run.at, run.place, run.length - back)
        run = Run(other.at - back, other.place - back, other.length + back)
    yield run


def _outside(quote: Words, mine: range, source: Words, place: int, *, forward: bool) -> Compared:
    """The differences of the words outside a passage, beside which the source has others up to its clause's end."""
    if not mine:
        return (), frozenset()
    opened = any(at in quote.breaks for at in (*mine, mine.stop))
    outer = mine.stop if forward else mine.start
    tried = []
    for reach in (0, FAR) if opened else (len(mine), len(mine) + _MORE):
        theirs = _beside(source, place, reach if len(mine) <= _EDGE else 0, forward=forward, clause=not opened)
        tried.append(_differences(quote, mine, source, theirs, outer))
    found, same = max(tried, key=lambda one: len(one[1]))  # the shorter one where both have as many words
    return tuple(found), frozenset(same)


def _beside(source: Words, place: int, reach: int, *, forward: bool, clause: bool) -> range:
    """The words before or from a word on, up to the end of their sentence, or ``clause``."""
    at = place
    while abs(at - place) < reach and (at < len(source) if forward else at > 0):
        if source.begins_sentence(at) or (clause and at != place and "," in source.between(at)):
            break
        at += 1 if forward else -1
    return range(place, at) if forward else range(at, place)


def _differences(
    quote: Words, mine: range, source: Words, theirs: range, outer: int = -1
) -> tuple[list[Difference], set[int]]:
    """Return the differences of two stretches, and the indices of the quotation's words that are equal. Words of
    the source beside the quotation's word ``outer`` are left out."""
    found: list[Difference] = []
    same: set[int] = set()
    a, b = quote.keys[mine.start : mine.stop], source.keys[theirs.start : theirs.stop]
    block: tuple[range, range] | None = None
    for op in (*Levenshtein.opcodes(b, a), None):
        if op is not None and op.tag != "equal":
            here = range(mine.start + op.dest_start, mine.start + op.dest_end)
            there = range(theirs.start + op.src_start, theirs.start + op.src_end)
            block = (range(block[0].start, here.stop), range(block[1].start, there.stop)) if block else (here, there)
            continue
        if block:
            keys, others = quote.keys[block[0].start : block[0].stop], source.keys[block[1].start : block[1].stop]
            if same_words(keys, others):
                same.update(block[0])
            elif block[0] or block[0].start != outer:
                found += _difference(quote, block[0], source, block[1])
            block = None
        if op is not None:
            same.update(range(mine.start + op.dest_start, mine.start + op.dest_end))
    return found, same


def _difference(quote: Words, mine: range, source: Words, theirs: range) -> Iterator[Difference]:
    opened = [] if mine else [kind for at, kind in quote.breaks.items() if at == mine.start]
    grave = grave_kinds(quote, mine, source, theirs) if mine else _denied(source, theirs, openly=bool(opened))
    if "brackets" in opened and not grave and len(theirs) <= _NOTE:
        return
    yield Difference(
        kind="replaced" if mine and theirs else "added" if mine else "left out",
        draft=quote.shown(mine.start, mine.stop),
        source=source.shown(theirs.start, theirs.stop),
        draft_span=quote.span(mine.start, mine.stop),
        source_span=source.span(theirs.start, theirs.stop) if theirs else None,
        grave=grave,
        marked=bool(opened),
    )


def _denied(source: Words, those: range, *, openly: bool) -> tuple[Grave, ...]:
    """A negation that is left out of a sentence: openly, between two of its words; else, whole sentences aside."""
    edges = [at for at in (*those, those.stop) if at < len(source) and source.begins_sentence(at)]
    whole = those.start in edges and (those.stop in edges or those.stop == len(source))
    harmless = bool(edges) if openly else whole
    return () if harmless or not negates(source.keys[those.start : those.stop]) else ("negation",)
