"""Offsets that another program counted, mapped to code points.

A program may count an emoji as one character (code points: Python, brat, Label Studio since 1.5) or as two (UTF-16
units: Java, JavaScript), a line end of two characters as one, and a byte order mark as one or none. A file does not say
how it counts; the words beside the offsets do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from quoteminer.evaluation.formats.files import BOM
from quoteminer.types import Span

_SPELT_OUT = re.compile(r"\\[nr]")
"""Line ends as Label Studio writes them in the words of a region."""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Map foreign offsets to code points.

    ``starts`` has the code point at which each foreign character starts, and one more entry for the end of the text; -1
    marks the second half of a surrogate pair. None: the offsets are code points already.
    """

    starts: Sequence[int] | None = None

    def span(self, span: Span) -> Span | None:
        """Return a span in code points; None if it leaves the text or cuts a character in two."""
        start, end = span
        if self.starts is None:
            return span
        if not 0 <= start <= end < len(self.starts):
            return None
        points = self.starts[start], self.starts[end]
        return None if -1 in points else points

    def covers(self, text: str, spans: Iterable[Span], words: str) -> bool:
        """Return whether the spans cover these words, white space aside. No words fit any span."""
        points = [self.span(span) for span in spans]
        covered = "".join(text[start:end] for start, end in filter(None, points))
        one, other = ("".join(some.removeprefix(BOM).split()) for some in (covered, words))
        same = one == other or _SPELT_OUT.sub("", one) == _SPELT_OUT.sub("", other)
        return None not in points and (same or not other)


def fitting_map(
    text: str, annotated: Iterable[tuple[Sequence[Span], str]], *, marked: bool = False
) -> tuple[OffsetMap, int | None]:
    """Find the map by which all spans cover the words beside them.

    Args:
        text: the text that was annotated.
        annotated: for each annotation, its spans and their words.
        marked: True if a byte order mark stood before the text, which some programs count.

    Returns:
        The map and None; if none fits, the map of code points and the index of the first annotation that it misses.
    """
    listed = list(annotated)
    misfits = []
    for offsets in _candidates(text, marked=marked):
        misfit = next((at for at, (spans, words) in enumerate(listed) if not offsets.covers(text, spans, words)), None)
        if misfit is None:
            return offsets, None
        misfits.append(misfit)
    return OffsetMap(), misfits[0]


def _candidates(text: str, *, marked: bool) -> Iterator[OffsetMap]:
    """Yield the maps that are possible for the text, the most common one first: code points."""
    pairs = (False, True) if any(letter > "\uffff" for letter in text) else (False,)
    folds = (False, True) if "\r\n" in text else (False,)
    for mark, fold, pair in product((False, True) if marked else (False,), folds, pairs):
        yield _offset_map(text, pair=pair, fold=fold, mark=mark) if mark or fold or pair else OffsetMap()


def _offset_map(text: str, *, pair: bool, fold: bool, mark: bool) -> OffsetMap:
    starts = [0] if mark else []
    for point, letter in enumerate(text):
        if fold and letter == "\n" and text[point - 1 : point] == "\r":
            continue
        starts.append(point)
        if pair and letter > "\uffff":
            starts.append(-1)
    return OffsetMap([*starts, len(text)])
