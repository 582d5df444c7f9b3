"""Quoted passages and names of speakers, as the figures compare them.

On purpose these are not the readings of ``text/marks.py`` and ``people/``: those are measured here, and get better. A
yardstick stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from quoteminer.evaluation.gold import GoldSpeaker
from quoteminer.types import QuoteType, Span

OPENING: Final = "“„«"
CLOSING: Final = "”»"
LEAST_WORDS: Final = 2
"""Of a region. A single word between marks is a title, a nickname or a term as often as a quote."""
DIRECT_SHARE: Final = 0.9
"""At least this share of a direct quote's letters stands between marks."""
MIXED_SHARE: Final = 0.02
"""More than this share of a mixed quote's letters stands between marks."""
HONORIFICS: Final = frozenset(
    "mr mrs ms miss dr prof professor sir sen senator rep representative gov governor president vice secretary "
    "mayor judge justice general gen col sgt lt rev reverend pope king queen prince princess lord lady "
    "the former then".split()
)
"""Words that may precede a name without making it another one."""
_MARK: Final = re.compile(f'["{OPENING}{CLOSING}]')
_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"\w+")


def quoted_passages(text: str) -> list[Span]:
    """Return the passages between double quotation marks, without the marks, in text order and without overlap.

    An opening mark (“ „ «) opens, a closing one (” ») closes, a straight one does the other of what the last mark did.
    Each mark ends the passage before it. A passage without a closing mark ends with its line.
    """
    return [passage for line in _LINE.finditer(text) for passage in _in_line(text, *line.span())]


def _in_line(text: str, start: int, end: int) -> Iterator[Span]:
    inside = False
    for mark in _MARK.finditer(text, start, end):
        if inside and start < mark.start():
            yield start, mark.start()
        inside = mark[0] in OPENING or (mark[0] not in CLOSING and not inside)
        start = mark.end()
    if inside and start < end:
        yield start, end


def regions(text: str, passages: list[Span]) -> list[frozenset[int]]:
    """Return the letters and digits, as positions, of each passage that has LEAST_WORDS words or more."""
    long = ((start, end) for start, end in passages if len(text[start:end].split()) >= LEAST_WORDS)
    found = (frozenset(at for at in range(start, end) if text[at].isalnum()) for start, end in long)
    return [letters for letters in found if letters]


def kind_of(content: Collection[int], quoted: Collection[int]) -> QuoteType:
    """Return the type of quote by the share of the content's letters at ``quoted`` positions."""
    share = sum(at in quoted for at in content) / max(len(content), 1)
    return "direct" if share >= DIRECT_SHARE else "mixed" if share > MIXED_SHARE else "indirect"


def name_key(name: str) -> str:
    """Return the name's words in lower case, without punctuation, possessives and leading HONORIFICS."""
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
