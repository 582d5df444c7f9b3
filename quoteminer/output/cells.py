"""Cells of tables that spreadsheets open: never a formula, and always text that UTF-8 can hold."""

from __future__ import annotations

import re
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Stands first in a table, else Excel reads curly quotes as garbage."""
_FORMULA: Final = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠]")
"""What a spreadsheet may take for a formula; the wide signs are those of Japanese keyboards."""
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, at which readers of CSV stop, and lone surrogates."""


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet computes: one that may be taken for a formula gets an apostrophe in front
    (https://owasp.org/www-community/attacks/CSV_Injection). What can't be written is U+FFFD in it."""
    written = _UNWRITABLE.sub("\ufffd", text)
    return "'" + written if _FORMULA.match(written) else written
