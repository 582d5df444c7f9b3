"""What writers of documents need of a record: its article, and what its ``meta`` tells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from quoteminer.errors import OutputError
from quoteminer.records import PART_SEPARATOR, ArticleRecord

_TITLES: Final = ("title", "headline")
_AUTHORS: Final = ("author", "authors", "byline")
_DATES: Final = ("date", "published", "datepublished", "date_published", "publication_date", "pub_date")
_ADDRESSES: Final = ("url", "link", "uri")
_PUBLISHERS: Final = ("publisher", "sitename", "site_name", "site", "newspaper", "outlet")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f\ud800-\udfff]+", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Citation:
    """What is known of an article, as it was given; None, or nothing, where it is not. ``url`` is an absolute http
    address."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    url: str | None = None
    publisher: str | None = None

    @property
    def day(self) -> str | None:
        """The date as YYYY-MM-DD, where it is written so; a time behind it is left out."""
        found = _DAY.fullmatch(self.date or "")
        try:
            return date.fromisoformat(found[1]).isoformat() if found else None
        except ValueError:
            return None


def citation_of(record: ArticleRecord) -> Citation:
    """What the record's ``meta`` tells, by the names that columns and web pages give it, in whatever case."""
    meta = {name.casefold(): value for name, value in reversed([*record.meta.items()])}
    title, day, url, publisher = (
        next(iter(_first(meta, names)), None) for names in (_TITLES, _DATES, _ADDRESSES, _PUBLISHERS)
    )
    return Citation(title, _first(meta, _AUTHORS), day, url if is_address(url) else None, publisher)


def article_text(record: ArticleRecord, format: str) -> str:
    """The article of a record, for a format that shows it.

    Raises:
        OutputError: the record has none, or one that its quotes are not in; a quote's speaker is not listed.
    """
    if record.text is None:
        raise OutputError(
            f"{record.id}: the record has no text, which {format} shows. Mine the article with_text=True. It is left "
            "out."
        )
    listed = {None, *(speaker.id for speaker in record.speakers)}
    for one in record.quotes:
        if one.speaker not in listed:
            raise OutputError(
                f"{record.id}: quote {one.id} has the speaker {one.speaker}, who is not among the record's speakers. "
                "Add or correct it. It is left out."
            )
        if PART_SEPARATOR.join(record.text[start:end] for start, end in one.spans) != one.text:
            raise OutputError(
                f"{record.id}: quote {one.id} is not at {one.start}-{one.end} of the record's text. Give it the text "
                "that it was made of. It is left out."
            )
    return record.text


def article_iri(record: ArticleRecord) -> str:
    """What an article is called on the web: its address where it has one, else ``urn:quoteminer:article:ID``."""
    return citation_of(record).url or urn("article", record.id)


def urn(kind: str, *names: object) -> str:
    """A name for something of ours: ``urn:quoteminer:KIND:NAME:…``, each name percent-encoded."""
    return ":".join(["urn:quoteminer", kind, *(quote(str(name), safe="", errors="surrogatepass") for name in names)])


def is_address(value: object) -> bool:
    """Whether it is an http address that stands in a file as it is."""
    return isinstance(value, str) and bool(_ADDRESS.fullmatch(value))


def _first(meta: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    """The words under the first of the names that has some: one, or those of a list."""
    for name in names:
        value = meta.get(name)
        words = [_words(one) for one in (value if isinstance(value, list | tuple) else [value])]
        if any(words):
            return tuple(filter(None, words))
    return ()


def _words(value: object) -> str:
    """A text or a number on one line; "" for anything else."""
    known = isinstance(value, str) or (isinstance(value, int | date) and not isinstance(value, bool))
    return " ".join(str(value).split()) if known else ""
