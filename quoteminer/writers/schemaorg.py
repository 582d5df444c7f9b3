"""schema.org (https://schema.org/Quotation): one JSON-LD document whose graph has a NewsArticle for each article and
the Quotations and speakers in it.

A Quotation has the words as ``text`` (parts joined by " … "), type and act as ``keywords``, its speaker both as
``spokenByCharacter`` and as ``creator`` where somebody is known, and the article as ``isPartOf``. Speakers are Person
or Organization, with ``jobTitle``, ``affiliation`` and ``alternateName``; one without a name ("a spokesman") has the
words as its ``description``. A key of the user's list of people is ``sameAs`` where it is an address, else
``identifier``.

An article is called ``meta.url``, else ``urn:quoteminer:article:ID``; what is in it has that name with ``#quote-0`` or
``#speaker-0``. Positions and cues have no place in schema.org: webannotation and tei have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.writers.given import article_iri, citation_of, is_address
from quoteminer.writers.jsonld import JsonLdWriter

CONTEXT: Final = "https://schema.org"


class SchemaOrgWriter(JsonLdWriter):
    """One document with a graph."""

    def items(self, record: ArticleRecord) -> Iterable[Mapping[str, Any]]:
        iri = article_iri(record)
        yield _given(_article(record, iri))
        yield from (_given(_speaker(one, iri)) for one in record.speakers)
        known = {one.id for one in record.speakers}
        yield from (_given(_quotation(quote, iri, known)) for quote in record.quotes)

    def opening(self) -> str:
        return f'{{"@context": "{CONTEXT}", "@graph": '

    def ending(self, count: int) -> str:
        return "}"


def _article(record: ArticleRecord, iri: str) -> dict[str, Any]:
    citation = citation_of(record)
    return {
        "@type": "NewsArticle",
        "@id": iri,
        "identifier": record.id,
        "headline": citation.title,
        "datePublished": citation.day or citation.date,
        "author": [{"@type": "Person", "name": name} for name in citation.authors],
        "publisher": citation.publisher and {"@type": "Organization", "name": citation.publisher},
        "url": citation.url,
    }


def _speaker(one: Speaker, article: str) -> dict[str, Any]:
    row = one.known.row if one.known else None
    return {
        "@type": "Organization" if one.kind == "org" else "Person",
        "@id": _part(article, "speaker", one.id),
        "description" if one.kind == "unnamed" else "name": one.name,
        "alternateName": list(one.aliases),
        "jobTitle": one.role if one.kind != "org" else None,
        "affiliation": one.affiliation and one.kind != "org" and {"@type": "Organization", "name": one.affiliation},
        "sameAs" if row and is_address(row.key) else "identifier": row and row.key,
    }


def _quotation(quote: Quote, article: str, speakers: set[int]) -> dict[str, Any]:
    known = quote.speaker is not None and quote.speaker in speakers
    speaker = {"@id": _part(article, "speaker", quote.speaker)} if known else None
    return {
        "@type": "Quotation",
        "@id": _part(article, "quote", quote.id),
        "text": quote.text,
        "keywords": [quote.type, quote.act],
        "spokenByCharacter": speaker,
        "creator": speaker,
        "isPartOf": {"@id": article},
    }


def _given(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item without what is not known."""
    return {key: value for key, value in item.items() if value}


def _part(article: str, kind: str, number: object) -> str:
    """The name of something in an article. One whose address has a fragment already gets a longer one."""
    return f"{article}{'-' if '#' in article else '#'}{kind}-{number}"
