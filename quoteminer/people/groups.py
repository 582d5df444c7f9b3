"""People, or bodies, who are named together."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator, Sequence

from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.discourse import Discourse
from quoteminer.people.entities import Entity
from quoteminer.people.mentions import read_group
from quoteminer.people.noun_phrases import tokens
from quoteminer.types import Name, SourceMention

# Between two names of a list.
_LISTED = re.compile(r"(?:,|,?(?P<and> and| &))[ \xa0](?:(?:[Tt]he|Mrs?|Ms|Dr)\b\.?[ \xa0])?")
#: The most names of a list that a description may mean.
_MOST_LISTED = 6


def listed_names(index: NameIndex) -> Iterator[Sequence[Name]]:
    """Yield the names of one kind that are joined by "and" and commas: "Ana Ruiz, Dana Kell and
    Peter Holm"."""
    run: list[Name] = []
    for name in index.names:
        joint = _LISTED.fullmatch(index.text, run[-1].end, name.start) if run else None
        if joint is None or run[-1].kind != name.kind:
            run = []
        run.append(name)
        if len(run) > 1 and joint and joint["and"]:
            if len(run) <= _MOST_LISTED:
                yield run
            run = []


class Groups:
    """The groups of an article: sources like "Kell and Ruiz", and lists in its text, which "the
    firms" may mean. Each is an entity."""

    def __init__(self, store: EntityStore, discourse: Discourse, names: NameIndex) -> None:
        self._store, self._discourse, self._names = store, discourse, names
        self._by_members: dict[frozenset[Entity], Entity] = {}
        self._sources: set[Entity] = set()
        self._lists: dict[int, Entity] = {}  # by the starts of their names
        for listed in listed_names(names):
            self._note_list(listed)

    def of_name(self, start: int) -> Entity | None:
        """Return the list with the name that starts there ("Delmar and the Quay Board"), else its
        own entity."""
        return self._lists.get(start) or self._store.at(start)

    def of_source(self, mention: SourceMention) -> Entity:
        """Return the group of a source. Its name is the words of its first source, or the full
        names for "Kell and Ruiz"."""
        text, (start, end) = self._store.text, mention.head
        names = read_group(tokens(text, start, end), self._names) or self._names.touching(
            start, end
        )
        members = self._entities(names)
        group = self._group(members)
        if group not in self._sources:
            self._sources.add(group)
            # "Chancellor | Ida Kranz and Prime Minister Ana Ruiz", but "Mr Kranz and Mr Ruiz"
            is_full = " " in text[names[0].start : names[0].end]
            words = text[start if is_full else mention.start : end].split()
            words = words[words[0].casefold() == "both" :]
            if words[1::2] == ["and"] * (len(members) - 1):
                words = [" and ".join(member.name for member in members)]
            group.name = " ".join(words)
        return group

    def _note_list(self, names: Sequence[Name]) -> None:
        members = self._entities(names)
        kinds = {"place" if entity.place else entity.kind for entity in members}
        if len(set(members)) < len(names) or len(kinds) > 1 or kinds == {"place"}:
            return
        group, (*front, last) = self._group(members), (member.name for member in members)
        group.name = group.name or f"{', '.join(front)} and {last}"
        self._lists.update((name.start, group) for name in names)
        insort(group.mentions, (names[0].start, names[-1].end))
        self._discourse.note_mention(group, names[0].start)

    def _entities(self, names: Sequence[Name]) -> list[Entity]:
        return [entity for name in names if (entity := self._store.at(name.start)) is not None]

    def _group(self, members: Sequence[Entity]) -> Entity:
        key = frozenset(members)
        if key not in self._by_members:
            is_human = any(entity.kind == "person" for entity in members)
            group = self._store.new("person" if is_human else "org", "")
            group.plural, group.members = True, tuple(dict.fromkeys(members))
            self._by_members[key] = group
        return self._by_members[key]
