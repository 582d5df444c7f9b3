"""The facts about an article in tables, besides its record: the metadata with a column, its day and
its outlet."""

from __future__ import annotations

from typing import Final

from quoteminer.output.flat import META_COLUMNS, split_meta
from quoteminer.output.outlet import outlet_of
from quoteminer.records import ArticleRecord

FACTS: Final = (*META_COLUMNS, "day", "outlet")


def article_facts(record: ArticleRecord) -> dict[str, str | None]:
    """Return the values of FACTS, None if unknown. ``day``: the date, or its known part, as ISO
    8601."""
    from quoteminer.linking.stories import date_of  # loads the lists of names

    own, _ = split_meta(record.meta)
    return {
        **own,
        "day": date_of(record.meta) or None,
        "outlet": outlet_of(record.meta, own["url"]),
    }
