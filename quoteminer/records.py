"""The record: who says what in one article, as plain values that pickle, compare, and turn into JSON and back.

The fields are a contract (`quoteminer.record_schema`). Positions are half-open offsets (Unicode code points) into the
article exactly as it was given: for every part with ``text``, ``start`` and ``end``, ``article[start:end] == text``.

Pydantic checks dicts by the annotations of the dataclasses. It is imported when a record is first read.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from numbers import Real
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args

from quoteminer.errors import ConfigError, InputError, check_argument, is_whole
from quoteminer.output.jsontext import dump, plain
from quoteminer.types import Act, Code, MentionKind, Position, QuoteType, Rule, Span, SpeakerKind, Status, Text, Warning

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from quoteminer.types import Paragraph

SCHEMA_VERSION = "1.3"
"""Goes up by 0.1 where a field is added, by 1 where one is renamed, dropped or means something else."""
PART_SEPARATOR = " … "
"""Stands between the parts of a quote in its ``text``."""
PROBABLE = 0.5
"""A quote of less confidence does not count in its speaker's share."""
DOUBTFUL = 0.6
"""A quote of less confidence is doubtful. Since confidence is calibrated, more than two in five of these are wrong."""

LinkStatus = Literal["linked", "ambiguous", "none"]
Types = Collection[QuoteType] | QuoteType | Literal["all"]
"""Types of quotes that are wanted: some, one, or all."""
Acts = Collection[Act] | Act | Literal["all"]
"""Acts that are wanted: "speech" is what was said, written, announced; "other" what was thought, wanted, planned."""

_Words = Annotated[Text, Rule(json={"minLength": 1})]
_Object = Annotated[Mapping[str, Any], Rule({"type": "dict"})]
Share = Annotated[float, Rule({"type": "float", "strict": True, "ge": 0, "le": 1, "allow_inf_nan": False})]
Version = Annotated[Text, Rule(json={"pattern": r"^1\.[0-9]+$"})]
_Score = Annotated[float, Rule({"type": "float", "strict": True, "ge": 0, "le": 100, "allow_inf_nan": False})]


class _Part:
    """A part of a record."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the part as JSON-ready values."""
        return _fields(self)


def _fields(part: Any) -> dict[str, Any]:
    return {name: _plain(getattr(part, name)) for name in part.__slots__}


