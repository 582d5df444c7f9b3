"""Who of those whose names are different forms is one person: "Bob Harrow" and "Robert J. Harrow"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from quoteminer.known.index import PersonIndex
from quoteminer.merging.cluster import MERGE, cluster
from quoteminer.merging.doubts import DOUBTFUL, Doubts, reason_of
from quoteminer.merging.likeness import COSTS, Difference, difference, is_near, name_key
from quoteminer.merging.namesakes import Person, judge
from quoteminer.merging.rarity import is_initial
from quoteminer.merging.signs import Signs
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import fold

MOST_TOGETHER: Final = 400
"""Persons that are compared at once, those of most articles; the others stay apart."""
MOST_OF_A_NAME: Final = 60
"""Persons of one name that are compared with those of others, those of most articles; the others stay apart."""
MOST_NEAR: Final = 200
"""Names with one given name and one affiliation that are looked through for slips of the pen."""

_OTHER_ROLES: Final = ("open", "distant", "accused", "contrary")
"""With these, two names that differ by a slip of the pen are two."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Names:
    """All different full names, by their numbers, and how many namesakes each has by chance."""

    names: Sequence[PersonName]
    namesakes: Sequence[float]

    def pairs(self, numbers: Iterable[int]) -> Iterator[Pair]:
        """Those of these that may be forms of one name, the smaller number first; but for slips of the pen."""
        index, asked = PersonIndex(), list(numbers)
        for number in asked:
            index.add(self.names[number], number)
        index.close()
        for number in asked:
            for other in index.like(self.names[number]).tolist():
                if number != other:
                    yield min(number, other), max(number, other)


@dataclass(frozen=True, slots=True)
class Link:
    """What two persons of different names have in common. ``conflict``: they can't be one, whatever else agrees."""

    score: float
    conflict: bool
    signs: Signs
    difference: Difference
    namesakes: float


