"""Offsets as other programs count them, turned into code points.

A program can count an emoji as one character (code points: Python, brat, Label Studio since 1.5) or as two (UTF-16
units: Java, JavaScript), a line end of two characters as one, and a byte order mark as one or none. Files say which by
the words that stand beside the offsets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from quoteminer.evaluation.formats.source import BOM
from quoteminer.types import Span

_SPELT_OUT = re.compile(r"\\[nr]")
"""Line ends as Label Studio writes them in the words of a region."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """The code point at which each of another program's characters starts; one more entry for the end of the text. None
    of ``starts``: it counts code points. The second half of a character has -1."""

    starts: Sequence[int] | None = None

    def span(self, span: Span) -> Span | None:
        """A span in code points; None where it leaves the text or cuts a character in two."""
        start, end = span
        if self.starts is None:
            return span
        if not 0 <= start <= end < len(self.starts):
            return None
        points = self.starts[start], self.starts[end]
        return None if -1 in points else points


def utf16_ruler(text: str) -> Ruler:
    """The ruler of a program that counts UTF-16 units."""
    return _ruler(text, wide=True, folded=False, marked=False) if _has_pairs(text) else Ruler()


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text has."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def rulers_of(text: str, *, marked: bool = False) -> Iterator[Ruler]:
    """The rulers that the text can have been measured with, the likeliest first: code points. ``marked``: a byte order
    mark stood before the text, which some programs count."""
    wide = (False, True) if _has_pairs(text) else (False,)
    folded = (False, True) if "\r\n" in text else (False,)
    for mark, fold, pair in product((False, True) if marked else (False,), folded, wide):
        yield _ruler(text, wide=pair, folded=fold, marked=mark) if mark or fold or pair else Ruler()


def fitting_ruler(
    text: str, words: Iterable[tuple[Sequence[Span], str]], *, marked: bool = False
) -> tuple[Ruler, int | None]:
    """The ruler by which all spans cover the words beside them (white space aside; no words fit any span), and None;
    else the likeliest one and the index of the first spans that it doesn't fit."""
    listed = list(words)
    first: tuple[Ruler, int] | None = None
    for ruler in rulers_of(text, marked=marked):
        misfit = _misfit(text, listed, ruler.span)
        if misfit is None:
            return ruler, None
        first = first or (ruler, misfit)
    assert first is not None
    return first


def _misfit(text: str, listed: list[tuple[Sequence[Span], str]], place: Callable[[Span], Span | None]) -> int | None:
    for index, (spans, beside) in enumerate(listed):
        points = [place(span) for span in spans]
        if None in points or not _same("".join(text[a:b] for a, b in filter(None, points)), beside):
            return index
    return None


def _same(covered: str, words: str) -> bool:
    """Whether a span covers these words, white space aside."""
    one, other = ("".join(text.removeprefix(BOM).split()) for text in (covered, words))
    return not other or one == other or _SPELT_OUT.sub("", one) == _SPELT_OUT.sub("", other)


def _has_pairs(text: str) -> bool:
    return any(letter > "\uffff" for letter in text)


def _ruler(text: str, *, wide: bool, folded: bool, marked: bool) -> Ruler:
    starts = [0] if marked else []
    for point, letter in enumerate(text):
        if folded and letter == "\n" and text[point - 1 : point] == "\r":
            continue
        starts.append(point)
        if wide and letter > "\uffff":
            starts.append(-1)
    return Ruler([*starts, len(text)])
