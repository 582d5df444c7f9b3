"""The parts of a record: quotes, their cues and mentions, and speakers. Pydantic checks the
annotated fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from quoteminer.records.jsontext import plain
from quoteminer.types import Act, MentionKind, Pronouns, QuoteType, Span, SpeakerKind, Status
from quoteminer.types.field_types import (
    Code,
    NonEmptyText,
    Number,
    Object,
    Percent,
    Position,
    Rule,
    Seconds,
    Share,
    Text,
)

PROBABLE = 0.5
"""A quote with a lower confidence is doubtful, and does not count in its speaker's share."""

SURE = 0.75
"""A role or an affiliation with a lower confidence is doubtful: it is shown with "?"."""

_CHANCE: Final = re.compile(r" \(0\.\d\d\)\Z")
_WORD: Final = re.compile(r"[^\W_]\S*")
_FEW: Final = 3  # most words that are shown with their cue
_ONLY_KNOWN: Final = {"checked", "time", "page", "role_confidence", "affiliation_confidence"}
"""Fields that JSON has only if they are not None."""
LinkStatus = Literal["linked", "ambiguous", "none"]


def counted(number: int, thing: str) -> str:
    """Return a number with its noun in singular or plural."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


class _Part:
    """A part of a record."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the part as JSON-ready values."""
        value = _fields(self)
        for name in _ONLY_KNOWN.intersection(value):
            if value[name] is None:
                del value[name]
        return value


def _fields(part: Any) -> dict[str, Any]:
    return {name: json_ready(getattr(part, name)) for name in part.__slots__}


