"""Texts for HTML pages, which make no requests, and for cells that spreadsheets open as text, never as formulas.

A spreadsheet computes a cell that starts with ``= + - @``, and news can quote such words. Such a cell gets an
apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection), and so does one that starts with
apostrophes and such a sign, so that `unguarded` is exact.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from typing import Final

_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that HTML or UTF-8 can't hold, or that change the direction of a line."""
_POLICY: Final = (
    "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
)
BYTE_ORDER_MARK: Final = "\ufeff"
"""Starts a table; without it, Excel reads curly quotes as garbage."""

_FORMULA: Final = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠]")
"""The start of a formula; the wide signs are those of Japanese keyboards."""
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, at which readers of CSV stop, and lone surrogates, which UTF-8 can't hold."""


def escaped(text: str) -> str:
    """Return the text escaped for HTML, also for attributes in double quotation marks; unprintable characters become
    U+FFFD."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def page_head(*, title: str, style: str, script: str) -> Iterator[str]:
    """Yield the page up to ``<body>``. Its Content Security Policy forbids any request, style and script except these
    two; the script must follow, verbatim, at the end of the body."""
    hashes = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (style, script))
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(*hashes)}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"


def guarded(cell: str) -> str:
    """Return the cell as text that no spreadsheet computes."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def harmless(text: str) -> str:
    """Return the text as a guarded cell on one line; characters that can't be written become U+FFFD."""
    return guarded(" ".join(_UNWRITABLE.sub("\ufffd", text).split()))
