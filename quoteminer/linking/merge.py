"""Decide which speakers of different articles are one person or organisation, which may be, and which are not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import exp, log10
from typing import Final, NamedTuple

from quoteminer.linking.blocking import OrganisationIndex, PersonIndex, alone_key
from quoteminer.linking.evidence import AGAINST, Profile, Story, describe, features, weigh
from quoteminer.linking.names import (
    SAME_NAME,
    Difference,
    NameCounts,
    PersonName,
    compare_organisations,
    core_words,
    difference,
    fold,
    has_name,
    is_acronym,
    is_bare,
    name_key,
    parse_initials,
    plain_organisation,
    turned,
)
from quoteminer.types import SpeakerKind

NOBODY: Final = -1
"""The label of a face without a name of its own."""
MERGE: Final = 0.8
"""The least probability of two faces that are merged."""
DOUBTFUL: Final = 0.2
"""The least probability of two that are kept apart and listed. Below it, or below `MERGE` with evidence against one
person, they are incompatible: a third face that may be either is merged with neither."""
_SURNAME: Final = 0.5
"""The least probability of a surname that is merged with the only full name that it fits, and listed."""
LISTED: Final = 5
"""Doubtful others that are listed for a person, the likeliest ones."""
_RIVAL: Final = 10.0
"""A reading with so many times as many articles as its rival is not in doubt."""
_PROMINENCE: Final = 1.2
"""Set by hand: log odds for ten times as many articles of a name, since the news is mostly about one bearer."""
_HEADS: Final = 40
"""Faces of a name, those of most articles, that all others of it are compared with."""
_VARIANT_HEADS: Final = 8
"""Faces of a name that are compared with those of another spelling."""
_MOST_SURNAMES: Final = 60
"""Faces of full names, those of most articles, that a surname is compared with."""
_LONG_ACRONYM: Final = 4
"""An acronym of so many letters is merged with the only name in the run that it fits."""
_MOST_SHORT: Final = 5
"""Longer names with which a short one of an organisation is listed; if more fit, none is."""
_REASONS: Final[Mapping[str, str]] = {
    "equal": "same name",
    "variant": "another form of the name",
    "weak": "a form of the name that may be another person's",
    "surname": "a name of one word",
    "same role": "same role",
    "same affiliation": "same affiliation",
    "other role": "different roles",
    "other affiliation": "different affiliations",
    "other place": "different places",
    "shared names": "the same names in both articles",
}


class Face(NamedTuple):
    """A speaker as an article describes them.

    ``key``: of the row of the user's list, "" for none. ``described``: descriptions ("the senator"), if no role is
    known. ``text_id``: the article, if other articles may mean others by the same words; else "".
    """

    kind: SpeakerKind
    name: str
    role: str
    affiliation: str
    key: str = ""
    described: str = ""
    text_id: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two faces, by number, that may be one person: ``merged`` or kept apart. ``score``: the probability, 0..1."""

    one: int
    other: int
    score: float
    reason: str
    merged: bool = False


class Labels:
    """Sets of numbers; the label of each number is the least one of its set."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def of(self, number: int) -> int:
        """Return the label of a number."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Unite two sets."""
        low, high = sorted((self.of(one), self.of(other)))
        self._parents[high] = low


def merge(
    faces: Sequence[Face],
    articles: Sequence[int],
    forms: Callable[[int], Counter[str]],
    story: Callable[[int], Story] = lambda number: Story(),
) -> tuple[Sequence[int], Sequence[Doubt]]:
    """Find which faces are one person or organisation.

    Args:
        faces: all different ones, sorted, so that the result does not depend on the order of the articles.
        articles: how many articles each of them is in.
        forms: how the articles of a face write its name, with their number.
        story: what the articles of a face are about.

    Returns:
        For each face the number of the first face of its person, or `NOBODY`; and the doubts, the likeliest first.
    """
    labels, keyed = Labels(len(faces)), dict[str, int]()
    for number, face in enumerate(faces):
        if face.key:
            labels.join(keyed.setdefault(face.key, number), number)
    persons = [number for number, face in enumerate(faces) if face.kind == "person"]
    named = [number for number, face in enumerate(faces) if face.kind == "org" and has_name(face.name)]
    doubts = _Persons(faces, articles, story, persons, labels).merge()
    doubts += _merge_organisations(faces, forms, named, labels)
    known = {*persons, *named}
    found = [labels.of(number) if number in known else NOBODY for number in range(len(faces))]
    return found, list(_likeliest(doubts, found))


