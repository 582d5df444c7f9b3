"""The speakers of an article, who says most first: all that is known of them, or a summary below the quotes."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.links import Known
from quoteminer.records import Speaker
from quoteminer.tally import Share, Tally
from quoteminer.views.look import NOBODY, Drawn, Look, bare_table, below
from quoteminer.views.totals import counted

SPEAKERS_WIDTH = 84
"""Cells that the table of speakers needs; where there are fewer, the speakers are stacked."""
SUMMARY_WIDTH = 72
"""The same, without aliases."""


def speakers_view(tally: Tally) -> RenderableType:
    """One article's speakers as a table; where it is narrow, they are stacked."""
    return _view(tally, SPEAKERS_WIDTH, aliases=True) if _rows(tally) else Text("No quotes.")


def summary_view(tally: Tally) -> RenderableType:
    """The same in short, to stand below the quotes: without other names, and nothing where there is nobody."""
    if not _rows(tally):
        return Group()
    return Drawn(lambda look: Group("", _view(tally, SUMMARY_WIDTH, aliases=False)))


def _view(tally: Tally, least: int, *, aliases: bool) -> RenderableType:
    def draw(look: Look) -> RenderableType:
        if look.width >= least:
            return speaker_table(tally, look, aliases=aliases)
        stack = speaker_stack(tally, look, aliases=aliases)
        return stack if aliases else Group(Text("Speakers", style="bold"), stack)

    return Drawn(draw)


def speaker_table(tally: Tally, look: Look, *, aliases: bool) -> RenderableType:
    """Name, role, affiliation and other names of every speaker, the number of his quotes and his share of the quoted
    words; who of a list he is, where there is a list."""
    looked_up = any(speaker.known for speaker, _ in tally.speakers)
    table = bare_table()
    table.add_column("Speaker", overflow="fold", min_width=12, max_width=28)
    if looked_up:
        table.add_column("In list", overflow="fold", max_width=16)
    for title in ("Role", "Affiliation", "Also called")[: 3 if aliases else 2]:
        table.add_column(title, overflow="fold", ratio=1)
    table.add_column("Quotes", justify="right", no_wrap=True)
    table.add_column("Share", justify="right", no_wrap=True)
    for speaker, share in _rows(tally):
        found = (look.text(_known(speaker)),) if looked_up else ()
        details = map(look.text, _details(speaker, aliases=aliases))
        table.add_row(look.name(speaker), *found, *details, str(share.quotes), _percent(share))
    return table


def speaker_stack(tally: Tally, look: Look, *, aliases: bool) -> RenderableType:
    """For each speaker a line "Name · 2 quotes · 37.5 %", and what else is known of him below it, indented."""
    parts: list[RenderableType] = []
    for speaker, share in _rows(tally):
        found = (_known(speaker),) if speaker and speaker.known else ()
        parts.append(look.line(look.name(speaker), *found, counted(share.quotes, "quote"), _percent(share)))
        parts += [below(look.text(detail)) for detail in _details(speaker, aliases=aliases) if detail]
    return Group(*parts)


def known_as(known: Known | None) -> str:
    """The key of the row; where it is not sure which, how many fit."""
    if not known or known.status == "none":
        return NOBODY
    return known.row.key if known.row else f"ambiguous ({known.fitting})"


def _known(speaker: Speaker | None) -> str:
    return known_as(speaker.known if speaker else None)


def _rows(tally: Tally) -> list[tuple[Speaker | None, Share]]:
    """The speakers, and nobody where there are quotes of his."""
    rows: list[tuple[Speaker | None, Share]] = list(tally.speakers)
    return [*rows, (None, tally.unresolved)] if tally.unresolved.quotes else rows


def _details(speaker: Speaker | None, *, aliases: bool) -> list[str]:
    """Role, affiliation and, where they are wanted, other names; "" for what nobody knows."""
    known = [speaker.role or "", speaker.affiliation or "", ", ".join(speaker.aliases)] if speaker else ["", "", ""]
    return known if aliases else known[:2]


def _percent(share: Share) -> str:
    return f"{share.percent:.1f} %"
