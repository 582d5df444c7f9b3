"""Cells of tables that spreadsheets open: text, never a formula.

A spreadsheet takes a cell that begins with ``= + - @`` for a formula and computes it, and news can quote such words.
Such a cell gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection), and so does one that
begins with apostrophes before such a sign: what begins with an apostrophe and would get one without it, had one put
there, so `unguarded` is exact. Nothing takes the apostrophe away by itself.
"""

from __future__ import annotations

import re
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Stands first in a table, else Excel reads curly quotes as garbage."""

_FORMULA: Final = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠]")
"""What a spreadsheet may take for a formula; the wide signs are those of Japanese keyboards."""
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, at which readers of CSV stop, and lone surrogates, which UTF-8 can't hold."""


def guarded(cell: str) -> str:
    """The cell as text that no spreadsheet computes."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def harmless(text: str) -> str:
    """The text as a guarded cell on one line; what can't be written is U+FFFD in it."""
    return guarded(" ".join(_UNWRITABLE.sub("\ufffd", text).split()))
