"""Cells of tables that spreadsheets open: text, never a formula.

A spreadsheet computes cells that begin with ``= + - @``, and news can quote such words. Such a cell gets an apostrophe
in front (https://owasp.org/www-community/attacks/CSV_Injection), and so does one that begins with apostrophes before
such a sign, so that `unguarded` is exact. Spreadsheets keep the apostrophe.
"""

from __future__ import annotations

import re
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Begins a table; without it Excel misreads curly quotes."""

_FORMULA: Final = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠]")
"""Beginnings that a spreadsheet may take for a formula; the wide signs are those of Japanese keyboards."""
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, which ends the input for readers of CSV, and lone surrogates, which UTF-8 can't hold."""


def guarded(cell: str) -> str:
    """Return the cell as text that no spreadsheet computes."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def harmless(text: str) -> str:
    """Return the text as a guarded cell on one line; unwritable characters become U+FFFD."""
    return guarded(" ".join(_UNWRITABLE.sub("\ufffd", text).split()))