def _plain(value: Any) -> Any:
    """Return the value of a field as JSON-ready values: parts become dicts, tuples lists."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return plain(value)
    return value.to_dict() if hasattr(value, "to_dict") else _fields(value)


@dataclass(frozen=True, slots=True)
class Cue(_Part):
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
        value = _fields(self)
        if len(self.spans) == 1:
            del value["spans"]
        return value


@dataclass(frozen=True, slots=True)
class Mention(_Part):
    """The words that name the source where it is quoted."""

    text: _Words
    start: Position
    end: Position
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Check(_Part):
    """Who has checked something by hand ("" if no name was given), and when (ISO 8601, in UTC)."""

    by: Text
    time: Text


@dataclass(frozen=True, slots=True)
class Quote(_Part):
    """Somebody's words or their gist. ``spans`` are the parts, in text order; ``start`` is the first one's start,
    ``end`` the last one's end, ``text`` the parts joined by " … ".

    ``id`` counts the article's quotes from 0 in text order, before any filter: the same quote has the same id in
    every selection. ``type`` is "direct" where nine in ten letters stand between quotation marks, or where it is a turn
    of a transcript; "mixed" where some do; else "indirect". ``paragraph`` counts from 0. ``speaker`` is the id of a
    speaker. ``confidence``, 0..1: of the quotes with 0.9, nine in ten have the right speaker; 1 for a speaker who was
    chosen by hand. ``why`` says in a few words why the speaker was chosen. ``checked``: who has found the quote right,
    or corrected it; JSON has it only where somebody has.
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
    checked: Check | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the quote as JSON-ready values, with ``checked`` only where somebody has checked it."""
        value = _fields(self)
        if self.checked is None:
            del value["checked"]
        return value

    @property
    def doubtful(self) -> bool:
        """True if the quote needs a second look: nobody has checked it, and its speaker is unresolved or ambiguous, or
        its confidence, rounded to the two decimals that people see, is below `DOUBTFUL`."""
        return self.checked is None and (self.status != "resolved" or round(self.confidence, 2) < DOUBTFUL)

    @property
    def probable(self) -> bool:
        """True if the quote has a speaker, and was checked or has a confidence, rounded as in `doubtful`, of at least
        `PROBABLE`."""
        return self.speaker is not None and (self.checked is not None or round(self.confidence, 2) >= PROBABLE)

    @property
    def rival(self) -> str:
        """The name of the other candidate that ``why`` has if ``status`` is "ambiguous", else ""."""
        return self.why.rpartition("; or ")[2] if self.status == "ambiguous" else ""

    @property
    def words(self) -> int:
        """The number of words: what stands between spaces and has a letter or a digit."""
        return sum(any(map(str.isalnum, word)) for word in self.text.split())


@dataclass(frozen=True, slots=True)
class KnownRow(_Part):
    """A row of the user's list of people that fits a speaker. ``key`` names it in the list; in a list without keys it
    is the number of its line. ``score``, 0..100, says how well it fits. ``columns`` are the row's other columns."""

    key: Text
    name: Text
    score: _Score
    columns: _Object = field(default_factory=dict, hash=False)


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
        return {"status": self.status, **row, "candidates": _plain(self.candidates), "fitting": self.fitting}

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
class Speaker(_Part):
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
    from, "-" for standard input. ``meta`` has the input's other fields, untouched. ``text`` is the
    article itself; None in a record that was read from a file without texts. ``omits_text``: JSON leaves it out unless
    asked, since the source has it. Neither counts when records are compared. ``checked``: who says that every quote is
    right and none is missing; JSON has it only where somebody does.
    """

    id: Text
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    model: ModelName
    source: Text | None = None
    meta: _Object = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    schema_version: Version = SCHEMA_VERSION
    text: Text | None = field(default=None, repr=False, compare=False)
    omits_text: bool = field(default=False, repr=False, compare=False)
    checked: Check | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the text, none without it."""
        from quoteminer.text.article import find_paragraphs  # takes 20 ms to import

        return find_paragraphs(self.text or "")

    def speaker_of(self, quote: Quote) -> Speaker | None:
        """Return the speaker of one of this record's quotes, None where it is unresolved."""
        return next((speaker for speaker in self.speakers if speaker.id == quote.speaker), None)

    def filter(
        self,
        *,
        types: Types | None = "all",
        acts: Acts | None = "all",
        min_confidence: float = 0.0,
    ) -> ArticleRecord:
        """Return the record with some of its quotes only (see `Selection` for the arguments and errors). Ids stay;
        speakers without a quote left are dropped."""
        return Selection(types, acts, min_confidence).of(self)

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        """Return the record as JSON-ready values (see `record_schema`). ``with_text``: with ``text`` even if it is one
        that the record omits."""
        first = {"schema_version": self.schema_version, "id": self.id, "source": self.source, "meta": plain(self.meta)}
        parts = {name: _plain(getattr(self, name)) for name in ("quotes", "speakers", "warnings", "model")}
        value = {**first, **parts} | ({"checked": self.checked.to_dict()} if self.checked else {})
        return value if self.text is None or self.omits_text and not with_text else {**value, "text": self.text}

    def to_json(self, *, indent: int | None = None, with_text: bool = False) -> str:
        """Return `to_dict` as JSON text without a final newline: on one line, or indented by so many spaces."""
        expected = "a whole number, 0 or more, or None for one line"
        check_argument("indent", indent, expected, allowed=is_whole(indent, least=0))
        return dump(self.to_dict(with_text=with_text), indent=indent)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> ArticleRecord:
        """Return the record that ``to_dict`` gave. Fields that this version doesn't know are left out.

        Raises:
            InputError: the value is no record (the message has the path of the first wrong field and what is
                expected), or one of a later major version.
        """
        if not isinstance(value, Mapping):
            raise InputError("This is no record but another value. Give one record as written by quoteminer.")
        version = str(value["schema_version"]) if "schema_version" in value else ""
        if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
            raise InputError(
                f"This is no record that quoteminer can read: schema_version is {version!r}, {SCHEMA_VERSION!r} is "
                "needed. Extract the article again with this version of quoteminer."
            )
        from pydantic import ValidationError

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
        except (ValueError, TypeError, RecursionError) as error:
            raise InputError(f"This is no JSON: {error}. Give one record as written by quoteminer.") from error
        return cls.from_dict(value)


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of quotes, in the words that Python, the command, the component and the server share.

    Args:
        types: "direct", "mixed", "indirect", "all", or a list of types. Kept as a set, as the acts are.
        acts: "speech", "other", "all", or a list of acts. A list may be any collection, or one text with commas.
        min_confidence: the lowest confidence, 0..1.

    Raises:
        ConfigError: a type or an act is unknown, or the confidence is not within 0..1.
    """

    types: Types | None = "all"
    acts: Acts | None = "all"
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "types", _chosen("types", self.types, get_args(QuoteType)))
        object.__setattr__(self, "acts", _chosen("acts", self.acts, get_args(Act)))
        allowed = isinstance(self.min_confidence, Real) and 0 <= self.min_confidence <= 1  # nan is not
        check_argument("min_confidence", self.min_confidence, "a number from 0 to 1", allowed=allowed)

    def but(self, types: Types | None, acts: Acts | None, min_confidence: float | None) -> Selection:
        """Return the selection with other values; None keeps what it has."""
        others: dict[str, Any] = {"types": types, "acts": acts, "min_confidence": min_confidence}
        return replace(self, **{name: value for name, value in others.items() if value is not None})

    def of(self, record: ArticleRecord) -> ArticleRecord:
        types, acts = cast("Collection[str]", self.types), cast("Collection[str]", self.acts)
        kept = tuple(
            quote
            for quote in record.quotes
            if quote.type in types and quote.act in acts and quote.confidence >= self.min_confidence
        )
        return replace(record, quotes=kept, speakers=with_quotes(record.speakers, kept))


@cache
def _reader() -> TypeAdapter[ArticleRecord]:
    from pydantic import TypeAdapter  # takes 50 ms to import

    return TypeAdapter(ArticleRecord)


def with_quotes(speakers: Iterable[Speaker], quotes: Iterable[Quote]) -> tuple[Speaker, ...]:
    """Return the speakers of these quotes, each with the ids of its quotes among them."""
    by_speaker: dict[int | None, list[int]] = {}
    for quote in quotes:
        by_speaker.setdefault(quote.speaker, []).append(quote.id)
    return tuple(replace(one, quotes=tuple(by_speaker[one.id])) for one in speakers if one.id in by_speaker)


def _chosen(name: str, asked: object, known: tuple[str, ...]) -> frozenset[str]:
    """Return the values that were asked for. Raises ConfigError if there is none in a text, or one is unknown."""
    values: list[Any] = list(asked) if isinstance(asked, Collection) else [asked]
    if isinstance(asked, str):
        values = [word for part in asked.lower().split(",") if (word := part.strip())] or [asked]
    if values in ([None], ["all"]):
        return frozenset(known)
    if unknown := [value for value in values if value not in known]:
        got, allowed = (", ".join(map(repr, some)) for some in (unknown, known))
        raise ConfigError(f"{name} has {got}; give one or more of {allowed}, or 'all'.")
    return frozenset(values)
