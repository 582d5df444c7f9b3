"""What users get: one ArticleRecord an article, of plain values that pickle, compare and turn into JSON and back.

The fields are a contract (``record.schema.json``). Positions are half-open offsets (Unicode code points) into the
article exactly as it was given: for every part with ``text``, ``start`` and ``end``, ``article[start:end] == text``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Any, get_args

from quoteminer.errors import ConfigError, InputError
from quoteminer.jsontext import dump, dump_indented, plain
from quoteminer.parts import (
    PART_SEPARATOR,
    Cue,
    Mention,
    ModelName,
    Quote,
    Speaker,
    quote_from_dict,
    quote_to_dict,
    speaker_from_dict,
    speaker_to_dict,
    with_quotes,
)
from quoteminer.types import Act, QuoteType, Warning

__all__ = [
    "PART_SEPARATOR",
    "SCHEMA_VERSION",
    "ArticleRecord",
    "Cue",
    "Mention",
    "ModelName",
    "Quote",
    "Speaker",
    "record_schema",
    "with_quotes",
]

SCHEMA_VERSION = "1.2"
"""Goes up by 0.1 where a field is added, by 1 where one is renamed, dropped or means something else."""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """Who says what in one article. ``quotes`` stand in text order, ``speakers`` in the order of their ids. ``text`` is
    the article itself, which all positions point into; None where it was not asked for."""

    id: str
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    model: ModelName
    source: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    schema_version: str = SCHEMA_VERSION
    text: str | None = field(default=None, repr=False)

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
        """The record as JSON-ready values, as ``record.schema.json`` describes them. ``text`` is only there where the
        record has it."""
        value = {
            "schema_version": self.schema_version,
            "id": self.id,
            "source": self.source,
            "meta": plain(self.meta),
            "quotes": [quote_to_dict(quote) for quote in self.quotes],
            "speakers": [speaker_to_dict(speaker) for speaker in self.speakers],
            "warnings": [
                {"code": one.code, "message": one.message, "start": one.start, "end": one.end} for one in self.warnings
            ],
            "model": {"name": self.model.name, "version": self.model.version},
        }
        return value if self.text is None else {**value, "text": self.text}

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


def _record_from_dict(value: Mapping[str, Any]) -> ArticleRecord:
    return ArticleRecord(
        id=value["id"],
        source=value.get("source"),
        meta=dict(value.get("meta") or {}),
        quotes=tuple(quote_from_dict(one) for one in value["quotes"]),
        speakers=tuple(speaker_from_dict(one) for one in value["speakers"]),
        warnings=tuple(
            Warning(one["code"], one["message"], one.get("start"), one.get("end"))
            for one in value.get("warnings") or ()
        ),
        model=ModelName(value["model"]["name"], value["model"]["version"]),
        schema_version=value["schema_version"],
        text=value.get("text"),
    )
