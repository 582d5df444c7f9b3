"""Find the speakers of source passages, and compare them with the speaker that a draft names. The
turns of a transcript have speakers; QuoteMiner reads any other source once, and only if needed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from quoteminer.commands.check.check_record import SaidBy, SourcePlace
from quoteminer.commands.check.speaker_comparison import (
    Looks,
    Surroundings,
    likeness,
    looks,
    same_name,
)
from quoteminer.commands.check.word_lists import LISTS
from quoteminer.commands.check.words import Words, words_of
from quoteminer.names.organisations import compare_organisations
from quoteminer.names.similarity import SAME_NAME
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article_index import SpanIndex, quoted_spans
from quoteminer.types import Article, QuoteType, Span

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
_BEGINS: Final = r"(?:\A|[.!?][”\"’)]*|\n)\s*"  # of a sentence
_NAMED_BEFORE: Final = 600  # characters before a pronoun where its person is named
_BREAK: Final = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\bMrs)[.!?][”\"’)]*\s|\n")
_HEADING: Final = 300  # characters that are searched for the heading of a speech or statement


@dataclass(frozen=True, slots=True)
class Saying:
    """The speakers of a passage and the type of its quote. ``sure``: the quote is not doubtful.
    ``before``: the source up to the pronoun that names the speaker; None if it is no pronoun.
    ``described``: a speaker made of the description that names the speaker ("the priest"), or
    None."""

    speakers: tuple[Speaker, ...] = ()
    type: QuoteType | None = None
    sure: bool = True
    before: str | None = None
    described: Speaker | None = None


@dataclass(frozen=True, eq=False)
class Cast:
    """All speakers of a text, and the text, which describes them. What was compared is kept: a long
    source has many places for the same two speakers."""

    speakers: Sequence[Speaker]
    text: str
    _named: dict[Looks, Speaker | None] = field(default_factory=dict, init=False, repr=False)
    _ranked: dict[Looks, list[tuple[float, Speaker]]] = field(
        default_factory=dict, init=False, repr=False
    )

    def named(self, speaker: Speaker) -> Speaker | None:
        """Return the member of the cast with the name of a speaker."""
        key = looks(speaker)
        if key not in self._named:
            self._named[key] = next(
                (member for member in self.speakers if same_name(speaker, member)), None
            )
        return self._named[key]

    def likeness(self, described: Speaker, speaker: Speaker) -> float:
        """Compare a description with a member of the cast, by role and by the words beside the name
        in the text."""
        alike = likeness(described, speaker)
        if alike or speaker.kind == "unnamed" or described.kind != "unnamed":
            return alike
        return self._surroundings.likeness(described, speaker)

    def best_likeness(self, described: Speaker, *, without: Speaker) -> float:
        """Return the greatest likeness of a description with the members of the cast, except one of
        them."""
        key = looks(described)
        if key not in self._ranked:
            fits = [
                (alike, member)
                for member in self.speakers
                if (alike := self.likeness(described, member))
            ]
            self._ranked[key] = sorted(fits, key=lambda fit: -fit[0])
        return next((alike for alike, member in self._ranked[key] if member != without), 0.0)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.text)


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
        """Return the speaker of words in these quotes: of the inner one, which another reports."""
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
        """Compare the speaker in the draft with the speaker in the source, as `said_by`, once for
        equal ones."""
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


@dataclass(frozen=True, slots=True)
class DraftSpeaker:
    """The speaker that a draft names for a quotation (None: nobody), and all its speakers
    (``cast``). ``described``: a speaker made of the words at the quotation, if these are a
    description. ``sure``: the speaker is not doubtful. ``before``: the draft up to the quotation,
    if the speaker is a pronoun there."""

    speaker: Speaker | None
    cast: Cast
    described: Speaker | None = None
    sure: bool = True
    before: str | None = None
    around: str = ""

    def names_only(self, speakers: Sequence[Speaker], source: Cast) -> bool:
        """True if the draft's sentence names the source's speaker and nobody else of the
        source."""
        named = [who for who in source.speakers if re.search(_family(who), self.around)]
        return (
            bool(named)
            and self.speaker is None
            and all(any(same_name(who, speaker) for speaker in speakers) for who in named)
        )

    def may_mean(self, other: Speaker) -> bool:
        """True if the draft's pronoun may also refer to another speaker: one without a name, or the
        last one named."""
        return self.before is not None and (
            other.kind == "unnamed" or bool(re.search(_family(other), self._since()))
        )

    def means(self, other: Speaker, source: Cast) -> bool:
        """True if the draft's pronoun refers to another speaker: after the last name of the draft's
        speaker, a sentence begins with the other speaker's name, or with a description that fits
        the other speaker best in the source.
        """
        if self.before is None:
            return False
        named = rf"{_BEGINS}(?:[A-Z][\w.'’-]*\s+){{0,4}}{_family(other)}"
        if other.kind != "unnamed" and re.search(named, self._since()):
            return True
        described = list(re.finditer(rf"{_BEGINS}([Tt]he(?: [a-z’'-]+){{1,3}})", self._since()))
        endings = [match[1].split()[:end] for match in described[-1:] for end in range(2, 5)]
        forms = [Speaker(0, " ".join(words), "unnamed") for words in endings]
        fit = max((source.likeness(form, other) for form in forms), default=0.0)
        return fit > max((source.best_likeness(form, without=other) for form in forms), default=0.0)

    def _since(self) -> str:
        """Return the draft behind the last name of its speaker."""
        before, name = self.before or "", self.speaker.name.split()[-1] if self.speaker else ""
        return before[before.rfind(name) + len(name) :] if name and name in before else ""


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the words of the sentence around a quotation, without it."""
    before = _BREAK.split(text[max(0, start - _AROUND) : start])[-1]
    return f"{before} {_BREAK.split(text[end : end + _AROUND])[0]}"


