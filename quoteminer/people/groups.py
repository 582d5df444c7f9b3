"""Those who are named together, "Ana Ruiz and Peter Holm": each group is an entity, which later may be "they"."""

from __future__ import annotations

from collections.abc import Sequence

from quoteminer.people.entities import Entity
from quoteminer.people.name_index import NameIndex, names_together
from quoteminer.people.scene import Scene
from quoteminer.people.speakers import Cast
from quoteminer.people.spelling import fold
from quoteminer.types import Name, Span


class Groups:
    """The groups of one article, made when they are first asked for."""

    def __init__(self, cast: Cast, names: NameIndex) -> None:
        self._cast, self._names = cast, names
        self._known: dict[str, Entity] = {}

    def note_all(self, scene: Scene) -> None:
        """Tell the scene where several are named together."""
        for names in names_together(self._cast.text, self._names.names):
            members = {entity.id for name in names if (entity := self._entity_of(name)) is not None}
            if len(members) == len(names):
                span = names[0].start, names[-1].end
                scene.note(self.find(span, names), span)

    def find(self, span: Span, names: Sequence[Name]) -> Entity:
        """The group of the names in a span: known by their full names where the text has only family names here."""
        text = self._cast.text
        members = [self._entity_of(name) for name in names]
        people = [e for e in members if e is not None and e.kind == "person"]
        bare = len(people) == len(members) > 1 and all(" " not in text[n.start : n.end] for n in names)
        name = " and ".join(e.name for e in people) if bare else " ".join(text[slice(*span)].split())
        key = " ".join(sorted(e.name for e in people)) if bare else fold(name)
        entity = self._known.get(key) or self._cast.new("person" if people else "org", name)
        entity.plural = True
        self._known[key] = entity
        return entity

    def _entity_of(self, name: Name) -> Entity | None:
        return entity_in((name.start, name.end), self._cast, self._names)


def entity_in(span: Span, cast: Cast, names: NameIndex) -> Entity | None:
    """The first entity of those whose names lie in a span or touch it."""
    found = (cast.at(name.start) for name in names.touching(*span))
    return next((entity for entity in found if entity is not None), None)
