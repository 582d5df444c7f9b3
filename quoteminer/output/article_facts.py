"""The facts about an article besides its record: its title, the metadata with a column, its day and
its outlet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

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
    """Return the title of `find_title`, else the id, which for a file is its name; and the index of
    the paragraph with the title. ``paragraphs``: those of the record if they are known."""
    title, index = find_title(record.text or "", record.meta, paragraphs)
    return title or record.id, index


def find_title(
    text: str, meta: Mapping[str, Any], paragraphs: Sequence[Paragraph] | None = None
) -> tuple[str | None, int | None]:
    """Return the title from the metadata, else the headline at the top of the text, else None; and
    the index of the paragraph with it. ``paragraphs``: None reads only the top of the text."""
    text = readable(text)
    given = (meta.get(key) for key in ("title", "headline"))
    title = next(
        (" ".join(title.split()) for title in given if isinstance(title, str) and title.strip()),
        None,
    )
    for index, paragraph in enumerate(paragraphs or find_paragraphs(text[:_TOP])):
        words = " ".join(text[paragraph.start : paragraph.end].split())
        is_headline = paragraph.kind == "headline" and not _NO_TITLE.search(words)
        if words == title or (title is None and is_headline):
            return words, index
    return title, None
