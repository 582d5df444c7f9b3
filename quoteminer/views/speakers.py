"""The speakers of an article, and the people of many articles: a table, or stacked if lines are short."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.linking.merged_people import Person
from quoteminer.records import Known
from quoteminer.report.tally import Share, Tally
from quoteminer.views.look import Drawn, Look, bare_table, below, number_column, text_column
from quoteminer.views.totals import counted

SPEAKERS_WIDTH = 84
"""Cells that the table of speakers needs; with fewer, the speakers are stacked."""
SUMMARY_WIDTH = 72
"""The same, without aliases; also for the table of people."""

Row = tuple[Text, Sequence[str], Sequence[tuple[str, str]]]
"""A name; the details, "" for what is unknown; for each number its cell in a table and its words in a stack."""


def speakers_view(tally: Tally) -> RenderableType:
    """Return an article's speakers with all that is known of them."""
    if not _has_quotes(tally):
        return Text("No quotes.")
    return Drawn(lambda look: _speakers(tally, look, SPEAKERS_WIDTH, aliases=True))


def summary_view(tally: Tally) -> RenderableType:
    """Return an article's speakers without aliases, for below the quotes; nothing if there are none."""

    def draw(look: Look) -> RenderableType:
        title = [Text("Speakers", style="bold")] if look.width < SUMMARY_WIDTH else []
        return Group("", *title, _speakers(tally, look, SUMMARY_WIDTH, aliases=False))

    return Drawn(draw) if _has_quotes(tally) else Group()


def people_view(people: Sequence[Person]) -> RenderableType:
    """Return people in the order given: role, affiliation, numbers of articles, quotes and words."""

    def row(one: Person, look: Look) -> Row:
        post = [
            min(texts, key=lambda text: (-texts[text], text), default="") for texts in (one.roles, one.affiliations)
        ]
        numbers = ((one.articles, "article"), (one.quotes, "quote"), (one.words, "word"))
        return look.text(one.name, "bold"), post, [(f"{number:,}", counted(number, of)) for number, of in numbers]

    def draw(look: Look) -> RenderableType:
        headings = ("Name", "Role", "Affiliation"), ("Articles", "Quotes", "Words")
        return _listing([row(one, look) for one in people], *headings, look, SUMMARY_WIDTH)

    return Drawn(draw) if people else Text("No people.")


def known_as(known: Known | None) -> str:
    """Return the key of the row in the list of people, or the number of rows that fit equally well; "" for none."""
    if not known or known.status == "none":
        return ""
    return known.row.key if known.row else f"ambiguous ({known.fitting})"


def _has_quotes(tally: Tally) -> bool:
    return bool(tally.speakers or tally.unresolved.quotes)


def _speakers(tally: Tally, look: Look, least: int, *, aliases: bool) -> RenderableType:
    looked_up = any(speaker.known for speaker, _ in tally.speakers)
    headings = ["Speaker", *["In list"] * looked_up, "Role", "Affiliation", *["Also called"] * aliases]
    rows: list[Row] = []
    nobody: list[tuple[None, Share]] = [(None, tally.unresolved)] if tally.unresolved.quotes else []
    for speaker, share in (*(one for one in tally.speakers if one[1].quotes), *nobody):
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
    rows: Sequence[Row], headings: Sequence[str], numbers: Sequence[str], look: Look, least: int
) -> RenderableType:
    """Return a table if a line has ``least`` cells; else a line "Name · 2 quotes" for each row, its details below."""
    if look.width < least:
        parts: list[RenderableType] = []
        for name, details, counts in rows:
            parts.append(look.line(name, *(words for _, words in counts)))
            parts += [below(look.text(detail)) for detail in details if detail]
        return Group(*parts)
    first, *others = headings
    table = bare_table(
        text_column(first, min_width=12, max_width=28),
        *(text_column(heading, ratio=1) for heading in others),
        *map(number_column, numbers),
    )
    for name, details, counts in rows:
        table.add_row(name, *map(look.text, details), *(cell for cell, _ in counts))
    return table
