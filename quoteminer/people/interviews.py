"""Find the speakers labelled "Q" and "A" in an interview or an examination in court."""

from __future__ import annotations

from collections.abc import Sequence

from quoteminer.people.entities import Entity
from quoteminer.types import Attribution


def letter_of(text: str, attribution: Attribution) -> str:
    """Return "q" or "a" for a turn with that label, and "a" for an answer without a label; else ""."""
    if attribution.source is None:
        turn = attribution.turn
        return "a" if turn is not None and turn.name is None and turn.speaker is not None else ""
    start, end = attribution.source
    label = text[start:end].rstrip(".:").casefold()
    return label if label in ("q", "a") and text[max(0, start - 1) : start] in ("", "\n") else ""


def interviewee(entities: Sequence[Entity], first: int) -> Entity | None:
    """Return the person who answers the questions that begin at an offset: the person with most mentions among those
    named in full before it, else among all."""
    known = [e for e in entities if e.kind == "person" and e.person is not None and e.person.order != "bare"]
    asked = [entity for entity in known if entity.mentions[0][0] < first] or known
    return max(asked, default=None, key=lambda entity: (len(entity.mentions), -entity.mentions[0][0]))
