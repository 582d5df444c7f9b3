"""Show the quotes and speakers of an article, and the people of many articles, as tables, or as lists if lines are
short; and the article with its quotes between numbered marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from quoteminer.linking.merged_people import Person
from quoteminer.record_parts import clock, counted
from quoteminer.records import ArticleRecord, Known, Quote, Speaker
from quoteminer.tables.tally import SpeakerShare, Tally
from quoteminer.text.article_index import index_of
from quoteminer.types import Paragraph
from quoteminer.views.look import Drawn, Look, ShownRow, below, grid, number_column, table_or_list, text_column
from quoteminer.views.marked import context_text, marked_text, quote_marks, source_marks

# Widths in cells.
CUE_WIDTH = 110  # from here on the cue has its own column; with fewer, it is below the speaker's name
MARGIN_WIDTH = 110  # from here on notes are beside their paragraph; with fewer, they are below it
LINE_WIDTH = 76  # the most for a line of the article: longer lines are hard to read
SPEAKERS_WIDTH = 84  # needed for the table of speakers
SUMMARY_WIDTH = 72  # the same, without aliases; also for the table of people

_Numbered = Sequence[tuple[int, Quote]]
_Rows = Sequence[tuple[Quote, Speaker | None, Text]]
"""Quotes with their speakers and the words to show."""
ListedRow = tuple[Text, Sequence[str], Sequence[tuple[str, str]]]
"""A name; the details, "" if unknown; each number as a cell of a table and in words for a list."""


def article_view(record: ArticleRecord, *, wide: bool = False, context: bool = False) -> RenderableType:
    """Return the view of an article's quotes. ``wide``: with all fields; ``context``: with the words around them."""
    if not record.quotes:
        return Text("No quotes.")
    text, paragraphs = record.text or "", record.paragraphs if context else ()

    def draw(look: Look) -> RenderableType:
        def words(quote: Quote) -> Text:
            return context_text(text, paragraphs, quote, look) if context else look.text(quote.text)

        rows = [(quote, record.speaker_of(quote), words(quote)) for quote in record.quotes]
        return _wide(rows, look) if wide else _quotes(rows, look)

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
        cue = cue_of(quote)
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
        yield "role", speaker.role or ""
        yield "affiliation", speaker.affiliation or ""
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
    """Return "Speaker or Other · said · direct · 0.85", with the time in a transcript ("Speaker · 1:12 · direct")."""
    name = look.name(speaker) + look.text(f" or {quote.rival}" if quote.rival else "")
    cue = [cue_of(quote)] if cue_of(quote) else []
    cue += [not_said(quote)] if quote.negated else []
    when = [] if quote.time is None else [clock(quote.time)]
    return look.line(name, *when, *cue, kind_of(quote), confidence(quote, look))


def not_said(quote: Quote) -> str:
    """Return the words for a quote that was not said: "not said" where nobody is the speaker."""
    return "not said" if quote.speaker is None else "did not say"


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


def speakers_view(tally: Tally) -> RenderableType:
    if not tally.speakers and not tally.unresolved.quotes:
        return Text("No quotes.")
    return Drawn(lambda look: _speakers(tally, look, SPEAKERS_WIDTH, aliases=True))


def summary_view(tally: Tally) -> RenderableType:
    """Return the view of an article's speakers, without aliases, to show below the quotes; empty without speakers."""

    def draw(look: Look) -> RenderableType:
        title = [Text("Speakers", style="bold")] if look.width < SUMMARY_WIDTH else []
        return Group("", *title, _speakers(tally, look, SUMMARY_WIDTH, aliases=False))

    return Drawn(draw) if tally.speakers or tally.unresolved.quotes else Group()


def people_view(people: Sequence[Person]) -> RenderableType:
    def row(person: Person, look: Look) -> ListedRow:
        posts = (person.roles, person.affiliations)
        post = [min(texts, key=lambda text: (-texts[text], text), default="") for texts in posts]
        numbers = ((person.articles, "article"), (person.quotes, "quote"), (person.words, "word"))
        return look.text(person.name, "bold"), post, [(f"{number:,}", counted(number, of)) for number, of in numbers]

    def draw(look: Look) -> RenderableType:
        headings = ("Name", "Role", "Affiliation"), ("Articles", "Quotes", "Words")
        return _listing([row(person, look) for person in people], *headings, look, SUMMARY_WIDTH)

    return Drawn(draw) if people else Text("No people.")


