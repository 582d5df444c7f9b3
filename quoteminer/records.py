"""The record: who says what in one article, as plain values that pickle, compare, and turn into JSON and back.

The fields are a contract (`record_schema`). Positions are half-open offsets (Unicode code points) into the article
exactly as it was given: for every part with ``text``, ``start`` and ``end``, ``article[start:end] == text``.

The annotations of the dataclasses are what pydantic checks a dict by, and what the JSON Schema is generated from.
Dicts are written by hand: pydantic takes twice as long for them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from quoteminer.errors import ConfigError, InputError
from quoteminer.output.jsontext import dump, plain
from quoteminer.types import Act, Code, MentionKind, Position, QuoteType, Rule, Span, SpeakerKind, Status, Text, Warning

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA_VERSION = "1.2"
"""Goes up by 0.1 where a field is added, by 1 where one is renamed, dropped or means something else."""
PART_SEPARATOR = " … "
"""Stands between the parts of a quote in its ``text``."""
DOUBTFUL = 0.6
"""A quote of less confidence is doubtful. Since confidence is calibrated, more than two in five of these are wrong."""

LinkStatus = Literal["linked", "ambiguous", "none"]

_Words = Annotated[Text, Rule(json={"minLength": 1})]
_Object = Annotated[Mapping[str, Any], Rule({"type": "dict"})]
Share = Annotated[float, Rule({"type": "float", "strict": True, "ge": 0, "le": 1, "allow_inf_nan": False})]
Version = Annotated[Text, Rule(json={"pattern": r"^1\.[0-9]+$"})]
_Score = Annotated[float, Rule({"type": "float", "strict": True, "ge": 0, "le": 100, "allow_inf_nan": False})]


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that report. Of several parts: ``start`` and ``end`` are the outer ends, ``text`` the parts joined by
    " … ". ``lemma`` is the dictionary form of the verb ("say"), or the words themselves ("according to"). ``spans``
    are the parts; by default the one from ``start`` to ``end``."""

    text: _Words
    start: Position
    end: Position
    lemma: Text
    spans: Annotated[tuple[Span, ...], Rule(json={"minItems": 2})] = ()

    def __post_init__(self) -> None:
        if not self.spans:
            object.__setattr__(self, "spans", ((self.start, self.end),))

    def to_dict(self) -> dict[str, Any]:
        """Return the cue as JSON-ready values, with ``spans`` only where there are several."""
        value: dict[str, Any] = {"text": self.text, "start": self.start, "end": self.end, "lemma": self.lemma}
        return value if len(self.spans) == 1 else {**value, "spans": [list(span) for span in self.spans]}


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name the source where it is quoted."""

    text: _Words
    start: Position
    end: Position
    kind: MentionKind

    def to_dict(self) -> dict[str, Any]:
        """Return the mention as JSON-ready values."""
        return {"text": self.text, "start": self.start, "end": self.end, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words or their gist. ``spans`` are the parts, in text order; ``start`` is the first one's start,
    ``end`` the last one's end, ``text`` the parts joined by " … ".

    ``id`` counts the article's quotes from 0 in text order, before any filter: the same quote has the same id in
    every selection. ``type`` is "direct" where nine in ten letters stand between quotation marks, or where it is a turn
    of a transcript; "mixed" where some do; else "indirect". ``paragraph`` counts from 0. ``speaker`` is the id of a
    speaker. ``confidence``, 0..1: of the quotes with 0.9, nine in ten have the right speaker. ``why`` says in a few
    words why the speaker was chosen.
    """

    id: Position
    type: QuoteType
    act: Act
    text: _Words
    start: Position
    end: Position
    spans: Annotated[tuple[Span, ...], Rule(json={"minItems": 1})]
    paragraph: Position
    cue: Cue | None
    mention: Mention | None
    speaker: Position | None
    status: Status
    confidence: Share
    flags: Annotated[tuple[Code, ...], Rule(json={"uniqueItems": True})] = ()
    why: Text = ""

    @property
    def doubtful(self) -> bool:
        """True if the quote needs a second look: its speaker is unresolved or ambiguous, or its confidence, rounded
        to the two decimals that people see, is below `DOUBTFUL`."""
        return self.status != "resolved" or round(self.confidence, 2) < DOUBTFUL

    @property
    def words(self) -> int:
        """The number of words: what stands between spaces and has a letter or a digit."""
        return sum(any(map(str.isalnum, word)) for word in self.text.split())

    def to_dict(self) -> dict[str, Any]:
        """Return the quote as JSON-ready values."""
        return {
            "id": self.id,
            "type": self.type,
            "act": self.act,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "spans": [list(span) for span in self.spans],
            "paragraph": self.paragraph,
            "cue": self.cue and self.cue.to_dict(),
            "mention": self.mention and self.mention.to_dict(),
            "speaker": self.speaker,
            "status": self.status,
            "confidence": self.confidence,
            "flags": list(self.flags),
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row of the user's list of people that fits a speaker. ``key`` names it in the list; in a list without keys it
    is the number of its line. ``score``, 0..100, says how well it fits. ``columns`` are the row's other columns."""

    key: Text
    name: Text
    score: _Score
    columns: _Object = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON-ready values."""
        return {"key": self.key, "name": self.name, "score": self.score, "columns": plain(self.columns)}


@dataclass(frozen=True, slots=True)
class KnownFields:
    """The row of the user's list of people that a speaker is. "linked": the row with this key. "ambiguous": one of the
    candidates (the best first, five at most) may be; "none": no row fits. ``fitting`` counts the rows that fit, listed
    or not. Key, name and score are null where no row is linked."""

    status: LinkStatus
    key: Text | None
    name: Text | None
    score: _Score | None
    columns: _Object
    candidates: tuple[KnownRow, ...]
    fitting: Position


@dataclass(frozen=True, slots=True)
class Known:
    """The row of the user's list of people that a speaker is; its JSON is that of `KnownFields`."""

    status: LinkStatus
    row: KnownRow | None = None
    candidates: tuple[KnownRow, ...] = ()
    fitting: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the link as JSON-ready values: the fields of the row beside the status, null where there is none."""
        row = self.row.to_dict() if self.row else {"key": None, "name": None, "score": None, "columns": {}}
        candidates = [one.to_dict() for one in self.candidates]
        return {"status": self.status, **row, "candidates": candidates, "fitting": self.fitting}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> dict[str, Any]:
        def known(of: KnownFields) -> Known:
            if of.key is None:
                return cls(of.status, None, of.candidates, of.fitting)
            if of.name is None or of.score is None:
                raise ValueError("a row with a key needs a name and a score")
            return cls(of.status, KnownRow(of.key, of.name, of.score, of.columns), of.candidates, of.fitting)

        function = {"type": "no-info", "function": known}
        return {"type": "function-after", "schema": handler.generate_schema(KnownFields), "function": function}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted. ``name`` is the fullest form that the article has, without honorific or title; for an
    unnamed speaker the noun phrase as it stands. ``quotes`` are ids. ``known`` is the row of the user's list of
    people that the speaker is; None where no list was given (and in records before 1.1)."""

    id: Position
    name: _Words
    kind: SpeakerKind
    role: Text | None = None
    affiliation: Text | None = None
    aliases: tuple[Text, ...] = ()
    mentions: tuple[Span, ...] = ()
    quotes: Annotated[tuple[Position, ...], Rule(json={"minItems": 1, "uniqueItems": True})] = ()
    known: Known | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the speaker as JSON-ready values."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "role": self.role,
            "affiliation": self.affiliation,
            "aliases": list(self.aliases),
            "mentions": [list(span) for span in self.mentions],
            "quotes": list(self.quotes),
            "known": self.known and self.known.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class ModelName:
    """The name and version of the network that read the article."""

    name: Text
    version: Text


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """The quotes and speakers of one article. Positions are half-open offsets (Unicode code points) into the article as
    it was given.

    ``quotes`` are in text order, ``speakers`` in the order of their ids. ``source`` is the path that the article came
    from, "-" for standard input. ``meta`` is what else the input said of the article, untouched. ``text`` is the
    article itself; None where it was not asked for.
    """

    id: Text
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    model: ModelName
    source: Text | None = None
    meta: _Object = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    schema_version: Version = SCHEMA_VERSION
    text: Text | None = field(default=None, repr=False)

    def speaker_of(self, quote: Quote) -> Speaker | None:
        """Return the speaker of one of this record's quotes, None where it is unresolved."""
        return next((speaker for speaker in self.speakers if speaker.id == quote.speaker), None)

    def filter(
        self,
        *,
        types: Collection[QuoteType] | QuoteType | None = None,
        acts: Collection[Act] | Act | None = None,
        min_confidence: float = 0.0,
    ) -> ArticleRecord:
        """Return the record with some of its quotes only. Ids stay; speakers without a quote left are dropped.

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
        """Return the record as JSON-ready values (see `record_schema`), with ``text`` only where the record has it."""
        value = {
            "schema_version": self.schema_version,
            "id": self.id,
            "source": self.source,
            "meta": plain(self.meta),
            "quotes": [quote.to_dict() for quote in self.quotes],
            "speakers": [speaker.to_dict() for speaker in self.speakers],
            "warnings": [
                {"code": one.code, "message": one.message, "start": one.start, "end": one.end} for one in self.warnings
            ],
            "model": {"name": self.model.name, "version": self.model.version},
        }
        return value if self.text is None else {**value, "text": self.text}

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON text without a final newline: on one line, or indented by so many spaces."""
        return dump(self.to_dict(), indent=indent)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> ArticleRecord:
        """Return the record that ``to_dict`` gave. Fields that this version doesn't know are left out.

        Raises:
            InputError: the value is no record (the message has the path of the first wrong field and what is
                expected), or one of a later major version.
        """
        from pydantic import ValidationError

        version = str(value["schema_version"]) if "schema_version" in value else ""
        if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
            raise InputError(
                f"This is no record that quoteminer can read: schema_version is {version!r}, {SCHEMA_VERSION!r} is "
                "needed. Extract the article again with this version of quoteminer."
            )
        try:
            return _reader().validate_python(dict(value))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise InputError(
                f"This is no whole record: {where}: {first['msg']}. Compare it with quoteminer.record_schema()."
            ) from error

    @classmethod
    def from_json(cls, text: str) -> ArticleRecord:
        """Return the record that ``to_json`` gave. Raises InputError where the text is no JSON or no record."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"This is no JSON: {error}. Give one record as written by quoteminer.") from error
        if not isinstance(value, dict):
            raise InputError("This is no record but another JSON value. Give one record as written by quoteminer.")
        return cls.from_dict(value)


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of quotes: the arguments of `ArticleRecord.filter`, as a value that pickles."""

    types: frozenset[QuoteType] | None = None
    acts: frozenset[Act] | None = None
    min_confidence: float = 0.0

    def of(self, record: ArticleRecord) -> ArticleRecord:
        """Return the record with these quotes only."""
        return record.filter(types=self.types, acts=self.acts, min_confidence=self.min_confidence)


def record_schema(*, ref_template: str = "#/$defs/{model}") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of records. ``ref_template`` is where its references point."""
    return schema_of(ArticleRecord, "record", SCHEMA_VERSION, optional=_OPTIONAL, ref_template=ref_template)


_OPTIONAL = {("ArticleRecord", "text"), ("Speaker", "known"), ("Cue", "spans")}
"""Fields that a record may lack; all others are always written."""


def schema_of(
    kind: type[Any],
    name: str,
    version: str,
    *,
    optional: Collection[tuple[str, str]],
    ref_template: str = "#/$defs/{model}",
) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a dataclass. All fields are required but the ``optional`` ones, which are
    pairs of a class's name and a field's. ``name`` and ``version`` go into its title and ``$id``."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(kind).json_schema(ref_template=ref_template)
    for part in (schema, *schema["$defs"].values()):
        fields = part["properties"]
        part["required"] = [field for field in fields if (part["title"], field) not in optional]
        part["properties"] = {
            field: {key: value for key, value in one.items() if key not in ("title", "default")}
            for field, one in fields.items()
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:quoteminer:{name}:{version}",
        **schema,
        "title": f"QuoteMiner {name}",
    }


@cache
def _reader() -> TypeAdapter[ArticleRecord]:
    """Return the reader of records. It is made when first used: pydantic takes 50 ms to import."""
    from pydantic import TypeAdapter

    return TypeAdapter(ArticleRecord)


def with_quotes(speakers: Iterable[Speaker], quotes: Iterable[Quote]) -> tuple[Speaker, ...]:
    """Return the speakers of these quotes, each with the ids of its quotes among them."""
    by_speaker: dict[int | None, list[int]] = {}
    for quote in quotes:
        by_speaker.setdefault(quote.speaker, []).append(quote.id)
    return tuple(replace(one, quotes=tuple(by_speaker[one.id])) for one in speakers if one.id in by_speaker)


def _chosen(name: str, asked: Collection[str] | None, known: tuple[str, ...]) -> list[str] | None:
    """Return what was asked for as a list; a string is one value. Raises ConfigError where one is unknown."""
    if asked is None:
        return None
    values = [asked] if isinstance(asked, str) else list(asked)
    unknown = [value for value in values if value not in known]
    if unknown:
        got = ", ".join(map(repr, unknown))
        raise ConfigError(f"{name} has {got}; give one or more of {', '.join(map(repr, known))}, or None for all.")
    return values
