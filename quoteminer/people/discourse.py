"""The places and mentions of an article in text order, and the features of a position among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence

from quoteminer.people.entities import Entity
from quoteminer.people.ranker import Candidate
from quoteminer.types import Article, MarkReading, Span

#: How far back and ahead candidates are looked for. The bounds keep long articles linear.
_SENTENCES_BACK = 14
_MENTIONS_BACK = 80
_SENTENCES_AHEAD = 6
_MENTIONS_AHEAD = 16


class Discourse:
    def __init__(
        self, article: Article, entities: Sequence[Entity], sentences: Sequence[Span], marks: MarkReading
    ) -> None:
        self._entities = entities
        self._sentences = [start for start, _ in sentences] or [p.start for p in article.paragraphs]
        self._paragraphs = [p.start for p in article.paragraphs]
        self._headlines = {i for i, p in enumerate(article.paragraphs) if p.kind in ("headline", "heading", "caption")}
        self._quotes = [(q.start, q.end) for q in marks.quoted if q.depth == 1]
        self._mentions = sorted((start, entity.id) for entity in entities for start, _ in entity.mentions)
        self._sources: list[tuple[int, int]] = []

    def sentence(self, position: int) -> int:
        return max(0, bisect_right(self._sentences, position) - 1)

    def sentence_start(self, position: int) -> int:
        return self._sentences[self.sentence(position)] if self._sentences else 0

    def paragraph(self, position: int) -> int:
        return max(0, bisect_right(self._paragraphs, position) - 1)

    def in_headline(self, position: int) -> bool:
        return self.paragraph(position) in self._headlines

    def in_quote(self, position: int) -> bool:
        i = bisect_right(self._quotes, (position, 1 << 60)) - 1
        return i >= 0 and position < self._quotes[i][1]

    def note_source(self, entity: Entity, start: int) -> None:
        """Add a resolved source: the "last_source" of the next pronoun."""
        insort(self._mentions, (start, entity.id))
        insort(self._sources, (start, entity.id))

    def last_sources(self, position: int, count: int = 1) -> list[tuple[Entity, int]]:
        """Return the last ``count`` sources before a position, each with its start, nearest first."""
        i = bisect_left(self._sources, (position, -1))
        return [(self._entities[at], start) for start, at in reversed(self._sources[max(0, i - count) : i])]

    def _near(self, position: int, *, ahead: bool) -> Iterator[tuple[int, Entity]]:
        at, sentence = bisect_left(self._mentions, (position, -1)), self.sentence(position)
        back = self._mentions[max(0, at - _MENTIONS_BACK) : at][::-1]
        for start, number in self._mentions[at : at + _MENTIONS_AHEAD] if ahead else back:
            if -_SENTENCES_BACK <= self.sentence(start) - sentence <= _SENTENCES_AHEAD:
                yield start, self._entities[number]

    def candidates(
        self, span: Span, wanted: Callable[[Entity], bool], own: Sequence[Span], *, ahead: bool = False
    ) -> list[Candidate]:
        """The entities that pass ``wanted`` and are mentioned before a span (``ahead``: or soon after it), nearest
        first, with the features of their nearest mention. Mentions in ``own``, the attribution's content, are skipped.
        """
        found: dict[int, Candidate] = {}
        inside: set[int] = set()
        for start, entity in self._near(span[0], ahead=False):
            if not wanted(entity) or entity.id in found:
                continue
            if any(a <= start < b for a, b in own):
                inside.add(entity.id)
            else:
                distance, last = self.sentence(span[0]) - self.sentence(start), self.last_sources(span[0])
                found[entity.id] = Candidate(entity).set(
                    sentences=min(distance, 8),
                    same_sentence=distance == 0,
                    sentence_before=distance == 1,
                    same_paragraph=self.paragraph(start) == self.paragraph(span[0]),
                    nearest=not found,
                    last_source=bool(last) and last[0][0] is entity,
                )
        first = True
        for start, entity in self._near(span[1], ahead=True) if ahead else ():
            if wanted(entity) and entity.id not in found and not any(a <= start < b for a, b in own):
                found[entity.id] = Candidate(entity).set(
                    after=1,
                    sentences_after=min(self.sentence(start) - self.sentence(span[1]), 6),
                    paragraph_after=self.paragraph(start) == self.paragraph(span[1]),
                    first_after=first,
                )
                first = False
        for number, candidate in found.items():
            entity = self._entities[number]
            unnamed = entity.kind == "unnamed" or not entity.mentions
            candidate.set(in_own_content=number in inside, unnamed=unnamed)
        return list(found.values())