def known_as(known: Known | None) -> str:
    """Return the key of the row in the list of people, or the number of equally good rows; "" if no row fits."""
    if not known or known.status == "none":
        return ""
    return known.row.key if known.row else f"ambiguous ({known.fitting})"


def _speakers(tally: Tally, look: Look, least: int, *, aliases: bool) -> RenderableType:
    looked_up = any(speaker.known for speaker, _ in tally.speakers)
    headings = ["Speaker", *["In list"] * looked_up, "Role", "Affiliation", *["Also called"] * aliases]
    rows: list[ListedRow] = []
    nobody: list[tuple[None, SpeakerShare]] = [(None, tally.unresolved)] if tally.unresolved.quotes else []
    for speaker, share in (*(pair for pair in tally.speakers if pair[1].quotes), *nobody):
        details = [""] * (len(headings) - 1)
        if speaker:
            known = [known_as(speaker.known)] if looked_up else []
            others = [", ".join(speaker.aliases)] if aliases else []
            details = [*known, speaker.role or "", speaker.affiliation or "", *others]
        percent = f"{share.percent:.1f} %"
        numbers = [(str(share.quotes), counted(share.quotes, "quote")), (percent, percent)]
        rows.append((look.name(speaker), details, numbers))
    return _listing(rows, headings, ("Quotes", "Share"), look, least)


def _listing(
    rows: Sequence[ListedRow], headings: Sequence[str], numbers: Sequence[str], look: Look, least: int
) -> RenderableType:
    """Return a table if lines have ``least`` cells; else a line "Name · 2 quotes" for each row, with details below."""
    first, *others = headings
    columns = [
        text_column(first, min_width=12, max_width=28),
        *(text_column(heading, ratio=1) for heading in others),
        *map(number_column, numbers),
    ]
    both: list[ShownRow] = []
    for name, details, counts in rows:
        shown = [look.text(detail) for detail in details]
        heading = look.line(name, *(words for _, words in counts))
        both.append(([name, *shown, *(cell for cell, _ in counts)], [heading, *map(below, filter(None, shown))]))
    return table_or_list(columns, both, look, least)


def highlight_view(record: ArticleRecord) -> RenderableType:
    """Return the view of an article with its quotes marked and numbered from 1; the record must have its text."""
    text, paragraphs = record.text or "", record.paragraphs

    def draw(look: Look) -> RenderableType:
        parts: list[RenderableType] = []
        for paragraph, numbered in zip(paragraphs, _by_paragraph(record.quotes, paragraphs), strict=True):
            marks = [mark for number, quote in numbered for mark in quote_marks(text, quote, look, str(number))]
            marks += [mark for _, quote in numbered for mark in source_marks(quote)]
            words = marked_text(text, (paragraph.start, paragraph.end), marks, look)
            if paragraph.kind in ("headline", "heading"):
                words.stylize("bold")
            parts += [_beside(words, _notes(record, numbered, paragraph, look), look), ""]
        return Group(*parts[:-1])

    return Drawn(draw)


def highlight_legend() -> RenderableType:
    words = "{}1 …{} is a quote. Its number, with the paragraph, gives its speaker, cue, type and confidence."
    return Drawn(lambda look: look.text(words.format(*look.marks), "dim"))


def _by_paragraph(quotes: Sequence[Quote], paragraphs: Sequence[Paragraph]) -> list[_Numbered]:
    places, quotes_of = index_of(paragraphs), [dict[int, Quote]() for _ in paragraphs]
    for number, quote in enumerate(quotes, 1):
        for span in quote.spans:
            for index in places.touching(*span):
                quotes_of[index][number] = quote
    return [list(some.items()) for some in quotes_of]


def _notes(record: ArticleRecord, numbered: _Numbered, paragraph: Paragraph, look: Look) -> Table:
    """Return a line for each quote of a paragraph; a short line if the quote began in an earlier paragraph."""
    notes = grid(gap=1, justify="right")
    for number, quote in numbered:
        begins, speaker = quote.start >= paragraph.start, record.speaker_of(quote)
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
