"""The result of `quoteminer.check`: a CheckRecord of plain values that can be pickled, compared and
written as JSON. The fields are a contract: `check_schema` is made from their annotations. Positions
are half-open offsets (Unicode code points) into the draft or the source as given."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Final, Literal, get_args

from quoteminer.commands.check.words import Grave
from quoteminer.records import schema_of
from quoteminer.records.jsontext import dump, plain
from quoteminer.types import QuoteType, Span, Warning
from quoteminer.types.field_types import Position, Rule, Share, Text

Verdict = Literal["verbatim", "altered", "shortened", "stitched", "not found"]
SaidBy = Literal["same speaker", "another speaker", "unknown"]
Change = Literal["replaced", "added", "left out"]
CHECK_VERSION: Final = "1.2"
"""Rises by 0.1 when a field is added, and by 1 when a field is renamed, removed or changes its
meaning."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ: the words of the ``draft`` and of the ``source``, "" for none.

    ``draft_span`` is empty for an omission; ``source_span`` is None for added words. ``grave``
    names the kinds of changes that may change the meaning (see `CheckedQuote.grave`). ``marked``:
    the draft shows the omission by an ellipsis, square brackets or an interrupted quote. ``place``
    is the index of the compared place of the quotation; None for words between two places.
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
    """A matching passage of a source. ``id`` and ``source`` identify the source; ``line`` counts
    from 1.

    ``text`` is the passage; ``before`` and ``after`` are the words around it, at most 200
    characters each. ``speaker`` is its speaker there, None if unknown. ``type`` is the type of the
    source's quote ("direct" for a turn of a transcript), None outside quotes. ``time``: the seconds
    at which a recording has the words, None if unknown. ``page``: the page of a PDF, from 1; None
    for a text without pages.
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
    time: Annotated[float, Rule(json={"minimum": 0})] | None = None
    page: Annotated[Position, Rule(json={"minimum": 1})] | None = None


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation of the draft with the verdict on it.

    ``quote`` is its id in the draft's record, None for a quoted passage without a speaker.
    ``spans`` are the quoted words in the draft; ``text`` joins them by " […] ". ``said_by``
    compares ``speaker`` with the speaker in the source. ``match``, 0..1, is the share of its words
    that the places have, in order; a function word counts 0.4 of another word. ``places`` are in
    the quotation's order: none if it is not found, several if it combines several passages.
    ``negation`` is a negation ("never") that precedes the words in the source but not in the draft,
    else None; ``added_negation`` is a negation that precedes them in the draft but not in the
    source, else None. ``paraphrase``: the order of words differs, but a place has its names,
    numbers and most of its other words. ``elsewhere`` are other places that match equally well.
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
    added_negation: Text | None = None
    paraphrase: bool = False
    elsewhere: tuple[SourcePlace, ...] = ()

    @property
    def grave(self) -> tuple[Grave, ...]:
        """The kinds of changes that may change the meaning, each once: "negation" (also a negation
        that precedes the words on one side only), "number", "amount" (another bound, "all" for
        "some"), "certainty" ("will" for "may"), "name"."""
        kinds = {kind for change in self.differences for kind in change.grave}
        if self.negation or self.added_negation:
            kinds.add("negation")
        return tuple(kind for kind in get_args(Grave) if kind in kinds)

    @property
    def wrong(self) -> bool:
        """True if the quotation is altered, not found, turned into its opposite, or said by another
        speaker."""
        is_turned = bool(self.negation or self.added_negation)
        return (
            is_turned
            or self.verdict in ("altered", "not found")
            or self.said_by == "another speaker"
        )


@dataclass(frozen=True, slots=True)
class UnjudgedQuote:
    """An indirect quote: its words are the draft's own and are not compared."""

    quote: Position
    text: Text
    start: Position
    end: Position
    speaker: Text | None


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """The verdicts on a draft's quotations, in text order. ``sources`` and ``words`` count what was
    read; ``text`` is the draft, None unless requested."""

    id: Text
    source: Text | None
    sources: Annotated[int, Rule(json={"minimum": 1})]
    words: Annotated[int, Rule(json={"minimum": 0})]
    quotes: tuple[CheckedQuote, ...]
    unjudged: tuple[UnjudgedQuote, ...] = ()
    warnings: tuple[Warning, ...] = ()
    schema_version: Annotated[Text, Rule(json={"pattern": r"^1\.[0-9]+$"})] = CHECK_VERSION
    text: Text | None = field(default=None, repr=False)

    @property
    def wrong(self) -> tuple[CheckedQuote, ...]:
        """The quotations that are altered, not found, turned into their opposite, or said by
        another speaker."""
        return tuple(quote for quote in self.quotes if quote.wrong)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready values, as `check_schema` describes them."""
        fields = {"schema_version": self.schema_version, **plain(asdict(self))}
        for value, quote in zip(fields["quotes"], self.quotes, strict=True):
            value["grave"] = list(quote.grave)
        if self.text is None:
            del fields["text"]
        return fields

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON text without a final newline: on one line, or indented by
        ``indent`` spaces."""
        return dump(self.to_dict(), indent=indent)


def check_schema(*, ref_template: str = "#/$defs/{model}") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a CheckRecord. ``ref_template`` is the form of its
    references."""
    optional = ["CheckRecord.text"]
    schema = schema_of(
        CheckRecord, "check", CHECK_VERSION, optional=optional, ref_template=ref_template
    )
    quote, difference = (
        schema["$defs"][name]["properties"] for name in ("CheckedQuote", "Difference")
    )
    quote["grave"] = difference["grave"]  # a property, not a field
    schema["$defs"]["CheckedQuote"]["required"].append("grave")
    return schema
