"""The page of a check: each draft, and beside its paragraphs what the sources say of the quotations in them.

All of it is HTML that needs no script; the page's script adds keys, a filter and light or dark. The rules of
`report.page` hold: texts are escaped, and nothing is asked of the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from quoteminer.checking.record import CheckedQuote, CheckRecord, Difference, SourcePlace
from quoteminer.htmltext import escaped, page_head
from quoteminer.output.writer import StreamWriter
from quoteminer.report.page import asset
from quoteminer.text.article import make_article, readable
from quoteminer.types import Paragraph, Span

TITLE: Final = "Are the quotations what was said?"
SCRIPTS: Final = ("dom.js", "frame.js", "check.js")
STYLES: Final = ("report.css", "check.css")
_HEADLINES: Final = ("headline", "heading")


class CheckPageWriter(StreamWriter[CheckRecord]):
    """Writes the page; records need their text."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._script = "".join(map(asset, SCRIPTS))
        self._drafts = 0

    def write(self, record: CheckRecord) -> None:
        self._begin()
        self.stream.writelines(_draft(record, self._drafts))
        self._drafts += 1

    def close(self, *, several: bool = False) -> None:
        self._begin()
        self.stream.write(f"</main>\n<script>{self._script}</script>\n</body>\n</html>\n")

    def _begin(self) -> None:
        if not self._drafts:
            style = "".join(map(asset, STYLES))
            self.stream.writelines(page_head(title=TITLE, style=style, script=self._script))
            self.stream.write('<a class="skip" href="#main">Skip to the content</a>\n<header class="top">')
            self.stream.write(
                f'<h1 class="brand">{TITLE}</h1></header>\n<main id="main" tabindex="-1" class="check">\n'
            )


def _draft(record: CheckRecord, number: int) -> Iterator[str]:
    text = readable(record.text or "")
    counts = {verdict: sum(one.verdict == verdict for one in record.quotes) for verdict in _VERDICTS}
    shown = " · ".join(f"{count} {verdict}" for verdict, count in counts.items() if count) or "no quotations"
    yield f"<section>\n<h2>{escaped(record.source or record.id)}</h2>\n"
    yield f'<p class="facts">{shown}; {record.sources:,} sources of {record.words:,} words</p>\n'
    yield '<div class="pairs">\n'
    placed: set[int] = set()
    for paragraph in make_article(text).paragraphs:
        here = [at for at, one in enumerate(record.quotes) if _touches(one, paragraph) and at not in placed]
        placed.update(here)
        name = "h3" if paragraph.kind in _HEADLINES else "p"
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


_VERDICTS: Final = ("verbatim", "shortened", "stitched", "altered", "not found")


def _touches(quote: CheckedQuote, paragraph: Paragraph) -> bool:
    return any(start < paragraph.end and paragraph.start < end for start, end in quote.spans)


def _marked_draft(record: CheckRecord, text: str, paragraph: Paragraph, number: int) -> Iterator[str]:
    """The paragraph with its quotations, and what differs in them, in elements."""
    edges = {paragraph.start, paragraph.end}
    inside = [(at, one) for at, one in enumerate(record.quotes, 1) if _touches(one, paragraph)]
    for _, quote in inside:
        edges.update(at for span in quote.spans for at in span)
        edges.update(at for one in quote.differences for at in one.draft_span)
    cuts = sorted(at for at in edges if paragraph.start <= at <= paragraph.end)
    for start, end in zip(cuts, cuts[1:], strict=False):
        words = escaped(text[start:end])
        around = [(at, one) for at, one in inside if any(a <= start and end <= b for a, b in one.spans)]
        if not around:
            yield words
            continue
        at, quote = around[-1]
        if any(one.draft and _holds(one.draft_span, (start, end)) for one in quote.differences):
            words = f"<ins>{words}</ins>"
        link = f'<a href="#d{number}q{at}">{at}</a>' if start == quote.start else ""
        yield f'<mark class="{_class(quote)}">{link}{words}</mark>'


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


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
    yield from _list(quote.differences)
    if quote.negation:
        yield f"<p><strong>Look: “{escaped(quote.negation)}” stands before it in the source.</strong></p>"
    yield "</section>"


def _marked_source(place: SourcePlace, differences: Sequence[Difference], at: int) -> Iterator[str]:
    text, shift = place.before + place.text + place.after, place.start - len(place.before)
    spans = sorted(one.source_span for one in differences if one.place == at and one.source_span)
    edges = {0, len(text), place.start - shift, place.end - shift, *(edge - shift for span in spans for edge in span)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    for start, end in zip(cuts, cuts[1:], strict=False):
        here = (start + shift, end + shift)
        words = escaped(text[start:end])
        if any(_holds(span, here) for span in spans):
            yield f"<del>{words}</del>"
        else:
            yield words if _holds((place.start, place.end), here) else f'<span class="around">{words}</span>'


def _list(differences: Sequence[Difference]) -> Iterator[str]:
    if differences:
        yield "<ul>"
        for one in differences:
            parts = [f"<del>{escaped(one.source)}</del>"] if one.source else []
            parts += [f"<ins>{escaped(one.draft)}</ins>"] if one.draft else []
            yield f"<li>{one.kind}: {' → '.join(parts)}{' (marked)' if one.marked else ''}</li>"
        yield "</ul>"


def _by(speaker: str | None) -> str:
    return f"— <bdi>{escaped(speaker)}</bdi>" if speaker else ""
