"""The mentions of an article in text order, and the features of a position among them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence

from quoteminer.people.entities import Entity
from quoteminer.people.ranker import Candidate
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Span

#: Limits of the search for candidates before and after a source. They keep the time linear for long
# articles.
_SENTENCES_BACK = 14
_MENTIONS_BACK = 80
_SENTENCES_AHEAD = 6
_MENTIONS_AHEAD = 16


class Discourse:
    """The mentions of entities in an article; ``index`` gives their sentences and paragraphs."""

    def __init__(self, index: ArticleIndex, entities: Sequence[Entity]) -> None:
        self.index, self._entities = index, entities
        self._mentions = sorted(
            (start, entity.id) for entity in entities for start, _ in entity.mentions
        )
        self._sources: list[tuple[int, int]] = []

    def note_source(self, entity: Entity, start: int) -> None:
        """Add a resolved source, which is the "last_source" of the next pronoun."""
        insort(self._mentions, (start, entity.id))
        insort(self._sources, (start, entity.id))

    def note_mention(self, entity: Entity, start: int) -> None:
        insort(self._mentions, (start, entity.id))

    def move_mention(self, position: int, old: Entity, new: Entity) -> None:
        """Give the mention at a position, which `EntityStore.chosen` moved, to the new entity."""
        start = next(start for start, end in new.mentions if start <= position < end)
        self._mentions.remove((start, old.id))
        insort(self._mentions, (start, new.id))

    def last_sources(self, position: int, count: int = 1) -> list[tuple[Entity, int]]:
        """Return the last ``count`` sources before a position, each with its start, nearest
        first."""
        i = bisect_left(self._sources, (position, -1))
        return [
            (self._entities[at], start)
            for start, at in reversed(self._sources[max(0, i - count) : i])
        ]

    def _near(self, position: int, *, ahead: bool) -> Iterator[tuple[int, Entity]]:
        at, sentence = bisect_left(self._mentions, (position, -1)), self.index.sentence(position)
        back = self._mentions[max(0, at - _MENTIONS_BACK) : at][::-1]
        for start, number in self._mentions[at : at + _MENTIONS_AHEAD] if ahead else back:
            if -_SENTENCES_BACK <= self.index.sentence(start) - sentence <= _SENTENCES_AHEAD:
                yield start, self._entities[number]

    def candidates(
        self,
        span: Span,
        wanted: Callable[[Entity], bool],
        own: Sequence[Span],
        *,
        ahead: bool = False,
    ) -> list[Candidate]:
        """Return the entities that pass ``wanted`` and are mentioned before a span (``ahead``: or
        soon after it), nearest first, with the features of their nearest mention. Mentions in
        ``own``, the attribution's content, are skipped."""
        sentence, paragraph = self.index.sentence, self.index.paragraph
        last = self.last_sources(span[0])
        known: dict[Entity, Candidate] = {}
        inside: set[Entity] = set()
        for start, entity in self._near(span[0], ahead=False):
            if entity in known or not wanted(entity):
                continue
            if any(a <= start < b for a, b in own):
                inside.add(entity)
                continue
            distance = sentence(span[0]) - sentence(start)
            known[entity] = Candidate(entity).set(
                sentences=min(distance, 8),
                same_sentence=distance == 0,
                sentence_before=distance == 1,
                same_paragraph=paragraph(start) == paragraph(span[0]),
                nearest=not known,
                last_source=bool(last) and last[0][0] is entity,
            )
        before = len(known)
        for start, entity in self._near(span[1], ahead=True) if ahead else ():
            is_own = any(a <= start < b for a, b in own)
            if not is_own and entity not in known and wanted(entity):
                known[entity] = Candidate(entity).set(
                    after=1,
                    sentences_after=min(sentence(start) - sentence(span[1]), 6),
                    paragraph_after=paragraph(start) == paragraph(span[1]),
                    first_after=len(known) == before,
                )
        for entity, candidate in known.items():
            unnamed = entity.kind == "unnamed" or not entity.mentions
            candidate.set(in_own_content=entity in inside, unnamed=unnamed)
        return list(known.values())
