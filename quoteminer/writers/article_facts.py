"""The facts about an article in tables, besides its record: the metadata with a column, its day and its outlet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from quoteminer.records import ArticleRecord
from quoteminer.tables.flat import META_COLUMNS, split_meta

FACTS: Final = (*META_COLUMNS, "day", "outlet")
_OUTLET_KEYS: Final = "outlet publication newspaper publisher sitename sourcename site source domain".split()
"""Metadata that names the outlet, best first, in lower case, letters only."""


def article_facts(record: ArticleRecord) -> dict[str, str | None]:
    """Return the values of FACTS, None if unknown. ``day``: the date, or its known part, as ISO 8601."""
    from quoteminer.linking.stories import date_of  # loads the lists of names

    own, _ = split_meta(record.meta)
    return {**own, "day": date_of(record.meta) or None, "outlet": outlet_of(record.meta, own["url"])}


def outlet_of(meta: Mapping[str, Any], url: str | None = None) -> str | None:
    """Return the outlet named in the metadata ("The Harbour Post"), else the host of the address without "www.", else
    None."""
    by_name = {"".join(filter(str.isalpha, name.lower())): value for name, value in reversed(list(meta.items()))}
    named = (value.strip() for key in _OUTLET_KEYS if isinstance(value := by_name.get(key), str))
    return next(filter(None, named), None) or _host(url or "")


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
