"""The article with its quotes between numbered marks, and their speakers beside or below each paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article import make_article
from quoteminer.types import Paragraph
from quoteminer.views.articles import heading, speakers_by_id
from quoteminer.views.look import Drawn, Look, grid
from quoteminer.views.marked import marked_text, quote_marks, source_marks, touched

MARGIN_WIDTH = 110
"""Cells from which the notes stand beside their paragraph; with fewer, they stand below it."""
LINE_WIDTH = 76
"""Cells of the article's lines at most: longer lines are hard to read."""

Numbered = Sequence[tuple[int, Quote]]


def highlight_view(record: ArticleRecord) -> RenderableType:
    """Return the article of a record that has its text. Quotes are numbered from 1 in text order."""
    text, speakers = record.text or "", speakers_by_id(record)
    paragraphs = make_article(text).paragraphs

    def draw(look: Look) -> RenderableType:
        parts: list[RenderableType] = []
        for paragraph, numbered in zip(paragraphs, _by_paragraph(record.quotes, paragraphs), strict=True):
            marks = [mark for at, quote in numbered for mark in quote_marks(text, quote, look, str(at))]
            marks += [mark for _, quote in numbered for mark in source_marks(quote)]
            words = marked_text(text, (paragraph.start, paragraph.end), marks, look)
            if paragraph.kind in ("headline", "heading"):
                words.stylize("bold")
            parts += [_beside(words, _notes(numbered, paragraph, speakers, look), look), ""]
        return Group(*parts[:-1])

    return Drawn(draw)


def highlight_legend() -> RenderableType:
    """Return a line that explains the marks."""
    words = "{}1 …{} is a quote. Its number, with the paragraph, gives its speaker, cue, type and confidence."
    return Drawn(lambda look: look.text(words.format(*look.marks), "dim"))


def _by_paragraph(quotes: Sequence[Quote], paragraphs: Sequence[Paragraph]) -> list[Numbered]:
    found: list[dict[int, Quote]] = [{} for _ in paragraphs]
    for number, quote in enumerate(quotes, 1):
        for span in quote.spans:
            for index in touched(paragraphs, span):
                found[index][number] = quote
    return [list(some.items()) for some in found]


def _notes(numbered: Numbered, paragraph: Paragraph, speakers: Mapping[int | None, Speaker], look: Look) -> Table:
    """Return a line for each quote of a paragraph; a short one if the quote continues from a paragraph before."""
    notes = grid(gap=1, justify="right")
    for number, quote in numbered:
        begins, speaker = quote.start >= paragraph.start, speakers.get(quote.speaker)
        note = heading(quote, speaker, look) if begins else look.line(look.name(speaker), "continued")
        notes.add_row(Text(str(number), f"bold {look.colour(quote.speaker)}"), note)
    return notes


def _beside(words: Text, notes: Table, look: Look) -> RenderableType:
    if look.width >= MARGIN_WIDTH:
        table = Table.grid(Column(width=LINE_WIDTH), Column(), padding=(0, 4, 0, 0))
        table.add_row(words, notes)
        return table
    shown = Constrain(words, LINE_WIDTH)
    return Group(shown, Padding(notes, (0, 0, 0, 4), expand=False)) if notes.row_count else shown
