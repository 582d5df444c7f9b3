"""Speakers as a line of text that people can read and change in an annotation tool: ``0 person: Ana Pinto``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from quoteminer.evaluation.gold import GoldSpeaker
from quoteminer.types import SpeakerKind

_LINE = re.compile(r"(-?\d+) (person|org|unnamed): (.+)")


def speaker_line(speaker: GoldSpeaker) -> str:
    """Return id, kind and name on one line; white space in the name becomes single spaces."""
    return f"{speaker.id} {speaker.kind}: {_one_line(speaker.name)}"


class SpeakerList:
    """The speakers of an article, looked up by lines that people may have written or changed.

    Args:
        speakers: those that the file lists.
    """

    def __init__(self, speakers: Iterable[GoldSpeaker] = ()) -> None:
        self._speakers = list(speakers)

    @property
    def speakers(self) -> tuple[GoldSpeaker, ...]:
        """The speakers that were listed, then those that `find` added."""
        return tuple(self._speakers)

    def find(self, line: str) -> int | None:
        """Return the id of the speaker of a line, "0 person: Ana Pinto" or a name alone; None for an empty line.

        The name decides, because it is what people change; the id decides between speakers of one name. A new name adds
        a speaker, with the line's id if it is free, and a person if the line has no kind.
        """
        found = _LINE.fullmatch(_one_line(line))
        name = found[3] if found else _one_line(line)
        if not name:
            return None
        named = [speaker.id for speaker in self._speakers if _one_line(speaker.name) == name]
        if named:
            return int(found[1]) if found and int(found[1]) in named else named[0]
        return self._add(name, int(found[1]) if found else None, found[2] if found else "person")

    def _add(self, name: str, wanted: int | None, kind: str) -> int:
        taken = {speaker.id for speaker in self._speakers}
        id = wanted if wanted is not None and wanted not in taken else max(taken, default=-1) + 1
        self._speakers.append(GoldSpeaker(id, name, cast("SpeakerKind", kind)))
        return id


def _one_line(text: str) -> str:
    return " ".join(text.split())
