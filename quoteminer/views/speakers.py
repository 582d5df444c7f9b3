"""The speakers of an article, most quoted words first: all that is known of them, or a summary below the quotes."""

from __future__ import annotations

from functools import partial

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.records import Known, Speaker
from quoteminer.report.tally import Share, Tally
from quoteminer.views.look import NOBODY, Drawn, Look, bare_table, below, number_column, table_or_stack, text_column
from quoteminer.views.totals import counted

SPEAKERS_WIDTH = 84
"""Cells that the table of speakers needs; with fewer, the speakers are stacked."""
SUMMARY_WIDTH = 72
"""The same, without aliases."""


def speakers_view(tally: Tally) -> RenderableType:
    """Return an article's speakers with all that is known of them."""
    if not _rows(tally):
        return Text("No quotes.")
    return table_or_stack(tally, partial(_table, aliases=True), partial(_stack, aliases=True), least=SPEAKERS_WIDTH)


def summary_view(tally: Tally) -> RenderableType:
    """Return an article's speakers without aliases, for below the quotes; nothing if there are none."""

    def stack(tally: Tally, look: Look) -> RenderableType:
        return Group(Text("Speakers", style="bold"), _stack(tally, look, aliases=False))

    if not _rows(tally):
        return Group()
    view = table_or_stack(tally, partial(_table, aliases=False), stack, least=SUMMARY_WIDTH)
    return Drawn(lambda look: Group("", view))


def _table(tally: Tally, look: Look, *, aliases: bool) -> RenderableType:
    looked_up = any(speaker.known for speaker, _ in tally.speakers)
    table = bare_table(
        text_column("Speaker", min_width=12, max_width=28),
        *([text_column("In list", max_width=16)] if looked_up else []),
        *(text_column(title, ratio=1) for title in ("Role", "Affiliation", "Also called")[: 3 if aliases else 2]),
        number_column("Quotes"),
        number_column("Share"),
    )
    for speaker, share in _rows(tally):
        found = (look.text(known_as(speaker.known if speaker else None)),) if looked_up else ()
        details = map(look.text, _details(speaker, aliases=aliases))
        table.add_row(look.name(speaker), *found, *details, str(share.quotes), _percent(share))
    return table


def _stack(tally: Tally, look: Look, *, aliases: bool) -> RenderableType:
    """For each speaker a line "Name · 2 quotes · 37.5 %", with all other details below it, indented."""
    parts: list[RenderableType] = []
    for speaker, share in _rows(tally):
        found = (known_as(speaker.known),) if speaker and speaker.known else ()
        parts.append(look.line(look.name(speaker), *found, counted(share.quotes, "quote"), _percent(share)))
        parts += [below(look.text(detail)) for detail in _details(speaker, aliases=aliases) if detail]
    return Group(*parts)


def known_as(known: Known | None) -> str:
    """Return the key of the row in the list of people, or the number of rows that fit equally well."""
    if not known or known.status == "none":
        return NOBODY
    return known.row.key if known.row else f"ambiguous ({known.fitting})"


def _rows(tally: Tally) -> list[tuple[Speaker | None, Share]]:
    """List the speakers, and None for quotes without one."""
    rows: list[tuple[Speaker | None, Share]] = list(tally.speakers)
    return [*rows, (None, tally.unresolved)] if tally.unresolved.quotes else rows


def _details(speaker: Speaker | None, *, aliases: bool) -> list[str]:
    """List role, affiliation and, if wanted, aliases; "" for what is unknown."""
    known = [speaker.role or "", speaker.affiliation or "", ", ".join(speaker.aliases)] if speaker else ["", "", ""]
    return known if aliases else known[:2]


def _percent(share: Share) -> str:
    return f"{share.percent:.1f} %"
