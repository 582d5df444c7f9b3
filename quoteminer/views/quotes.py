"""The quotes of an article as a table, or stacked if lines are short: in brief, or with all fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from rich.console import Group, RenderableType
from rich.table import Column
from rich.text import Text

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article import make_article
from quoteminer.views.look import Draw, Look, bare_table, below, grid, number_column, table_or_stack, text_column
from quoteminer.views.marked import context_text
from quoteminer.views.speakers import known_as

TABLE_WIDTH = 72
"""Cells that the table of quotes needs."""
CUE_WIDTH = 110
"""Cells from which the cue has a column of its own; below that, it stands below the speaker's name."""
WIDE_WIDTH = 100
"""Cells that the table of all fields needs."""

Article = tuple[ArticleRecord, Callable[[Quote, Look], Text]]
"""A record, and a function that returns the words to show of a quote, with or without their context."""


def article_view(record: ArticleRecord, *, context: bool = False) -> RenderableType:
    """Return an article's quotes in text order. ``context``: each with the sentences or the paragraph around it; the
    record must have its text."""
    return _view(record, _table, _stack, TABLE_WIDTH, context=context)


def wide_view(record: ArticleRecord, *, context: bool = False) -> RenderableType:
    """Return an article's quotes with all their fields. ``context``: as in `article_view`."""
    return _view(record, _wide_table, _wide_stack, WIDE_WIDTH, context=context)


def _view(record: ArticleRecord, table: Draw, stack: Draw, least: int, *, context: bool) -> RenderableType:
    if not record.quotes:
        return Text("No quotes.")
    if not context:
        return table_or_stack((record, lambda quote, look: look.text(quote.text)), table, stack, least=least)
    text = record.text or ""
    in_context = partial(context_text, text, make_article(text).paragraphs)
    return table_or_stack((record, in_context), table, stack, least=least)


def _table(article: Article, look: Look) -> RenderableType:
    (record, words), own_column = article, look.width >= CUE_WIDTH
    speakers = speakers_by_id(record)
    table = bare_table(
        text_column("Speaker", min_width=12, max_width=min(look.width * 3 // 10, 28)),
        *([text_column("How", max_width=16)] if own_column else []),
        text_column("Quote", ratio=1),
        Column("Type", no_wrap=True),
        number_column("Conf."),
    )
    for quote in record.quotes:
        name, cue = look.name(speakers.get(quote.speaker)), cue_of(quote)
        below_name = Group(name, below(look.text(f"{cue}:"))) if cue else name
        who = (name, look.text(cue)) if own_column else (below_name,)
        table.add_row(*who, words(quote, look), look.text(quote.type), confidence(quote, look))
    return table


def _stack(article: Article, look: Look) -> RenderableType:
    record, words = article
    speakers = speakers_by_id(record)
    parts = ((heading(quote, speakers, look), below(words(quote, look))) for quote in record.quotes)
    return Group(*(part for pair in parts for part in pair))


def _wide_table(article: Article, look: Look) -> RenderableType:
    record, words = article
    speakers = speakers_by_id(record)
    table = bare_table(*(text_column(name, ratio=r) for name, r in (("Speaker", 3), ("Quote", 5), ("Fields", 4))))
    for quote in record.quotes:
        speaker, cue = speakers.get(quote.speaker), cue_of(quote)
        about = (f"{cue}:" if cue else "", *(value for _, value in _about(speaker)))
        who = Group(look.name(speaker), *(below(look.text(value)) for value in about if value))
        fields = Group(look.line(quote.type, confidence(quote, look)), _grid(_fields(quote), look))
        table.add_row(who, words(quote, look), fields)
        table.add_row()
    return table


def _wide_stack(article: Article, look: Look) -> RenderableType:
    record, words = article
    speakers = speakers_by_id(record)
    parts: list[RenderableType] = []
    for quote in record.quotes:
        fields = (*_about(speakers.get(quote.speaker)), *_fields(quote))
        parts += [heading(quote, speakers, look), below(words(quote, look)), below(_grid(fields, look)), ""]
    return Group(*parts[:-1])


def _grid(fields: Iterable[tuple[str, str]], look: Look) -> RenderableType:
    table = grid(style="dim")
    for name, value in fields:
        if value:
            table.add_row(name, look.text(value))
    return table


def _about(speaker: Speaker | None) -> Iterator[tuple[str, str]]:
    if speaker:
        yield "role", speaker.role or ""
        yield "affiliation", speaker.affiliation or ""
        yield "known", known_as(speaker.known) if speaker.known else ""


def _fields(quote: Quote) -> Iterator[tuple[str, str]]:
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


def heading(quote: Quote, speakers: Mapping[int | None, Speaker], look: Look) -> Text:
    """Return "Speaker · said · direct · 0.85"."""
    cue = [cue_of(quote)] if cue_of(quote) else []
    return look.line(look.name(speakers.get(quote.speaker)), *cue, quote.type, confidence(quote, look))


def speakers_by_id(record: ArticleRecord) -> Mapping[int | None, Speaker]:
    return {speaker.id: speaker for speaker in record.speakers}


def cue_of(quote: Quote) -> str:
    """Return the cue's words, which can turn the sense ("denied"); "" if it is only a colon."""
    words = quote.cue.text if quote.cue else ""
    return words.rstrip(":,") if any(map(str.isalnum, words)) else ""


def confidence(quote: Quote, look: Look) -> Text:
    """Return "0.85"; "? 0.45" for a doubtful quote."""
    shown = f"{quote.confidence:.2f}"
    return look.text(f"? {shown}", "bold") if quote.doubtful else look.text(shown)
