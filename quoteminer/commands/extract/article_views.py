"""Show the quotes of an article as a table, or as a list if lines are short; and the article with
its quotes between numbered marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from quoteminer.attribution.cues import is_denial
from quoteminer.cli.look import (
    Drawn,
    Look,
    below,
    grid,
    number_column,
    table_or_list,
    text_column,
)
from quoteminer.cli.options import Show
from quoteminer.commands.extract.marked import context_text, marked_text, quote_marks, source_marks
from quoteminer.commands.speakers.speaker_views import known_as
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article_index import index_of
from quoteminer.transcripts.clock import clock
from quoteminer.types import Paragraph

# Widths in cells.
# from here on the cue has its own column; with fewer, it is below the speaker's name
CUE_WIDTH = 110
MARGIN_WIDTH = 110  # from here on notes are beside their paragraph; with fewer, they are below it
LINE_WIDTH = 76  # the most for a line of the article: longer lines are hard to read

_Numbered = Sequence[tuple[int, Quote]]
_Rows = Sequence[tuple[Quote, Speaker | None, Text]]
"""Quotes with their speakers and the words to show."""


def article_view(record: ArticleRecord, show: Show = Show()) -> RenderableType:  # noqa: B008
    """Return the view of an article's quotes; unlikely ones are below the others, unless
    ``show.all``."""
    if not record.quotes:
        return Text("No quotes.")
    text, paragraphs = record.text or "", record.paragraphs if show.context else ()
    apart = [quote for quote in record.quotes if quote.unlikely and not show.all]
    quotes = [quote for quote in record.quotes if quote not in apart]

    def draw(look: Look) -> RenderableType:
        def words(quote: Quote) -> Text:
            if show.context:
                return context_text(text, paragraphs, quote, look)
            return look.text(quote.text if show.wide else quote.phrase)

        def drawn(quotes: Sequence[Quote]) -> RenderableType:
            rows = [(quote, record.speaker_of(quote), words(quote)) for quote in quotes]
            return _wide(rows, look) if show.wide else _quotes(rows, look)

        if not apart:
            return drawn(quotes)
        unsure = [look.text(f"More likely wrong than right: {len(apart)}", "bold"), drawn(apart)]
        return Group(*([drawn(quotes), ""] if quotes else []), *unsure)

    return Drawn(draw)


def _quotes(rows: _Rows, look: Look) -> RenderableType:
    own_column = look.width >= CUE_WIDTH
    timed = any(quote.time is not None for quote, _, _ in rows)
    columns = [
        *([number_column("Time")] if timed else []),
        text_column("Speaker", min_width=12, max_width=min(look.width * 3 // 10, 28)),
        *([text_column("How", max_width=16)] if own_column else []),
        text_column("Quote", ratio=1),
        Column("Type", no_wrap=True),
        number_column("Conf."),
    ]

    def cells(quote: Quote, speaker: Speaker | None, words: Text) -> Sequence[RenderableType]:
        has_cue = quote.phrase != quote.text and words.plain == look.plain(quote.phrase)
        cue = "" if has_cue else cue_of(quote)
        under = [f"or {quote.rival}"] if quote.rival else []
        if cue and not own_column:
            under.append(f"{cue}:")
        if quote.negated:
            under.append(not_said(quote))
        who = Group(look.name(speaker), *(below(look.text(line)) for line in under))
        when = [look.text("" if quote.time is None else clock(quote.time))] if timed else []
        how = [look.text(cue)] if own_column else []
        kind = Group(*map(look.text, [kind_of(quote)] if own_column else kind_of(quote).split()))
        return *when, who, *how, words, kind, confidence(quote, look)

    both = ((cells(*row), (heading(row[0], row[1], look), below(row[2]))) for row in rows)
    return table_or_list(columns, both, look)


def _wide(rows: _Rows, look: Look) -> RenderableType:
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
        yield "role", speaker.shown_role
        yield "affiliation", speaker.shown_affiliation
        yield "known", known_as(speaker.known)
    if quote.cue:
        yield "cue", f"{quote.cue.text} ({quote.cue.lemma})"
    if quote.mention:
        yield "mention", f"{quote.mention.text} ({quote.mention.kind})"
    yield "time", "" if quote.time is None else clock(quote.time)
    yield "act", quote.act
    yield "status", f"{quote.status}: {quote.why}" if quote.why else quote.status
    yield "flags", ", ".join(quote.flags)
    yield "position", ", ".join(f"{start}–{end}" for start, end in quote.spans)
    yield "paragraph", str(quote.paragraph)
    yield "page", str(quote.page or "")
    yield "id", str(quote.id)


def heading(quote: Quote, speaker: Speaker | None, look: Look) -> Text:
    """Return "Speaker or Other · said · direct · 0.85", with the time in a transcript ("Speaker ·
    1:12 · direct")."""
    name = look.name(speaker) + look.text(f" or {quote.rival}" if quote.rival else "")
    cue = [cue_of(quote)] if cue_of(quote) else []
    cue += [not_said(quote)] if quote.negated else []
    when = [] if quote.time is None else [clock(quote.time)]
    return look.line(name, *when, *cue, kind_of(quote), confidence(quote, look))


def not_said(quote: Quote) -> str:
    """Return the words for a negated quote: "not said" where nobody is the speaker."""
    if quote.speaker is None:
        return "not said"
    return "a denial" if quote.cue and is_denial(quote.cue.text) else "did not say"


def cue_of(quote: Quote) -> str:
    """Return the words of the cue, which can reverse the meaning ("denied"); "" for a colon."""
    words = quote.cue.text if quote.cue else ""
    return words.rstrip(":,") if any(map(str.isalnum, words)) else ""


def kind_of(quote: Quote) -> str:
    """Return "direct", or "indirect request" for a quote that is not a statement."""
    return quote.type if quote.act == "statement" else f"{quote.type} {quote.act}"


def confidence(quote: Quote, look: Look) -> Text:
    """Return "0.85"; "? 0.45" for a doubtful quote."""
    shown = f"{quote.confidence:.2f}"
    return look.text(f"? {shown}", "bold") if quote.doubtful else look.text(shown)


def highlight_view(record: ArticleRecord) -> RenderableType:
    """Return the view of an article with its quotes marked and numbered from 1; the record must
    have its text."""
    text, paragraphs = record.text or "", record.paragraphs

    def draw(look: Look) -> RenderableType:
        parts: list[RenderableType] = []
        for paragraph, numbered in zip(
            paragraphs, _by_paragraph(record.quotes, paragraphs), strict=True
        ):
            marks = [
                mark
                for number, quote in numbered
                for mark in quote_marks(text, quote, look, str(number))
            ]
            marks += [mark for _, quote in numbered for mark in source_marks(quote)]
            words = marked_text(text, (paragraph.start, paragraph.end), marks, look)
            if paragraph.kind in ("headline", "heading"):
                words.stylize("bold")
            parts += [_beside(words, _notes(record, numbered, paragraph, look), look), ""]
        return Group(*parts[:-1])

    return Drawn(draw)


def highlight_legend() -> RenderableType:
    words = (
        "{}1 …{} is a quote. Its number, with the paragraph, gives its speaker, cue, type and"
        " confidence."
    )
    return Drawn(lambda look: look.text(words.format(*look.marks), "dim"))


def _by_paragraph(quotes: Sequence[Quote], paragraphs: Sequence[Paragraph]) -> list[_Numbered]:
    places, quotes_of = index_of(paragraphs), [dict[int, Quote]() for _ in paragraphs]
    for number, quote in enumerate(quotes, 1):
        for span in quote.spans:
            for index in places.touching(*span):
                quotes_of[index][number] = quote
    return [list(some.items()) for some in quotes_of]


def _notes(record: ArticleRecord, numbered: _Numbered, paragraph: Paragraph, look: Look) -> Table:
    """Return a line for each quote of a paragraph; a short line if the quote began in an earlier
    paragraph."""
    notes = grid(gap=1, justify="right")
    for number, quote in numbered:
        begins, speaker = quote.start >= paragraph.start, record.speaker_of(quote)
        note = (
            heading(quote, speaker, look) if begins else look.line(look.name(speaker), "continued")
        )
        notes.add_row(Text(str(number), f"bold {look.colour(quote.speaker)}"), note)
    return notes


def _beside(words: Text, notes: Table, look: Look) -> RenderableType:
    if look.width >= MARGIN_WIDTH:
        table = Table.grid(Column(width=LINE_WIDTH), Column(), padding=(0, 4, 0, 0))
        table.add_row(words, notes)
        return table
    shown = Constrain(words, LINE_WIDTH)
    return Group(shown, Padding(notes, (0, 0, 0, 4), expand=False)) if notes.row_count else shown