def _subject(speaker: Speaker) -> str:
    """Return the pattern of a sentence's beginning with a speaker: "Her colleague Ana Silva …"."""
    return rf"{_BEGINS}(?:[\w.’'-]+\s+){{0,4}}?{_family(speaker)}(?!['’]s)"


def _family(speaker: Speaker) -> str:
    return rf"\b{re.escape(speaker.name.split()[-1])}\b"


def said_by(draft: DraftSpeaker, saying: Saying, source: Cast) -> SaidBy:
    """Compare the speaker in the draft with the speaker in the source. README.md has the rules."""
    if draft.speaker is None or not saying.speakers:
        return "same speaker" if draft.names_only(saying.speakers, source) else "unknown"
    same = [_same(draft.speaker, draft.cast, speaker, source) for speaker in saying.speakers]
    # the draft's description may have been given to the wrong person
    if draft.described and True not in same:
        same += [
            True
            for speaker in saying.speakers
            if _same(draft.described, draft.cast, speaker, source)
        ]
    if any(same) or any(draft.means(speaker, source) for speaker in saying.speakers):
        return "same speaker"
    if _fits_better(draft, saying, source):
        return "same speaker"
    if draft.speaker.kind == "person" and _is_last_named(draft.speaker, saying):
        # the source's pronoun may be the draft's speaker: certainly, if a sentence begins with it
        return "same speaker" if _is_last_named(draft.speaker, saying, _subject) else "unknown"
    is_sure = draft.sure and saying.sure and not any(map(draft.may_mean, saying.speakers))
    return "another speaker" if is_sure and None not in same else "unknown"


def _fits_better(draft: DraftSpeaker, saying: Saying, source: Cast) -> bool:
    """True if the source's description of the speaker ("the priest") fits the draft's speaker, by
    what either text says of both, and not the speaker that QuoteMiner found for it."""
    described, speaker = saying.described, draft.speaker
    if described is None or speaker is None or speaker.kind == "unnamed":
        return False
    known = source.named(speaker)
    fit = draft.cast.likeness(described, speaker) or known and source.likeness(described, known)
    return bool(fit) and not any(source.likeness(described, who) for who in saying.speakers)


def _is_last_named(
    speaker: Speaker, saying: Saying, pattern: Callable[[Speaker], str] = _family
) -> bool:
    """True if a speaker is named before the source's pronoun, and the speaker that QuoteMiner
    found for the pronoun is not named after that."""
    near = (saying.before or "")[-_NAMED_BEFORE:]
    last = [
        max((match.end() for match in re.finditer(pattern(who), near)), default=-1)
        for who in (speaker, *saying.speakers)
    ]
    return last[0] > max(last[1:], default=-1)


def _same(speaker: Speaker, draft: Cast, other: Speaker, source: Cast) -> bool | None:
    """Compare two speakers; None if undecided."""
    same = same_name(speaker, other)
    if same is not None:
        return same
    if "unnamed" not in (speaker.kind, other.kind):  # a person and an organisation
        return True if _belong(speaker, other) or _belong(other, speaker) else None
    if other.kind == "unnamed" and (known := source.named(speaker)):  # who has another label there
        return likeness(other, known) > 0
    fit = max(source.likeness(speaker, other), draft.likeness(other, speaker))
    best = source.best_likeness(speaker, without=other)
    if fit and fit >= best:
        return True
    # If the text with the description also names the person, they are two people, unless the role
    # fits.
    described, person, cast = (
        (speaker, other, draft) if speaker.kind == "unnamed" else (other, speaker, source)
    )
    if person.kind != "unnamed" and (known := cast.named(person)):
        return cast.likeness(described, known) > 0
    return False if best >= 2 and not fit else None


def _belong(speaker: Speaker, organisation: Speaker) -> bool:
    """True if a person speaks for an organisation."""
    mine = speaker.affiliation if organisation.kind == "org" else None
    return mine is not None and compare_organisations(mine, organisation.name) >= SAME_NAME
