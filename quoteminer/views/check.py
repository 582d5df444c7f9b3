"""A draft's quotations beside what the sources say: a table, or both texts with what differs between marks."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quoteminer.checking.record import CheckedQuote, CheckRecord, Difference, SourcePlace
from quoteminer.views.look import NOBODY, Drawn, Look, bare_table, below
from quoteminer.views.marked import Marked, marked_text
from quoteminer.views.quotes import TABLE_WIDTH
from quoteminer.views.totals import counted

_STYLES = {"verbatim": "green", "shortened": "cyan", "stitched": "magenta", "altered": "red", "not found": "red"}

_SHOWN = 8
"""Words at both ends of a long passage that was left out."""


def check_view(record: CheckRecord) -> RenderableType:
    """Every quotation, its verdict, and where the sources have it; stacked where it is narrow."""
    if not record.quotes:
        return Text("No quotations to check.")
    return Drawn(lambda look: (_table if look.width >= TABLE_WIDTH else _stack)(record, look))


def check_highlight(record: CheckRecord) -> RenderableType:
    """Every quotation below its verdict, and the source's words below that; what differs stands between marks."""
    if not record.quotes:
        return Text("No quotations to check.")
    return Drawn(lambda look: Group(*_both(record, look)))


def check_totals(record: CheckRecord) -> str:
    """ "5 quotations: 3 verbatim, 2 altered (1 grave); 1 another speaker; 2 indirect, not judged; 3 sources"."""
    counts = {name: sum(one.verdict == name for one in record.quotes) for name in _STYLES}
    listed = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    line = counted(len(record.quotes), "quotation") + (f": {listed}" if listed else "")
    others = sum(one.said_by == "another speaker" for one in record.quotes)
    grave = sum(bool(one.grave) for one in record.quotes)
    parts = [
        line,
        f"{grave} grave" if grave else "",
        f"{others} of another speaker" if others else "",
        f"{len(record.unjudged)} indirect, not judged" if record.unjudged else "",
        f"{counted(record.sources, 'source')} of {record.words:,} words",
    ]
    return "; ".join(filter(None, parts))


def _table(record: CheckRecord, look: Look) -> RenderableType:
    table = bare_table()
    table.add_column("Draft", overflow="fold", ratio=5)
    table.add_column("Verdict", overflow="fold", min_width=15)
    table.add_column("Source", overflow="fold", ratio=5)
    for quote in record.quotes:
        who = below(look.text(quote.speaker or NOBODY, "bold"))
        source = Group(*(look.text(line) for line in _source_lines(quote)))
        table.add_row(Group(look.text(quote.text), who), Group(*_verdict(quote, look)), source)
    return table


def _stack(record: CheckRecord, look: Look) -> RenderableType:
    parts: list[RenderableType] = []
    for quote in record.quotes:
        parts += [look.line(*_verdict(quote, look), look.text(quote.speaker or NOBODY, "bold")), look.text(quote.text)]
        parts += [below(look.text(line)) for line in _source_lines(quote)]
    return Group(*parts)


def _verdict(quote: CheckedQuote, look: Look) -> Iterator[Text]:
    yield look.text(quote.verdict, f"bold {_STYLES[quote.verdict]}" if look.colours else "bold" if quote.wrong else "")
    if quote.grave:
        yield look.text(f"grave: {', '.join(quote.grave)}", "bold")
    if quote.said_by != "unknown":
        yield look.text(quote.said_by, "bold" if quote.said_by == "another speaker" else "")


def _source_lines(quote: CheckedQuote) -> Iterator[str]:
    if not quote.places:
        yield NOBODY
    yield from map(place_line, quote.places)
    yield from map(difference_line, quote.differences)
    if quote.negation:
        yield f"look: “{quote.negation}” stands before it"


def place_line(place: SourcePlace) -> str:
    """ "council.txt, line 5: COUNCILLOR SATO"."""
    how = " (indirect)" if place.type == "indirect" else ""
    return f"{place.source or place.id}, line {place.line}" + (f": {place.speaker}{how}" if place.speaker else how)


def difference_line(one: Difference) -> str:
    """ "“4.2” became “4.5”", "added: “never”", "left out: “of the ten”"."""
    if one.kind == "replaced":
        return f"“{one.source}” became “{one.draft}”"
    return f"added: “{one.draft}”" if one.kind == "added" else f"left out: “{_shortened(one.source)}”"


def _shortened(words: str) -> str:
    """Long words that were left out, without their middle; JSON and the page have it."""
    parts = words.split()
    return words if len(parts) <= 2 * _SHOWN else f"{' '.join(parts[:_SHOWN])} […] {' '.join(parts[-_SHOWN:])}"


def _both(record: CheckRecord, look: Look) -> Iterator[RenderableType]:
    for number, quote in enumerate(record.quotes, 1):
        yield look.line(str(number), *_verdict(quote, look), quote.speaker or NOBODY)
        grid = Table.grid(padding=(0, 2, 0, 2))
        grid.add_column(no_wrap=True, style="dim")
        grid.add_column(overflow="fold")
        marks = [Marked(*one.draft_span, "bold", "") for one in quote.differences if one.draft]
        grid.add_row("draft", marked_text(record.text or "", (quote.start, quote.end), marks, look))
        for at, place in enumerate(quote.places):
            grid.add_row("source", _in_source(quote, at, look))
            grid.add_row("", look.text(place_line(place), "dim"))
        yield grid
        yield ""


def _in_source(quote: CheckedQuote, at: int, look: Look) -> Text:
    place = quote.places[at]
    text, shift = place.before + place.text + place.after, place.start - len(place.before)
    spans = [one.source_span for one in quote.differences if one.place == at and one.source_span]
    marks = [Marked(start - shift, end - shift, "bold", "") for start, end in spans]
    first, last = (len(place.before), len(place.before) + len(place.text))
    first, last = min([first, *(one.start for one in marks)]), max([last, *(one.end for one in marks)])
    return marked_text(text, (max(0, first), min(last, len(text))), marks, look)
