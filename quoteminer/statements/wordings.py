"""Find the differences between two wordings of a statement, with `checking`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from quoteminer.checking.check_record import Difference
from quoteminer.checking.passages import PairIndex, Passage, passages
from quoteminer.checking.sentences import difference_line
from quoteminer.checking.words import Grave, Words

DifferenceKind: TypeAlias = Grave | Literal["speaker", "words", "cut"]
KINDS: Final[tuple[DifferenceKind, ...]] = (*get_args(Grave), "speaker", "words", "cut")
"""Kinds of differences, the gravest first: the grave kinds of `checking`, another speaker, other changes of words, a
missing part."""
_FOUND: Final = 0.6  # least share of a wording's weight that must match for a list of single differences
_LONGER: Final = 3  # at least this many added words at an end are not an alteration: the other wording is cut there


class Wording(NamedTuple):
    """The differences of a wording from the fullest one: the kinds, gravest first, and the words."""

    differs: tuple[DifferenceKind, ...] = ()
    differences: str = ""


_REWORDED: Final = Wording(("words",), "worded differently")


def compare_wordings(words: Words, fullest: Words) -> Wording:
    """Return the differences of a wording from the fullest one."""
    passage = next(passages(words, fullest, PairIndex([words]).runs(fullest).get(0, ())), None)
    if not passage:
        return _REWORDED
    parts = [passage.heads[0], passage.inside, passage.tails[len(words)]]
    differences, same = [change for part in parts for change in part.differences], [part.same for part in parts]
    elsewhere = {index for change in differences for index in _moved(change, words, fullest)}
    known = sum(words.weights[index + 1] - words.weights[index] for index in elsewhere.union(*same))
    if known / words.weights[-1] < _FOUND:
        return _REWORDED
    changes = [change for change in differences if elsewhere.isdisjoint(_indices(change, words))]
    kinds, lines = set[DifferenceKind](), list[tuple[int, str]]()
    for change in changes:
        grave = () if _is_longer(change, words) else change.grave
        kinds.update(grave or (("cut",) if change.kind == "left out" or _is_longer(change, words) else ("words",)))
        lines.append((gravity(grave), difference_line(change)))
    if passage.negation and not passage.first and not any(map(str.isalnum, words.text[: words.spans[0][0]])):
        kinds.add("negation")
        lines.append((0, f"left out before it: “{passage.negation}”"))
    if elsewhere or _is_part(passage, changes, words, fullest):
        kinds.add("cut")
    return Wording(in_order(kinds), "; ".join(line for _, line in sorted(lines, key=lambda pair: pair[0])))


def in_order(kinds: Iterable[DifferenceKind]) -> tuple[DifferenceKind, ...]:
    """Return the distinct kinds of differences, the gravest first."""
    return tuple(sorted(set(kinds), key=KINDS.index))


def gravity(kinds: Iterable[DifferenceKind]) -> int:
    """Return the index in KINDS of the gravest kind; the length of KINDS if there is none."""
    return min(map(KINDS.index, kinds), default=len(KINDS))


def _indices(change: Difference, words: Words) -> range:
    """Return the indices of the words of a wording that differ."""
    start, end = change.draft_span
    inside = [index for index, (first, last) in enumerate(words.spans) if start <= first and last <= end]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _moved(change: Difference, words: Words, fullest: Words) -> range:
    """Return the indices of a change's words if the fullest wording has these words elsewhere; else an empty range."""
    indices = _indices(change, words)
    is_there = f" {' '.join(words.among(indices))} " in f" {' '.join(fullest.keys)} "
    return indices if is_there and len(indices) >= _LONGER else range(0)


def _is_longer(change: Difference, words: Words) -> bool:
    """True for added words at an end of the wording."""
    start, end = change.draft_span
    is_outer = start <= words.spans[0][0] or end >= words.spans[-1][1]
    return change.kind == "added" and is_outer and len(change.draft.split()) >= _LONGER


def _is_part(passage: Passage, changes: Iterable[Difference], words: Words, fullest: Words) -> bool:
    """True if the fullest wording continues before or after the compared part; a note in brackets there counts as no
    cut."""
    spans = [*passage.spans, *(change.source_span for change in changes if change.source_span)]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return start >= fullest.spans[0][1] and words.breaks.get(0) != "brackets" or end <= fullest.spans[-1][0]
