"""What a terminal can show: text on one line that never disturbs it, in letters that it has."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PLAINER: Final = "quoteminer.plainer"
"""The error handler for streams that `register_plainer` gives to Python."""

_SPACE = re.compile(r"\s+")
_NOTHING = re.compile("[\xad\u200b\u2060\ufeff]")
"""Soft hyphens and other characters of no width that only say where a line may break; terminals draw them at odds."""
_DISTURBING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""What would move the cursor, turn the direction of the line, or can't be encoded."""
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
    """The letters of a terminal. ``encoding``: a name that Python knows; any Unicode encoding has all letters."""

    encoding: str = "utf-8"

    @property
    def all(self) -> bool:
        """Whether there is no letter that the terminal can't be given."""
        return codecs.lookup(self.encoding).name.startswith("utf")

    def line(self, text: str) -> str:
        """The words on one line. What would disturb a terminal becomes U+FFFD; letters that it does not have become
        those that come closest, or "?"."""
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
    """What may stand for a letter, the closest first: its substitute, the letter without its accents ("é" is "e"; an
    accent that stands alone is left out)."""
    if letter in _SUBSTITUTES:
        yield _SUBSTITUTES[letter]
    parts = unicodedata.normalize("NFKD", letter)
    yield "".join(_SUBSTITUTES.get(part, part) for part in parts if not unicodedata.combining(part))


def register_plainer() -> None:
    """Let streams have ``errors=PLAINER``: what their encoding can't hold is written in letters of ASCII."""
    codecs.register_error(PLAINER, _write_plainer)


def _write_plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    # The error names a code page "charmap", not which one; all that can fail have the letters of ASCII.
    return Letters("ascii").line(error.object[error.start : error.end]), error.end
