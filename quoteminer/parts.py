"""The parts of a record: quotes and their speakers, as values and as the dicts that JSON holds. `records` gives them to
the world, and has the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from quoteminer.links import Known, known_from_dict, known_to_dict
from quoteminer.types import Act, MentionKind, QuoteType, Span, SpeakerKind, Status

PART_SEPARATOR = " … "
"""Stands between the parts of a quote in its ``text``."""
DOUBTFUL = 0.6
"""A quote of less confidence is doubtful. Since confidence is calibrated, more than two in five of these are wrong."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that report. Of several parts: ``start`` and ``end`` are the outer ends, ``text`` the parts joined by
    " … ". ``lemma`` is the dictionary form of the verb ("say"), or the words themselves ("according to")."""

    text: str
    start: int
    end: int
    lemma: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name the source where it is quoted."""

    text: str
    start: int
    end: int
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, or what they come to. ``spans`` are the parts, in text order; ``start`` is the first one's
    start, ``end`` the last one's end, ``text`` the parts joined by " … ".

    ``id`` counts the article's quotes from 0 in text order, before any filter: the same quote has the same id in
    every selection. ``paragraph`` counts from 0. ``confidence``, 0..1: of the quotes with 0.9, nine in ten have the
    right speaker. ``why`` says in a few words what the speaker was decided by.
    """

    id: int
    type: QuoteType
    act: Act
    text: str
    start: int
    end: int
    spans: tuple[Span, ...]
    paragraph: int
    cue: Cue | None
    mention: Mention | None
    speaker: int | None
    status: Status
    confidence: float
    flags: tuple[str, ...] = ()
    why: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether a reader had better look himself: nobody is known as its speaker, a second one was close, or the
        confidence, with the two decimals that people see, is below `DOUBTFUL`."""
        return self.status != "resolved" or round(self.confidence, 2) < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted. ``name`` is the fullest form that the article has, without honorific or title; for an
    unnamed speaker the noun phrase as it stands. ``quotes`` are ids. ``known`` says which row of the user's list of
    people it is; None where no list was given."""

    id: int
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    quotes: tuple[int, ...] = ()
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class ModelName:
    """Which network read the article."""

    name: str
    version: str


def with_quotes(speakers: Iterable[Speaker], quotes: Iterable[Quote]) -> tuple[Speaker, ...]:
    """The speakers of these quotes, each with the ids of its quotes among them; speakers without any are left out."""
    by_speaker: dict[int | None, list[int]] = {}
    for quote in quotes:
        by_speaker.setdefault(quote.speaker, []).append(quote.id)
    return tuple(replace(one, quotes=tuple(by_speaker[one.id])) for one in speakers if one.id in by_speaker)


def quote_to_dict(quote: Quote) -> dict[str, Any]:
    """A quote as JSON-ready values."""
    cue, mention = quote.cue, quote.mention
    return {
        "id": quote.id,
        "type": quote.type,
        "act": quote.act,
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "spans": [list(span) for span in quote.spans],
        "paragraph": quote.paragraph,
        "cue": cue and _cue_to_dict(cue),
        "mention": mention and {"text": mention.text, "start": mention.start, "end": mention.end, "kind": mention.kind},
        "speaker": quote.speaker,
        "status": quote.status,
        "confidence": quote.confidence,
        "flags": list(quote.flags),
        "why": quote.why,
    }


def _cue_to_dict(cue: Cue) -> dict[str, Any]:
    value: dict[str, Any] = {"text": cue.text, "start": cue.start, "end": cue.end, "lemma": cue.lemma}
    return value if len(cue.spans) == 1 else {**value, "spans": [list(span) for span in cue.spans]}


def speaker_to_dict(speaker: Speaker) -> dict[str, Any]:
    """A speaker as JSON-ready values."""
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "aliases": list(speaker.aliases),
        "mentions": [list(span) for span in speaker.mentions],
        "quotes": list(speaker.quotes),
        "known": speaker.known and known_to_dict(speaker.known),
    }


def quote_from_dict(value: Mapping[str, Any]) -> Quote:
    """The quote that `quote_to_dict` gave. Raises KeyError, TypeError or ValueError where the value is none."""
    cue, mention = value.get("cue"), value.get("mention")
    return Quote(
        id=value["id"],
        type=value["type"],
        act=value["act"],
        text=value["text"],
        start=value["start"],
        end=value["end"],
        spans=_spans(value["spans"]),
        paragraph=value["paragraph"],
        cue=cue and Cue(cue["text"], cue["start"], cue["end"], cue["lemma"], _spans(cue.get("spans") or [_span(cue)])),
        mention=mention and Mention(mention["text"], mention["start"], mention["end"], mention["kind"]),
        speaker=value.get("speaker"),
        status=value["status"],
        confidence=value["confidence"],
        flags=tuple(value.get("flags") or ()),
        why=value.get("why") or "",
    )


def speaker_from_dict(value: Mapping[str, Any]) -> Speaker:
    """The speaker that `speaker_to_dict` gave. Raises KeyError or TypeError where the value is none."""
    return Speaker(
        id=value["id"],
        name=value["name"],
        kind=value["kind"],
        role=value.get("role"),
        affiliation=value.get("affiliation"),
        aliases=tuple(value.get("aliases") or ()),
        mentions=_spans(value.get("mentions") or ()),
        quotes=tuple(value.get("quotes") or ()),
        known=known_from_dict(value["known"]) if value.get("known") else None,
    )


def _spans(pairs: Any) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _span(part: Mapping[str, Any]) -> Span:
    return part["start"], part["end"]
