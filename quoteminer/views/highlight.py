"""The article itself, with its quotes between numbered marks, and below each paragraph who says them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article import make_article
from quoteminer.types import Paragraph
from quoteminer.views.look import Drawn, Look
from quoteminer.views.marked import Marked, marked_text, quote_marks, source_marks, touched
from quoteminer.views.quotes import heading, speaker_of, speakers_by_id

MARGIN_WIDTH = 110
"""Cells where the notes stand beside their paragraph; where there are fewer, below it."""
LINE_WIDTH = 76
"""Cells of the article's own lines at most: longer ones are hard to read."""

Numbered = Sequence[tuple[int, Quote]]


def highlight_view(record: ArticleRecord) -> RenderableType:
    """The article that the record has, paragraph by paragraph. Its quotes are counted from 1 in text order."""
    text = record.text or ""
    paragraphs = make_article(text).paragraphs
    return Drawn(lambda look: _article(record, text, paragraphs, look))


def highlight_legend() -> RenderableType:
    """What the marks mean."""
    words = "{}1 …{} is a quote. Behind its number, with the paragraph: who says it, how, and how sure that is."
    return Drawn(lambda look: look.text(words.format(*look.marks), "dim"))


def _article(record: ArticleRecord, text: str, paragraphs: Sequence[Paragraph], look: Look) -> RenderableType:
    speakers = speakers_by_id(record)
    quotes = _by_paragraph(record.quotes, paragraphs)
    parts: list[RenderableType] = []
    for index, paragraph in enumerate(paragraphs):
        marks = [mark for number, quote in quotes[index] for mark in _marks(text, quote, number, look)]
        words = marked_text(text, (paragraph.start, paragraph.end), marks, look)
        if paragraph.kind in ("headline", "heading"):
            words.stylize("bold")
        parts += [_beside(words, _notes(quotes[index], paragraph, speakers, look), look), ""]
    return Group(*parts[:-1])


def _by_paragraph(quotes: Sequence[Quote], paragraphs: Sequence[Paragraph]) -> Mapping[int, Numbered]:
    """The quotes that stand in each paragraph, wholly or in part, by its index."""
    found: defaultdict[int, dict[int, Quote]] = defaultdict(dict)
    for number, quote in enumerate(quotes, 1):
        for span in quote.spans:
            for index in touched(paragraphs, span):
                found[index][number] = quote
    return defaultdict(list, {index: list(some.items()) for index, some in found.items()})


def _marks(text: str, quote: Quote, number: int, look: Look) -> list[Marked]:
    return [*quote_marks(text, quote, look, str(number)), *source_marks(quote)]


def _notes(numbered: Numbered, paragraph: Paragraph, speakers: Mapping[int | None, Speaker], look: Look) -> Table:
    """A line for each quote of a paragraph; short where it goes on from one before."""
    notes = Table.grid(padding=(0, 1, 0, 0))
    notes.add_column(justify="right", no_wrap=True)
    notes.add_column(overflow="fold")
    for number, quote in numbered:
        speaker = speaker_of(quote, speakers)
        begins = quote.start >= paragraph.start
        note = heading(quote, speakers, look) if begins else look.line(look.name(speaker), "goes on")
        notes.add_row(Text(str(number), f"bold {look.colour(quote.speaker)}"), note)
    return notes


def _beside(words: Text, notes: Table, look: Look) -> RenderableType:
    if look.width >= MARGIN_WIDTH:
        grid = Table.grid(padding=(0, 4, 0, 0))
        grid.add_column(width=LINE_WIDTH, overflow="fold")
        grid.add_column(overflow="fold")
        grid.add_row(words, notes)
        return grid
    shown = Constrain(words, LINE_WIDTH)
    return Group(shown, Padding(notes, (0, 0, 0, 4), expand=False)) if notes.row_count else shown
