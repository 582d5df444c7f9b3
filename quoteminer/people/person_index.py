"""The person that a name in an article means.

Persons are looked up by the sounds of the words in their names, so that the work grows linearly with the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from quoteminer.names.lexicon import NICKNAMES, TITLES, full_forms
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import SAME_NAME, fold, skeleton
from quoteminer.people.entities import Entity

#: Persons under one key that a name is compared with; bounds the work in an article with thousands of names.
_MOST_RIVALS = 40


class PersonIndex:
    """The persons of an article by the sounds of their names. ``new`` makes an entity with a name. ``one_generation``:
    the article mentions no fathers and sons."""

    def __init__(self, new: Callable[[str], Entity], *, one_generation: bool) -> None:
        self._new, self._one_generation = new, one_generation
        self._by_key: dict[str, list[Entity]] = defaultdict(list)
        self._exact: dict[str, Entity] = {}
        self._bare: dict[str, Entity] = {}
        self._options: dict[str, list[tuple[float, Entity]]] = {}

    def join_full(self, name: PersonName) -> Entity:
        """The person of a full name, made if there is none yet. With one generation, "John Smith Jr." has no
        namesake."""
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._exact:
            self._exact[key] = self.find(name) or self._younger(name) or self._new(name.plain)
        entity = self._exact[key]
        if entity.person is None or len(name.parts) > len(entity.person.parts):
            entity.person = name
            self._index(entity, name)
        return entity

    def join_bare(self, name: PersonName) -> Entity:
        """The person with this single name, made if there is none yet."""
        key = fold(name.family)
        if key not in self._bare:
            self._bare[key] = self._new(name.plain)
            self._bare[key].person = name
        return self._bare[key]

    def choose(self, name: PersonName, position: int) -> Entity | None:
        """The person that a single name at a position means, None if there is none: the best comparison among those
        named before it (else after it) and of the honorific's gender. Ties: the person mentioned last if the name has
        an honorific, else the one mentioned most."""
        options = [(score, e) for score, e in self.options(name) if not e.contradicts(name.honorific_gender)]
        earlier = [(score, e) for score, e in options if e.mentions[0][0] < position] or options
        said = name.honorific_gender
        agree = [(score, e) for score, e in earlier if said is not None and e.gender == said] or earlier

        def rank(row: tuple[float, Entity]) -> tuple[int, int, int, int]:
            score, entity = row
            last = entity.last_before(position) if name.honorific else -1
            return round(score / 3), last, len(entity.mentions), -entity.id

        return max(agree, key=rank)[1] if agree else None

    def options(self, name: PersonName) -> list[tuple[float, Entity]]:
        """All persons that a single name may mean, with their scores. Call after all full names are joined."""
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._options:
            self._options[key] = [row for row in self._compared(name) if row[0] >= SAME_NAME]
        return self._options[key]

    def by_initials(self, letters: str) -> Entity | None:
        """The person with these initials (three letters at least), as an interview names its speakers."""
        known = self._by_key.get(f"@{fold(letters)}") if len(letters) > 2 else None
        return known[0] if known else None

    def find(self, name: PersonName) -> Entity | None:
        """The person of a full name, None if there is none yet."""
        best = max(self._compared(name), default=None, key=lambda row: (row[0], -row[1].id))
        return best[1] if best is not None and best[0] >= SAME_NAME else None

    def _younger(self, name: PersonName) -> Entity | None:
        """The only person with this name and "Jr." behind it."""
        if not self._one_generation or name.suffix or name.titles:
            return None
        rivals = [e for _, e in self._compared(name) if e.person is not None and e.person.suffix]
        same = [e for e in rivals if e.person and compare_people(name, replace(e.person, suffix="")) >= SAME_NAME]
        return same[0] if len(same) == 1 else None

    def _compared(self, name: PersonName) -> list[tuple[float, Entity]]:
        """The scores of the persons that share a sound with a name or with its long form; if none is the same, of those
        that share the first letter of the family name, for typos."""
        sounds = _sounds(name)
        short = name.order == "bare" and fold(name.family) in NICKNAMES
        found = self._scores(name, [*sounds, *_full_keys(name.family)] if short else sounds)
        if any(score >= SAME_NAME for score, _ in found):
            return found
        return self._scores(name, [_slip_key(sounds)])

    def _scores(self, name: PersonName, keys: Sequence[str]) -> list[tuple[float, Entity]]:
        rivals = {e.id: e for key in keys for e in self._by_key[key][-_MOST_RIVALS:]}
        return [(compare_people(name, e.person), e) for e in rivals.values() if e.person is not None]

    def _index(self, entity: Entity, name: PersonName) -> None:
        sounds = _sounds(name)
        words = [word for part in name.parts for word in re.split(r"[- ]", part) if word]
        initials = {"".join(word[0].casefold() for word in words), "".join(part[0].casefold() for part in name.parts)}
        keys = [*sounds, *_full_keys(name.given), *(f"@{letters}" for letters in sorted(initials)), _slip_key(sounds)]
        for key in dict.fromkeys(keys):
            if not any(known is entity for known in self._by_key[key]):
                self._by_key[key].append(entity)


@lru_cache(maxsize=16384)
def _sounds(name: PersonName) -> Sequence[str]:
    """The sounds of the parts of a name and of their words; the last is the family name's."""
    words = [word for part in name.parts for word in part.replace("-", " ").split() if word.casefold() not in TITLES]
    return tuple(dict.fromkeys(skeleton(word) for word in (*words, *name.parts)))


def _full_keys(given: str) -> list[str]:
    """Keys of the long forms of a given name: "Bill" alone may be William Ames."""
    return [f"*{full}" for full in sorted(full_forms(fold(given)))]


def _slip_key(sounds: Sequence[str]) -> str:
    return f"~{sounds[-1][:1]}" if sounds else "~"
