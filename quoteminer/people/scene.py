"""Where everybody was last talked about: the mentions of an article in order, and who of them a pronoun means.

Candidates have features that a reader can name (`FEATURES`); `antecedents` weighs them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quoteminer.people.entities import Entity
from quoteminer.people.speakers import Cast
from quoteminer.types import Article, Attribution, MarkReading, Span

#: How far back an antecedent is looked for. Both bounds keep long articles linear.
_SENTENCES_BACK = 10
_EVENTS_BACK = 60

#: What may stand between the beginning of a sentence and its subject, in characters.
_LEAD = 80
_AUXILIARIES = frozenset(
    "is was has had will would said says can could may might must should does did also who told makes made wants "
    "went came took gave got won lost began became called asked added".split()
)
_NO_SUBJECT_AFTER = frozenset(
    "of for by with to from in at on about against than like between and that told under over".split()
)

FEATURES: Mapping[str, str] = {
    "sentences": "sentences between the nearest mention and here, at most 6",
    "same_sentence": "the nearest mention is in this sentence",
    "mentions_between": "other candidates mentioned since, at most 5",
    "subject": "the nearest mention looks like a subject, or was quoted",
    "possessive": "the nearest mention is an owner (“Kell’s”)",
    "quoted": "the nearest mention stands in a quotation",
    "headline": "the nearest mention stands in a headline, heading or caption",
    "same_paragraph": "the nearest mention is in this paragraph",
    "last_source": "nobody else was quoted since",
    "last_in_paragraph": "the same, and in this paragraph",
    "frequency": "logarithm of one more than the mentions by name in the article",
    "unnamed": "known by a description only",
    "agrees": "of the pronoun’s gender",
    "clashes": "of the other gender",
    "in_own_content": "named in the very words whose speaker is looked for",
    "encloses_direct": "the speaker of the quotation that this stands in",
    "encloses_indirect": "the speaker of the reported words that this stands in",
    "shares_words": "what the article says of it and the description have in common (`descriptions.shared_words`)",
    "kind": "several, where several are looked for",
}
"""What a candidate is judged by; 0 or 1 where nothing else is said."""


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One mention of an entity in the running text."""

    start: int
    end: int
    entity: Entity = field(compare=False)
    subject: bool = field(compare=False, default=False)
    quoted: bool = field(compare=False, default=False)
    possessive: bool = field(compare=False, default=False)


@dataclass(slots=True)
class Candidate:
    """An entity that may be meant, with its nearest mention before the place in question and its features."""

    entity: Entity
    event: Event
    features: dict[str, float]
    score: float = 0.0


class Scene:
    """The article while it is read: positions of sentences, paragraphs and quotations, and the mentions so far."""

    def __init__(self, article: Article, cast: Cast, sentences: Sequence[Span], marks: MarkReading) -> None:
        self.text = article.text
        self._sentences = [start for start, _ in sentences] or [p.start for p in article.paragraphs]
        self._paragraphs = [p.start for p in article.paragraphs]
        self._headlines = {i for i, p in enumerate(article.paragraphs) if p.kind in ("headline", "heading", "caption")}
        outer = [(q.start, q.end) for q in marks.quoted if q.depth == 1]
        self._quote_starts, self._quotes = [start for start, _ in outer], outer
        spans = [(span, entity) for entity in cast.entities for span in entity.mentions]
        self.events = sorted(self._event(span, entity) for span, entity in spans)
        self._sources: list[tuple[int, int]] = []
        self._entities = cast.entities

    def sentence(self, position: int) -> int:
        """Index of the sentence that holds a position."""
        return max(0, bisect_right(self._sentences, position) - 1)

    def sentence_start(self, position: int) -> int:
        """Where the sentence that holds a position starts."""
        return self._sentences[self.sentence(position)] if self._sentences else 0

    def paragraph(self, position: int) -> int:
        """Index of the paragraph that holds a position."""
        return max(0, bisect_right(self._paragraphs, position) - 1)

    def in_headline(self, position: int) -> bool:
        """True in headlines, headings and captions."""
        return self.paragraph(position) in self._headlines

    def in_quote(self, position: int) -> bool:
        """True between quotation marks."""
        i = bisect_right(self._quote_starts, position) - 1
        return i >= 0 and position < self._quotes[i][1]

    def note_source(self, entity: Entity, span: Span) -> None:
        """Somebody has been quoted here: a mention that later pronouns look at first."""
        known = bisect_left(self.events, span[0], key=lambda event: event.start)
        if known < len(self.events) and self.events[known].start <= span[1] and self.events[known].entity is entity:
            old = self.events[known]
            self.events[known] = Event(old.start, old.end, entity, True, old.quoted, False)
        else:
            insort(self.events, Event(span[0], span[1], entity, True, self.in_quote(span[0]), False))
        insort(self._sources, (span[0], entity.id))

    def last_source(self, position: int) -> tuple[Entity, int] | None:
        """Who was quoted last before a position, and where."""
        i = bisect_left(self._sources, (position, -1)) - 1
        return (self._entities[self._sources[i][1]], self._sources[i][0]) if i >= 0 else None

    def before(self, position: int) -> Iterable[Event]:
        """Mentions before a position, nearest first, as far back as an antecedent may be."""
        first = self.sentence(position) - _SENTENCES_BACK
        index = bisect_left(self.events, position, key=lambda event: event.start) - 1
        for i in range(index, max(-1, index - _EVENTS_BACK), -1):
            if self.sentence(self.events[i].start) < first:
                return
            yield self.events[i]

    def candidates(self, position: int, wanted: Callable[[Entity], bool], of: Attribution | None) -> list[Candidate]:
        """Every entity that passes ``wanted`` and was mentioned before the position, with its features."""
        found: dict[int, Candidate] = {}
        own = of.content if of else ()
        seen: set[int] = set()
        for event in self.before(position):
            entity = event.entity
            if not wanted(entity):
                continue
            inside = any(start <= event.start < end for start, end in own)
            known = found.get(entity.id)
            if known is None:
                features = self._features(event, position, len(seen), inside)
                found[entity.id] = Candidate(entity, event, features)
            elif known.features["in_own_content"] and not inside:
                kept = self._features(event, position, len(seen), False)
                found[entity.id] = Candidate(entity, event, {**kept, "in_own_content": 1.0})
            seen.add(entity.id)
        return list(found.values())

    def _features(self, event: Event, position: int, between: int, inside: bool) -> dict[str, float]:
        entity, distance = event.entity, self.sentence(position) - self.sentence(event.start)
        last = self.last_source(position)
        is_last = last is not None and last[0] is entity
        return {
            "sentences": float(min(distance, 6)),
            "same_sentence": float(distance == 0),
            "mentions_between": float(min(between, 5)),
            "subject": float(event.subject),
            "last_source": float(is_last),
            "same_paragraph": float(self.paragraph(event.start) == self.paragraph(position)),
            "last_in_paragraph": float(is_last and self.paragraph(last[1] if last else 0) == self.paragraph(position)),
            "unnamed": float(entity.kind == "unnamed"),
            "frequency": math.log1p(len(entity.mentions)),
            "quoted": float(event.quoted),
            "possessive": float(event.possessive),
            "in_own_content": float(inside),
            "headline": float(self.in_headline(event.start)),
        }

    def _event(self, span: Span, entity: Entity) -> Event:
        start, end = span
        quoted = self.in_quote(start)
        possessive = self.text.startswith(("'s", "’s"), end) or self.text[max(start, end - 2) : end] in ("'s", "’s")
        return Event(start, end, entity, not possessive and self._is_subject(start, end), quoted, possessive)

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
