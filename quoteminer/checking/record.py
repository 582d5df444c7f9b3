"""The result of `quoteminer.check`: a CheckRecord of plain values that pickle, compare and turn into JSON.

The fields are a contract (`check_schema`, which is made from their annotations, as the schema of records is). Positions
are half-open offsets (Unicode code points) into the draft or the source exactly as it was given.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Final, Literal

from quoteminer.checking.words import Grave
from quoteminer.output.jsontext import dump, plain
from quoteminer.records import Share, Version
from quoteminer.schema import schema_of
from quoteminer.types import Position, QuoteType, Rule, Span, Text, Warning

Verdict = Literal["verbatim", "altered", "shortened", "stitched", "not found"]
SaidBy = Literal["same speaker", "another speaker", "unknown"]
Change = Literal["replaced", "added", "left out"]
CHECK_VERSION: Final = "1.0"
"""Goes up by 0.1 where a field is added, by 1 where one is renamed, dropped or means something else."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ: ``draft`` has them in place of ``source``, "" where one of both has none. ``place`` is the
    index of the place that is compared; None for words between two places.

    ``draft_span`` is where they stand, or are left out, in the draft; ``source_span`` is None for words that the source
    does not have. ``grave`` says whether a negation, a number or a name differs. ``marked``: the draft shows that
    something is left out there, by an ellipsis, square brackets or the words that report.
    """

    kind: Change
    draft: Text
    source: Text
    draft_span: Span
    source_span: Span | None
    grave: Annotated[tuple[Grave, ...], Rule(json={"uniqueItems": True})] = ()
    marked: bool = False
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A passage of a source. ``id`` and ``source`` name it as an ArticleRecord does, ``line`` counts from 1. ``text``
    is what stands from ``start`` to ``end``; ``before`` and ``after`` are the words around, 200 characters at most.

    ``speaker`` says it there, None where nobody is known to; ``type`` is how: the type of the source's quote ("direct"
    for a turn of a transcript), or None where it stands in no quote.
    """

    id: Text
    source: Text | None
    line: Annotated[Position, Rule(json={"minimum": 1})]
    start: Position
    end: Position
    text: Text
    before: Text = ""
    after: Text = ""
    speaker: Text | None = None
    type: QuoteType | None = None


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation of the draft with the verdict on it.

    ``quote`` is its id in the draft's record, None for a quoted passage that is attributed to nobody. ``spans`` are the
    quoted words in the draft; ``text`` joins them by " … ". ``said_by`` compares ``speaker`` with the one of the
    source. ``match``, 0..1, is the share of the quotation's words that the places have, in order; a function word
    counts 0.4 of another word. ``places`` are in the order of the quotation, more than one only where it is stitched
    (or altered, too); none where it is not found. ``negation`` stands before the words in the source ("never"), where
    the draft has none before them; None where there is none. Whether the sense is turned is for a person to say.
    """

    quote: Position | None
    type: Annotated[QuoteType, Rule(json={"enum": ["direct", "mixed"]})]
    text: Annotated[Text, Rule(json={"minLength": 1})]
    start: Position
    end: Position
    spans: Annotated[tuple[Span, ...], Rule(json={"minItems": 1})]
    speaker: Text | None
    verdict: Verdict
    said_by: SaidBy
    match: Share
    differences: tuple[Difference, ...] = ()
    places: tuple[SourcePlace, ...] = ()
    negation: Text | None = None

    @property
    def grave(self) -> tuple[Grave, ...]:
        """The kinds of words that differ gravely: "negation", "number", "name"; each once."""
        return tuple(dict.fromkeys(kind for one in self.differences for kind in one.grave))

    @property
    def wrong(self) -> bool:
        """True where the quotation is altered, not found or another speaker's."""
        return self.verdict in ("altered", "not found") or self.said_by == "another speaker"


@dataclass(frozen=True, slots=True)
class UnjudgedQuote:
    """An indirect quote, whose words are the draft's own and are not compared."""

    quote: Position
    text: Text
    start: Position
    end: Position
    speaker: Text | None


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """The verdicts on a draft's quotations, in text order. ``sources`` and ``words`` count what was read;
    ``text`` is the draft itself, None where it was not asked for."""

    id: Text
    source: Text | None
    sources: Annotated[int, Rule(json={"minimum": 1})]
    words: Annotated[int, Rule(json={"minimum": 0})]
    quotes: tuple[CheckedQuote, ...]
    unjudged: tuple[UnjudgedQuote, ...] = ()
    warnings: tuple[Warning, ...] = ()
    schema_version: Version = CHECK_VERSION
    text: Text | None = field(default=None, repr=False)

    @property
    def wrong(self) -> tuple[CheckedQuote, ...]:
        """The quotations that are altered, not found or another speaker's."""
        return tuple(one for one in self.quotes if one.wrong)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready values, as `check_schema` describes them."""
        fields = {"schema_version": self.schema_version, **plain(asdict(self))}
        for value, quote in zip(fields["quotes"], self.quotes, strict=True):
            value["grave"] = list(quote.grave)
        if self.text is None:
            del fields["text"]
        return fields

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON text without a final newline: on one line, or indented by so many spaces."""
        return dump(self.to_dict(), indent=indent)


def check_schema(*, ref_template: str = "#/$defs/{model}") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every CheckRecord obeys. ``ref_template`` is the form of its references."""
    optional = {("CheckRecord", "text")}
    schema = schema_of(CheckRecord, "check", CHECK_VERSION, optional=optional, ref_template=ref_template)
    quote, difference = (schema["$defs"][name]["properties"] for name in ("CheckedQuote", "Difference"))
    quote["grave"] = difference["grave"]  # a property, no field
    schema["$defs"]["CheckedQuote"]["required"].append("grave")
    return schema
