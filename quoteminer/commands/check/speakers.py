"""Find the speakers of source passages. The turns of a transcript have speakers; QuoteMiner reads
any other source once, and only if needed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from quoteminer.commands.check.check_record import SaidBy, SourcePlace
from quoteminer.commands.check.said_by import Cast, DraftSpeaker, Saying, said_by
from quoteminer.commands.check.word_lists import LISTS
from quoteminer.commands.check.words import Words, words_of
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article_index import SpanIndex, quoted_spans
from quoteminer.types import Article, Span

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

_AROUND: Final = 200  # characters of a source before and after a place that are kept
_MARKS: Final = 4  # most characters between a quotation mark and the reporting words
_NAME: Final = r"[^\W\d_a-z][\w.'’\-]*"
_OWN_WORDS: Final = re.compile(
    rf"(?:\b(?i:{'|'.join(LISTS['own_words'])})\b[^.:\n]{{0,40}}?\b(?:by|of|from)|^From:)[ \t]+"
    rf"(?P<name>{_NAME}(?:\s+{_NAME})+)",
    re.MULTILINE,
)
_HEADING: Final = 300  # characters that are searched for the heading of a speech or statement


class SourceReader:
    """Finds the speakers in a source. ``miner`` loads the QuoteMiner, which only non-transcripts
    need."""

    def __init__(self, article: Article, miner: Callable[[], QuoteMiner]) -> None:
        self._article, self._miner, transcript = article, miner, article.transcript
        self._transcript = transcript if transcript and transcript.turns else None
        self._compared: dict[tuple[int, tuple[int, ...], bool, str], SaidBy] = {}

    def words(self) -> Words:
        """Return the words of the source without a transcript's labels and notes, with a break at
        each turn."""
        text, transcript = self._article.text, self._transcript
        if not transcript:
            return replace(words_of(text), breaks={})
        spans = [
            (0, transcript.turns[0].label[0]),
            *(span for turn in transcript.turns for span in turn.spans),
        ]
        words = words_of(text, spans)
        starts = [turn.start for turn in transcript.turns]
        turn_of = [bisect_right(starts, start) for start, _ in words.spans]
        return replace(
            words,
            breaks={
                index: "part" for index in words.breaks if turn_of[index] != turn_of[index - 1]
            },
        )

    def place(self, span: Span, sayings: Sequence[Saying]) -> SourcePlace:
        """Return a place of the source, with its speakers."""
        names = dict.fromkeys(saying.speakers[0].name for saying in sayings if saying.speakers)
        article, text, (start, end) = self._article, self._article.text, span
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        return SourcePlace(
            id=article.id,
            source=article.source,
            line=bisect_left(self._newlines, start) + 1,
            start=start,
            end=end,
            text=text[start:end],
            before=before[before.find(" ") + 1 :] if start > _AROUND else before,
            after=after[: after.rfind(" ")] if end + _AROUND < len(text) else after,
            speaker=" and ".join(names) or None,
            type=sayings[0].type,
            time=article.transcript.time_at(start) if article.transcript else None,
            page=article.page_at(start),
        )

    @cached_property
    def cast(self) -> Cast:
        """All speakers of the source."""
        is_read = not self._transcript or self._answers
        read = (*self._record.speakers, *filter(None, [self._author])) if is_read else ()
        return Cast([*self._labelled, *read], self._article.text)

    def sayings(self, offsets: Sequence[int]) -> list[Saying]:
        """Return the speakers of the text at each of the offsets of a passage. A quote around all
        of them has precedence over quotes inside it, as have an author's own words."""
        turns = [
            turn
            for offset in offsets
            if self._transcript and (turn := self._transcript.turn_at(offset))
        ]
        if self._transcript and not any(turn.speaker in self._answers for turn in turns):
            return [self._said_in_turn(offset) for offset in offsets]
        around = [self._around(offset) for offset in offsets]
        if shared := [quote for quote in around[0] if all(quote in other for other in around)]:
            return [self._said_in_quotes(_surest(shared))] * len(offsets)
        if self._author and not all(around):
            return [Saying((self._author,))] * len(offsets)
        return [self._said_in_quotes(_surest(quotes)) for quotes in around]

    def _said_in_turn(self, offset: int) -> Saying:
        turn = self._transcript.turn_at(offset) if self._transcript else None
        who = () if turn is None or turn.speaker is None else (self._labelled[turn.speaker],)
        return Saying(who, "direct" if turn else None)

    def _around(self, offset: int) -> list[Quote]:
        starts, quotes = self._quotes
        at = bisect_right(starts, offset) - 1
        return quotes[at] if at >= 0 else []

    def _said_in_quotes(self, around: Sequence[Quote]) -> Saying:
        """Return the speaker of words inside these quotes: that of the innermost one."""
        if not around:
            return Saying(tuple(filter(None, [self._author])))
        own = [quote for quote in around if quote.type != "indirect"]
        marked = [quote for quote in own if not self._article.text[quote.start].isalnum()]
        inner = min(marked or own or around, key=lambda quote: quote.end - quote.start)
        if self._author and not own:
            return Saying((self._author,), inner.type)
        speakers = [self._speakers.get(quote.speaker) for quote in ([inner] if own else around)]
        before, described, mention = None, None, inner.mention
        if mention and mention.kind == "pronoun":
            before = self._article.text[: mention.start]
        elif mention and mention.kind == "description":
            described = Speaker(0, mention.text, "unnamed")
        who = tuple(filter(None, speakers))
        return Saying(who, inner.type, not inner.doubtful, before, described)

    def said_by(self, draft: DraftSpeaker, saying: Saying) -> SaidBy:
        """Return the `said_by` of a quotation: whether the draft and the source name the same
        speaker. Each pair of speakers is compared once."""
        named = saying.described.name if saying.described else str(len(saying.before or ""))
        key = id(draft), tuple(map(id, saying.speakers)), saying.sure, named
        if key not in self._compared:
            self._compared[key] = said_by(draft, saying, self.cast)
        return self._compared[key]

    def separates(self, gap: Span) -> bool:
        """True if the gap only separates two quoted passages (such as “, said Ana Silva, ”)."""
        quoted = self._quoted
        if self._transcript or quoted.touching(*gap):
            return False
        before = bisect_right(quoted.ends, gap[0]) - bisect_left(quoted.ends, gap[0] - _MARKS)
        return before > 0 and bisect_right(quoted.starts, gap[1] + _MARKS) > bisect_left(
            quoted.starts, gap[1]
        )

    @cached_property
    def _labelled(self) -> list[Speaker]:
        """The speakers of a transcript."""
        speakers = self._transcript.speakers if self._transcript else ()
        return [
            Speaker(id, who.name, who.kind, role=who.role, aliases=who.labels)
            for id, who in enumerate(speakers)
        ]

    @cached_property
    def _answers(self) -> frozenset[int]:
        """The speakers of answers without labels: QuoteMiner finds who answers."""
        speakers = self._transcript.speakers if self._transcript else ()
        return frozenset(id for id, who in enumerate(speakers) if who.name == "A")

    @cached_property
    def _author(self) -> Speaker | None:
        """Return the speaker of the words outside quotes: X for a source headed "Remarks by X"."""
        heading = _OWN_WORDS.search(self._article.text[:_HEADING].lstrip().partition("\n\n")[0])
        return Speaker(len(self._record.speakers), heading["name"], "person") if heading else None

    @cached_property
    def _quoted(self) -> SpanIndex:
        return SpanIndex(quoted_spans(self._article))

    @cached_property
    def _newlines(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._article.text)]

    @cached_property
    def _speakers(self) -> dict[int | None, Speaker]:
        return {speaker.id: speaker for speaker in reversed(self._record.speakers)}

    @cached_property
    def _quotes(self) -> tuple[list[int], list[list[Quote]]]:
        """The offsets where a part of a quote begins or ends, and the quotes around the text from
        each of them on."""
        quotes = self._record.quotes
        changes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, quote in enumerate(quotes):
            for start, end in quote.spans:
                changes[start].append((number, 1))
                changes[end].append((number, -1))
        inside: Counter[int] = Counter()
        around: list[list[Quote]] = []
        for offset in sorted(changes):
            for number, step in changes[offset]:
                inside[number] += step
            inside = +inside
            around.append([quotes[number] for number in sorted(inside)])
        return sorted(changes), around

    @cached_property
    def _record(self) -> ArticleRecord:
        return next(self._miner().mine_articles([self._article]))


def _surest(quotes: Sequence[Quote]) -> Sequence[Quote]:
    """Return the quotes that are not doubtful; all if there are none."""
    return [quote for quote in quotes if not quote.doubtful] or quotes
