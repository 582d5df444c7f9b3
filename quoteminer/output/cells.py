"""Texts for cells of spreadsheets, which evaluate a cell that starts with ``= + - @``. Such a cell gets an apostrophe
before it (https://owasp.org/www-community/attacks/CSV_Injection); so does one that starts with apostrophes and such a
sign, so that `unguarded` is exact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""The start of a CSV file; without it, Excel misreads curly quotes."""

_FORMULA: Final = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠]")
"""The start of a formula; Japanese keyboards type the wide signs."""
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, at which readers of CSV stop, and lone surrogates, which UTF-8 can't hold."""


def guarded(cell: str) -> str:
    """Return the cell as text that no spreadsheet evaluates."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def tidy(text: str) -> str:
    """Return the text on one line; characters that can't be written become U+FFFD."""
    return " ".join(_UNWRITABLE.sub("\ufffd", text).split())


def ranked(counts: Mapping[str, int]) -> str:
    """Return texts with their numbers, the largest first: "Bob Harrow (12) | Robert Harrow (3)"."""
    pairs = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return " | ".join(f"{text} ({count})" for text, count in pairs)
