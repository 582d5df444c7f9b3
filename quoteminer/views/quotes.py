"""The quotes of an article as a table, or stacked if lines are short: in brief, or with all fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Column
from rich.text import Text

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article import make_article
from quoteminer.views.look import Drawn, Look, bare_table, below, grid, number_column, text_column
from quoteminer.views.marked import context_text
from quoteminer.views.speakers import known_as

TABLE_WIDTH = 72
"""Cells that the table of quotes needs."""
CUE_WIDTH = 110
"""Cells from which the cue has a column of its own; below that, it stands below the speaker's name."""

Rows = Sequence[tuple[Quote, Speaker | None, Text]]
"""Quotes with their speakers and the words to show."""


def article_view(record: ArticleRecord, *, wide: bool = False, context: bool = False) -> RenderableType:
    """Return an article's quotes in text order.

    Args:
        wide: show all fields of each.
        context: show each with the sentences or the paragraph around it; the record must have its text.
    """
    if not record.quotes:
        return Text("No quotes.")
    text, speakers = record.text or "", speakers_by_id(record)
    paragraphs = make_article(text).paragraphs if context else ()

    def draw(look: Look) -> RenderableType:
        def words(quote: Quote) -> Text:
            return context_text(text, paragraphs, quote, look) if context else look.text(quote.text)

        rows = [(quote, speakers.get(quote.speaker), words(quote)) for quote in record.quotes]
        if wide:
            return _wide(rows, look)
        return (_table if look.width >= TABLE_WIDTH else _stack)(rows, look)

    return Drawn(draw)


def _table(rows: Rows, look: Look) -> RenderableType:
    own_column = look.width >= CUE_WIDTH
    table = bare_table(
        text_column("Speaker", min_width=12, max_width=min(look.width * 3 // 10, 28)),
        *([text_column("How", max_width=16)] if own_column else []),
        text_column("Quote", ratio=1),
        Column("Type", no_wrap=True),
        number_column("Conf."),
    )
    for quote, speaker, words in rows:
        cue = cue_of(quote)
        under = [f"or {quote.rival}"] if quote.rival else []
        if cue and not own_column:
            under.append(f"{cue}:")
        who = Group(look.name(speaker), *(below(look.text(one)) for one in under))
        table.add_row(
            who, *([look.text(cue)] if own_column else []), words, look.text(quote.type), confidence(quote, look)
        )
    return table


def _stack(rows: Rows, look: Look) -> RenderableType:
    parts = ((heading(quote, speaker, look), below(words)) for quote, speaker, words in rows)
    return Group(*(part for pair in parts for part in pair))


def _wide(rows: Rows, look: Look) -> RenderableType:
    parts: list[RenderableType] = []
    for quote, speaker, words in rows:
        fields = grid(style="dim")
        for name, value in _fields(quote, speaker):
            if value:
                fields.add_row(name, look.text(value))
        parts += [heading(quote, speaker, look), below(words), below(fields), ""]
    return Group(*parts[:-1])


def _fields(quote: Quote, speaker: Speaker | None) -> Iterator[tuple[str, str]]:
    if speaker:
        yield "role", speaker.role or ""
        yield "affiliation", speaker.affiliation or ""
        yield "known", known_as(speaker.known)
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


def heading(quote: Quote, speaker: Speaker | None, look: Look) -> Text:
    """Return "Speaker · said · direct · 0.85"; "Speaker or Other · said" if another one is as likely."""
    name = look.name(speaker) + look.text(f" or {quote.rival}" if quote.rival else "")
    cue = [cue_of(quote)] if cue_of(quote) else []
    return look.line(name, *cue, quote.type, confidence(quote, look))


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
