"""Find the passages of a source that match a quotation, and compare them. README.md describes the
method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from quoteminer.commands.check.runs import FAR, Run, chains, weight
from quoteminer.commands.check.words import Words, is_content, same_word
from quoteminer.types import Span

_MOST: Final = 40  # passages of a quotation in a source
# least words of a run, two of them content words, to be a part of a stitched quotation
_PART: Final = 4
# least score of a passage: this share of the quotation's weight, or 2.5 words
_ENOUGH: Final = 0.45
_EDGE: Final = 8  # most words before or after a passage that are still compared with the source
_MORE: Final = 3  # extra source words to try, if more words then match
_BEFORE: Final = 4  # words before a passage that are searched for a negation
_NOTE: Final = 12  # most source words that an editor's note in brackets may replace


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


def passages(quote: Words, source: Words, runs: Sequence[Run]) -> Iterator[Passage]:
    """Yield the passages of a source that match a quotation well enough, the best first."""
    least = min(_ENOUGH * quote.weights[-1], 2.5)
    found = sorted(chains(quote, runs, sorted(source.breaks)), key=lambda pair: -pair[0])
    for score, chain in found[:_MOST]:
        if score < least:
            break
        yield _passage(quote, source, chain, score)
        for run in chain if len(chain) > 1 else ():
            if run.length >= _PART and sum(map(is_content, quote.keys[run.at : run.end])) > 1:
                yield _passage(quote, source, [run], weight(quote, run))


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
        own, theirs = range(run.end, following.at), range(run.source_end, following.source_at)
        between = _compared(quote, own, source, theirs)
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
        back = _back_to_sentence(quote, source, run, following)
        yield Run(run.at, run.source_at, run.length - back)
        run = Run(following.at - back, following.source_at - back, following.length + back)
    yield run


def _back_to_sentence(quote: Words, source: Words, run: Run, following: Run) -> int:
    """Return how many words before a gap a sentence begins, if the source has the same words before
    the end of the gap; else 0."""
    for back in range(run.length if following.at == run.end else 0):
        if quote.begins_sentence(following.at - back):
            return back
        if quote.keys[following.at - back - 1] != source.keys[following.source_at - back - 1]:
            break
    return 0


def _outside(quote: Words, own: range, source: Words, place: int, *, forward: bool) -> Compared:
    """Compare the words before or after a passage with the source's words there, up to the end of
    their clause."""
    if not own:
        return Compared([], set())
    opened = any(index in quote.breaks for index in (*own, own.stop))
    outer = own.stop if forward else own.start
    tried = []
    for reach in (0, FAR) if opened else (len(own), len(own) + _MORE):
        theirs = beside(
            source, place, reach if len(own) <= _EDGE else 0, forward=forward, clause=not opened
        )
        tried.append(_compared(quote, own, source, theirs, outer))
    # Of equally good ones the first, which has fewer source words.
    return max(tried, key=lambda compared: len(compared.same))


def _compared(quote: Words, own: range, source: Words, theirs: range, outer: int = -1) -> Compared:
    """Compare two word ranges, without extra source words at the quotation's word ``outer``."""
    result = Compared([], set())
    steps = Levenshtein.opcodes(source.among(theirs), quote.among(own))
    for equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        block = list(group)
        here = range(own.start + block[0].dest_start, own.start + block[-1].dest_end)
        there = range(theirs.start + block[0].src_start, theirs.start + block[-1].src_end)
        if equal or same_word(quote, here, source, there):
            result.same.update(here)
        elif here or here.start != outer:
            result.differences.extend(_difference(quote, here, source, there))
    return result


def _difference(quote: Words, own: range, source: Words, theirs: range) -> Iterator[Difference]:
    """Yield the difference of two word ranges, unless an editor's note in brackets replaces the
    source's words."""
    opened = None if own else quote.breaks.get(own.start)
    if own:
        grave = grave_kinds(quote, own, source, theirs)
    else:
        grave = hidden_negation(source, theirs, openly=bool(opened))
    lost = () if own or opened else grave_omission(source, theirs)
    if not (lost or opened) and joins_parts(quote, own, source, theirs):
        lost = ("cut",)
    grave += lost
    if opened == "brackets" and not grave and len(theirs) <= _NOTE:
        return
    yield Difference(
        kind="replaced" if own and theirs else "added" if own else "left out",
        draft=quote.shown(own),
        source=source.shown(theirs),
        draft_span=quote.span(own),
        source_span=source.span(theirs) if theirs else None,
        grave=grave,
        marked=bool(opened),
    )
