"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one AnnotationCollection with an Annotation a quote.

``target``: each part of the quote, as a SpecificResource with a TextPositionSelector and a TextQuoteSelector with 32
characters of context. Positions are code points, as the specification asks (4.2.4), of the article as it was given:
where ``source`` is its address on the web and the article was taken out of a page, they are not positions in the page,
and the TextQuoteSelector finds the words. ``source`` is ``meta.url``, else ``urn:quoteminer:article:ID``.

``body``, by its purpose: ``identifying``: the speaker's name, its key in the user's list where that is an address, and
the words that name the source, as a selection; ``describing``: role and affiliation; ``tagging``: type and act;
``assessing``: the confidence, 0 to 1; ``linking``: the words that report, as selections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, TextIO

from quoteminer import __version__
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.types import Span
from quoteminer.writers.given import article_iri, article_text, is_address, urn
from quoteminer.writers.jsonld import JsonLdWriter

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
AROUND: Final = 32
"""Characters of context on each side of a selection."""


class WebAnnotationWriter(JsonLdWriter):
    """One AnnotationCollection, whose only page has all annotations. Its ids are made of its content.

    Args:
        stream: where to; UTF-8.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._digest = sha256()

    def items(self, record: ArticleRecord) -> Iterable[Mapping[str, Any]]:
        text, source = article_text(record, "webannotation"), article_iri(record)
        return [_annotation(record, quote, _Selections(text, source)) for quote in record.quotes]

    def seen(self, line: str) -> None:
        self._digest.update(line.encode())

    def opening(self) -> str:
        return (
            f'{{"@context": "{CONTEXT}", "type": "AnnotationCollection", "label": "Quotations found by QuoteMiner",\n'
            '"first": {"type": "AnnotationPage", "startIndex": 0, "items": '
        )

    def ending(self, count: int) -> str:
        collection, page = (urn(kind, self._digest.hexdigest()[:32]) for kind in ("collection", "page"))
        return f',\n"id": "{page}", "partOf": "{collection}"}},\n"id": "{collection}", "total": {count}}}'


class _Selections:
    """Selections of the words of an article."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source

    def of(self, span: Span, **more: str) -> dict[str, Any]:
        """The selection of a span, with what else is to be said of it."""
        start, end = span
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        words = {
            "type": "TextQuoteSelector",
            "exact": self._text[start:end],
            "prefix": self._text[max(start - AROUND, 0) : start],
            "suffix": self._text[end : end + AROUND],
        }
        return {"type": "SpecificResource", "source": self._source, "selector": [position, words], **more}


def _annotation(record: ArticleRecord, quote: Quote, selections: _Selections) -> dict[str, Any]:
    targets = [selections.of(span) for span in quote.spans]
    return {
        "id": urn("annotation", record.id, quote.id),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"type": "Software", "name": f"QuoteMiner {__version__}"},
        "body": [*_bodies(record, quote, selections)],
        "target": targets if len(targets) > 1 else targets[0],
    }


def _bodies(record: ArticleRecord, quote: Quote, selections: _Selections) -> Iterator[dict[str, Any]]:
    speaker = record.speaker_of(quote)
    if speaker:
        yield from _of_speaker(speaker)
    if quote.mention:
        yield selections.of((quote.mention.start, quote.mention.end), purpose="identifying")
    yield _words(quote.type, "tagging")
    yield _words(quote.act, "tagging")
    yield _words(str(quote.confidence), "assessing")
    for span in quote.cue.spans if quote.cue else ():
        yield selections.of(span, purpose="linking")


def _of_speaker(speaker: Speaker) -> Iterator[dict[str, Any]]:
    yield _words(speaker.name, "identifying")
    if speaker.known and speaker.known.row and is_address(speaker.known.row.key):
        yield {"type": "SpecificResource", "source": speaker.known.row.key, "purpose": "identifying"}
    described = ", ".join(filter(None, (speaker.role, speaker.affiliation)))
    if described:
        yield _words(described, "describing")


def _words(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}
