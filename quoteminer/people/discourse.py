"""Where everybody is mentioned: the mentions of an article in order, and the features of a place among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from quoteminer.people.entities import Entity
from quoteminer.people.ranker import Candidate
from quoteminer.types import Article, MarkReading, Span

#: How far back and ahead somebody is looked for. The bounds keep long articles linear.
_SENTENCES_BACK = 14
_EVENTS_BACK = 80
_SENTENCES_AHEAD = 6
_EVENTS_AHEAD = 16

#: How far a sentence is looked through, in characters: what is taken for one may be a whole article.
_LONGEST = 600
#: What may stand between the beginning of a sentence and its subject, in characters.
_LEAD = 80
_AUXILIARIES = frozenset(
    "is was has had will would said says can could may might must should does did also who told makes made wants "
    "went came took gave got won lost began became called asked added".split()
)
_NO_SUBJECT_AFTER = frozenset(
    "of for by with to from in at on about against than like between and that told under over".split()
)
#: Whoever follows is spoken to.
_ADDRESSED = re.compile(
    r"\b(?:told|tells?|telling|ask(?:s|ed|ing)?|urg(?:ed|es|ing)|remind(?:ed|s|ing)|inform(?:ed|s|ing)|"
    r"(?:letter|said|spoke|wrote|speaking|interview|responding|reply|replied) (?:to|with))\s+(?:[A-Z][\w.]*\s+){0,3}$"
)
_ADDRESS_WINDOW = 40


@dataclass(frozen=True, slots=True, order=True)
class MentionContext:
    """One mention of an entity in the running text. ``addressed``: words are said to it ("told Kell")."""

    start: int
    end: int
    entity: Entity = field(compare=False)
    subject: bool = field(compare=False, default=False)
    quoted: bool = field(compare=False, default=False)
    possessive: bool = field(compare=False, default=False)
    addressed: bool = field(compare=False, default=False)


class Discourse:
    """The article while it is read: positions of sentences, paragraphs and quotations, and the mentions so far."""

    def __init__(
        self, article: Article, entities: Sequence[Entity], sentences: Sequence[Span], marks: MarkReading
    ) -> None:
        self.text = article.text
        self._sentences = [start for start, _ in sentences] or [p.start for p in article.paragraphs]
        self._paragraphs = [p.start for p in article.paragraphs]
        self._headlines = {i for i, p in enumerate(article.paragraphs) if p.kind in ("headline", "heading", "caption")}
        outer = [(q.start, q.end) for q in marks.quoted if q.depth == 1]
        self._quote_starts, self._quotes = [start for start, _ in outer], outer
        spans = [(span, entity) for entity in entities for span in entity.mentions]
        self.events = sorted(self._event(span, entity) for span, entity in spans)
        self._sources: list[tuple[int, int]] = []
        self._asked: set[int] = set()
        self._entities = entities

    # places

    def sentence(self, position: int) -> int:
        """Index of the sentence that holds a position."""
        return max(0, bisect_right(self._sentences, position) - 1)

    def _sentence_end(self, position: int) -> int:
        i = self.sentence(position) + 1
        end = self._sentences[i] if i < len(self._sentences) else len(self.text)
        return min(end, position + _LONGEST)

    def sentence_start(self, position: int) -> int:
        """Where the sentence that holds a position starts."""
        return self._sentences[self.sentence(position)] if self._sentences else 0

    def paragraph(self, position: int) -> int:
        """Index of the paragraph that holds a position."""
        return max(0, bisect_right(self._paragraphs, position) - 1)

    def in_headline(self, position: int) -> bool:
        """True in headlines, headings and captions."""
        return self.paragraph(position) in self._headlines

    def in_lead(self, position: int) -> bool:
        """True in the first two paragraphs that are no headline."""
        at = self.paragraph(position)
        return at not in self._headlines and sum(i not in self._headlines for i in range(min(at, 3))) < 2

    def in_quote(self, position: int) -> bool:
        """True between quotation marks."""
        i = bisect_right(self._quote_starts, position) - 1
        return i >= 0 and position < self._quotes[i][1]

    # sources

    def note_source(self, entity: Entity, span: Span, *, asks: bool = False) -> None:
        """Somebody has been quoted here: a mention that later pronouns look at first. ``asks``: what is quoted is a
        question, which somebody else answers."""
        if asks:
            self._asked.add(span[0])
        known = bisect_left(self.events, span[0], key=lambda event: event.start)
        if known < len(self.events) and self.events[known].start <= span[1] and self.events[known].entity is entity:
            old = self.events[known]
            self.events[known] = MentionContext(old.start, old.end, entity, True, old.quoted)
        else:
            insort(self.events, MentionContext(span[0], span[1], entity, True, self.in_quote(span[0])))
        insort(self._sources, (span[0], entity.id))

    def note(self, entity: Entity, span: Span) -> None:
        """Somebody is mentioned here."""
        insort(self.events, self._event(span, entity))

    def last_sources(self, position: int, count: int = 1) -> list[tuple[Entity, int]]:
        """Who was quoted last before a position, and where, nearest first."""
        i = bisect_left(self._sources, (position, -1))
        return [(self._entities[at], start) for start, at in reversed(self._sources[max(0, i - count) : i])]

    # candidates

    def before(self, position: int) -> Iterable[MentionContext]:
        """Mentions before a position, nearest first, as far back as an antecedent may be."""
        first = self.sentence(position) - _SENTENCES_BACK
        index = bisect_left(self.events, position, key=lambda event: event.start) - 1
        for i in range(index, max(-1, index - _EVENTS_BACK), -1):
            if self.sentence(self.events[i].start) < first:
                return
            yield self.events[i]

    def after(self, position: int) -> Iterable[MentionContext]:
        """Mentions behind a position, nearest first, as far as somebody may be described before the name comes."""
        last = self.sentence(position) + _SENTENCES_AHEAD
        index = bisect_left(self.events, position, key=lambda event: event.start)
        for event in self.events[index : index + _EVENTS_AHEAD]:
            if self.sentence(event.start) > last:
                return
            yield event

    def between(self, start: int, end: int) -> list[MentionContext]:
        """Mentions that start inside a span."""
        key = lambda event: event.start  # noqa: E731
        return self.events[bisect_left(self.events, start, key=key) : bisect_left(self.events, end, key=key)]

    def candidates(
        self, span: Span, wanted: Callable[[Entity], bool], own: Sequence[Span], *, ahead: bool = False
    ) -> list[Candidate]:
        """Every entity that passes ``wanted`` and is mentioned before a span (``ahead``: or soon behind it), nearest
        first, with the features of its nearest mention. Mentions in ``own``, the words whose speaker is looked for,
        make nobody a candidate."""
        found: dict[int, Candidate] = {}
        inside: set[int] = set()
        for event in self.before(span[0]):
            entity = event.entity
            if not wanted(entity) or entity.id in found:
                continue
            if any(start <= event.start < end for start, end in own):
                inside.add(entity.id)
            else:
                found[entity.id] = self._behind(event, span[0], len(found))
        for event in self.after(span[1]) if ahead else ():
            entity = event.entity
            if wanted(entity) and entity.id not in found and not any(a <= event.start < b for a, b in own):
                found[entity.id] = self._ahead(event, span, len(found))
        behind = {event.entity.id for event in self.between(span[1], self._sentence_end(span[1]))}
        for at, candidate in found.items():
            candidate.set(in_own_content=at in inside, named_behind=at in behind)
        return list(found.values())

    def _behind(self, event: MentionContext, position: int, between: int) -> Candidate:
        distance = self.sentence(position) - self.sentence(event.start)
        last = self.last_sources(position, 2)
        is_last = bool(last) and last[0][0] is event.entity
        candidate = self._candidate(event)
        candidate.set(
            sentences=min(distance, 8),
            between=min(between, 6),
            same_sentence=distance == 0,
            sentence_before=distance == 1,
            nearest=between == 0,
            addressed=event.addressed,
            possessive=event.possessive,
            headline=self.in_headline(event.start),
            same_paragraph=self.paragraph(event.start) == self.paragraph(position),
            last_source=is_last,
            last_asked=is_last and last[0][1] in self._asked,
            last_in_paragraph=is_last and self.paragraph(last[0][1]) == self.paragraph(position),
            source_before_last=len(last) > 1 and last[1][0] is event.entity and not is_last,
        )
        return candidate

    def _ahead(self, event: MentionContext, span: Span, between: int) -> Candidate:
        distance = self.sentence(event.start) - self.sentence(span[1])
        candidate = self._candidate(event)
        same = self.paragraph(event.start) == self.paragraph(span[1])
        candidate.set(after=1, sentences_after=min(distance, 6), first_after=between == 0, paragraph_after=same)
        return candidate

    def _candidate(self, event: MentionContext) -> Candidate:
        entity = event.entity
        candidate = Candidate(entity, {})
        candidate.set(
            subject=event.subject,
            quoted=event.quoted,
            unnamed=entity.kind == "unnamed" or not entity.mentions,
        )
        return candidate

    # mentions

    def _event(self, span: Span, entity: Entity) -> MentionContext:
        start, end = span
        quoted = self.in_quote(start)
        possessive = self.text.startswith(("'s", "’s"), end) or self.text[max(start, end - 2) : end] in ("'s", "’s")
        addressed = not possessive and self._is_addressed(start)
        subject = not possessive and not addressed and self._is_subject(start, end)
        return MentionContext(start, end, entity, subject, quoted, possessive, addressed)

    def _is_addressed(self, start: int) -> bool:
        return _ADDRESSED.search(self.text, max(0, start - _ADDRESS_WINDOW), start) is not None

    def _is_subject(self, start: int, end: int) -> bool:
        """A guess by what stands around the name: the beginning of the sentence, or a verb behind it."""
        opening = max(self.sentence_start(start), start - _LEAD)
        lead = [word.casefold() for word in self.text[opening:start].split()]
        if len(lead) <= 2 and _NO_SUBJECT_AFTER.isdisjoint(lead):
            return True
        if lead and lead[-1] in _NO_SUBJECT_AFTER:
            return False
        behind = self.text[end : end + 16].split()
        return bool(behind) and self.text[end : end + 1].isspace() and (
            behind[0].casefold() in _AUXILIARIES or behind[0].endswith("ed") and behind[0].islower())  # fmt: skip