class Variants:
    """Joins persons of different names.

    Args:
        names: all names.
        persons: those of each name, as `namesakes.part` has told them apart.
        doubts: takes what is not sure.
    """

    def __init__(self, names: Names, persons: Sequence[Person], doubts: Doubts) -> None:
        self._names, self._persons, self._doubts = names, persons, doubts
        self._of_name: dict[int, list[int]] = defaultdict(list)
        for number, person in enumerate(persons):
            self._of_name[person.name].append(number)
        self._articles = [person.articles for person in persons]
        for numbers in self._of_name.values():
            numbers.sort(key=lambda number: (-self._articles[number], persons[number].first))
            del numbers[MOST_OF_A_NAME:]

    def groups(self) -> list[list[int]]:
        """The persons, by their places, that are one: a list for each group of two or more."""
        links = self._links({*self._names.pairs(self._of_name), *self._near()})
        edges = {pair: link for pair, link in links.items() if link.score >= MERGE}
        found: list[list[int]] = []
        for together in _connected(edges):
            found += self._cluster(together, edges)
        joined = {number: at for at, group in enumerate(found) for number in group}
        for (one, other), link in links.items():
            if joined.get(one, -1) != joined.get(other, -2):
                self._note(one, other, link)
        return found

    def link(self, one: int, other: int) -> Link | None:
        """What two persons have in common; None where their names are not forms of one."""
        x, y = self._persons[one], self._persons[other]
        kind = difference(self._names.names[x.name], self._names.names[y.name])
        if kind is None or (kind == "slip" and not self._is_slip(x, y)):
            return None
        namesakes = max(self._names.namesakes[x.name], self._names.namesakes[y.name])
        link = self._best(one, other, kind, namesakes)
        return None if kind == "slip" and link.signs.roles in _OTHER_ROLES else link

    def _best(self, one: int, other: int, kind: Difference, namesakes: float) -> Link:
        x, y = self._persons[one], self._persons[other]
        articles = self._articles[one] + self._articles[other]
        if any(is_initial(self._names.names[person.name].given) for person in (x, y)):
            namesakes, articles = max(1.0, namesakes), 1  # J. may be anybody, however often John is quoted
        if kind == "middle name":
            articles = 1  # so may Michael Jordan be known, and Michael B. Jordan as well
        judged = [judge(a, b, namesakes, articles) for a in x.nodes for b in y.nodes]
        score, _, signs = max(judged, key=lambda found: found[0])
        conflict = kind in ("generation", "syllable") or any(found[1] for found in judged)
        return Link(score - COSTS[kind], conflict, signs, kind, namesakes)

    def _is_slip(self, x: Person, y: Person) -> bool:
        """A slip of the pen is looked at where somebody with the same given name has the same affiliation."""
        one, other = _affiliations(x), _affiliations(y)
        return not one.isdisjoint(other) and is_near(self._names.names[x.name], self._names.names[y.name])

    def _links(self, pairs: Iterable[Pair]) -> dict[Pair, Link]:
        found: dict[Pair, Link] = {}
        for x, y in sorted(pairs):
            kind = difference(self._names.names[x], self._names.names[y])
            for one in self._of_name[x] if kind else ():
                for other in self._of_name[y]:
                    link = self.link(one, other)
                    if link and link.score > DOUBTFUL:
                        found[min(one, other), max(one, other)] = link
        return found

    def _near(self) -> Iterator[Pair]:
        """Names that may differ by a slip of the pen: with one given name, and somebody of one affiliation."""
        alike: dict[tuple[object, ...], set[int]] = defaultdict(set)
        for person in self._persons:
            name = self._names.names[person.name]
            for affiliation in _affiliations(person):
                alike[name_key(replace(name, family="")), fold(name.family)[:1], affiliation].add(person.name)
        for numbers in alike.values():
            if 1 < len(numbers) <= MOST_NEAR:
                for one, other in combinations(sorted(numbers), 2):
                    if is_near(self._names.names[one], self._names.names[other]):
                        yield one, other

    def _cluster(self, together: list[int], edges: dict[Pair, Link]) -> list[list[int]]:
        order = sorted(together, key=lambda number: (-self._articles[number], self._persons[number].first))
        order = order[:MOST_TOGETHER]
        scores, conflicts = np.full((len(order), len(order)), -9.0), np.zeros((len(order), len(order)), np.bool_)
        for x, y in combinations(range(len(order)), 2):
            one, other = sorted((order[x], order[y]))
            link = edges.get((one, other)) or self._between(one, other)
            scores[x, y] = scores[y, x] = link.score if link else -9.0
            conflicts[x, y] = conflicts[y, x] = link is None or link.conflict
        weights = np.array([self._articles[number] for number in order], np.float64)
        members: dict[int, list[int]] = {}
        for at, label in enumerate(cluster(scores, conflicts, weights).labels):
            members.setdefault(label, []).append(order[at])
        return [group for group in members.values() if len(group) > 1]

    def _between(self, one: int, other: int) -> Link | None:
        """Two of one name have been told apart, so that nothing may tie them together."""
        return None if self._persons[one].name == self._persons[other].name else self.link(one, other)

    def _note(self, one: int, other: int, link: Link) -> None:
        x, y = self._persons[one], self._persons[other]
        if x.key and y.key:
            return
        reason = reason_of(link.difference, link.signs, link.namesakes, torn=link.score >= MERGE)
        self._doubts.add(x.first, y.first, link.score, reason)


def _affiliations(person: Person) -> set[str]:
    return {fold(node.stance.affiliation) for node in person.nodes if node.stance.affiliation}


def _connected(pairs: Iterable[Pair]) -> list[list[int]]:
    """The groups that pairs tie together, each ascending, in the order of their first."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        parent.setdefault(number, number)
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for number in sorted(parent):
        groups[root(number)].append(number)
    return [groups[first] for first in sorted(groups)]
