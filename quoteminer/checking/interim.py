"""Interim: labels of transcripts, until articles bring their transcript."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from quoteminer.checking.word_lists import LISTS
from quoteminer.names.similarity import fold
from quoteminer.types import Span, Transcript, TranscriptSpeaker, Turn

_LABEL: Final = re.compile(
    r"^[ \t>*_]*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?[ \t]*[-–]?[ \t]*)?"
    r"(?P<name>[^\W\d_](?:[\w.,'’&\-]|[ ](?=\S)){0,60}?)[*_]{0,2}[ \t]*(?:\([^()\n]{1,60}\))?[ \t]*:[*_]{0,2}(?=\s)",
    re.MULTILINE,
)
_ROLES: Final = re.compile(rf"(?:the |mr |madam )*(?:{'|'.join(LISTS['roles'])})(?: \w?\d*)?")
_FEWEST: Final = 3  # least labels of a transcript, one of them repeated


def labelled(text: str) -> Transcript | None:
    found = _labels(text)
    names = list(dict.fromkeys(name for _, name in found))
    kinds = ["unnamed" if _ROLES.fullmatch(fold(n).replace(",", "")) else "person" for n in names]
    edges = [*(span for span, _ in found), (len(text), len(text))]
    turns = tuple(
        Turn(((here[1], there[0]),), here, None, names.index(name))
        for (here, there), (_, name) in zip(pairwise(edges), found, strict=True)
        if here[1] < there[0]
    )
    speakers = tuple(TranscriptSpeaker(n, k, None, (n,)) for n, k in zip(names, kinds))
    return Transcript(turns, speakers) if turns else None


def _labels(text: str) -> list[tuple[Span, str]]:
    """Return the span and name of each turn's label; none if the text is not a transcript."""
    found: list[tuple[Span, str]] = []
    for label in _LABEL.finditer(text):
        words = label["name"].split()
        main = [word for word in words if word.lower() not in LISTS["label_particles"]]
        if len(words) < 8 and all(word[0].isupper() or word[0].isdecimal() for word in main):
            found.append((label.span(), " ".join(words)))
    return found if len(found) >= _FEWEST and len({name for _, name in found}) < len(found) else []
