"""Show a draft's quotations beside the sources: as a table, or as both texts with the differences
marked."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.cli.look import (
    NOBODY,
    Drawn,
    Look,
    ShownRow,
    below,
    grid,
    table_or_list,
    text_column,
)
from quoteminer.commands.check.check_record import CheckedQuote, CheckRecord
from quoteminer.commands.check.sentences import notes, place_line, said_line
from quoteminer.commands.extract.marked import Marked, marked_text

_STYLES = {
    "verbatim": "green",
    "shortened": "cyan",
    "stitched": "magenta",
    "altered": "red",
    "not found": "red",
}
_NONE = "No quotations to check."


def check_view(record: CheckRecord) -> RenderableType:
    """Return every quotation with its verdict and its place in the sources."""
    draft, source = (text_column(heading, ratio=5) for heading in ("Draft", "Source"))
    columns = (draft, text_column("Verdict", min_width=15), source)

    def row(quote: CheckedQuote, look: Look) -> ShownRow:
        text, who = look.text(quote.text), look.text(quote.speaker or NOBODY, "bold")
        verdict = list(_verdict(quote, look))
        found = [look.text(line) for line in _source_lines(quote)]
        cells = (Group(text, below(who)), Group(*verdict), Group(*found))
        return cells, (look.line(*verdict, who), text, *map(below, found))

    draw = Drawn(
        lambda look: table_or_list(columns, [row(quote, look) for quote in record.quotes], look)
    )
    return draw if record.quotes else Text(_NONE)


def check_highlight(record: CheckRecord) -> RenderableType:
    """Return every quotation with its verdict and the source's words, with the differences between
    marks."""
    return Drawn(lambda look: Group(*_both(record, look))) if record.quotes else Text(_NONE)


def _verdict(quote: CheckedQuote, look: Look) -> Iterator[Text]:
    yield look.text(
        quote.verdict,
        f"bold {_STYLES[quote.verdict]}" if look.colours else "bold" if quote.wrong else "",
    )
    if quote.grave:
        yield look.text(f"grave: {', '.join(quote.grave)}", "bold")
    if line := said_line(quote):
        yield look.text(line, "bold" if quote.said_by == "another speaker" else "")


def _source_lines(quote: CheckedQuote) -> Iterator[str]:
    if not quote.places:
        yield NOBODY
    yield from map(place_line, quote.places)
    yield from notes(quote)


def _both(record: CheckRecord, look: Look) -> Iterator[RenderableType]:
    for number, quote in enumerate(record.quotes, 1):
        yield look.line(str(number), *_verdict(quote, look), quote.speaker or NOBODY)
        table = grid(indent=2, style="dim")
        marks = [
            Marked(*change.draft_span, "bold", "") for change in quote.differences if change.draft
        ]
        table.add_row(
            "draft", marked_text(record.text or "", (quote.start, quote.end), marks, look)
        )
        for index, place in enumerate(quote.places):
            table.add_row("source", _in_source(quote, index, look))
            table.add_row("", look.text(place_line(place), "dim"))
        yield table
        yield ""


def _in_source(quote: CheckedQuote, index: int, look: Look) -> Text:
    place = quote.places[index]
    text, shift = place.before + place.text + place.after, place.start - len(place.before)
    spans = [
        change.source_span
        for change in quote.differences
        if change.place == index and change.source_span
    ]
    marks = [Marked(start - shift, end - shift, "bold", "") for start, end in spans]
    first = min([len(place.before), *(mark.start for mark in marks)])
    last = max([len(place.before) + len(place.text), *(mark.end for mark in marks)])
    return marked_text(text, (max(0, first), min(last, len(text))), marks, look)
