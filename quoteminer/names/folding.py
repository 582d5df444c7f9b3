"""The spelling in which names are compared. A module of its own, since it needs no library."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Remove capitals, accents, full stops and apostrophes: "Erdoğan" -> "erdogan", "O’Brien" ->
    "obrien"."""
    lower = unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED)
    plain = unicodedata.normalize("NFKD", lower)
    return "".join(ch for ch in plain if not unicodedata.combining(ch) and ch not in ".'’‘`")
