"""Show the speakers of an article as a table, or as a list if lines are short."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.cli.look import (
    Drawn,
    ListedRow,
    Look,
    listing,
)
from quoteminer.commands.speakers.pronoun_lines import shown_pronouns
from quoteminer.output.tally import SpeakerShare, Tally
from quoteminer.records import Known
from quoteminer.records.parts import counted

SPEAKERS_WIDTH = 84  # needed for the table of speakers
SUMMARY_WIDTH = 72  # the same, without aliases; also for the table of people


def speakers_view(tally: Tally) -> RenderableType:
    if not tally.speakers and not tally.unresolved.quotes:
        return Text("No quotes.")
    return Drawn(lambda look: _speakers(tally, look, SPEAKERS_WIDTH, aliases=True))


def summary_view(tally: Tally) -> RenderableType:
    """Return the view of an article's speakers, without aliases, to show below the quotes; empty
    without speakers."""

    def draw(look: Look) -> RenderableType:
        title = [Text("Speakers", style="bold")] if look.width < SUMMARY_WIDTH else []
        return Group("", *title, _speakers(tally, look, SUMMARY_WIDTH, aliases=False))

    return Drawn(draw) if tally.speakers or tally.unresolved.quotes else Group()


def known_as(known: Known | None) -> str:
    """Return the key of the row in the list of people, or the number of equally good rows; "" if no
    row fits."""
    if not known or known.status == "none":
        return ""
    return known.row.key if known.row else f"ambiguous ({known.fitting})"


def _speakers(tally: Tally, look: Look, least: int, *, aliases: bool) -> RenderableType:
    looked_up = any(speaker.known for speaker, _ in tally.speakers)
    # not in the summary, which is below the quotes
    told = aliases and any(speaker.pronouns for speaker, _ in tally.speakers)
    headings = [
        "Speaker",
        *["In list"] * looked_up,
        *["Pronouns"] * told,
        "Role",
        "Affiliation",
        *["Also called"] * aliases,
    ]
    rows: list[ListedRow] = []
    nobody: list[tuple[None, SpeakerShare]] = (
        [(None, tally.unresolved)] if tally.unresolved.quotes else []
    )
    for speaker, share in (*(pair for pair in tally.speakers if pair[1].quotes), *nobody):
        details = [""] * (len(headings) - 1)
        if speaker:
            known = [known_as(speaker.known)] if looked_up else []
            others = [", ".join(speaker.aliases)] if aliases else []
            shown = shown_pronouns(speaker.pronouns, guessed=speaker.pronouns_guessed)
            pronouns = [shown] if told else []
            facts = speaker.shown_role, speaker.shown_affiliation
            details = [*known, *pronouns, *facts, *others]
        percent = "" if share.percent is None else f"{share.percent:.1f} %"
        numbers = [
            (str(share.quotes), counted(share.quotes, "quote")),
            (percent, percent and f"{percent} of quoted words"),
        ]
        rows.append((look.name(speaker), details, numbers))
    return listing(rows, headings, ("Quotes", "Share of words"), look, least)
