"""A short tag for each speaker, which says who it is where a colour alone would not do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from quoteminer.records import Speaker

NAMELESS: Final = "*"
"""For a name without letters or digits."""
MOST_INITIALS: Final = 3
"""Of an organisation's name."""
_SMALL: Final = frozenset("a an and for from in of on the to".split())


def speaker_tags(speakers: Iterable[Speaker]) -> dict[int, str]:
    """The tag of each speaker, by id: the initials of a person or an organisation ("LD"), the first letters of other
    words ("ex"). What an earlier speaker has already gets a number ("LD2"), so that no two are the same."""
    tags: dict[int, str] = {}
    numbers: dict[str, int] = {}
    taken: set[str] = set()
    for speaker in speakers:
        tag = plain = _initials(speaker)
        while tag in taken:
            numbers[plain] = numbers.get(plain, 1) + 1
            tag = f"{plain}{numbers[plain]}"
        tags[speaker.id] = tag
        taken.add(tag)
    return tags


def _initials(speaker: Speaker) -> str:
    words = [word for word in map(_letters, speaker.name.split()) if word]
    if not words:
        return NAMELESS
    if speaker.kind == "unnamed" or len(words) == 1:
        return words[0][:2] if speaker.kind != "unnamed" else words[0][:2].lower()
    if speaker.kind == "person":
        return words[0][0] + words[-1][0]
    weighty = [word for word in words if word.lower() not in _SMALL] or words
    big = [word for word in weighty if not word[0].islower()]
    return "".join(word[0] for word in (big if len(big) > 1 else weighty)[:MOST_INITIALS])


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word))
