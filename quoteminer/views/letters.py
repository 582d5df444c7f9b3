"""Text that a terminal can show: on one line, without control characters, in the letters of its encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PLAINER: Final = "quoteminer.plainer"
"""Name of the error handler for streams that `register_plainer` registers."""

_SPACE = re.compile(r"\s+")
_NOTHING = re.compile("[\xad\u200b\u2060\ufeff]")
"""Soft hyphens and other characters without width that only allow a line break; terminals disagree on them."""
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
_LOST: Final = "?"


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a terminal. ``encoding``: a name known to Python; any Unicode encoding has all letters."""

    encoding: str = "utf-8"

    @property
    def all(self) -> bool:
        """True if the encoding has every letter."""
        return codecs.lookup(self.encoding).name.startswith("utf")

    def line(self, text: str) -> str:
        """Return the words on one line. Control characters become U+FFFD, missing letters similar ones, or "?"."""
        words = _DISTURBING.sub("\ufffd", _NOTHING.sub("", _SPACE.sub(" ", text)))
        return words if self.all else "".join(map(self._nearest, words))

    def _nearest(self, letter: str) -> str:
        if self._has(letter):
            return letter
        return next(filter(self._has, _plainer(letter)), _LOST)

    def _has(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


def _plainer(letter: str) -> Iterator[str]:
    """Yield substitutes of a letter, the closest first, then the letter without accents ("é" becomes "e"; an accent on
    its own is dropped)."""
    if letter in _SUBSTITUTES:
        yield _SUBSTITUTES[letter]
    parts = unicodedata.normalize("NFKD", letter)
    yield "".join(_SUBSTITUTES.get(part, part) for part in parts if not unicodedata.combining(part))


def register_plainer() -> None:
    """Allow streams to have ``errors=PLAINER``, which writes what they can't encode in ASCII letters."""
    codecs.register_error(PLAINER, _write_plainer)


def _write_plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    # The error names a code page "charmap", not which one; all that can fail have the letters of ASCII.
    return Letters("ascii").line(error.object[error.start : error.end]), error.end
