"""Everything that a record has of each quote."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.views.look import Drawn, Look, bare_table, below
from quoteminer.views.quotes import ShowWords, confidence, cue_of, heading, speaker_of, speakers_by_id, words_of
from quoteminer.views.speakers import known_as

WIDE_WIDTH = 100
"""Cells where speaker, quote and the other fields stand side by side; where there are fewer, below each other."""


def wide_view(record: ArticleRecord, *, context: bool = False) -> RenderableType:
    """One article's quotes with all their fields. ``context``: as in `article_view`."""
    if not record.quotes:
        return Text("No quotes.")
    words = words_of(record, context=context)
    return Drawn(lambda look: (_table if look.width >= WIDE_WIDTH else _stack)(record, words, look))


def _table(record: ArticleRecord, words: ShowWords, look: Look) -> RenderableType:
    speakers = speakers_by_id(record)
    table = bare_table()
    table.add_column("Speaker", overflow="fold", ratio=3)
    table.add_column("Quote", overflow="fold", ratio=5)
    table.add_column("Fields", overflow="fold", ratio=4)
    for quote in record.quotes:
        kind = look.line(quote.type, confidence(quote, look))
        fields = Group(kind, _grid(dict(_fields(quote)), look))
        table.add_row(_who(quote, speaker_of(quote, speakers), look), words(quote, look), fields)
        table.add_row()
    return table


def _who(quote: Quote, speaker: Speaker | None, look: Look) -> RenderableType:
    """The name, and below it the cue and what is known of the speaker."""
    cue = f"{cue_of(quote)}:" if cue_of(quote) else ""
    about = (below(look.text(value)) for value in (cue, *_about(speaker).values()) if value)
    return Group(look.name(speaker), *about)


def _stack(record: ArticleRecord, words: ShowWords, look: Look) -> RenderableType:
    speakers = speakers_by_id(record)
    parts: list[RenderableType] = []
    for quote in record.quotes:
        about = {**_about(speaker_of(quote, speakers)), **dict(_fields(quote))}
        parts += [heading(quote, speakers, look), below(words(quote, look)), below(_grid(about, look)), ""]
    return Group(*parts[:-1])


def _grid(fields: dict[str, str], look: Look) -> Table:
    """A line for each field that has something."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, value in fields.items():
        if value:
            grid.add_row(name, look.text(value))
    return grid


def _about(speaker: Speaker | None) -> dict[str, str]:
    if not speaker:
        return {}
    known = known_as(speaker.known) if speaker.known else ""
    return {"role": speaker.role or "", "affiliation": speaker.affiliation or "", "known": known}


def _fields(quote: Quote) -> Iterator[tuple[str, str]]:
    """What stands in the record beside who, how, what and how sure."""
    if quote.cue:
        yield "cue", f"{quote.cue.text} ({quote.cue.lemma})"
    if quote.mention:
        yield "mention", f"{quote.mention.text} ({quote.mention.kind})"
    yield "act", quote.act
    yield "status", f"{quote.status}: {quote.why}" if quote.why else quote.status
    yield "flags", ", ".join(quote.flags)
    yield "position", ", ".join(f"{start}–{end}" for start, end in quote.spans)
    yield "paragraph", str(quote.paragraph)
    yield "id", str(quote.id)
