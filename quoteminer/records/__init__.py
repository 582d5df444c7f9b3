"""The record: who says what in one article. The fields are a contract; its JSON Schema is generated
from them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from numbers import Real
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args

from quoteminer.errors import ConfigError, InputError, check_argument, is_whole
from quoteminer.records.jsontext import dump, plain
from quoteminer.records.parts import (
    Check,
    Cue,
    Known,
    KnownRow,
    Mention,
    ModelName,
    Quote,
    Speaker,
    json_ready,
)
from quoteminer.types import Act, QuoteType, Warning
from quoteminer.types.field_types import Object, Rule, Text

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from quoteminer.types import Paragraph

__all__ = (
    "APART", "PART_SEPARATOR", "SCHEMA_VERSION", "SPEECH", "Acts", "ArticleRecord", "Check", "Cue",
    "Known", "KnownRow", "Mention", "ModelName", "Quote", "Selection", "Speaker", "Types",
    "Version", "record_schema", "schema_of", "with_quotes",
)  # fmt: skip

SCHEMA_VERSION = "2.1"
"""Rises by 0.1 when a field is added, and by 1 when a field is renamed, removed or changes its
meaning."""
_OPTIONAL = (
    "ArticleRecord.text ArticleRecord.checked Quote.checked Quote.time Quote.page Speaker.known"
    " Speaker.pronouns Speaker.pronoun_mentions Speaker.pronouns_guessed Speaker.members"
    " Speaker.role_confidence Speaker.affiliation_confidence Cue.spans".split()
)
"""Fields that a record may lack; all others are always written."""
PART_SEPARATOR = " […] "
"""Separates the parts of a quote in its ``text``; a bare "…" is the article's own."""
Types = QuoteType | Literal["all"] | Collection[str]
"""Types of quotes to select: several, one, or all."""
Acts = Act | Literal["speech", "all"] | Collection[str]
"""Acts to select; "speech" stands for `SPEECH` without the quotes with a flag of `APART`."""
SPEECH: tuple[Act, ...] = ("statement", "question", "request", "promise")
APART = frozenset(("unasked", "reaction", "same-speaker", "repeat"))
"""Flags of quotes that the choice "speech" leaves out: a question or an order of nobody; a reaction
to what is only named; a quote inside another quote of the same speaker; words that a fuller quote
of the same speaker has too."""
Version = Annotated[Text, Rule(json={"pattern": r"^2\.[0-9]+$"})]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """The quotes and speakers of one article. Positions are half-open offsets (Unicode code points)
    into the article as it was given: for every part with ``text``, ``start`` and ``end``,
    ``article[start:end] == text``.

    ``quotes`` are in text order, ``speakers`` in the order of their ids. ``source`` is the path
    that the article came from, "-" for standard input. ``meta`` has the input's other fields,
    unchanged. ``text`` is the article itself; None in a record that was read from a file without
    texts. ``omits_text``: JSON leaves the text out by default, because the source has it. Neither
    ``text`` nor ``omits_text`` is used to compare records. ``checked``: who confirmed that every
    quote is right and none is missing; in JSON only if somebody did.
    """

    id: Text
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    model: ModelName
    source: Text | None = None
    meta: Object = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    schema_version: Version = SCHEMA_VERSION
    text: Text | None = field(default=None, repr=False, compare=False)
    omits_text: bool = field(default=False, repr=False, compare=False)
    checked: Check | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the text; empty without a text."""
        from quoteminer.text.article import find_paragraphs  # takes 20 ms to import

        return find_paragraphs(self.text or "")

    def speaker_of(self, quote: Quote) -> Speaker | None:
        """Return the speaker of one of this record's quotes; None if unresolved."""
        return next((speaker for speaker in self.speakers if speaker.id == quote.speaker), None)

    def filter(
        self, *, types: Types | None = "all", acts: Acts | None = "all", min_confidence: float = 0.0
    ) -> ArticleRecord:
        """Return the record with only some quotes (see `Selection`), with the same ids, and their
        speakers."""
        return Selection(types, acts, min_confidence).of(self)

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        """Return the record as JSON-ready values (see `record_schema`). ``with_text``: include
        ``text`` even if ``omits_text`` is set."""
        first = {
            "schema_version": self.schema_version,
            "id": self.id,
            "source": self.source,
            "meta": plain(self.meta),
        }
        parts = {
            name: json_ready(getattr(self, name))
            for name in ("quotes", "speakers", "warnings", "model")
        }
        value = {**first, **parts} | ({"checked": self.checked.to_dict()} if self.checked else {})
        return (
            value
            if self.text is None or self.omits_text and not with_text
            else {**value, "text": self.text}
        )

    def to_json(self, *, indent: int | None = None, with_text: bool = False) -> str:
        """Return `to_dict` as JSON text without a final newline: on one line, or indented by
        ``indent`` spaces."""
        expected = "a whole number, 0 or more, or None for one line"
        check_argument("indent", indent, expected, allowed=is_whole(indent, least=0))
        return dump(self.to_dict(with_text=with_text), indent=indent)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> ArticleRecord:
        """Return the record of a dict made by ``to_dict``. Fields that this version does not know
        are ignored. In a record of schema 1, the act "speech" becomes "statement", and "other"
        becomes "thought".

        Raises:
            InputError: the value is not a record (the message has the path of the first wrong field
                and what is expected), or has a later version of the schema, whose fields would be
                lost.
        """
        if not isinstance(value, Mapping):
            raise InputError(
                "This is not QuoteMiner output but another value. Give one record as quoteminer"
                " wrote it."
            )
        if "schema_version" not in value:
            advice = "Give records that quoteminer wrote; extract them from articles first."
            raise InputError(f"This is not QuoteMiner output, which has a schema_version. {advice}")
        version = str(value["schema_version"])
        if version.startswith("1."):
            value = _from_schema_1(value)
        elif not _is_known(version):
            raise InputError(
                "This is not QuoteMiner output that this version can read: schema_version is"
                f" {version!r}, {SCHEMA_VERSION!r} is needed. Update quoteminer, or extract the"
                " article again with this version of quoteminer."
            )
        from pydantic import ValidationError

        try:
            record = _reader().validate_python(dict(value))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise InputError(
                f"This is not whole QuoteMiner output: {where}: {first['msg']}. Compare it with "
                "quoteminer.record_schema()."
            ) from error
        for problem in _wrong_ids(record):
            raise InputError(
                f"This is not whole QuoteMiner output: {problem}. Give the record with all its"
                " speakers, with the ids that quoteminer wrote."
            )
        return record

    @classmethod
    def from_json(cls, text: str) -> ArticleRecord:
        """Return the record of a text made by ``to_json``. Raises InputError if it is not JSON or
        not a record."""
        try:
            value = json.loads(text)
        except (ValueError, TypeError, RecursionError) as error:
            reason = f"it is not JSON ({error}). Give one record as quoteminer wrote it."
            raise InputError(f"This is not QuoteMiner output: {reason}") from error
        return cls.from_dict(value)


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection of quotes, with the same values in Python, the command, the component and the
    server.

    Args:
        types: "direct", "mixed", "indirect", "all", or a list of types. Types and acts are stored
            as sets.
        acts: "speech" for statements, questions, requests and promises, without unchecked quotes
            that have a flag of `APART`; "statement", "question", "request", "promise", "topic",
            "thought" for every quote of that act; "all"; or a list of acts. A list may be any
            collection, or a string with commas.
        min_confidence: the lowest confidence, 0..1.

    Raises:
        ConfigError: a type or an act is unknown, or the confidence is not within 0..1.
    """

    types: Types | None = "all"
    acts: Acts | None = "all"
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "types", _chosen("types", self.types, get_args(QuoteType)))
        object.__setattr__(self, "acts", _chosen("acts", self.acts, get_args(Act), "speech"))
        # nor is nan
        if not (isinstance(self.min_confidence, Real) and 0 <= self.min_confidence <= 1):
            raise ConfigError(
                f"min_confidence is {self.min_confidence!r}; it must be between 0 and 1."
            )

    def but(
        self, types: Types | None, acts: Acts | None, min_confidence: float | None
    ) -> Selection:
        """Return the selection with other values; None keeps a value."""
        others: dict[str, Any] = {"types": types, "acts": acts, "min_confidence": min_confidence}
        return replace(self, **{name: value for name, value in others.items() if value is not None})

    def of(self, record: ArticleRecord) -> ArticleRecord:
        types = cast("Collection[str]", self.types)
        kept = tuple(
            quote
            for quote in record.quotes
            if quote.type in types
            and self._has_act(quote)
            and quote.confidence >= self.min_confidence
        )
        return replace(record, quotes=kept, speakers=with_quotes(record.speakers, kept))

    def _has_act(self, quote: Quote) -> bool:
        acts = cast("Collection[str]", self.acts)
        if quote.act in acts:
            return True
        apart = quote.checked is None and not APART.isdisjoint(quote.flags)
        return "speech" in acts and quote.act in SPEECH and not apart


def _wrong_ids(record: ArticleRecord) -> Iterator[str]:
    listed = {speaker.id for speaker in record.speakers}
    if len(listed) < len(record.speakers):
        yield "speakers: two have the same id"
    for place, quote in enumerate(record.quotes):
        if quote.speaker is not None and quote.speaker not in listed:
            yield f"quotes.{place}.speaker: no speaker has the id {quote.speaker}"


def _is_known(version: str) -> bool:
    """True for SCHEMA_VERSION and earlier versions with the same first number."""
    major, _, minor = version.partition(".")
    own_major, _, own_minor = SCHEMA_VERSION.partition(".")
    return major == own_major and minor.isdecimal() and int(minor) <= int(own_minor)


def _from_schema_1(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the dict of a record of schema 1 with the acts of this schema; what is not as expected
    stays as it is."""

    def renamed(quote: Any) -> Any:
        if not isinstance(quote, Mapping) or quote.get("act") not in ("speech", "other"):
            return quote
        return {**quote, "act": "statement" if quote["act"] == "speech" else "thought"}

    quotes = value.get("quotes")
    changed = {"quotes": list(map(renamed, quotes))} if isinstance(quotes, list | tuple) else {}
    return {**value, **changed, "schema_version": SCHEMA_VERSION}


