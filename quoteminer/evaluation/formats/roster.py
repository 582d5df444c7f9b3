"""Speakers in words that a person can read and change in an annotation tool: ``0 person: Ana Pinto``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from quoteminer.evaluation.gold import GoldSpeaker
from quoteminer.types import SpeakerKind

_WORDS = re.compile(r"(-?\d+) (person|org|unnamed): (.+)")


def speaker_in_words(speaker: GoldSpeaker) -> str:
    """Id, kind and name on one line; white space in the name becomes single spaces."""
    return f"{speaker.id} {speaker.kind}: {_one_line(speaker.name)}"


class Roster:
    """The speakers of an article, found by words that a person may have written or changed.

    Args:
        speakers: those that the file lists, with all that is known of them.
    """

    def __init__(self, speakers: Iterable[GoldSpeaker] = ()) -> None:
        self._speakers = list(speakers)

    @property
    def speakers(self) -> tuple[GoldSpeaker, ...]:
        """The speakers that were listed, then those whom words have added."""
        return tuple(self._speakers)

    def find(self, words: str) -> int | None:
        """The id of the speaker that the words stand for: "0 person: Ana Pinto", or the name alone.

        The name decides, since it is what people change: among several of that name the id does, and a name that nobody
        has adds a speaker, with the id if it is free and a person where the words say no kind. None for no words.
        """
        found = _WORDS.fullmatch(_one_line(words))
        name = found[3] if found else _one_line(words)
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
