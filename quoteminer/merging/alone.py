"""Family names that stand alone ("Lee"): never merged into a full name, but noted where role or affiliation agree and
nobody else fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from quoteminer.known.sounds import alone_key
from quoteminer.merging.doubts import Doubts
from quoteminer.merging.namesakes import Node, Person
from quoteminer.merging.signs import Stance, relate
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import fold

_MOST_FITTING: Final = 50
"""Persons with the family name and one role that are looked at."""
_REASON: Final = "the family name alone, with the role or affiliation of nobody else"


def note_alone(
    nodes: Iterable[tuple[PersonName, Node]], persons: Iterable[tuple[PersonName, Person]], doubts: Doubts
) -> None:
    """Note who the ``nodes``, of names of one word, may be among the persons of full names."""
    asked = list(nodes)
    wanted = {alone_key(name) for name, _ in asked}
    filed: dict[tuple[object, ...], list[Person]] = defaultdict(list)
    for name, person in persons:
        family = alone_key(name)
        if family in wanted:
            for key in {key for one in person.nodes for key in _keys(family, one.stance)}:
                filed[key].append(person)
    for name, node in asked:
        fitting = {one.first: one for key in _keys(alone_key(name), node.stance) for one in filed.get(key, ())}
        agreeing = _agreeing(node, list(fitting.values())) if len(fitting) <= _MOST_FITTING else []
        if len(agreeing) == 1 and not (node.key and agreeing[0].key):
            doubts.add(node.faces[0], agreeing[0].first, _score(node, agreeing[0]), _REASON)


def _keys(family: str, stance: Stance) -> list[tuple[object, ...]]:
    keys: list[tuple[object, ...]] = []
    if stance.calling.words:
        keys.append((family, stance.calling.words))
    if stance.affiliation:
        keys.append((family, fold(stance.affiliation)))
    return keys


def _agreeing(node: Node, persons: Sequence[Person]) -> list[Person]:
    return [one for one in persons if not any(relate(node.stance, other.stance).against for other in one.nodes)]


def _score(node: Node, person: Person) -> float:
    """Below what merges."""
    return min(0.9, max(relate(node.stance, one.stance).weight for one in person.nodes) - 0.5)
