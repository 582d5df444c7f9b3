"""The facts about an article besides its record: its title, the metadata with a column, its day and
its outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quoteminer.output.flat import META_COLUMNS, split_meta
from quoteminer.output.outlet import outlet_of
from quoteminer.records import ArticleRecord
from quoteminer.text.article import find_paragraphs, readable
from quoteminer.text.form_words import any_of
from quoteminer.types import Paragraph

_NO_TITLE: Final = re.compile(
    r"\.$|^\S+\.\w{1,5}$"  # a sentence; the name of a file
    rf"|\b(?:{any_of('authors')}s?|staff|bureau)$",
    re.IGNORECASE,
)
_TOP: Final = 2_000  # characters of a text in which its headline is looked for
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


def title_of(
    record: ArticleRecord, paragraphs: Sequence[Paragraph] | None = None
) -> tuple[str, int | None]:
    """Return the title from the metadata, else the headline at the top of the text, else the id,
    which for a file is its name; and the index of the paragraph with it. ``paragraphs``: those of
    the record if they are known; by default only the top of the text is read."""
    text = readable(record.text or "")
    given = (record.meta.get(key) for key in ("title", "headline"))
    title = next(
        (" ".join(title.split()) for title in given if isinstance(title, str) and title.strip()),
        None,
    )
    for index, paragraph in enumerate(paragraphs or find_paragraphs(text[:_TOP])):
        words = " ".join(text[paragraph.start : paragraph.end].split())
        is_headline = paragraph.kind == "headline" and not _NO_TITLE.search(words)
        if words == title or (title is None and is_headline):
            return words, index
    return title or record.id, None
