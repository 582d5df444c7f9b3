"""Find the speakers of source passages, and compare them with the speaker that a draft names.

A transcript's labels ("MAYOR OKONKWO:") name its speakers. QuoteMiner reads any other source, once and only on need.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from quoteminer.checking.check_record import SaidBy
from quoteminer.checking.word_lists import LISTS
from quoteminer.checking.words import Words, words_of
from quoteminer.names.organisations import compare_organisations
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.similarity import SAME_NAME, fold
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.text.article_index import quoted_spans
from quoteminer.types import Article, QuoteType, Span

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

_LABEL: Final = re.compile(
    r"^[ \t>*_]*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?[ \t]*[-–]?[ \t]*)?"
    r"(?P<name>[^\W\d_](?:[\w.,'’&\-]|[ ](?=\S)){0,60}?)[*_]{0,2}[ \t]*(?:\([^()\n]{1,60}\))?[ \t]*:[*_]{0,2}(?=\s)",
    re.MULTILINE,
)
_ROLES: Final = re.compile(rf"(?:the |mr |madam )*(?:{'|'.join(LISTS['roles'])})(?: \w?\d*)?")
_MARKS: Final = 4  # most characters between a quotation mark and the reporting words
_FEWEST: Final = 3  # least labels of a transcript, one of them repeated


@dataclass(frozen=True, slots=True)
class Saying:
    """The speakers of a passage and the type of its quote. ``sure``: the quote is not doubtful."""

    speakers: tuple[Speaker, ...] = ()
    type: QuoteType | None = None
    sure: bool = True


class SourceReader:
    """Finds the speakers in a source. ``miner`` loads the QuoteMiner, which only non-transcripts need."""

    def __init__(self, article: Article, miner: Callable[[], QuoteMiner]) -> None:
        self._article = article
        self._miner = miner
        self._labels = _labels(article.text)

    def words(self) -> Words:
        """Return the words of the source without its labels, with a break at each turn."""
        text = self._article.text
        edges = [0, *(at for span, _ in self._labels for at in span), len(text)]
        words = words_of(text, zip(edges[::2], edges[1::2], strict=True))
        return replace(words, breaks={at: kind for at, kind in words.breaks.items() if kind == "part"})

    def said(self, offset: int) -> Saying:
        """Return the speakers of the text at an offset."""
        if self._labels:
            turn = bisect_right(self._labels, offset, key=lambda one: one[0][0]) - 1
            if turn < 0:
                return Saying()
            label = self._labels[turn][1]
            is_role = _ROLES.fullmatch(fold(label).replace(",", ""))
            return Saying((Speaker(0, label, "unnamed" if is_role else "person"),), "direct")
        around = [one for one in self._record.quotes if any(start <= offset < end for start, end in one.spans)]
        around = [one for one in around if not one.doubtful] or around
        if not around:
            return Saying()
        inner = min(around, key=lambda one: one.end - one.start)
        speakers = map(self._record.speaker_of, around if inner.type == "indirect" else [inner])
        return Saying(tuple(filter(None, speakers)), inner.type, not inner.doubtful)

    def separates(self, gap: Span) -> bool:
        """True if the gap only separates two quoted passages (such as “, said Ana Silva, ”)."""
        if self._labels or any(start < gap[1] and gap[0] < end for start, end in self._quoted):
            return False
        before = any(end <= gap[0] <= end + _MARKS for _, end in self._quoted)
        return before and any(start - _MARKS <= gap[1] <= start for start, _ in self._quoted)

    @cached_property
    def _quoted(self) -> list[Span]:
        return quoted_spans(self._article)

    @cached_property
    def _record(self) -> ArticleRecord:
        return next(self._miner().mine_articles([self._article]))


def said_by(draft: Speaker | None, saying: Saying, *, sure: bool) -> SaidBy:
    """Compare the draft's speaker with the source's. ``sure``: the draft's speaker is not doubtful.

    A description ("the minister") never makes another speaker; it is the same one if the other's name, role or alias
    has the same words.
    """
    if draft is None or not saying.speakers:
        return "unknown"
    likeness = [_same(draft, one) for one in saying.speakers]
    if any(likeness):
        return "same speaker"
    return "another speaker" if sure and saying.sure and None not in likeness else "unknown"


def _same(speaker: Speaker, other: Speaker) -> bool | None:
    """Compare two speakers; None if the names can't decide."""
    if "unnamed" in (speaker.kind, other.kind):
        return True if _plain_forms(speaker) & _plain_forms(other) else None
    compare = compare_organisations if speaker.kind == other.kind == "org" else compare_people
    if any(compare(a, b) >= SAME_NAME for a in (speaker.name, *speaker.aliases) for b in (other.name, *other.aliases)):
        return True
    return False if speaker.kind == other.kind else None


def _plain_forms(speaker: Speaker) -> set[str]:
    forms = filter(None, (speaker.name, *speaker.aliases, speaker.role))
    return {fold(one).removeprefix("the ").removeprefix("a ") for one in forms}


def _labels(text: str) -> list[tuple[Span, str]]:
    """Return the span and name of each turn's label; none if the text is not a transcript."""
    found: list[tuple[Span, str]] = []
    for label in _LABEL.finditer(text):
        words = label["name"].split()
        main = [word for word in words if word.lower() not in LISTS["label_particles"]]
        if len(words) < 8 and all(word[0].isupper() or word[0].isdecimal() for word in main):
            found.append((label.span(), " ".join(words)))
    return found if len(found) >= _FEWEST and len({name for _, name in found}) < len(found) else []
