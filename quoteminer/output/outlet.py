"""Find the outlet of an article, which published it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from quoteminer.text.form_words import SECTIONS

_KEYS: Final = SECTIONS.listed("outlet_columns")
"""Metadata that names it, best first, in lower case, letters only."""


def outlet_of(meta: Mapping[str, Any], url: str | None) -> str | None:
    """Return the outlet in the metadata ("The Harbour Post"), else the host of the address without
    "www.", or None."""
    by_name = {
        "".join(filter(str.isalpha, name.lower())): value
        for name, value in reversed(list(meta.items()))
    }
    named = (value.strip() for key in _KEYS if isinstance(value := by_name.get(key), str))
    return next(filter(None, named), None) or _host(url or "")


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
