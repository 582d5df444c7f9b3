"""The page of a check: each draft, with the sources' words for the quotations beside its paragraphs.

It needs no script; the page's script adds keys, a filter and a switch between light and dark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, pairwise
from typing import Final, TextIO

from quoteminer.checking.record import CheckedQuote, CheckRecord, Difference, SourcePlace
from quoteminer.output.escaping import escaped
from quoteminer.report.page import PageWriter, whole_page
from quoteminer.text.article import find_paragraphs, readable
from quoteminer.types import Paragraph, Span

TITLE: Final = "Are the quotations what was said?"


class CheckPageWriter(PageWriter[CheckRecord]):
    """Writes the page; records need their text."""

    scripts = ("dom.js", "frame.js", "check.js", "check_page.js")
    styles = ("report.css", "check.css")

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream, title=TITLE)
        self._drafts = count()

    def top(self) -> str:
        header = f'<header class="top"><h1 class="brand">{TITLE}</h1></header>\n'
        return f'{header}<main id="main" tabindex="-1" class="check">\n'

    def body(self, record: CheckRecord) -> Iterator[str]:
        number = next(self._drafts)
        text = readable(record.text or "")
        verdicts = ("verbatim", "shortened", "stitched", "altered", "not found")
        counts: Counter[str] = Counter(one.verdict for one in record.quotes)
        shown = " · ".join(f"{counts[one]} {one}" for one in verdicts if counts[one]) or "no quotations"
        sources = f"{record.sources:,} source{'s' * (record.sources != 1)}"
        yield f"<section>\n<h2>{escaped(record.source or record.id)}</h2>\n"
        yield f'<p class="facts">{shown}; {sources} of {record.words:,} words</p>\n'
        yield from (f"<p>{escaped(one.message)}</p>\n" for one in record.warnings)
        yield '<div class="pairs">\n'
        placed: set[int] = set()
        for paragraph in find_paragraphs(text):
            here = [at for at, one in enumerate(record.quotes) if _touches(one, paragraph) and at not in placed]
            placed.update(here)
            name = "h3" if paragraph.kind in ("headline", "heading") else "p"
            yield f'<div class="row"><div class="draft"><{name} dir="auto">'
            yield from _marked_draft(record, text, paragraph, number)
            yield f'</{name}></div><div class="sources">'
            for at in here:
                yield from _card(record.quotes[at], f"d{number}q{at + 1}", at + 1)
            yield "</div></div>\n"
        yield "</div>\n"
        if record.unjudged:
            yield "<h3>Indirect quotes, not judged</h3>\n<ul>"
            yield from (f'<li dir="auto">{escaped(one.text)} {_by(one.speaker)}</li>' for one in record.unjudged)
            yield "</ul>\n"
        yield "</section>\n"


def check_page(record: CheckRecord) -> str:
    """Return the page of a draft's record, which needs its text."""
    return whole_page(CheckPageWriter, [record])


def _touches(quote: CheckedQuote, paragraph: Paragraph) -> bool:
    return any(start < paragraph.end and paragraph.start < end for start, end in quote.spans)


def _marked_draft(record: CheckRecord, text: str, paragraph: Paragraph, number: int) -> Iterator[str]:
    """Yield a paragraph with elements around its quotations and the words that differ."""
    inside = [(at, one) for at, one in enumerate(record.quotes, 1) if _touches(one, paragraph)]
    marked = [span for _, quote in inside for span in (*quote.spans, *(one.draft_span for one in quote.differences))]
    for piece in _pieces((paragraph.start, paragraph.end), marked):
        words = escaped(text[slice(*piece)])
        around = [(at, one) for at, one in inside if _within(piece, one.spans)]
        if not around:
            yield words
            continue
        at, quote = around[-1]
        if _within(piece, [one.draft_span for one in quote.differences if one.draft]):
            words = f"<ins>{words}</ins>"
        link = f'<a href="#d{number}q{at}">{at}</a>' if piece[0] == quote.start else ""
        yield f'<mark class="{_class(quote)}">{link}{words}</mark>'


def _marked_source(place: SourcePlace, differences: Sequence[Difference], at: int) -> Iterator[str]:
    """Yield a place of a source: ``del`` around what the draft leaves out or replaces, ``span`` around the context."""
    text, first = place.before + place.text + place.after, place.start - len(place.before)
    deleted = [one.source_span for one in differences if one.place == at and one.source_span]
    for start, end in _pieces((first, first + len(text)), [(place.start, place.end), *deleted]):
        words = escaped(text[start - first : end - first])
        if _within((start, end), deleted):
            yield f"<del>{words}</del>"
        else:
            inside = _within((start, end), [(place.start, place.end)])
            yield words if inside else f'<span class="around">{words}</span>'


def _pieces(whole: Span, marked: Iterable[Span]) -> Iterator[Span]:
    """Cut a span at the edges of the marked ones."""
    edges = {edge for span in (whole, *marked) for edge in span if whole[0] <= edge <= whole[1]}
    return pairwise(sorted(edges))


def _within(piece: Span, spans: Iterable[Span]) -> bool:
    return any(start <= piece[0] and piece[1] <= end for start, end in spans)


def _class(quote: CheckedQuote) -> str:
    return "v-wrong" if quote.wrong else "v-well" if quote.verdict == "verbatim" else "v-cut"


def _card(quote: CheckedQuote, id: str, number: int) -> Iterator[str]:
    grave = f' <strong class="grave">grave: {", ".join(quote.grave)}</strong>' if quote.grave else ""
    yield f'<section class="pair {_class(quote)}" id="{id}" tabindex="-1" aria-label="Quotation {number}">'
    said_by = f"<strong>{quote.said_by}</strong>" if quote.said_by == "another speaker" else quote.said_by
    yield f"<p><b>{number} · {quote.verdict}</b>{grave} {_by(quote.speaker) or '— nobody'}: {said_by}</p>"
    for at, place in enumerate(quote.places):
        yield f'<blockquote dir="auto">{"".join(_marked_source(place, quote.differences, at))}</blockquote>'
        how = " (indirect)" if place.type == "indirect" else ""
        yield f'<p class="facts">{escaped(place.source or place.id)}, line {place.line} {_by(place.speaker)}{how}</p>'
    if quote.differences:
        yield "<ul>"
        for one in quote.differences:
            texts = {"del": one.source, "ins": one.draft}
            change = " → ".join(f"<{name}>{escaped(text)}</{name}>" for name, text in texts.items() if text)
            yield f"<li>{one.kind}: {change}{' (marked)' if one.marked else ''}</li>"
        yield "</ul>"
    if quote.negation:
        yield f"<p><strong>Look: “{escaped(quote.negation)}” stands before it in the source.</strong></p>"
    yield "</section>"


def _by(speaker: str | None) -> str:
    return f"— <bdi>{escaped(speaker)}</bdi>" if speaker else ""
