"""Values that pass between the packages. Positions are half-open offsets (code points) into the
article as given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from quoteminer.types.field_types import Code, NonEmptyText, Position

Span = tuple[Position, Position]

ParagraphKind = Literal["body", "headline", "heading", "byline", "dateline", "caption", "sources"]
MarkRole = Literal[
    "open", "close", "reopen", "nested-open", "nested-close", "apostrophe", "measure", "stray"
]
Role = Literal["source", "cue", "content"]
NameKind = Literal["person", "org", "place"]
MentionKind = Literal["name", "pronoun", "description"]
SpeakerKind = Literal["person", "org", "group", "unnamed"]
Pronouns = Literal["she", "he", "they"]
QuoteType = Literal["direct", "mixed", "indirect"]
Act = Literal["statement", "question", "request", "promise", "topic", "thought"]
CueAct = Literal["speech", "other"]
Status = Literal["resolved", "ambiguous", "unresolved"]


@dataclass(frozen=True, slots=True)
class Warning:
    """A problem that was found and handled. ``start`` and ``end`` are None if it concerns the whole
    article."""

    code: Code
    message: NonEmptyText
    start: Position | None = None
    end: Position | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without the space around it."""

    start: int
    end: int
    kind: ParagraphKind = "body"


@dataclass(frozen=True, slots=True)
class TranscriptSpeaker:
    """A speaker named by the labels of a transcript. ``name`` is the fullest form in the transcript
    ("Ana Silva" for "SILVA:" and "AS:"), without title; for an "unnamed" speaker the label's words
    ("THE COURT", "Speaker 2"). ``role`` is the title in a label ("Mayor"); ``labels`` are all
    labels of the speaker."""

    name: str
    kind: SpeakerKind
    role: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """The words of one speaker of a transcript up to the next. ``spans`` are the spoken words, one
    part for each paragraph, without labels, timecodes and separate notes. ``label`` is the unspoken
    text before the first word, including timecode and colon; ``name`` is the part of it that names
    the speaker, None for a change of speakers without a name (">>"). ``speaker`` is an index into
    `Transcript.speakers`, None if nobody is named.
    """

    spans: tuple[Span, ...]
    label: Span
    name: Span | None
    speaker: int | None

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of a transcript in text order; they don't overlap. There are none if its labels
    were not understood. ``times`` are pairs of an offset in the text, ascending, and the time in
    seconds of the words from there on.
    """

    turns: tuple[Turn, ...]
    speakers: tuple[TranscriptSpeaker, ...]
    times: tuple[tuple[int, float], ...] = ()

    @property
    def is_interview(self) -> bool:
        """True if the questions and answers have no labels."""
        return bool(self.speakers) and not any(turn.name for turn in self.turns)

    def turn_at(self, offset: int) -> Turn | None:
        """Return the turn at an offset, which may also be in a gap between two of its parts."""
        at = bisect_right(self.turns, offset, key=lambda turn: turn.start) - 1
        return self.turns[at] if at >= 0 and offset < self.turns[at].end else None

    def time_at(self, offset: int) -> float | None:
        """Return the seconds of the last timecode at or before an offset; None before the first."""
        at = bisect_right(self.times, offset, key=lambda time: time[0]) - 1
        return self.times[at][1] if at >= 0 else None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was given. Its paragraphs are in text order, don't overlap, and contain
    every visible character. ``extracted``: no file has exactly this text; it was extracted from
    HTML, a Word document or a PDF, or repaired. ``pages``: the positions where the pages of a PDF
    begin, ascending; empty for a text without pages. ``transcript``: the turns of a transcript;
    None for any other text."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    id: str = ""
    source: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    extracted: bool = False
    transcript: Transcript | None = None
    pages: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """The article as messages name it: its source, with its id if it is one among several of a
        file."""
        if self.source and self.id not in self.source:
            return f"{self.source} ({self.id})"
        return self.source or self.id

    def page_at(self, position: int) -> int | None:
        """Return the number of the page, from 1, at a position; None for a text without pages."""
        return bisect_right(self.pages, position) if self.pages else None


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark (one character, or the two of `` and '') and its role."""

    start: int
    end: int
    role: MarkRole


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A passage between quotation marks, including the marks. ``depth`` is 1 for an outer quote, 2
    for one inside it. ``continued``: it continues an unclosed quote of the previous paragraph.
    ``unclosed``: it has no closing mark and ends with its paragraph. ``repaired``: a mark was
    misplaced or missing, and the reading is a guess.
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
    """The role of every quotation mark of an article, and the quoted passages, in order of their
    start. ``noise``: the spans of marks without words between them, which are not analysed
    further."""

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
class Evidence:
    """The network's probabilities, 0..1, for the links and the parts of an attribution; None for a
    missing part."""

    links: float = 1.0
    content: float = 1.0
    cue: float | None = None
    source: float | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """A content with its cue and source, before the source is resolved to a speaker. ``content``
    has a span for each part, in text order; ``cue`` may have several or none; ``source`` is None if
    the text names none. ``act``: "other" for thoughts, and for reports without words
    (`without_speech`). ``paragraph``: of the first part. ``confidence``, 0..1: that this is an
    attribution, and after `calibrate` also that the speaker is right. ``turn``: the turn of a
    transcript, if the content is one."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: Span | None
    type: QuoteType
    act: CueAct
    paragraph: int
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    evidence: Evidence = Evidence()
    turn: Turn | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of its content, cue and source."""
        return (*self.content, *self.cue, *((self.source,) if self.source else ()))


@dataclass(frozen=True, slots=True)
class SourceMention:
    """Words of a source that refer to a person or organisation. ``head`` is the span of the name
    inside a longer phrase ("US Attorney David Kelley" -> "David Kelley"), or (start, end) if the
    phrase has no name."""

    start: int
    end: int
    kind: MentionKind
    head: Span
    name_kind: NameKind | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The speaker of an attribution. ``speaker`` is an id or None; ``score`` is 0..1; ``why``
    explains the choice to a reader ("pronoun: Li Dongsheng (quoted last)"). ``new``: the article
    has no other mention of the speaker. ``signals``: further features for the confidence that the
    choice is right."""

    speaker: int | None
    status: Status
    mention: SourceMention | None
    score: float
    why: str
    new: bool = False
    signals: Mapping[str, float] = field(default_factory=dict)
