"""Articles with their attributions: gold, and predictions in the same form.

All positions are half-open character offsets (Unicode code points) into ``text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoteminer.records import PART_SEPARATOR, ArticleRecord, Cue, Quote
from quoteminer.types import Act, Span, SpeakerKind

Checked = Literal["all", "part"]
"""The part of an article whose annotations a person has checked."""


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """An annotated attribution. ``source`` and ``cue`` are empty if the text has none. ``speaker`` is the id of a
    GoldSpeaker, None if unknown; ``act`` is None if acts were not annotated."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: int | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """A speaker with the canonical name and the other names that the article uses."""

    id: int
    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its attributions. Their order counts where they overlap: a letter belongs to the last quote that
    has it. ``speakers`` is empty if they were not annotated; ``checked`` is None if
    nobody said."""

    id: str
    text: str
    quotes: tuple[GoldQuote, ...] = ()
    speakers: tuple[GoldSpeaker, ...] = ()
    checked: Checked | None = None


def from_record(record: ArticleRecord, text: str, *, checked: Checked | None = None) -> GoldArticle:
    """Return a record of the article ``text`` in the form of gold."""
    speakers = tuple(GoldSpeaker(one.id, one.name, one.kind, one.aliases) for one in record.speakers)
    return GoldArticle(record.id, text, tuple(_quote(quote) for quote in record.quotes), speakers, checked)


def misplaced_quote(record: ArticleRecord, text: str) -> Quote | None:
    """Return the first quote whose words are not at its positions in ``text``; None if the text is the record's."""
    joined = ((quote, PART_SEPARATOR.join(text[start:end] for start, end in quote.spans)) for quote in record.quotes)
    return next((quote for quote, words in joined if words != quote.text), None)


def _quote(quote: Quote) -> GoldQuote:
    source = ((quote.mention.start, quote.mention.end),) if quote.mention is not None else ()
    return GoldQuote(quote.spans, _spans(quote.cue), source, quote.speaker, quote.act)


def _spans(cue: Cue | None) -> tuple[Span, ...]:
    return cue.spans if cue is not None else ()
