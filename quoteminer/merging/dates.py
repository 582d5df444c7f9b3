"""The date of an article, as its meta has it: whatever column of whatever source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any, Final

DATE_COLUMNS: Final = (
    "date",
    "published",
    "datepublished",
    "publishedat",
    "publisheddate",
    "publishdate",
    "publicationdate",
    "publishedtime",
    "articlepublishedtime",
    "pubdate",
    "issued",
    "datecreated",
    "createdat",
    "created",
    "datetime",
    "timestamp",
    "day",
)
"""Names that a column with the date may have, in small letters and without what is no letter, the best first."""
_ISO = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?![\d-])|(?![\d-]))|(?![\d-]))")
_COMPACT = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?=$|T|\s)")
_RSS = re.compile(r"\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")


def date_of(meta: Mapping[str, Any], column: str | None = None) -> str | None:
    """The day of an article as "2016-09-26", or what of it is known: "2016-09", "2016".

    Args:
        meta: of a record.
        column: the column to read; None is the first of `DATE_COLUMNS` that is there and has a date.

    Returns:
        None where there is no such column or it has no date that can be read: ISO 8601, or as in e-mail and RSS
        ("Mon, 26 Sep 2016 10:00:00 GMT"). "26/09/2016" may be read in two ways and is not. The day is the one that is
        written, in whatever time zone that is.
    """
    values = [meta.get(column)] if column is not None else _candidates(meta)
    return next((found for value in values if (found := _read(value))), None)


def _candidates(meta: Mapping[str, Any]) -> Iterable[Any]:
    by_name = {"".join(filter(str.isalnum, name.lower())): value for name, value in reversed(list(meta.items()))}
    return (by_name[name] for name in DATE_COLUMNS if name in by_name)


def _read(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    found = _COMPACT.match(text) or (_ISO.match(text) if isinstance(value, str) else None)
    if found:
        return _checked(*found.groups())
    if _RSS.match(text):
        try:
            return parsedate_to_datetime(text).date().isoformat()
        except (ValueError, TypeError, IndexError):
            return None
    return None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole[: 10 if day else 7 if month else 4]
