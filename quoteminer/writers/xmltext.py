"""Text as XML 1.0 holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

REPLACEMENT: Final = "\ufffd"
_NOT_HELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_VALUES: Final = str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


def escaped(text: str) -> str:
    """The text as content. What XML can't hold (control characters, halves of surrogate pairs) becomes U+FFFD, one for
    one, so that a reader counts the same characters; a carriage return is spelt out, which readers would change."""
    return _NOT_HELD.sub(REPLACEMENT, text).translate(_IN_TEXT)


def tag(name: str, values: Mapping[str, str | None]) -> str:
    """A start tag without its brackets; attributes without a value are left out."""
    given = ((key, value) for key, value in values.items() if value is not None)
    return name + "".join(f' {key}="{escaped(value).translate(_IN_VALUES)}"' for key, value in given)


def element(name: str, text: str | None, **values: str | None) -> str:
    """An element that has only text; "" where that is None."""
    return "" if text is None else f"<{tag(name, values)}>{escaped(text)}</{name}>"
