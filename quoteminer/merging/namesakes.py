"""Who of those with the very same name is one person: told by roles, affiliations, and how rare the name is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from quoteminer.merging.cluster import MERGE, Flags, Scores, cluster
from quoteminer.merging.doubts import DOUBTFUL, Doubts, reason_of
from quoteminer.merging.rarity import weight_of
from quoteminer.merging.signs import Signs, Stance, relate
from quoteminer.names.person_names import PersonName

MOST_STANCES: Final = 400
"""Different roles and affiliations of a name that are compared, those of most articles; the others stay apart."""
_SAME_KEY: Final = 99.0
_OTHER_KEY: Final = Signs(0.0, True, "unknown", "unknown")


@dataclass(slots=True)
class Node:
    """Faces of one name that say the same. ``open``: the user's list has several who they may be."""

    stance: Stance
    key: str
    open: bool
    faces: list[int] = field(default_factory=list)
    articles: int = 0


@dataclass(slots=True)
class Person:
    """Some nodes of one name that are one person. ``name`` is the number of the name among all different ones."""

    name: int
    nodes: list[Node]

    @property
    def faces(self) -> list[int]:
        return [face for node in self.nodes for face in node.faces]

    @property
    def first(self) -> int:
        """The face that stands for the person."""
        return self.nodes[0].faces[0]

    @property
    def articles(self) -> int:
        return sum(node.articles for node in self.nodes)

    @property
    def key(self) -> str:
        return next((node.key for node in self.nodes if node.key), "")


@dataclass(frozen=True, slots=True)
class Parted:
    """What becomes of a name: its persons, and the nodes whose articles are kept apart, each a person of its own, as
    nothing tells whether they are one. ``unlooked``: persons that have not been compared, since there are too many."""

    persons: list[Person]
    loose: list[Node]
    unlooked: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """All nodes of one name. ``namesakes``: how many others have it by chance."""

    number: int
    name: PersonName
    namesakes: float
    nodes: list[Node]

    @property
    def articles(self) -> int:
        return sum(node.articles for node in self.nodes)


def judge(x: Node, y: Node, namesakes: float, articles: int) -> tuple[float, bool, Signs]:
    """The score of two nodes whose names are the same, whether they are in conflict, and what was found.

    Args:
        namesakes: how many others have the name by chance.
        articles: that have it. Where something speaks against one person, they say nothing.
    """
    signs = _OTHER_KEY if x.key != y.key and (x.key and y.key) else relate(x.stance, y.stance)
    score = signs.weight + weight_of(namesakes, 1 if signs.against else articles)
    if x.key and x.key == y.key:
        return _SAME_KEY, False, signs
    conflict = signs is _OTHER_KEY or bool(x.key and y.open or y.key and x.open) or (signs.against and score < MERGE)
    return score, conflict, signs


def part(group: Group, doubts: Doubts) -> Parted:
    """Tell the people of a name apart. Doubtful merges are noted."""
    if len(group.nodes) == 1 and _holds(group.nodes[0], group.namesakes, group.articles):
        return Parted([Person(group.number, group.nodes)], [])
    nodes = sorted(group.nodes, key=lambda node: (-node.articles, node.faces))
    compared, rest = nodes[:MOST_STANCES], nodes[MOST_STANCES:]
    scores, conflicts = _compare(compared, group)
    weights = np.array([node.articles for node in compared], np.float64)
    clusters = cluster(scores, conflicts, weights)
    members: dict[int, list[int]] = {}
    for number, label in enumerate(clusters.labels):
        members.setdefault(label, []).append(number)
    parted = Parted([], [], [Person(group.number, [node]) for node in rest])
    for numbers in members.values():
        first, articles = numbers[0], int(weights @ ~conflicts[numbers[0]])
        alone = len(numbers) == 1
        torn = first in clusters.torn and nodes[first].stance.knows < 2
        if alone and not nodes[first].key and (torn or not _holds(nodes[first], group.namesakes, articles)):
            parted.loose.append(nodes[first])
            _note_apart(nodes[first], group.namesakes, articles, doubts)
        else:
            parted.persons.append(Person(group.number, [compared[number] for number in numbers]))
    _note(compared, scores, clusters.labels, clusters.torn, group, doubts)
    return parted


def _holds(node: Node, namesakes: float, articles: int) -> bool:
    """Whether the articles of a node are about one person, since the name is rare enough, or they say enough."""
    return node.articles == 1 or judge(node, node, namesakes, articles)[0] >= MERGE


def _compare(nodes: Sequence[Node], group: Group) -> tuple[Scores, Flags]:
    scores, conflicts = np.zeros((len(nodes), len(nodes))), np.zeros((len(nodes), len(nodes)), np.bool_)
    articles = group.articles
    for number, node in enumerate(nodes):
        for other in range(number):
            score, conflict, _ = judge(node, nodes[other], group.namesakes, articles)
            scores[number, other] = scores[other, number] = score
            conflicts[number, other] = conflicts[other, number] = conflict
    return scores, conflicts


def _note_apart(node: Node, namesakes: float, articles: int, doubts: Doubts) -> None:
    if node.articles > 1:
        score, _, signs = judge(node, node, namesakes, articles)
        reason = f"{reason_of('spelling', signs, namesakes)}; its {node.articles} articles are kept apart"
        doubts.add(node.faces[0], node.faces[0], score, reason)


def _note(
    nodes: Sequence[Node], scores: Scores, labels: tuple[int, ...], torn: frozenset[int], group: Group, doubts: Doubts
) -> None:
    for x, y in np.argwhere(np.tril(scores > DOUBTFUL, -1)).tolist():
        if labels[x] == labels[y] or (nodes[x].key and nodes[y].key):
            continue
        _, _, signs = judge(nodes[x], nodes[y], group.namesakes, 1)
        reason = reason_of("spelling", signs, group.namesakes, torn=x in torn or y in torn)
        doubts.add(nodes[labels[x]].faces[0], nodes[labels[y]].faces[0], float(scores[x, y]), reason)
