"""Articles with what a reader found in them: what predictions are compared with, and predictions in the same form.

All positions are half-open character offsets (Unicode code points) into ``text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoteminer.records import ArticleRecord, Cue, Quote
from quoteminer.types import Act, Span, SpeakerKind

Checked = Literal["all", "part"]
"""How far somebody has looked at an article's annotations: all of it, or a part."""


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """An attribution as it was annotated. ``source`` and ``cue`` are empty where the text has none; ``speaker`` is a
    GoldSpeaker's id, None where nobody can be known or the format has none; ``act`` None where it has no acts."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: int | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """Somebody who is quoted, with the canonical name and every other way that the article calls them."""

    id: int
    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its attributions. Where they overlap, their order counts: a letter belongs to the last one that
    holds it. ``speakers`` is empty where they were not annotated; ``checked`` None where nobody said."""

    id: str
    text: str
    quotes: tuple[GoldQuote, ...] = ()
    speakers: tuple[GoldSpeaker, ...] = ()
    checked: Checked | None = None


def from_record(record: ArticleRecord, text: str, *, checked: Checked | None = None) -> GoldArticle:
    """A record of the article ``text``, in the form of gold."""
    speakers = tuple(GoldSpeaker(one.id, one.name, one.kind, one.aliases) for one in record.speakers)
    return GoldArticle(record.id, text, tuple(_quote(quote) for quote in record.quotes), speakers, checked)


def _quote(quote: Quote) -> GoldQuote:
    source = ((quote.mention.start, quote.mention.end),) if quote.mention is not None else ()
    return GoldQuote(quote.spans, _spans(quote.cue), source, quote.speaker, quote.act)


def _spans(cue: Cue | None) -> tuple[Span, ...]:
    return cue.spans if cue is not None else ()