def _likeliest(doubts: Iterable[Doubt], labels: Sequence[int]) -> Iterator[Doubt]:
    """Yield the doubts that are among the likeliest of one of their two, without those that other pairs have decided
    and those of the same two people."""
    seen, pairs = Counter[int](), set[tuple[int, int]]()
    for doubt in sorted(doubts, key=lambda one: (-one.score, one.one, one.other)):
        pair = min(labels[doubt.one], labels[doubt.other]), max(labels[doubt.one], labels[doubt.other])
        if (pair[0] == pair[1]) != doubt.merged:
            continue
        if min(seen[pair[0]], seen[pair[1]]) < LISTED and pair not in pairs:
            yield doubt
        pairs.add(pair)
        seen.update(pair)


class _Persons:
    """Merges the faces of persons: all pairs of similar names get a probability; the likeliest are joined first, and
    never two groups with an incompatible pair."""

    def __init__(
        self,
        faces: Sequence[Face],
        articles: Sequence[int],
        story: Callable[[int], Story],
        persons: Iterable[int],
        labels: Labels,
    ) -> None:
        self._faces, self._articles, self._labels = faces, articles, labels
        self._story = lru_cache(maxsize=65536)(story)
        self._names: dict[int, PersonName] = {}
        by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for face in persons:
            self._names[face] = parse_initials(faces[face].name)
            by_key[name_key(self._names[face])].append(face)
        # The faces of each name, those of most articles first.
        self._groups = [sorted(group, key=lambda face: (-articles[face], face)) for group in by_key.values()]
        self._counts = NameCounts(self._names[group[0]] for group in self._groups)
        self._incompatible: dict[int, set[int]] = defaultdict(set)
        self._doubts: list[Doubt] = []

    def merge(self) -> list[Doubt]:
        """Join the faces. Returns the doubts."""
        bare = [group for group in self._groups if is_bare(self._names[group[0]])]
        full = [group for group in self._groups if not is_bare(self._names[group[0]])]
        self._join(dict(self._scored(self._pairs(full))))
        self._merge_bare(full, bare)
        return self._doubts

    def _pairs(self, groups: Sequence[list[int]]) -> Iterator[tuple[int, int, Difference]]:
        for group in groups:
            yield from self._equal(group, "equal")
        names = [self._names[group[0]] for group in groups]
        for x, y in sorted(_similar(names)):
            kind = difference(names[x], names[y])
            if kind:
                for face in groups[x][:_VARIANT_HEADS]:
                    yield from ((face, other, kind) for other in groups[y][:_VARIANT_HEADS])

    def _equal(self, group: Sequence[int], kind: Difference) -> Iterator[tuple[int, int, Difference]]:
        for at, head in enumerate(group[:_HEADS], start=1):
            yield from ((head, other, kind) for other in group[at:])

    def _scored(self, pairs: Iterable[tuple[int, int, Difference]]) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield the pairs that may be one person, the lower number first, with their probability."""
        for one, other, kind in pairs:
            score = self._compare(one, other, kind)
            if score >= DOUBTFUL:
                yield (min(one, other), max(one, other)), score

    def _profile(self, face: int) -> Profile:
        one, name = self._faces[face], self._names[face]
        about = describe(one.role or one.described, one.affiliation)
        return Profile(name, about, self._story(face), self._counts.frequency(name), self._articles[face])

    def _compare(self, one: int, other: int, kind: Difference) -> float:
        """Return the probability that two faces are one person; note those that are not."""
        score, opposed = _probability(self._profile(one), self._profile(other), kind)
        if len({self._faces[one].key, self._faces[other].key} - {""}) == 2:
            score = 0.0
        if score < (MERGE if opposed else DOUBTFUL):
            self._incompatible[one].add(other)
            self._incompatible[other].add(one)
        return score

    def _join(self, scores: Mapping[tuple[int, int], float]) -> None:
        """Join the likeliest pairs first. A pair that is torn, or that would join incompatible faces, is in doubt."""
        members: dict[int, list[int]] = defaultdict(list)
        for face in self._names:
            members[self._labels.of(face)].append(face)
        torn = self._torn([pair for pair, score in scores.items() if score >= MERGE])
        for (one, other), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
            x, y = self._labels.of(one), self._labels.of(other)
            if x == y:
                continue
            blocked = (one, other) in torn or not self._are_compatible(members[x], members[y])
            if score < MERGE or blocked:
                self._doubt(one, other, score, torn=blocked)
                continue
            self._labels.join(one, other)
            members[min(x, y)] += members.pop(max(x, y))

    def _torn(self, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return the pairs of which one face could as well be joined to another, incompatible with the second."""
        near: dict[int, list[int]] = defaultdict(list)
        for one, other in pairs:
            near[one].append(other)
            near[other].append(one)
        torn: set[tuple[int, int]] = set()
        for one, others in near.items():
            for x, y in combinations(others[:_HEADS], 2):
                if y in self._incompatible.get(x, ()) or difference(self._names[x], self._names[y]) is None:
                    for face, rival in ((x, y), (y, x)):
                        if self._articles[face] < _RIVAL * self._articles[rival]:
                            torn.add((min(one, face), max(one, face)))
        return torn

    def _are_compatible(self, one: Sequence[int], other: Sequence[int]) -> bool:
        short, long = sorted((one, other), key=len)
        group = set(long)
        if not all(group.isdisjoint(self._incompatible.get(face, ())) for face in short):
            return False
        names, others = ({self._names[face] for face in faces} for faces in (short, long))
        return all(difference(x, y) is not None for x in names for y in others)

    def _doubt(self, one: int, other: int, score: float, *, torn: bool = False, merged: bool = False) -> None:
        if self._faces[one].key and self._faces[other].key:
            return
        x, y = self._profile(one), self._profile(other)
        kind = difference(x.name, y.name) or "equal"
        found = {kind: 1.0, **features(x, y, kind)}
        parts = [text for sign, text in _REASONS.items() if found.get(sign)]
        parts += ["a frequent name"] if kind != "surname" and found["frequent"] > 0.85 else []
        parts += ["others fit as well"] if torn else []
        reason = "; ".join(parts)
        reason = f"merged: {reason}; nobody else of the name fits" if merged else reason
        self._doubts.append(Doubt(one, other, score, reason, merged))

    def _merge_bare(self, full: Iterable[list[int]], bare: Sequence[list[int]]) -> None:
        """Join names of one word to one another and to the only full name that each fits."""
        by_family: dict[str, list[int]] = {alone_key(self._names[group[0]]): [] for group in bare}
        for group in full:
            name = self._names[group[0]]
            for key in {alone_key(name), alone_key(name.turned())} & by_family.keys():
                by_family[key] += group[:_HEADS]
        scores: dict[tuple[int, int], float] = {}
        for group in bare:
            others = by_family[alone_key(self._names[group[0]])]
            others = sorted(others, key=lambda face: (-self._articles[face], face))[:_MOST_SURNAMES]
            for face in group:
                self._find_full(face, others, scores)
        for group in bare:
            found = self._scored(self._equal(group, "surname"))
            scores |= {pair: score for pair, score in found if score >= MERGE}
        self._join(scores)

    def _find_full(self, face: int, others: Iterable[int], scores: dict[tuple[int, int], float]) -> None:
        """Note the full name that a name of one word stands for: the likeliest, if no other person is as likely."""
        best: dict[int, tuple[float, int]] = {}
        for other in others:
            if difference(self._names[face], self._names[other]):
                label, found = self._labels.of(other), (self._compare(face, other, "surname"), -other)
                best[label] = max(best.get(label, found), found)
        ranked = sorted(best.values(), reverse=True)
        if not ranked or ranked[0][0] < DOUBTFUL:
            return
        score, other = ranked[0][0], -ranked[0][1]
        torn = len(ranked) > 1 and ranked[1][0] > max(DOUBTFUL, score - 0.3)
        if torn or score < (_SURNAME if len(best) == 1 else MERGE):
            self._doubt(face, other, score, torn=torn)
            return
        scores[min(face, other), max(face, other)] = max(score, MERGE)
        signs = features(self._profile(face), self._profile(other), "surname")
        if score < MERGE or not (signs.get("same role") or signs.get("same affiliation")):
            self._doubt(face, other, score, merged=True)


