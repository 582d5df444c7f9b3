"""Look up a person of an article by the sounds of the words in a name."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from quoteminer.names import lexicon
from quoteminer.names.lexicon import full_forms
from quoteminer.names.person_comparison import compare_people, may_be_same
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import SAME_NAME, fold, skeleton
from quoteminer.people.entities import MOST_RIVALS, Entity

#: The number of people up to which a name is compared with MOST_RIVALS under one key. With more
#: people it is fewer, but at least one, so that the work grows linearly.
_MANY = 250
#: The most parts of a person's name. What has more is a list, which is only compared as a whole.
_MOST_PARTS = 12


class PersonIndex:
    """The persons of an article. ``new`` makes an entity; ``one_generation``: no father and son
    have the same name."""

    def __init__(self, new: Callable[[str], Entity], *, one_generation: bool) -> None:
        self._new, self._one_generation = new, one_generation
        self._by_key: dict[str, list[Entity]] = defaultdict(list)
        self._indexed: set[tuple[str, int]] = set()
        self._count = 0
        self._exact: dict[str, Entity] = {}
        self._bare: dict[str, Entity] = {}
        self._options: dict[str, list[tuple[float, Entity]]] = {}

    def join_full(self, name: PersonName) -> Entity:
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._exact:
            self._exact[key] = self.find(name) or self._younger(name) or self._new(name.plain)
        entity = self._exact[key]
        if entity.person is None or len(name.parts) > len(entity.person.parts):
            entity.person = name
            if len(name.parts) <= _MOST_PARTS:
                self._index(entity, name)
        return entity

    def join_bare(self, name: PersonName) -> Entity:
        key = fold(name.family)
        if key not in self._bare:
            self._bare[key] = self._new(name.plain)
            self._bare[key].person = name
        return self._bare[key]

    def choose(
        self, name: PersonName, position: int, has_title: Callable[[Entity], bool]
    ) -> Entity | None:
        """Return the person that a single name refers to: the best match among persons named before
        ``position`` (else after) and of the honorific's gender. Ties: one with the title in front
        of the name (``has_title``), after an honorific the last one mentioned, else the most
        frequent one."""
        said = name.honorific_gender
        options = [row for row in self.options(name) if not row[1].contradicts(said)]
        earlier = [row for row in options if row[1].mentions[0][0] < position] or options
        agree = [row for row in earlier if said and row[1].gender == said] or earlier

        def rank(row: tuple[float, Entity]) -> tuple[int, bool, int, int, int]:
            score, entity = row
            before = bisect_left(entity.mentions, (position, 0)) if name.honorific else 0
            last = entity.mentions[before - 1][0] if before else -1
            return round(score / 3), has_title(entity), last, len(entity.mentions), -entity.id

        return max(agree, key=rank)[1] if agree else None

    def options(self, name: PersonName) -> list[tuple[float, Entity]]:
        """Return all persons that a single name may refer to, with their scores: for "Tate Jr."
        only the younger one. Join all full names first."""
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._options:
            rows = [row for row in self._compared(name) if row[0] >= SAME_NAME]
            if name.suffix:
                own = fold(name.suffix)
                rows = [
                    (n, e) for n, e in rows if e.person and fold(e.person.suffix) == own
                ] or rows
            self._options[key] = rows
        return self._options[key]

    def find(self, name: PersonName) -> Entity | None:
        best = max(self._compared(name), default=None, key=lambda row: (row[0], -row[1].id))
        return best[1] if best is not None and best[0] >= SAME_NAME else None

    def _younger(self, name: PersonName) -> Entity | None:
        """Return a son or father of the same name. Call `find` first: this is for names that it did
        not find."""
        if not self._one_generation or name.suffix or name.titles or len(name.parts) > _MOST_PARTS:
            return None
        same = [
            e
            for e in self._rivals([_slip_key(_sounds(name))])
            if e.person
            and e.person.suffix
            and compare_people(name, replace(e.person, suffix="")) >= SAME_NAME
        ]
        return same[0] if len(same) == 1 else None

    def _compared(self, name: PersonName) -> list[tuple[float, Entity]]:
        """Return the scores of persons with a similar sound, at least of all who match; if none
        matches, of those with the same first letter, to catch typos."""
        if len(name.parts) > _MOST_PARTS:
            return []
        sounds = _sounds(name)
        short = name.order == "bare" and fold(name.family) in lexicon.NICKNAMES
        found = self._scores(name, [*sounds, *_full_keys(name.family)] if short else sounds)
        if any(score >= SAME_NAME for score, _ in found):
            return found
        return self._scores(name, [_slip_key(sounds)])

    def _scores(self, name: PersonName, keys: Sequence[str]) -> list[tuple[float, Entity]]:
        """Return the scores of persons under some keys, without those whose family names are too
        different."""
        return [
            (compare_people(name, e.person), e)
            for e in self._rivals(keys)
            if e.person and may_be_same(name, e.person)
        ]

    def _rivals(self, keys: Sequence[str]) -> list[Entity]:
        most = max(1, min(MOST_RIVALS, MOST_RIVALS * _MANY // max(1, self._count)))
        return list({e.id: e for key in keys for e in self._by_key[key][-most:]}.values())

    def _index(self, entity: Entity, name: PersonName) -> None:
        sounds = _sounds(name)
        keys = [*sounds, *_full_keys(name.given), _slip_key(sounds)]
        self._count += 1
        for key in dict.fromkeys(keys):
            if (key, entity.id) not in self._indexed:
                self._indexed.add((key, entity.id))
                self._by_key[key].append(entity)


@lru_cache(maxsize=16384)
def _sounds(name: PersonName) -> Sequence[str]:
    """Return the sounds of the parts of a name and of their words; the last one is that of the
    family name."""
    words = [word for part in name.parts for word in part.replace("-", " ").split()]
    words = [word for word in words if word.casefold() not in lexicon.TITLES]
    return tuple(dict.fromkeys(skeleton(word) for word in (*words, *name.parts)))


def _full_keys(given: str) -> list[str]:
    return [f"*{full}" for full in sorted(full_forms(fold(given)))]


def _slip_key(sounds: Sequence[str]) -> str:
    return f"~{sounds[-1][:1]}" if sounds else "~"
