"""The values that pass between the rooms. All positions are half-open character offsets (Unicode code points) into
the article exactly as it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Rule:
    """An annotation that tells pydantic how to check a field of a record (see `records`).

    ``core``: pydantic's core schema of the field; None leaves it to the field's type. ``json``: what the field's JSON
    Schema says besides, without being checked. This module does not import pydantic, so it costs nothing at start-up.
    """

    core: Mapping[str, Any] | None = None
    json: Mapping[str, Any] = field(default_factory=dict)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return dict(self.core) if self.core else handler(source)  # pydantic writes into it

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {**handler(core), **self.json}


_ANY_STRING = {
    "type": "json-or-python",
    "json_schema": {"type": "str"},
    "python_schema": {"type": "is-instance", "cls": str},
}
Text = Annotated[str, Rule({"type": "custom-error", "schema": _ANY_STRING, "custom_error_type": "string_type"})]
"""Any string. A type of its own because pydantic's str refuses lone surrogates, which articles can have."""
Code = Annotated[Text, Rule(json={"pattern": "^[a-z][a-z-]*$"})]
Position = Annotated[int, Rule({"type": "int", "strict": True, "ge": 0, "lt": 2**31})]
Span = tuple[Position, Position]

ParagraphKind = Literal["body", "headline", "heading", "byline", "dateline", "caption", "sources"]
MarkRole = Literal["open", "close", "reopen", "nested-open", "nested-close", "apostrophe", "measure", "stray"]
Role = Literal["source", "cue", "content"]
NameKind = Literal["person", "org", "place"]
MentionKind = Literal["name", "pronoun", "description"]
SpeakerKind = Literal["person", "org", "unnamed"]
QuoteType = Literal["direct", "mixed", "indirect"]
Act = Literal["speech", "other"]
Status = Literal["resolved", "ambiguous", "unresolved"]


@dataclass(frozen=True, slots=True)
class Warning:
    """Something odd that was seen and survived. ``start`` and ``end`` are None where it concerns the whole article."""

    code: Code
    message: Annotated[Text, Rule(json={"minLength": 1})]
    start: Position | None = None
    end: Position | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without the space around it. ``dateline`` is the span of a leading "BEIJING, May 26 —", if any."""

    start: int
    end: int
    kind: ParagraphKind = "body"
    dateline: Span | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was given, with its paragraphs in order; they never overlap and hold every visible character.
    ``with_text``: its record is to hold the text."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    id: str = ""
    source: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    with_text: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark (one character, or the two of `` and '') and what it does. ``paragraph`` is an index."""

    start: int
    end: int
    role: MarkRole
    paragraph: int


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A passage between quotation marks, the marks included. ``depth`` is 1 for an outer quote, 2 for one inside it.

    ``continued``: it goes on from the paragraph before, which did not close. ``unclosed``: no closing mark (the span
    ends with its paragraph). ``repaired``: a mark was odd or missing and the reading is a guess.
    """

    start: int
    end: int
    paragraph: int
    depth: int = 1
    continued: bool = False
    unclosed: bool = False
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class MarkReading:
    """The role of every mark of an article, and the quoted passages, in order of their start. ``noise`` has the
    spans that hold nothing but marks and no words: they are not analysed further."""

    marks: tuple[Mark, ...]
    quoted: tuple[QuotedSpan, ...]
    warnings: tuple[Warning, ...] = ()
    noise: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text, as the network found it."""

    start: int
    end: int
    kind: NameKind


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A span that plays a role in an attribution. ``score`` is the network's mean probability, 0..1. ``layer`` is 0
    for attributions of the article's own voice, 1 for one that stands inside the content of another."""

    role: Role
    start: int
    end: int
    score: float = 1.0
    layer: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class MentionVectors:
    """Vectors that say which mentions are of one speaker. The inner product of the query of a source with the key of a
    mention is the logit that both are of one, that with ``nobody`` (width,) that no other mention is.

    ``starts`` (n,): the character offsets of the word pieces that have vectors, ascending; ``queries`` and ``keys``
    (n, width). Roles, names and capitalised words have some at their beginnings.
    """

    starts: npt.NDArray[np.int64]
    queries: npt.NDArray[np.float16]
    keys: npt.NDArray[np.float16]
    nobody: npt.NDArray[np.float32]

    def query_in(self, span: Span) -> npt.NDArray[np.float32] | None:
        """The query of the first piece inside a span, None where none has one."""
        at = int(self.starts.searchsorted(span[0]))
        found = at < len(self.starts) and self.starts[at] < span[1]
        return self.queries[at].astype("float32") if found else None

    def key_at(self, start: int) -> npt.NDArray[np.float32] | None:
        """The key of the piece that starts there, None where it has none."""
        at = int(self.starts.searchsorted(start))
        found = at < len(self.starts) and self.starts[at] == start
        return self.keys[at].astype("float32") if found else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network read: role spans in text order, and ``links``: for each pair of their indices (content, cue) and
    (cue, source) the mean log-probability that the first belongs to the second; (index, -1) that it belongs to none.
    ``speech`` maps the index of each cue to the probability, 0..1, that it reports speech. ``vectors``: see
    `MentionVectors`; None where nobody has asked the network."""

    roles: tuple[RoleSpan, ...]
    links: Mapping[tuple[int, int], float]
    speech: Mapping[int, float]
    names: tuple[Name, ...]
    vectors: MentionVectors | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How probable the parts of an attribution are for the network, 0..1: the links between them, and that content, cue
    and source are what they are (None for what it does not have)."""

    links: float = 1.0
    content: float = 1.0
    cue: float | None = None
    source: float | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said what, before the source is resolved to a speaker.

    ``content`` has one span a part, in text order. ``cue`` may have several parts and may be empty, ``source`` is None
    where the text names none. ``paragraph`` is the index of that of the first part. ``confidence``, 0..1, is what
    attribution/confidence.py makes of the evidence.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: Span | None
    type: QuoteType
    act: Act
    paragraph: int
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for somebody. ``head`` is the span of the name inside a longer phrase ("US Attorney David
    Kelley" -> "David Kelley"), equal to (start, end) where there is no name in it."""

    start: int
    end: int
    kind: MentionKind
    head: Span
    name_kind: NameKind | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted. ``name`` is the fullest form that the article has, without honorific or title; for an
    unnamed speaker the noun phrase as it stands. ``aliases`` are the other forms, in order of appearance."""

    id: int
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """To whom an attribution goes. ``speaker`` is a Speaker's id or None; ``score`` is 0..1; ``why`` is for a reader
    ("pronoun: Li Dongsheng (quoted last)"; names the runner-up where ``status`` is "ambiguous"). ``new``: the words
    stand for nobody whom the article calls otherwise."""

    speaker: int | None
    status: Status
    mention: Mention | None
    score: float
    why: str
    new: bool = False
