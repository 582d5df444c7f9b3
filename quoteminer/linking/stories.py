"""The date and the story of an article: the names and words in it that other articles on the same events have, too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any, Final

from quoteminer.linking.word_lists import WORD, common_words, name_words
from quoteminer.names.lexicon import singular
from quoteminer.names.similarity import fold
from quoteminer.records import ArticleRecord

DATE_COLUMNS: Final = (
    "date published datepublished publishedat publisheddate publishdate publicationdate publishedtime "
    "articlepublishedtime pubdate issued datecreated createdat created datetime timestamp day"
).split()
"""Columns that may have the date, the best first: in lower case, letters and digits only."""
_ISO: Final = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?![\d-])|(?![\d-]))|(?![\d-]))")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?=$|T|\s)")
_RSS: Final = re.compile(r"\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")
_HEADLINES: Final = ("title", "headline", "subtitle", "description", "summary", "section", "keywords", "tags", "topic")
_MOST_TEXT: Final = 20_000  # characters of an article's quotes that are read
_FREQUENT: Final = 300  # so many of the common words are too frequent to show the topic of an article


@dataclass(frozen=True, slots=True)
class Story:
    """The story of an article: the ``names`` in it and its rarer ``words``, folded, and its ``days``, as ordinals."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    days: tuple[int, ...] = ()


def story_of(record: ArticleRecord, day: str = "") -> Story:
    """Return the story of an article by its headline, its quotes and its speakers. ``day``: see `date_of`."""
    texts = [value for column in _HEADLINES if isinstance(value := record.meta.get(column), str)]
    left = _MOST_TEXT
    for quote in record.quotes:
        texts.append(quote.text[:left])
        left -= len(texts[-1])
    names, words = set[str](), set[str]()
    for word in WORD.findall("\n".join(texts)):
        folded = fold(word)
        rank = common_words().get(folded)
        if rank is None and word[0].isupper():
            if len(folded) > 2:
                names.add(folded)
        elif len(folded) > 4 if rank is None else len(folded) > 3 and rank >= _FREQUENT:
            words.add(singular(folded))
    for speaker in record.speakers:
        names |= name_words(f"{speaker.name}\n{speaker.affiliation or ''}")
    days = (date.fromisoformat(day).toordinal(),) if len(day) == 10 else ()
    return Story(frozenset(names), frozenset(words), days)


def date_of(meta: Mapping[str, Any], column: str | None = None) -> str | None:
    """Return the day of an article as "2016-09-26", or the part of it that is known: "2016-09", "2016".

    Args:
        meta: of a record.
        column: the column to read; None: the first of `DATE_COLUMNS` that has a date.

    Returns:
        None if there is no such column or it has no date in ISO 8601 or in the format of e-mail and RSS ("Mon, 26 Sep
        2016 10:00:00 GMT"); "26/09/2016" is ambiguous and not read. The day is the one that is written, in any time
        zone.
    """
    if column is not None:
        return _read_date(meta.get(column))
    by_name = {"".join(filter(str.isalnum, name.lower())): value for name, value in reversed(list(meta.items()))}
    found = (_read_date(by_name[name]) for name in DATE_COLUMNS if name in by_name)
    return next(filter(None, found), None)


def _read_date(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    found = _COMPACT.match(text) or (_ISO.match(text) if isinstance(value, str) else None)
    try:
        if found:
            year, month, day = found.groups()
            return date(int(year), int(month or 1), int(day or 1)).isoformat()[: 10 if day else 7 if month else 4]
        return parsedate_to_datetime(text).date().isoformat() if _RSS.match(text) else None
    except (ValueError, TypeError, IndexError):
        return None
