"""Speakers as lines of text."""

from __future__ import annotations

import pytest

from quoteminer.evaluation.formats.speakers import SpeakerList, speaker_line
from quoteminer.evaluation.gold import GoldSpeaker

IDA = GoldSpeaker(0, "Ida Brand", "person", ("Ida",))


@pytest.mark.parametrize(
    ("line", "found", "added"),
    [
        ("0 person: Ida Brand", 0, None),
        ("Ida Brand", 0, None),
        (" Ida \n Brand ", 0, None),
        ("7 org: Ida Brand", 0, None),  # the name decides
        ("1 org: Quay Board", 1, None),
        ("2 org: Quay Board", 2, None),  # the id, among those of one name
        ("9 org: Quay Board", 1, None),
        ("0 person: Kofi Berg", 3, GoldSpeaker(3, "Kofi Berg", "person")),  # the id is another's
        ("7 unnamed: a clerk", 7, GoldSpeaker(7, "a clerk", "unnamed")),
        ("Kofi Berg", 3, GoldSpeaker(3, "Kofi Berg", "person")),
        ("-4 person: Kofi Berg", -4, GoldSpeaker(-4, "Kofi Berg", "person")),
        ("  ", None, None),
    ],
)
def test_a_speaker_is_found_by_a_line(line: str, found: int | None, added: GoldSpeaker | None) -> None:
    listed = (IDA, GoldSpeaker(1, "Quay Board", "org"), GoldSpeaker(2, "Quay\tBoard", "unnamed"))
    speakers = SpeakerList(listed)
    assert speakers.find(line) == found
    assert speakers.speakers == ((*listed, added) if added else listed)
    assert speakers.find(line) == found


def test_a_name_over_lines() -> None:
    assert speaker_line(GoldSpeaker(3, "Quay\n  Board", "org")) == "3 org: Quay Board"