@cache
def _reader() -> TypeAdapter[ArticleRecord]:
    from pydantic import TypeAdapter  # takes 50 ms to import

    return TypeAdapter(ArticleRecord)


def with_quotes(speakers: Iterable[Speaker], quotes: Iterable[Quote]) -> tuple[Speaker, ...]:
    """Return the speakers of these quotes, each with the ids of its quotes among them, and groups
    with those members who are among the speakers."""
    ids: dict[int | None, list[int]] = {}
    for quote in quotes:
        ids.setdefault(quote.speaker, []).append(quote.id)
    return tuple(
        replace(
            speaker,
            quotes=tuple(ids[speaker.id]),
            members=tuple(member for member in speaker.members if member in ids),
        )
        for speaker in speakers
        if speaker.id in ids
    )


def _chosen(name: str, asked: object, known: tuple[str, ...], *groups: str) -> frozenset[str]:
    """Return the requested values: known ones, all of them for "all", or ``groups``. Raises
    ConfigError if a string has none, or one is unknown."""
    values: list[Any] = list(asked) if isinstance(asked, Collection) else [asked]
    if isinstance(asked, str):
        values = [word for part in asked.lower().split(",") if (word := part.strip())] or [asked]
    if values in ([None], ["all"]):
        return frozenset(known)
    if unknown := [value for value in values if value not in (*groups, *known)]:
        got, what = ", ".join(map(repr, unknown)), name if len(unknown) > 1 else name[:-1]
        raise ConfigError(f"Unknown {what} {got}. Choose from {', '.join((*groups, *known))}.")
    return frozenset(values)


def record_schema(*, ref_template: str = "#/$defs/{model}") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of records. ``ref_template`` is the form of its
    references."""
    return schema_of(
        ArticleRecord, "record", SCHEMA_VERSION, optional=_OPTIONAL, ref_template=ref_template
    )


def schema_of(
    kind: type[Any], name: str, version: str, *, optional: Collection[str], ref_template: str
) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a dataclass. All fields are required except the
    ``optional`` ones ("Quote.page"). ``name`` and ``version`` go into its title and ``$id``."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(kind).json_schema(ref_template=ref_template)
    for part in (schema, *schema["$defs"].values()):
        fields = part["properties"]
        fields.pop("omits_text", None)  # of a record in memory
        part["required"] = [field for field in fields if f"{part['title']}.{field}" not in optional]
        for described in fields.values():
            described.pop("title", None)
            described.pop("default", None)
    start = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:quoteminer:{name}:{version}",
    }
    return {**start, **schema, "title": f"QuoteMiner {name}"}
