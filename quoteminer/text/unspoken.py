"""Find the unspoken text of a transcript: times, notes, page numbers, headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from quoteminer.text.labels import INLINE_STAMP, STAMP_LINE, WORDS, Label, is_heading, seconds
from quoteminer.types import Span

_NOTE: Final = re.compile(r"[\s\"“]*[\[(][^\[\]()]*[\])]\.?[\s\"”]*$")
_NOT_SPOKEN: Final = re.compile(rf"\s*(?:{'|'.join(WORDS['not_spoken'])})\s*$")


Hole = tuple[Span, float | None]  # unspoken text: a time, a note, a page number; the seconds, None if it is no time


def holes_of(text: str, lines: Sequence[Span], labels: Sequence[Label]) -> Iterator[Hole]:
    """Yield the unspoken text after the first label: whole lines (also headings, if labels are lines of their own), and
    times in brackets within lines."""
    first_words = [label.end for label in labels]
    starts = {label.start for label in labels}
    has_headings = any(label.style == "line" for label in labels)
    for start, end in lines:
        if start < labels[0].start:
            continue
        line, on_label = text[start:end], bisect_left(first_words, start) < bisect_left(first_words, end)
        if STAMP_LINE.match(line):
            yield (start, end), seconds(line)
        elif (not on_label and (_NOTE.match(line) or _NOT_SPOKEN.match(line))) or (
            has_headings and start not in starts and is_heading(text, (start, end))
        ):
            yield (start, end), None
        else:
            yield from ((found.span(), seconds(found[0])) for found in INLINE_STAMP.finditer(text, start, end))