def _probability(x: Profile, y: Profile, kind: Difference) -> tuple[float, bool]:
    """Return the probability, 0..1, that two are one person, and whether there is evidence against it."""
    found = features(x, y, kind)
    opposed = any(found.get(sign) for sign in AGAINST)
    total = weigh(found)
    if kind == "equal" and not opposed:
        total += _PROMINENCE * min(2.0, log10(max(x.articles, y.articles)))
    score = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
    return (min(score, MERGE - 0.01) if kind == "weak" else score), opposed


def _similar(names: Sequence[PersonName]) -> set[tuple[int, int]]:
    """Return index pairs of names that may be one person's, the lower index first, typos excluded."""
    index = PersonIndex()
    for number, name in enumerate(names):
        index.add_name(name, number)
    index.close()
    found = ((number, other) for number, name in enumerate(names) for other in index.like(name))
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


def _merge_organisations(
    faces: Sequence[Face], forms: Callable[[int], Counter[str]], named: Iterable[int], labels: Labels
) -> list[Doubt]:
    """Join organisations of one name, and acronyms to the names that the articles give them for."""
    first: dict[tuple[str, ...], int] = {}
    anywhere: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in named:
        face, words = faces[number], core_words(faces[number].name) or (fold(faces[number].name),)
        words = turned(words) or words
        same = first.setdefault((face.key, face.text_id, *words), number)
        labels.join(same, number)
        if face.text_id and same == number:
            anywhere[words].append(number)
    reason = "any country or town may have one; its {} articles are kept apart"
    doubts = [Doubt(one[0], one[1], 0.5, reason.format(len(one))) for one in anywhere.values() if len(one) > 1]
    index, kept = OrganisationIndex(), [number for number in first.values() if not faces[number].text_id]
    for number in kept:
        index.add_name(faces[number].name, number)
    index.close()
    for number in kept:
        name = faces[number].name
        longer = sorted(other for other in index.like(name) if _is_shorter(name, faces[other].name))
        if len(longer) == 1 and _stands_for(faces[number], faces[longer[0]], forms(longer[0])):
            labels.join(number, longer[0])
        elif len(longer) <= _MOST_SHORT:
            reason = "an acronym that may stand for it" if is_acronym(name) else "names that may be one"
            reason += "; others fit as well" if len(longer) > 1 else ""
            for other in longer:
                if not (faces[number].key and faces[other].key):
                    score = compare_organisations(name, faces[other].name) / 100 - 0.3
                    doubts.append(Doubt(number, other, score, reason))
    return doubts


def _is_shorter(name: str, other: str) -> bool:
    short, long = core_words(name), core_words(other)
    size = len(short)
    behind, before = long[size : size + 1], long[-size - 1 : -size]
    several = (long[:size] == short and behind == ("and",)) or (long[-size:] == short and before == ("and",))
    shorter = (size, name) < (len(long), other)
    return shorter and not several and compare_organisations(name, other) >= SAME_NAME


def _stands_for(short: Face, long: Face, forms: Counter[str]) -> bool:
    """True for the acronym of a name: an article gives both, or it is a long one. The user's list decides before."""
    acronym = plain_organisation(short.name)
    if short.key or long.key or not is_acronym(acronym) or is_acronym(long.name):
        return False
    given = any(fold(plain_organisation(form)) == fold(acronym) for form in forms)
    return given or sum(map(str.isalpha, acronym)) >= _LONG_ACRONYM
