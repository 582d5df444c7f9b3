"""Speakers as a line of text that people can read and change in an annotation tool: ``0 person: Ana Pinto``."""

from __future__ import annotations

import re
from typing import cast

from quoteminer.evaluation.gold import GoldSpeaker
from quoteminer.types import SpeakerKind

_LINE = re.compile(r"(?:(-?\d+) (person|org|unnamed): )?(.+)")


def speaker_line(speaker: GoldSpeaker) -> str:
    """Return id, kind and name on one line; white space in the name becomes single spaces."""
    return f"{speaker.id} {speaker.kind}: {_one_line(speaker.name)}"


def speaker_of_line(line: str, speakers: list[GoldSpeaker]) -> int | None:
    """Return the id of the speaker of a line, "0 person: Ana Pinto" or a name alone; None for an empty line.

    The name decides, because it is what people change; the id decides between speakers of one name. A new name is added
    to ``speakers``, with the line's id if it is free, and as a person if the line has no kind.
    """
    found = _LINE.fullmatch(_one_line(line))
    if not found:
        return None
    wanted, kind, name = None if found[1] is None else int(found[1]), found[2] or "person", found[3]
    named = [speaker.id for speaker in speakers if _one_line(speaker.name) == name]
    if named:
        return wanted if wanted in named else named[0]
    taken = {speaker.id for speaker in speakers}
    id = wanted if wanted is not None and wanted not in taken else max(taken, default=-1) + 1
    speakers.append(GoldSpeaker(id, name, cast("SpeakerKind", kind)))
    return id


def _one_line(text: str) -> str:
    return " ".join(text.split())
