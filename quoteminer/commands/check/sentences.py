"""Describe a checked quotation in words, for the terminal, the page and the comments of a Word
document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, get_args

from quoteminer.commands.check.check_record import (
    CheckedQuote,
    CheckRecord,
    Difference,
    SourcePlace,
    Verdict,
)
from quoteminer.records.parts import counted
from quoteminer.transcripts.clock import clock

_SHOWN: Final = 8  # words shown at each end of a long omission


def totals(record: CheckRecord) -> str:
    """Return "5 quotations: 3 verbatim, 2 altered; 1 grave; 1 of another speaker; 2 indirect, not
    judged; …"."""
    counts: Counter[str] = Counter(quote.verdict for quote in record.quotes)
    listed = ", ".join(f"{counts[name]} {name}" for name in get_args(Verdict) if counts[name])
    others = sum(quote.said_by == "another speaker" for quote in record.quotes)
    grave = sum(bool(quote.grave) for quote in record.quotes)
    parts = [
        counted(len(record.quotes), "quotation") + (f": {listed}" if listed else ""),
        f"{grave} grave" if grave else "",
        f"{others} of another speaker" if others else "",
        f"{len(record.unjudged)} indirect, not judged" if record.unjudged else "",
        f"{counted(record.sources, 'source')} of {record.words:,} words",
    ]
    return "; ".join(filter(None, parts))


def said_line(quote: CheckedQuote) -> str:
    """Return "said by Ana Silva, not by Bo Lind"; "" if the quotation is not found or no speaker is
    known."""
    speakers = list(dict.fromkeys(place.speaker for place in quote.places if place.speaker))
    if not speakers:
        return "the speaker in the source is unknown" if quote.places and quote.speaker else ""
    line = f"said by {' and '.join(speakers)}"
    if quote.said_by == "another speaker":
        return f"{line}, not by {quote.speaker}{' alone' if len(speakers) > 1 else ''}"
    if quote.said_by == "unknown":
        return (
            f"{line}; not certain to be {quote.speaker}"
            if quote.speaker
            else f"{line}; the draft names no speaker"
        )
    return line


def place_line(place: SourcePlace) -> str:
    """Return "council.txt, line 5, at 1:02: COUNCILLOR SATO"."""
    time = "" if place.time is None else f", at {clock(place.time)}"
    who = f": {place.speaker}" if place.speaker else ""
    how = " (indirect)" if place.type == "indirect" else ""
    where = f"line {place.line}" if place.page is None else f"page {place.page}"
    return f"{place.source or place.id}, {where}{time}{who}{how}"


def difference_line(change: Difference) -> str:
    """Return "“4.2” became “4.5”", "added: “never”" or "left out: “of the ten”"."""
    if change.kind == "replaced":
        return f"“{_shortened(change.source)}” became “{change.draft}”"
    return (
        f"added: “{change.draft}”"
        if change.kind == "added"
        else f"left out: “{_shortened(change.source)}”"
    )


def notes(quote: CheckedQuote) -> Iterator[str]:
    """Yield a line for each difference, and for a paraphrase, a negation and other places."""
    if quote.paraphrase:
        yield f"a paraphrase, it seems, of “{' '.join(quote.places[0].text.split())}”"
    yield from map(difference_line, quote.differences)
    if quote.negation:
        yield f"the source has “{quote.negation}” before it, the draft has not"
    if quote.added_negation:
        yield f"the draft has “{quote.added_negation}” before it, the source has not"
    yield from (f"also in {place_line(place)}" for place in quote.elsewhere)


def _shortened(words: str) -> str:
    """Shorten a long omitted passage; JSON and the page have all of it."""
    parts = words.split()
    return (
        words
        if len(parts) <= 2 * _SHOWN
        else f"{' '.join(parts[:_SHOWN])} […] {' '.join(parts[-_SHOWN:])}"
    )
