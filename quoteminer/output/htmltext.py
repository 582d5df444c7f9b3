"""What every HTML page of ours holds to: texts can't leave their place, and the page asks nothing of the network."""

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
"""What HTML or UTF-8 can't hold, or what turns the direction of a line."""
_NO_OTHERS: Final = "base-uri 'none'; form-action 'none'"


def escaped(text: str) -> str:
    """The text as HTML shows it, also between double quotation marks; what can't be shown becomes U+FFFD."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def content_policy(style: str, script: str) -> str:
    """A Content Security Policy that forbids any style, script or request besides these two, which stand in the page
    word for word."""
    return f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; {_NO_OTHERS}"


def page_head(*, title: str, style: str, script: str) -> Iterator[str]:
    """The page up to ``<body>``. ``script`` is what its one script, at the end of the body, will hold."""
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{content_policy(style, script)}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
