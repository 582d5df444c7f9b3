"""People who are only described, as candidates for "he" and "she": "A nurse came in. “…,” she said"."""

from __future__ import annotations

from collections.abc import Sequence

from quoteminer.people.descriptions import Descriptions
from quoteminer.people.entities import Entity
from quoteminer.people.noun_phrases import person_at, read_phrase
from quoteminer.people.ranker import Candidate
from quoteminer.types import Span

_BACK = 2  # sentences before the pronoun's quote


class Bystanders:
    """Finds people who are only described; each is made once, as an entity."""

    def __init__(self, descriptions: Descriptions) -> None:
        self._descriptions, self._found = descriptions, dict[int, tuple[Entity | None, int]]()

    def candidates(self, position: int, own: Sequence[Span], others: Sequence[Candidate]) -> list[Candidate]:
        """Return the people without a name who are described at the start of a sentence, before a pronoun and the
        content of its attribution (``own``) and in the same paragraph, and are not among the ``others``."""
        index, found, known = self._descriptions.index, list[Candidate](), [other.entity for other in others]
        start = end = min([position, *(first for first, _ in own)])
        for back in range(_BACK + 1):
            start = index.sentence_start(start)
            entity, first = self._person_at(start)
            is_near = index.paragraph(first) == index.paragraph(position)
            is_near = is_near and index.is_quoted(first) == index.is_quoted(position)
            if entity is not None and entity not in known and first < end and is_near:
                candidate = Candidate(entity).set(sentences=back, same_sentence=not back, sentence_before=back == 1)
                found.append(candidate.set(same_paragraph=1, unnamed=1))
            if not start:
                break  # the first sentence of the text
            start -= 1
        return found

    def _person_at(self, start: int) -> tuple[Entity | None, int]:
        """Return who is described at the start of a sentence, and where; None if it is a source or somebody else's
        description."""
        if start not in self._found:
            known, text = self._descriptions, self._descriptions.store.text
            span = person_at(text, start, known.names) or (start, start)
            phrase = read_phrase(text, *span, known.names)
            is_source = any(at == span[0] for _, at in known.discourse.last_sources(span[0] + 1))
            is_new = phrase.head and not is_source and all(e.kind == "org" for e in known.called(phrase))
            entity = known.make(phrase) if is_new else None
            self._found[start] = entity, span[0]
            if entity is not None and known.ranker.likeness is not None:
                known.ranker.likeness.note(entity, span[0])
        return self._found[start]
