"""The persons of an article: full names found clusters, single names join, mention by mention, what is known.

Candidates are looked up by the sound of the words of their names, so that the work grows with the article and not with
its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from quoteminer.people.entities import Entity
from quoteminer.people.given_names import NICKNAMES, full_forms
from quoteminer.people.lexicon import TITLES
from quoteminer.people.names import PersonName, compare_people
from quoteminer.people.spelling import SAME_NAME, fold, skeleton

#: Rivals under one key that a comparison looks at, the latest: bounds the work in an article with thousands of names.
_BLOCK = 40


class Persons:
    """Finds the person that a name means. ``new`` makes an entity of kind "person" with a given name.
    ``one_generation``: nothing in the article speaks of fathers and sons."""

    def __init__(self, new: Callable[[str], Entity], *, one_generation: bool) -> None:
        self._new, self._one_generation = new, one_generation
        self._by_key: dict[str, list[Entity]] = defaultdict(list)
        self._exact: dict[str, Entity] = {}
        self._bare: dict[str, Entity] = {}
        self._options: dict[str, list[tuple[float, Entity]]] = {}

    def join_full(self, name: PersonName) -> Entity:
        """The person of a full name, made if there is none yet. In an article that speaks of one generation only,
        "John Smith" behind "John Smith Jr." is the same."""
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._exact:
            self._exact[key] = self._best(name) or self._younger(name) or self._new(name.plain)
        entity = self._exact[key]
        if entity.person is None or len(name.parts) > len(entity.person.parts):
            entity.person = name
            self._index(entity, name)
        return entity

    def join_bare(self, name: PersonName) -> Entity:
        """The person of whom the article has this one word only, made if there is none yet."""
        key = fold(name.family)
        if key not in self._bare:
            self._bare[key] = self._new(name.plain)
            self._bare[key].person = name
        return self._bare[key]

    def choose(self, name: PersonName, position: int, title: str = "") -> Entity | None:
        """The person of a full name that a single name means at a position: the best comparison among those named
        before it (else after it), of this title and of the honorific's gender. Of equals, one with an honorific or
        title is the last whom the article talked about, a bare name the one whom it names most."""
        options = [(score, e) for score, e in self.options(name) if not e.contradicts(name)]
        earlier = [(score, e) for score, e in options if e.mentions[0][0] < position] or options
        titled = [(score, e) for score, e in earlier if title and title in e.titles] or earlier
        near = bool(title or name.honorific)
        said = name.honorific_gender
        agree = [(score, e) for score, e in titled if said is not None and e.gender == said] or titled
        best = max(agree, default=None, key=lambda row: (round(row[0] / 3), *_prominence(row[1], position, near=near)))
        return best[1] if best is not None else None

    def options(self, name: PersonName) -> list[tuple[float, Entity]]:
        """All persons of full names that a single name may mean, with their scores. Call when all full names joined."""
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._options:
            self._options[key] = [row for row in self._compared(name) if row[0] >= SAME_NAME]
        return self._options[key]

    def has_word(self, word: str) -> bool:
        """True where a full name sounds like this in one of its words."""
        return bool(self._by_key.get(skeleton(word)))

    def by_initials(self, letters: str) -> Entity | None:
        """The person with these initials, as an interview names its speakers; three letters at least."""
        known = self._by_key.get(f"@{fold(letters)}") if len(letters) > 2 else None
        return known[0] if known else None

    def _best(self, name: PersonName) -> Entity | None:
        best = max(self._compared(name), default=None, key=lambda row: (row[0], -row[1].id))
        return best[1] if best is not None and best[0] >= SAME_NAME else None

    def _younger(self, name: PersonName) -> Entity | None:
        """The one person who has this name with "Jr." behind it."""
        if not self._one_generation or name.suffix or name.titles:
            return None
        rivals = [e for _, e in self._compared(name) if e.person is not None and e.person.suffix]
        same = [e for e in rivals if e.person and compare_people(name, replace(e.person, suffix="")) >= SAME_NAME]
        return same[0] if len(same) == 1 else None

    def _compared(self, name: PersonName) -> list[tuple[float, Entity]]:
        """The persons that share a sound with a name, or what it is short for, with their scores; where none of them is
        the same, those that share the first letter of the family name, for slips."""
        sounds = _sounds(name)
        short = name.order == "bare" and fold(name.family) in NICKNAMES
        found = self._scores(name, [*sounds, *_full_keys(name.family)] if short else sounds)
        if any(score >= SAME_NAME for score, _ in found):
            return found
        return self._scores(name, [_slip_key(sounds)])

    def _scores(self, name: PersonName, keys: Sequence[str]) -> list[tuple[float, Entity]]:
        rivals = {e.id: e for key in keys for e in self._by_key[key][-_BLOCK:]}
        return [(compare_people(name, e.person), e) for e in rivals.values() if e.person is not None]

    def _index(self, entity: Entity, name: PersonName) -> None:
        sounds = _sounds(name)
        initials = "".join(part[0].casefold() for part in name.parts)
        for key in dict.fromkeys([*sounds, *_full_keys(name.given), f"@{initials}", _slip_key(sounds)]):
            if not any(known is entity for known in self._by_key[key]):
                self._by_key[key].append(entity)


def _prominence(entity: Entity, position: int, *, near: bool) -> tuple[int, int, int]:
    last = entity.last_before(position) if near else -1
    return last, len(entity.mentions), -entity.id


@lru_cache(maxsize=16384)
def _sounds(name: PersonName) -> Sequence[str]:
    """The sounds of the parts of a name and of the words in them, the family name's last."""
    words = [word for part in name.parts for word in part.replace("-", " ").split() if word.casefold() not in TITLES]
    return tuple(dict.fromkeys(skeleton(word) for word in (*words, *name.parts)))


def _full_keys(given: str) -> list[str]:
    """The keys of the names that a given name is short for: "Bill" alone is William Ames, or Billy Ames."""
    return [f"*{full}" for full in sorted(full_forms(fold(given)))]


def _slip_key(sounds: Sequence[str]) -> str:
    return f"~{sounds[-1][:1]}" if sounds else "~"
