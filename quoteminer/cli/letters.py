"""Make text that a terminal can show: on one line, without control characters, in the letters of
its encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

PLAINER: Final = "quoteminer.plainer"
"""An error handler of streams (``errors=PLAINER``): letters that can't be encoded become similar
ASCII letters."""

_SPACE = re.compile(r"\s+")
_NOTHING = re.compile("[\xad\u200b\u2060\ufeff]")
"""Soft hyphens and other characters without width that only allow a line break; terminals disagree
on them."""
_DISTURBING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Characters that move the cursor, reverse the direction of the line, or can't be encoded."""
_PAIRS: Final = """
«=<< »=>> ‹=< ›=> ⟦=[[ ⟧=]] …=... ×=x ⁄=/ ©=(c) ¡=! ¿=?
ß=ss æ=ae Æ=AE œ=oe Œ=OE ø=o Ø=O đ=d Đ=D ł=l Ł=L þ=th Þ=Th ð=d Ð=D ı=i ħ=h Ħ=H ŋ=ng Ŋ=Ng
"""
_SUBSTITUTES: Final = {
    **dict.fromkeys("“”″„‟", '"'),
    **dict.fromkeys("‘’′‚‛ʼ", "'"),
    **dict.fromkeys("‐‑‒–−─━·•", "-"),
    **dict.fromkeys("—―", "--"),
    **dict(pair.split("=", 1) for pair in _PAIRS.split()),
    "€": "EUR ",
    "£": "GBP ",
    "¥": "JPY ",
    "°": " degrees ",
}


def without_controls(text: str) -> str:
    """Replace control characters, which a terminal would obey, by U+FFFD; line breaks become the
    letters \\n."""
    return _DISTURBING.sub("\ufffd", "\\n".join(text.splitlines()))


def one_line(text: str, encoding: str = "utf-8") -> str:
    """Return the words on one line. Control characters become U+FFFD; letters that the encoding
    lacks become similar ASCII letters, or "?"."""
    words = _DISTURBING.sub("\ufffd", _NOTHING.sub("", _SPACE.sub(" ", text)))
    return words.encode(encoding, PLAINER).decode(encoding)


def _in_ascii(letter: str) -> str:
    """Return the closest letters, without accents ("é" becomes "e"; an accent on its own is
    dropped)."""
    parts = unicodedata.normalize("NFKD", _SUBSTITUTES.get(letter, letter))
    plain = "".join(
        _SUBSTITUTES.get(part, part) for part in parts if not unicodedata.combining(part)
    )
    return plain if plain.isascii() else "?"


def _write_plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_in_ascii, error.object[error.start : error.end])), error.end


codecs.register_error(PLAINER, _write_plainer)
