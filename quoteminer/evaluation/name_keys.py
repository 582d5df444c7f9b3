"""Comparison of speakers' names for the figures.

On purpose this is not ``people/names.py``: that one is a part of what is measured.
"""

from __future__ import annotations

import re
from typing import Final

from quoteminer.evaluation.gold import GoldSpeaker

HONORIFICS: Final = frozenset(
    "mr mrs ms miss dr prof professor sir sen senator rep representative gov governor president vice secretary "
    "mayor judge justice general gen col sgt lt rev reverend pope king queen prince princess lord lady "
    "the former then".split()
)
"""Words that may precede a name without making it another one."""
_WORD: Final = re.compile(r"\w+")


def name_key(name: str) -> str:
    """Return the name's words in lower case, without punctuation, possessives and leading HONORIFICS: equal for
    equal names, empty where nothing else is left."""
    words = _WORD.findall(name.casefold().replace("’s", "").replace("'s", ""))
    first = next((index for index, word in enumerate(words) if word not in HONORIFICS), len(words))
    return " ".join(words[first:])


def is_name(name: str, speaker: GoldSpeaker) -> bool:
    """Return True if a predicted name is the speaker's canonical one."""
    key = name_key(name)
    return key != "" and key == name_key(speaker.name)


def is_name_or_alias(name: str, speaker: GoldSpeaker) -> bool:
    """Return True if a predicted name is any name that the gold has for the speaker."""
    key = name_key(name)
    return key != "" and key in map(name_key, (speaker.name, *speaker.aliases))
