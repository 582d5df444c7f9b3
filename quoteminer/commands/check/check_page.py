"""Write the page of a check: each draft, with the sources beside its paragraphs. It works without
scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final, TextIO

from quoteminer.commands.check.check_record import (
    CheckedQuote,
    CheckRecord,
    Difference,
    SourcePlace,
)
from quoteminer.commands.check.sentences import place_line, said_line, totals
from quoteminer.commands.report.page import PageWriter
from quoteminer.commands.report.templates import template
from quoteminer.text.article import find_paragraphs, readable
from quoteminer.types import Paragraph, Span

TITLE: Final = "Do the quotations match the sources?"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the draft. ``quote``: the quotation with these words, and its ``number``; None
    outside quotations. ``first``: they begin the quotation. ``differs``: the sources have other
    words."""

    words: str
    quote: CheckedQuote | None = None
    number: int = 0
    first: bool = False
    differs: bool = False


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of the draft, and the indices of the quotations that are shown beside it."""

    tag: str
    pieces: Sequence[Piece]
    quotes: Sequence[int]


class CheckPageWriter(PageWriter[CheckRecord]):
    """Writes the page of checks; records need their text."""

    package = __package__
    page = "check_page.html"
    scripts = ("dom.js", "frame.js", "check.js", "check_page.js")
    styles = ("report.css", "check.css")

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream, title=TITLE)
        self._drafts = count()

    def body(self, record: CheckRecord) -> str:
        words = {"place_line": place_line, "said_line": said_line, "totals": totals(record)}
        values = {"draft": next(self._drafts), "rows": draft_rows(record), **words}
        return template("check_draft.html", __package__).render(
            record=record, source_pieces=_source_pieces, **values
        )


def draft_rows(record: CheckRecord) -> Iterator[DraftParagraph]:
    """Yield the paragraphs of the draft, with each quotation beside the first paragraph that
    contains it."""
    text = readable(record.text or "")
    placed: set[int] = set()
    for paragraph in find_paragraphs(text):
        here = [
            i
            for i, quote in enumerate(record.quotes)
            if i not in placed and _touches(quote, paragraph)
        ]
        placed.update(here)
        tag = "h3" if paragraph.kind in ("headline", "heading") else "p"
        yield DraftParagraph(tag, list(_draft_pieces(record, text, paragraph)), here)


def _touches(quote: CheckedQuote, paragraph: Paragraph) -> bool:
    return any(start < paragraph.end and paragraph.start < end for start, end in quote.spans)


def _draft_pieces(record: CheckRecord, text: str, paragraph: Paragraph) -> Iterator[Piece]:
    """Yield the pieces of a paragraph, cut at the edges of its quotations and of the words that
    differ."""
    inside = [
        (number, quote)
        for number, quote in enumerate(record.quotes, 1)
        if _touches(quote, paragraph)
    ]
    marked = [
        span
        for _, quote in inside
        for span in (*quote.spans, *(change.draft_span for change in quote.differences))
    ]
    for piece in _pieces((paragraph.start, paragraph.end), marked):
        words = text[slice(*piece)]
        around = [(number, quote) for number, quote in inside if _within(piece, quote.spans)]
        if not around:
            yield Piece(words)
            continue
        number, quote = around[-1]
        differs = _within(
            piece, [change.draft_span for change in quote.differences if change.draft]
        )
        yield Piece(words, quote, number, piece[0] == quote.start, differs)


def _source_pieces(
    place: SourcePlace, differences: Sequence[Difference], index: int
) -> Iterator[tuple[str, str]]:
    """Yield the words of a place of a source, each with a class: "del" for words that the draft
    leaves out or replaces, "around" for the context, "" for the others."""
    text, first = place.before + place.text + place.after, place.start - len(place.before)
    deleted = [
        change.source_span for change in differences if change.place == index and change.source_span
    ]
    for piece in _pieces((first, first + len(text)), [(place.start, place.end), *deleted]):
        role = "" if _within(piece, [(place.start, place.end)]) else "around"
        yield text[piece[0] - first : piece[1] - first], "del" if _within(piece, deleted) else role


def _pieces(whole: Span, marked: Iterable[Span]) -> Iterator[Span]:
    """Cut a span at the edges of the marked spans."""
    edges = {edge for span in (whole, *marked) for edge in span if whole[0] <= edge <= whole[1]}
    return pairwise(sorted(edges))


def _within(piece: Span, spans: Iterable[Span]) -> bool:
    return any(start <= piece[0] and piece[1] <= end for start, end in spans)
