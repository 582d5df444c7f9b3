"""Speakers of source passages, and their comparison with the speaker that a draft names.

A transcript's labels ("MAYOR OKONKWO:") say it themselves; any other source is read by QuoteMiner, once, when a passage
of it is wanted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from quoteminer.checking.record import SaidBy
from quoteminer.names.organisations import compare_organisations
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.similarity import SAME_NAME, fold
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.text.marks import read_marks
from quoteminer.types import Article, QuoteType, Span

_LABEL: Final = re.compile(
    r"^[ \t>*_]*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?[ \t]*[-–]?[ \t]*)?"
    r"(?P<name>[^\W\d_](?:[\w.,'’&\-]|[ ](?=\S)){0,60}?)[*_]{0,2}[ \t]*(?:\([^()\n]{1,60}\))?[ \t]*:[*_]{0,2}(?=\s)",
    re.MULTILINE,
)
_SMALL: Final = frozenset("al bin da de del der di do dos du e el for i la le of the van von y and".split())
_ROLES: Final = re.compile(
    r"(?:the |mr |madam )*(?:[qa]|question|answer|interviewer|host|moderator|anchor|reporter|journalist|speaker|"
    r"president|vice president|prime minister|chair|chairman|chairwoman|chairperson|judge|court|witness|clerk|operator|"
    r"narrator|audience(?: member)?|participant|unidentified.*|unknown.*|member.*|voice.*)(?: \w?\d*)?"
)
_MARKS: Final = 4
"""Characters between a quotation mark and the words that report."""
_FEWEST: Final = 3
"""Labels that make a text a transcript, one of them more than once."""


class Mines(Protocol):
    """A reader of articles, such as `QuoteMiner`."""

    def mine_articles(self, articles: Iterable[Article], *, ahead: bool = True) -> Iterator[ArticleRecord]: ...


@dataclass(frozen=True, slots=True)
class Saying:
    """The speakers of a passage, and the type of its quote; ``sure``: nothing about it is doubtful."""

    speakers: tuple[Speaker, ...] = ()
    type: QuoteType | None = None
    sure: bool = True


class SourceReader:
    """Attributes passages of a source. ``miner`` loads the reader of a source that is no transcript; with None, nobody
    is known there."""

    def __init__(self, article: Article, miner: Callable[[], Mines] | None) -> None:
        self._article = article
        self._miner = miner
        self.labels = tuple(_labels(article.text))
        """Return the position and name of each turn's label; empty if the source is no transcript."""

    def said(self, span: Span) -> Saying:
        """Return the speakers of the words of a span."""
        if self.labels:
            at = bisect_right(self.labels, span[0], key=lambda one: one[0][0]) - 1
            return Saying((_labelled(self.labels[at][1]),), "direct") if at >= 0 else Saying()
        quotes = self._record.quotes if self._record else ()
        around = [one for one in quotes if any(start <= span[0] and span[1] <= end for start, end in one.spans)]
        around = [one for one in around if not one.doubtful] or around
        around.sort(key=lambda one: one.end - one.start)
        if self._record is None or not around:
            return Saying()
        inner = around[0]
        of = around if inner.type == "indirect" else [inner]
        known = tuple(filter(None, map(self._record.speaker_of, of)))
        return Saying(known, inner.type, not inner.doubtful)

    def parted(self, gap: Span) -> bool:
        """True where a gap only holds what parts two passages between quotation marks ("said Ana Silva")."""
        if self.labels or any(start < gap[1] and gap[0] < end for start, end in self._quoted):
            return False
        before = any(end <= gap[0] <= end + _MARKS for _, end in self._quoted)
        return before and any(start - _MARKS <= gap[1] <= start for start, _ in self._quoted)

    @cached_property
    def _quoted(self) -> list[Span]:
        marks = read_marks(self._article.text, self._article.paragraphs)
        return [(one.start, one.end) for one in marks.quoted if one.depth == 1]

    @cached_property
    def _record(self) -> ArticleRecord | None:
        return next(self._miner().mine_articles([self._article])) if self._miner else None


def said_by(draft: Speaker | None, saying: Saying, *, sure: bool) -> SaidBy:
    """Compare the draft's speaker with the source's. Only names tell two people apart: a description ("the minister")
    may be anybody, and is the same speaker where a name, a role or another form of the other has the same words.
    ``sure``: nothing about the draft's speaker is doubtful."""
    if draft is None or not saying.speakers:
        return "unknown"
    likeness = [_same(draft, one) for one in saying.speakers]
    if any(likeness):
        return "same speaker"
    return "another speaker" if sure and saying.sure and None not in likeness else "unknown"


def _same(one: Speaker, other: Speaker) -> bool | None:
    """Compare two speakers; None where a name is missing."""
    if "unnamed" in (one.kind, other.kind):
        return True if _plain_forms(one) & _plain_forms(other) else None
    compare = compare_organisations if one.kind == other.kind == "org" else compare_people
    if any(compare(a, b) >= SAME_NAME for a in _forms(one) for b in _forms(other)):
        return True
    return False if one.kind == other.kind else None


def _forms(speaker: Speaker) -> tuple[str, ...]:
    return speaker.name, *speaker.aliases


def _plain_forms(speaker: Speaker) -> set[str]:
    forms = (*_forms(speaker), speaker.role or "")
    return {fold(one).removeprefix("the ").removeprefix("a ") for one in forms if one}


def _labelled(label: str) -> Speaker:
    plain = fold(label).replace(",", "")
    kind = "unnamed" if _ROLES.fullmatch(plain) else "person"
    return Speaker(0, label, kind)  # type: ignore[arg-type]


def _labels(text: str) -> Iterator[tuple[Span, str]]:
    """The labels of the turns, where the text is a transcript."""
    found = [((one.start(), one.end()), " ".join(one["name"].split())) for one in _LABEL.finditer(text)]
    found = [(span, name) for span, name in found if _may_be_label(name)]
    times = Counter(name for _, name in found)
    if len(found) >= _FEWEST and max(times.values()) > 1:
        yield from found


def _may_be_label(name: str) -> bool:
    words = name.split()
    return len(words) < 8 and all(word[0].isupper() or word[0].isdecimal() or word.lower() in _SMALL for word in words)
