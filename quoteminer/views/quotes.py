"""The quotes of an article: a table, a stack where that is too narrow, the quotes alone or with what stands around."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article import make_article
from quoteminer.views.look import Drawn, Look, bare_table, below
from quoteminer.views.marked import context_text

TABLE_WIDTH = 72
"""Cells that the table of quotes needs; where there are fewer, the quotes are stacked."""
CUE_WIDTH = 110
"""Cells where the cue has a column; where there are fewer, it stands below its speaker's name."""

ShowWords = Callable[[Quote, Look], Text]
"""What is shown of a quote: its words, or these in their context."""


def article_view(record: ArticleRecord, *, context: bool = False) -> RenderableType:
    """One article's quotes as a table, in text order; where it is narrow, they are stacked. ``context``: each with the
    sentences or the paragraph around it; the record must have its text."""
    if not record.quotes:
        return Text("No quotes.")
    words = words_of(record, context=context)
    return Drawn(lambda look: (quote_table if look.width >= TABLE_WIDTH else quote_stack)(record, words, look))


def words_of(record: ArticleRecord, *, context: bool) -> ShowWords:
    """What shows the words of this record's quotes."""
    if not context:
        return lambda quote, look: look.text(quote.text)
    text = record.text or ""
    paragraphs = make_article(text).paragraphs
    return lambda quote, look: context_text(text, paragraphs, quote, look)


def quote_table(record: ArticleRecord, words: ShowWords, look: Look) -> RenderableType:
    """Speaker, cue, quote, type and confidence of every quote. Nothing is cut: long cells run over several lines."""
    speakers, own_column = speakers_by_id(record), look.width >= CUE_WIDTH
    table = bare_table()
    table.add_column("Speaker", overflow="fold", min_width=12, max_width=min(look.width * 3 // 10, 28))
    if own_column:
        table.add_column("How", overflow="fold", max_width=16)
    table.add_column("Quote", overflow="fold", ratio=1)
    table.add_column("Type", no_wrap=True)
    table.add_column("Conf.", justify="right", no_wrap=True)
    for quote in record.quotes:
        name = look.name(speaker_of(quote, speakers))
        who = (name, look.text(cue_of(quote))) if own_column else (_with_cue(name, quote, look),)
        table.add_row(*who, words(quote, look), look.text(quote.type), confidence(quote, look))
    return table


def quote_stack(record: ArticleRecord, words: ShowWords, look: Look) -> RenderableType:
    """For each quote a line "Speaker · said · type · 0.85", and the quote below it, indented."""
    speakers = speakers_by_id(record)
    parts: list[RenderableType] = []
    for quote in record.quotes:
        parts += [heading(quote, speakers, look), below(words(quote, look))]
    return Group(*parts)


def heading(quote: Quote, speakers: Mapping[int | None, Speaker], look: Look) -> Text:
    """Who, how, what and how sure: "Speaker · said · direct · 0.85"."""
    cue = [cue_of(quote)] if cue_of(quote) else []
    return look.line(look.name(speaker_of(quote, speakers)), *cue, quote.type, confidence(quote, look))


def speakers_by_id(record: ArticleRecord) -> Mapping[int | None, Speaker]:
    return {speaker.id: speaker for speaker in record.speakers}


def speaker_of(quote: Quote, speakers: Mapping[int | None, Speaker]) -> Speaker | None:
    return speakers.get(quote.speaker)


def cue_of(quote: Quote) -> str:
    """The words that report it, which can turn its sense ("denied"); none where it is only a colon."""
    words = quote.cue.text if quote.cue else ""
    return words.rstrip(":,") if any(map(str.isalnum, words)) else ""


def confidence(quote: Quote, look: Look) -> Text:
    """ "0.85"; where it is doubtful, "? 0.45"."""
    number = f"{quote.confidence:.2f}"
    return look.text(f"? {number}", "bold") if quote.doubtful else look.text(number)


def _with_cue(name: Text, quote: Quote, look: Look) -> RenderableType:
    return Group(name, below(look.text(f"{cue_of(quote)}:"))) if cue_of(quote) else name
