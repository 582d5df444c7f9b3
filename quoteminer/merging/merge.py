"""Faces to people: which of them are one person or organisation, and which are kept apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.merging.alone import note_alone
from quoteminer.merging.bodies import Bodies, Body, body_key, has_name
from quoteminer.merging.broad import is_anywhere
from quoteminer.merging.doubts import Doubt, Doubts
from quoteminer.merging.faces import Face
from quoteminer.merging.likeness import name_key, spelt_out
from quoteminer.merging.namesakes import Group, Node, Parted, part
from quoteminer.merging.rarity import Rarity
from quoteminer.merging.signs import stance_of
from quoteminer.merging.variants import Names, Variants
from quoteminer.names.person_names import PersonName, parse_person

NOBODY = -1
"""The label of a face without a name of its own."""
_SAME_NAME: Final = 0.5
"""The score of organisations of one name that any country or town may have."""


@dataclass(frozen=True, slots=True)
class Merged:
    """``labels`` has for each face the number of the first face of its person, or `NOBODY`. ``loose``: faces whose
    articles are each about a person of its own. ``doubts``: merges that are not sure, the likeliest first."""

    labels: Sequence[int]
    loose: frozenset[int]
    doubts: Sequence[Doubt]


def merge(faces: Sequence[Face], articles: Sequence[int], forms: Callable[[int], Counter[str]]) -> Merged:
    """Tell which faces are one person's.

    Args:
        faces: all different ones, sorted, so that the result does not depend on the order of the articles.
        articles: how many each of them is in.
        forms: what the articles of a face call it, in how many of them.
    """
    labels, doubts = _Labels(len(faces)), Doubts()
    persons = [number for number, face in enumerate(faces) if face.kind == "person"]
    named = [number for number, face in enumerate(faces) if face.kind == "org" and has_name(face.name)]
    loose = _merge_persons(faces, articles, persons, labels, doubts) | _merge_bodies(
        faces, articles, named, forms, labels, doubts
    )
    for same in _by_key(faces).values():
        labels.join(same)
    known = {*persons, *named}
    found = tuple(labels.of(number) if number in known else NOBODY for number in range(len(faces)))
    return Merged(found, frozenset(loose), tuple(doubts.best()))


class _Labels:
    """Sets of numbers that are joined; the label of each is the least number of its set."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def of(self, number: int) -> int:
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, numbers: Iterable[int]) -> None:
        roots = sorted(set(map(self.of, numbers)))
        for root in roots[1:]:
            self._parents[root] = roots[0]


def _by_key(faces: Sequence[Face]) -> dict[str, list[int]]:
    keyed: dict[str, list[int]] = defaultdict(list)
    for number, face in enumerate(faces):
        if face.key:
            keyed[face.key].append(number)
    return keyed


def _merge_persons(
    faces: Sequence[Face], articles: Sequence[int], persons: Iterable[int], labels: _Labels, doubts: Doubts
) -> set[int]:
    """Join the faces of persons. Returns the loose ones."""
    groups = _groups(faces, articles, persons)
    parted = [part(group, doubts) for group in groups]
    full = [one for group, of in zip(groups, parted, strict=True) if group.name.order != "bare" for one in of.persons]
    variants = Variants(Names([one.name for one in groups], [one.namesakes for one in groups]), full, doubts)
    for one in (one for of in parted for one in (*of.persons, *of.unlooked)):
        labels.join(one.faces)
    for together in variants.groups():
        labels.join(full[number].first for number in together)
    bare = ((group.name, node) for group in groups if group.name.order == "bare" for node in group.nodes)
    note_alone(bare, ((groups[one.name].name, one) for one in full), doubts)
    return _loose(parted, labels)


def _loose(parted: Iterable[Parted], labels: _Labels) -> set[int]:
    nodes = [node for one in parted for node in one.loose]
    for node in nodes:
        labels.join(node.faces)
    return {face for node in nodes for face in node.faces}


def _groups(faces: Sequence[Face], articles: Sequence[int], persons: Iterable[int]) -> list[Group]:
    """The persons by their names. Faces that say the same become one node."""
    nodes: dict[tuple[str, ...], dict[object, Node]] = defaultdict(dict)
    names: dict[tuple[str, ...], PersonName] = {}
    for number in persons:
        face = faces[number]
        name = spelt_out(parse_person(face.name))
        key = name_key(name)
        names.setdefault(key, name)
        stance = stance_of(face.role or None, face.affiliation or None)
        node = nodes[key].setdefault((stance, face.key, face.open), Node(stance, face.key, face.open))
        node.faces.append(number)
        node.articles += articles[number]
    rarity = Rarity(names.values())
    return [
        Group(at, name, rarity.namesakes(name), list(nodes[key].values()))
        for at, (key, name) in enumerate(names.items())
    ]


def _merge_bodies(
    faces: Sequence[Face],
    articles: Sequence[int],
    named: Iterable[int],
    forms: Callable[[int], Counter[str]],
    labels: _Labels,
    doubts: Doubts,
) -> set[int]:
    """Join the faces of organisations. Returns the loose ones."""
    found: dict[object, Body] = {}
    for number in named:
        face = faces[number]
        body = found.setdefault((body_key(face.name), face.key, face.open), Body(face.name, face.key, face.open))
        body.faces.append(number)
        body.articles += articles[number]
    bodies, anywhere = _told_apart(found.values(), labels, doubts)
    for one, other in Bodies(bodies, forms, doubts).pairs():
        labels.join((bodies[one].faces[0], bodies[other].faces[0]))
    return anywhere


def _told_apart(found: Iterable[Body], labels: _Labels, doubts: Doubts) -> tuple[list[Body], set[int]]:
    """The organisations that their names tell apart, sorted, and the faces of the others, which are loose."""
    bodies: list[Body] = []
    loose: set[int] = set()
    for body in found:
        labels.join(body.faces)
        if body.key or not is_anywhere(body.name):
            bodies.append(body)
            continue
        loose.update(body.faces)
        if body.articles > 1:
            reason = f"any country or town may have one; its {body.articles} articles are kept apart"
            doubts.add(body.faces[0], body.faces[0], _SAME_NAME, reason)
    return sorted(bodies, key=lambda body: body.faces), loose
