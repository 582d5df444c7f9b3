"""The words of an article with marks around some of them, and how much of it is needed around a quote."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rich.text import Text

from quoteminer.records import Quote
from quoteminer.types import Paragraph, Span
from quoteminer.views.look import GLUE, Look

REACH: Final = 240
"""Characters that are shown before and behind a quote where its paragraph is longer."""
_SENTENCE_END: Final = re.compile(r"[.!?]['\"”’»)\]]*\s+")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words to mark: from ``start`` to ``end``, in a style, with brackets where ``number`` is no None; it stands in
    the first bracket, "" for none."""

    start: int
    end: int
    style: str
    number: str | None = None


def marked_text(text: str, span: Span, marks: Iterable[Marked], look: Look) -> Text:
    """That span of the article on one line. Marks may stand in each other and may cross; where one ends that is not
    the inmost, its number stands before the bracket. What reaches out of the span is cut."""
    inside = _within(span, marks)
    shown = Text(overflow="fold")
    active: list[Marked] = []
    for start, end in pairwise(sorted({*span, *(at for mark in inside for at in (mark.start, mark.end))})):
        for mark in [mark for mark in inside if mark.start == start]:
            active.append(mark)
            shown.append_text(_opening(mark, look))
        shown.append(look.letters.line(text[start:end]), " ".join(mark.style for mark in active))
        for mark in [mark for mark in reversed(active) if mark.end == end]:
            shown.append_text(_closing(mark, active, look))
            active.remove(mark)
    return shown


def _within(span: Span, marks: Iterable[Marked]) -> list[Marked]:
    """What of the marks is in the span, in text order, the longer one first where two begin together."""
    cut = (Marked(max(one.start, span[0]), min(one.end, span[1]), one.style, one.number) for one in marks)
    return sorted((one for one in cut if one.start < one.end), key=lambda one: (one.start, -one.end))


def _opening(mark: Marked, look: Look) -> Text:
    if mark.number is None:
        return Text()
    return Text(look.marks[0] + mark.number + (GLUE if mark.number else ""), f"{mark.style} bold")


def _closing(mark: Marked, active: Sequence[Marked], look: Look) -> Text:
    if mark.number is None:
        return Text()
    inmost = [one for one in active if one.number is not None][-1]
    return Text(("" if mark is inmost else mark.number) + look.marks[1], f"{mark.style} bold")


def context_text(text: str, paragraphs: Sequence[Paragraph], quote: Quote, look: Look) -> Text:
    """The paragraphs around a quote, a line each, with its parts between marks, its cue underlined and the words that
    name the source in bold. Of a long paragraph the sentences next to the quote, with "…" where some are left out.
    """
    marks = [*quote_marks(text, quote, look, ""), *source_marks(quote)]
    first, last = _outer_ends(quote)
    lines = []
    for index in touched(paragraphs, (first, last)):
        paragraph = paragraphs[index]
        start, end = _begin(text, paragraph.start, first), _finish(text, last, paragraph.end)
        line = marked_text(text, (start, end), marks, look)
        before = look.text("… " if start > paragraph.start else "")
        lines.append(before + line + look.text(" …" if end < paragraph.end else ""))
    return Text("\n", overflow="fold").join(lines)


def touched(paragraphs: Sequence[Paragraph], span: Span) -> range:
    """The indices of the paragraphs that a span of the article has something of."""
    first = bisect_right(paragraphs, span[0], key=lambda one: one.end)
    return range(first, bisect_left(paragraphs, span[1], first, key=lambda one: one.start))


def quote_marks(text: str, quote: Quote, look: Look, number: str) -> list[Marked]:
    """The parts of a quote, in its speaker's colour; where only a space is between two, they are marked as one."""
    joined: list[Span] = []
    for start, end in quote.spans:
        if joined and not text[joined[-1][1] : start].strip(" "):
            start = joined.pop()[0]
        joined.append((start, end))
    return [Marked(start, end, look.colour(quote.speaker), number) for start, end in joined]


def source_marks(quote: Quote) -> list[Marked]:
    """The words that report a quote, and those that name who said it."""
    cue = [Marked(start, end, "underline") for start, end in quote.cue.spans] if quote.cue else []
    return [*cue, Marked(quote.mention.start, quote.mention.end, "bold")] if quote.mention else cue


def _outer_ends(quote: Quote) -> Span:
    """Where the quote, its cue and its mention begin and end, as long as these are near."""
    parts = [quote, *(part for part in (quote.cue, quote.mention) if part)]
    near = [one for one in parts if one.end >= quote.start - REACH and one.start <= quote.end + REACH]
    return min(one.start for one in near), max(one.end for one in near)


def _begin(text: str, start: int, at: int) -> int:
    """Where to begin, in a paragraph that begins at ``start``, to see what stands before ``at``."""
    if at - start <= REACH:
        return start
    window = text[at - REACH : at]
    found = _SENTENCE_END.search(window) or _SPACE.search(window)
    return at - REACH + found.end() if found else at - REACH


def _finish(text: str, at: int, end: int) -> int:
    """Where to end, in a paragraph that ends at ``end``, to see what stands behind ``at``."""
    if end - at <= REACH:
        return end
    window = text[at : at + REACH]
    found = list(_SENTENCE_END.finditer(window)) or list(_SPACE.finditer(window))
    return at + len(window[: found[-1].end()].rstrip()) if found else at + REACH
