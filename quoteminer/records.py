"""What users get: one ArticleRecord an article, of plain values that pickle, compare and turn into JSON and back.

The fields are a contract (``record.schema.json``). Positions are half-open offsets (Unicode code points) into the
article exactly as it was given: for every part with ``text``, ``start`` and ``end``, ``article[start:end] == text``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Any, get_args

from quoteminer.errors import ConfigError, InputError
from quoteminer.jsontext import dump, dump_indented, plain
from quoteminer.links import Known, known_from_dict, known_to_dict
from quoteminer.types import Act, MentionKind, QuoteType, Span, SpeakerKind, Status, Warning

SCHEMA_VERSION = "1.1"
"""Goes up by 0.1 where a field is added, by 1 where one is renamed, dropped or means something else."""
PART_SEPARATOR = " … "
"""Stands between the parts of a quote in its ``text``."""


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


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """Who says what in one article. ``quotes`` stand in text order, ``speakers`` in the order of their ids."""

    id: str
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    model: ModelName
    source: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    schema_version: str = SCHEMA_VERSION

    def speaker_of(self, quote: Quote) -> Speaker | None:
        """The speaker of one of this record's quotes; None where nobody is known."""
        return next((speaker for speaker in self.speakers if speaker.id == quote.speaker), None)

    def filter(
        self,
        *,
        types: Collection[QuoteType] | QuoteType | None = None,
        acts: Collection[Act] | Act | None = None,
        min_confidence: float = 0.0,
    ) -> ArticleRecord:
        """The record with some of its quotes only. Ids stay as they are; speakers who have no quote left are dropped.

        Args:
            types: keep these, or this one. None keeps all.
            acts: keep these, or this one. None keeps all.
            min_confidence: keep quotes of at least this confidence, 0..1.

        Raises:
            ConfigError: a type or an act is unknown, or the confidence is not within 0..1.
        """
        kept_types = _chosen("types", types, get_args(QuoteType))
        kept_acts = _chosen("acts", acts, get_args(Act))
        if not 0 <= min_confidence <= 1:  # nan neither
            raise ConfigError(f"min_confidence is {min_confidence}; give a number from 0 to 1.")
        kept = tuple(
            quote
            for quote in self.quotes
            if (kept_types is None or quote.type in kept_types)
            and (kept_acts is None or quote.act in kept_acts)
            and quote.confidence >= min_confidence
        )
        return replace(self, quotes=kept, speakers=with_quotes(self.speakers, kept))

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON-ready values, as ``record.schema.json`` describes them."""
        return {
            "schema_version": self.schema_version,
            "id": self.id,
            "source": self.source,
            "meta": plain(self.meta),
            "quotes": [_quote_to_dict(quote) for quote in self.quotes],
            "speakers": [_speaker_to_dict(speaker) for speaker in self.speakers],
            "warnings": [
                {"code": one.code, "message": one.message, "start": one.start, "end": one.end} for one in self.warnings
            ],
            "model": {"name": self.model.name, "version": self.model.version},
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON text without a final newline: on one line, or indented by so many spaces."""
        value = self.to_dict()
        return dump(value) if indent is None else dump_indented(value, indent=indent)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> ArticleRecord:
        """The record that ``to_dict`` gave. Fields that this version doesn't know are left out.

        Raises:
            InputError: the value is no record, or one of a later major version.
        """
        version = str(value["schema_version"]) if "schema_version" in value else ""
        if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
            raise InputError(
                f"This is no record that quoteminer can read: schema_version is {version!r}, {SCHEMA_VERSION!r} is "
                "needed. Extract the article again with this version of quoteminer."
            )
        try:
            return _record_from_dict(value)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"This is no whole record: {error!r}. Compare it with record.schema.json.") from error

    @classmethod
    def from_json(cls, text: str) -> ArticleRecord:
        """The record that ``to_json`` gave. Raises InputError where the text is no JSON or no record."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"This is no JSON: {error}. Give one record as written by quoteminer.") from error
        if not isinstance(value, dict):
            raise InputError("This is no record but another JSON value. Give one record as written by quoteminer.")
        return cls.from_dict(value)


def record_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every record obeys."""
    text = resources.files("quoteminer").joinpath("record.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def with_quotes(speakers: Iterable[Speaker], quotes: Iterable[Quote]) -> tuple[Speaker, ...]:
    """The speakers of these quotes, each with the ids of its quotes among them; speakers without any are left out."""
    by_speaker: dict[int | None, list[int]] = {}
    for quote in quotes:
        by_speaker.setdefault(quote.speaker, []).append(quote.id)
    return tuple(replace(one, quotes=tuple(by_speaker[one.id])) for one in speakers if one.id in by_speaker)


def _chosen(name: str, asked: Collection[str] | None, known: tuple[str, ...]) -> list[str] | None:
    """What was asked for, as a list; a string is one value. Raises ConfigError where one is unknown."""
    if asked is None:
        return None
    values = [asked] if isinstance(asked, str) else list(asked)
    unknown = [value for value in values if value not in known]
    if unknown:
        got = ", ".join(map(repr, unknown))
        raise ConfigError(f"{name} has {got}; give one or more of {', '.join(map(repr, known))}, or None for all.")
    return values


def _quote_to_dict(quote: Quote) -> dict[str, Any]:
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


def _speaker_to_dict(speaker: Speaker) -> dict[str, Any]:
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


def _record_from_dict(value: Mapping[str, Any]) -> ArticleRecord:
    return ArticleRecord(
        id=value["id"],
        source=value.get("source"),
        meta=dict(value.get("meta") or {}),
        quotes=tuple(_quote_from_dict(one) for one in value["quotes"]),
        speakers=tuple(_speaker_from_dict(one) for one in value["speakers"]),
        warnings=tuple(
            Warning(one["code"], one["message"], one.get("start"), one.get("end"))
            for one in value.get("warnings") or ()
        ),
        model=ModelName(value["model"]["name"], value["model"]["version"]),
        schema_version=value["schema_version"],
    )


def _quote_from_dict(value: Mapping[str, Any]) -> Quote:
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


def _speaker_from_dict(value: Mapping[str, Any]) -> Speaker:
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