def json_ready(value: Any) -> Any:
    """Return the value of a field as JSON-ready values: parts become dicts, tuples lists."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [json_ready(item) for item in value]
    if isinstance(value, Mapping):
        return plain(value)
    return value.to_dict() if hasattr(value, "to_dict") else _fields(value)


@dataclass(frozen=True, slots=True)
class Cue(_Part):
    """The words that report a quote. ``spans`` are its parts; by default one part from ``start`` to
    ``end``. If there are several parts, ``start`` and ``end`` are the outer ends, and ``text`` is
    the parts joined by " […] ". ``lemma`` is the dictionary form of the verb ("say"), or the words
    themselves ("according to")."""

    text: NonEmptyText
    start: Position
    end: Position
    lemma: Text
    spans: Annotated[tuple[Span, ...], Rule(json={"minItems": 2})] = ()

    def __post_init__(self) -> None:
        if not self.spans:
            object.__setattr__(self, "spans", ((self.start, self.end),))

    def to_dict(self) -> dict[str, Any]:
        """Return the cue as JSON-ready values, with ``spans`` only if there are several."""
        value = _fields(self)
        if len(self.spans) == 1:
            del value["spans"]
        return value


@dataclass(frozen=True, slots=True)
class Mention(_Part):
    """The words that name the source of a quote."""

    text: NonEmptyText
    start: Position
    end: Position
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Check(_Part):
    """A check by hand: who checked ("" if no name was given), and when (ISO 8601, in UTC)."""

    by: Text
    time: Text


@dataclass(frozen=True, slots=True)
class Quote(_Part):
    """Somebody's words or their gist. ``spans`` are the parts, in text order; ``start`` is the
    start of the first part, ``end`` the end of the last one, ``text`` the parts joined by " […] ".

    ``id`` counts the article's quotes from 0 in text order, before any filter: the same quote has
    the same id in every selection. ``type`` is "direct" if all letters are between quotation
    marks (not those of a quote around it), or if the quote is a turn of a transcript; "mixed" if
    some are; else "indirect". ``paragraph`` counts from 0. ``speaker`` is the id of a
    speaker. ``confidence``, 0..1: of the quotes with 0.9, nine in ten have the right speaker; 1 for
    a speaker who was chosen by hand. ``why`` says in a few words why the speaker was chosen.
    ``checked``: who confirmed or corrected the quote; in JSON only if somebody did. ``time`` is
    when the first word is said, in seconds from the beginning of the recording, to the precision of
    the transcript's timecode (milliseconds at most); in JSON only for transcripts with times.
    ``page``: the page on which the quote begins, from 1; in JSON only for articles with pages
    (PDF).
    """

    id: Position
    type: QuoteType
    act: Act
    text: NonEmptyText
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
    time: Seconds | None = None
    page: Number | None = None

    @property
    def doubtful(self) -> bool:
        """True if the quote needs a second look: nobody has checked it, and its speaker is
        unresolved, ambiguous or unsure (the flag), or its confidence, rounded to two decimals as it
        is displayed, is below `PROBABLE`."""
        unsure = self.status != "resolved" or "unsure-speaker" in self.flags
        return self.unlikely or (self.checked is None and unsure)

    @property
    def probable(self) -> bool:
        """True if the quote has a speaker, and was checked or has a rounded confidence of at least
        `PROBABLE`."""
        return self.speaker is not None and (self.checked is not None or self._rounded >= PROBABLE)

    @property
    def unlikely(self) -> bool:
        """True if the quote is more likely wrong than right: nobody has checked it, and its
        confidence, rounded to two decimals, is below `PROBABLE`."""
        return self.checked is None and self._rounded < PROBABLE

    @property
    def negated(self) -> bool:
        """True if the words were not said, or denied ("declined to say", "did not ask"): the flag
        "negated"."""
        return "negated" in self.flags

    @property
    def counts(self) -> bool:
        """True if the quote counts in its speaker's share: it is probable, and not negated."""
        return self.probable and not self.negated

    @property
    def rival(self) -> str:
        """The name of the second candidate, which ``why`` has if ``status`` is "ambiguous", else
        "". Its probability, "(0.41)", is left out."""
        name = self.why.rpartition("; or ")[2] if self.status == "ambiguous" else ""
        return _CHANCE.sub("", name)

    @property
    def phrase(self) -> str:
        """The text for readers: up to three words, which alone are often no phrase, follow their
        cue if it stands right before them (``called it “a disgrace”``)."""
        cue = self.cue
        if cue and cue.end + 1 == self.start and cue.text[-1].isalnum() and self.words <= _FEW:
            return f"{cue.text} {self.text}"
        return self.text

    @property
    def _rounded(self) -> float:
        """The confidence as it is displayed."""
        return round(self.confidence, 2)

    @property
    def words(self) -> int:
        """The number of words: strings between spaces that have a letter or a digit."""
        return len(_WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class KnownRow(_Part):
    """A row of the user's list of people that fits a speaker. ``key`` is the key of the row, or its
    line number in a list without keys. ``score``, 0..100, says how well it fits. ``columns`` are
    the row's other columns.
    """

    key: Text
    name: Text
    score: Percent
    columns: Object = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Known(_Part):
    """The row of the user's list of people for a speaker. ``status`` "linked": the row with this
    key is the speaker; "ambiguous": one of the candidates (the best first, five at most) may be;
    "none": no row fits. ``fitting`` counts all rows that fit. Key, name and score are None if no
    row is linked."""

    status: LinkStatus
    key: Text | None = None
    name: Text | None = None
    score: Percent | None = None
    columns: Object = field(default_factory=dict, hash=False)
    candidates: tuple[KnownRow, ...] = ()
    fitting: Position = 0

    def __post_init__(self) -> None:
        if self.key is not None and (self.name is None or self.score is None):
            raise ValueError("a row with a key needs a name and a score")

    @property
    def row(self) -> KnownRow | None:
        """The linked row, or None."""
        if self.key is None or self.name is None or self.score is None:
            return None
        return KnownRow(self.key, self.name, self.score, self.columns)


@dataclass(frozen=True, slots=True)
class Speaker(_Part):
    """Somebody who is quoted. ``name`` is the fullest form in the article, without honorific or
    title; for an unnamed speaker it is the noun phrase as written. ``quotes`` are ids of quotes.
    ``members`` are the ids of the speakers of this record in a group ("Jane and Carolyn Moen"), in
    JSON only for groups.
    ``known`` is the speaker's row in the user's list of people; None without a list (and in records
    before 1.1). ``pronouns``: those that the article uses for the person, None if it shows none;
    ``pronoun_mentions`` are the places of the pronouns, titles and nouns that show them.
    ``pronouns_guessed``: the article shows none, and the given name decided (--guess-gender).
    ``role_confidence`` and ``affiliation_confidence``, 0..1: of the roles with 0.9, nine in ten are
    right; 1 if it was set by hand; in JSON only if known."""

    id: Position
    name: NonEmptyText
    kind: SpeakerKind
    role: Text | None = None
    affiliation: Text | None = None
    aliases: tuple[Text, ...] = ()
    mentions: tuple[Span, ...] = ()
    quotes: Annotated[tuple[Position, ...], Rule(json={"minItems": 1, "uniqueItems": True})] = ()
    known: Known | None = None
    pronouns: Pronouns | None = None
    pronoun_mentions: tuple[Span, ...] = ()
    pronouns_guessed: bool = False
    role_confidence: Share | None = None
    affiliation_confidence: Share | None = None
    members: Annotated[tuple[Position, ...], Rule(json={"uniqueItems": True})] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the speaker as JSON-ready values, with ``members`` only for a group."""
        value = _Part.to_dict(self)
        if self.kind != "group":
            del value["members"]
        return value

    @property
    def shown_role(self) -> str:
        """The role for readers: "mayor", "mayor ?" if it is doubtful, "" without one."""
        return _shown(self.role, self.role_confidence)

    @property
    def shown_affiliation(self) -> str:
        """The affiliation for readers, as `shown_role`."""
        return _shown(self.affiliation, self.affiliation_confidence)


def _shown(value: str | None, confidence: float | None) -> str:
    doubtful = confidence is not None and confidence < SURE
    return f"{value} ?" if value and doubtful else value or ""


@dataclass(frozen=True, slots=True)
class ModelName:
    """The name and version of the network that read the article."""

    name: Text
    version: Text
