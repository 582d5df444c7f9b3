"""Show passages of an article with marks around some words, and the context of a quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rich.text import Text

from quoteminer.cli.look import GLUE, Look
from quoteminer.records import Quote
from quoteminer.text.article_index import index_of
from quoteminer.types import Paragraph, Span

REACH: Final = 240  # characters shown before and after a quote if its paragraph is longer
_SENTENCE_END: Final = re.compile(r"[.!?]['\"”’»)\]]*\s+")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words to mark, in a style. They get brackets unless ``number`` is None; it is shown after the
    first bracket."""

    start: int
    end: int
    style: str
    number: str | None = None


def marked_text(text: str, span: Span, marks: Iterable[Marked], look: Look) -> Text:
    """Return a span of the article on one line. Marks may be nested and may cross; if a mark ends
    that is not the innermost, its number precedes the bracket. Marks are cut at the ends of the
    span."""
    cut = (
        Marked(max(mark.start, span[0]), min(mark.end, span[1]), mark.style, mark.number)
        for mark in marks
    )
    inside = sorted(
        (mark for mark in cut if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end)
    )
    shown = Text(overflow="fold")
    active: list[Marked] = []
    for start, end in pairwise(
        sorted({*span, *(edge for mark in inside for edge in (mark.start, mark.end))})
    ):
        for mark in [mark for mark in inside if mark.start == start]:
            active.append(mark)
            shown.append_text(_opening(mark, look))
        shown.append(look.plain(text[start:end]), " ".join(mark.style for mark in active))
        for mark in [mark for mark in reversed(active) if mark.end == end]:
            shown.append_text(_closing(mark, active, look))
            active.remove(mark)
    return shown


def _opening(mark: Marked, look: Look) -> Text:
    if mark.number is None:
        return Text()
    return Text(look.marks[0] + mark.number + (GLUE if mark.number else ""), f"{mark.style} bold")


def _closing(mark: Marked, active: Sequence[Marked], look: Look) -> Text:
    if mark.number is None:
        return Text()
    inmost = [other for other in active if other.number is not None][-1]
    return Text(("" if mark is inmost else mark.number) + look.marks[1], f"{mark.style} bold")


def context_text(text: str, paragraphs: Sequence[Paragraph], quote: Quote, look: Look) -> Text:
    """Return the paragraphs around a quote, one per line, with its parts between marks, its cue
    underlined and its mention in bold. For a long paragraph only the sentences next to the quote
    are shown, with "…" for the others.
    """
    marks = [*quote_marks(text, quote, look, ""), *source_marks(quote)]
    first, last = _outer_ends(quote)
    lines = []
    for paragraph in (paragraphs[i] for i in index_of(paragraphs).touching(first, last)):
        start, end = _begin(text, paragraph.start, first), _finish(text, last, paragraph.end)
        line = marked_text(text, (start, end), marks, look)
        before = look.text("… " if start > paragraph.start else "")
        lines.append(before + line + look.text(" …" if end < paragraph.end else ""))
    return Text("\n", overflow="fold").join(lines)


def quote_marks(text: str, quote: Quote, look: Look, number: str) -> list[Marked]:
    """Mark the parts of a quote in its speaker's colour. Parts with only spaces between them get
    one mark."""
    joined: list[Span] = []
    for start, end in quote.spans:
        if joined and not text[joined[-1][1] : start].strip(" "):
            start = joined.pop()[0]
        joined.append((start, end))
    return [Marked(start, end, look.colour(quote.speaker), number) for start, end in joined]


def source_marks(quote: Quote) -> list[Marked]:
    cue = [Marked(start, end, "underline") for start, end in quote.cue.spans] if quote.cue else []
    return [*cue, Marked(quote.mention.start, quote.mention.end, "bold")] if quote.mention else cue


def _outer_ends(quote: Quote) -> Span:
    """Return the outer ends of a quote with its cue and mention, if these are within `REACH`."""
    parts = [quote, *(part for part in (quote.cue, quote.mention) if part)]
    near = [
        part
        for part in parts
        if part.end >= quote.start - REACH and part.start <= quote.end + REACH
    ]
    return min(part.start for part in near), max(part.end for part in near)


def _begin(text: str, start: int, offset: int) -> int:
    """Return where to begin the context before an offset, in a paragraph that begins at
    ``start``."""
    if offset - start <= REACH:
        return start
    window = text[offset - REACH : offset]
    edge = _SENTENCE_END.search(window) or _SPACE.search(window)
    return offset - REACH + edge.end() if edge else offset - REACH


def _finish(text: str, offset: int, end: int) -> int:
    """Return where to end the context after an offset, in a paragraph that ends at ``end``."""
    if end - offset <= REACH:
        return end
    window = text[offset : offset + REACH]
    edges = list(_SENTENCE_END.finditer(window)) or list(_SPACE.finditer(window))
    return offset + len(window[: edges[-1].end()].rstrip()) if edges else offset + REACH
