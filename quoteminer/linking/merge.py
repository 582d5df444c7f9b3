"""Faces to people: which of them are one person or organisation, which may be, and which are kept apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from math import exp, log10
from typing import Final

from quoteminer.linking.blocking import OrganisationIndex, PersonIndex, alone_key
from quoteminer.linking.evidence import AGAINST, Profile, Story, describe, features, has_name, weigh
from quoteminer.linking.name_variants import REASONS, Difference, NameCounts, difference, is_bare, name_key, spelt_out
from quoteminer.linking.profiles import Face
from quoteminer.people.names import PersonName, parse_person
from quoteminer.people.organisations import compare_organisations, core_words, is_acronym, plain_organisation, turned
from quoteminer.people.spelling import SAME_NAME, fold

NOBODY: Final = -1
"""The label of a face without a name of its own."""
MERGE: Final = 0.75
"""The probability from which on two faces are one person."""
DOUBTFUL: Final = 0.2
"""The probability from which on two that are kept apart are listed. Below it they are held for different people, and
whoever may be either is neither."""
_OPPOSED: Final = 0.6
"""The same for two where something speaks against one person."""
_STORY: Final = 0.5
"""The probability from which on a surname is merged with the only full name of the run that it fits, and listed."""
_AGREEING: Final = ("same role", "same frequent role", "like role", "same affiliation", "like affiliation")
"""Signs that spare a merged surname being listed,"""
_ALIKE: Final = 0.2
"""and roles that are so much alike."""
LISTED: Final = 5
"""Doubtful others that are listed for a person, the likeliest ones."""
_RIVAL: Final = 10.0
"""How many times as many articles a reading needs, to be no longer in doubt for its rivals."""
_PROMINENCE: Final = 1.2
"""What ten times as many articles of a name count for the one whom the news is about; set by hand."""
_HEADS: Final = 40
"""Faces of a name, those of most articles, that all others of it are compared with."""
_VARIANT_HEADS: Final = 8
"""Faces of a name that are compared with those of another spelling."""
_MOST_SURNAMES: Final = 60
"""People of a surname that it is compared with."""
_LONG_ACRONYM: Final = 4
"""Letters from which on an acronym stands for the one name in the run that it fits."""
_MOST_SHORT: Final = 5
"""Longer names that a short one of an organisation is listed with; where more fit, it says nothing."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two faces, by number, that may be one person; they are ``merged`` or kept apart. ``score``: the probability."""

    one: int
    other: int
    score: float
    reason: str
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """``labels`` has for each face the number of the first face of its person, or `NOBODY`. ``doubts``: the likeliest
    first."""

    labels: Sequence[int]
    doubts: Sequence[Doubt]


class Labels:
    """Sets of numbers that are joined; the label of each is the least number of its set."""

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
        """Make one set of two."""
        low, high = sorted((self.of(one), self.of(other)))
        self._parents[high] = low


def merge(
    faces: Sequence[Face],
    articles: Sequence[int],
    forms: Callable[[int], Counter[str]],
    story: Callable[[int], Story] = lambda number: Story(),
) -> Merged:
    """Find which faces are one person's or organisation's.

    Args:
        faces: all different ones, sorted, so that the result does not depend on the order of the articles.
        articles: how many each of them is in.
        forms: what the articles of a face call it, in how many of them.
        story: what the articles of a face are about.
    """
    labels = Labels(len(faces))
    persons = [number for number, face in enumerate(faces) if face.kind == "person"]
    named = [number for number, face in enumerate(faces) if face.kind == "org" and has_name(face.name)]
    keyed: dict[str, int] = {}
    for number, face in enumerate(faces):
        if face.key:
            labels.join(keyed.setdefault(face.key, number), number)
    doubts = _Persons(faces, articles, story, persons, labels).merge()
    doubts += _merge_organisations(faces, articles, forms, named, labels)
    known = {*persons, *named}
    found = tuple(labels.of(number) if number in known else NOBODY for number in range(len(faces)))
    return Merged(found, tuple(_best(doubts, found)))


def _best(doubts: Iterable[Doubt], labels: Sequence[int]) -> Iterator[Doubt]:
    """Yield the doubts that are among the likeliest of one of their two; those that were decided elsewhere left out."""
    seen: Counter[int] = Counter()
    for doubt in sorted(doubts, key=lambda one: (-one.score, one.one, one.other)):
        one, other = labels[doubt.one], labels[doubt.other]
        if (one == other) != doubt.merged:
            continue
        if min(seen[one], seen[other]) < LISTED:
            yield doubt
        seen[one] += 1
        seen[other] += 1


@dataclass(slots=True)
class _Name:
    """A name and its faces, those of most articles first."""

    name: PersonName
    faces: list[int] = field(default_factory=list)


class _Persons:
    """Merges the faces of persons: all pairs of like names get a probability; the likeliest are joined first, and none
    across a pair that is contrary."""

    def __init__(
        self,
        faces: Sequence[Face],
        articles: Sequence[int],
        story: Callable[[int], Story],
        persons: Sequence[int],
        labels: Labels,
    ) -> None:
        self._faces, self._articles, self._labels = faces, articles, labels
        self._story = lru_cache(maxsize=65536)(story)
        self._names = self._by_name(persons)
        self._counts = NameCounts(one.name for one in self._names)
        self._name_of = {face: one.name for one in self._names for face in one.faces}
        self._scores: dict[tuple[int, int], float] = {}
        self._contrary: dict[int, set[int]] = defaultdict(set)
        self._doubts: list[Doubt] = []

    def merge(self) -> list[Doubt]:
        """Join the faces. Returns the doubts."""
        full = [one for one in self._names if not is_bare(one.name)]
        for one, other, kind in self._pairs(full):
            self._compare(one, other, kind)
        self._join(self._scores)
        self._merge_bare(full, [one for one in self._names if is_bare(one.name)])
        return self._doubts

    def _by_name(self, persons: Iterable[int]) -> list[_Name]:
        names: dict[tuple[str, ...], _Name] = {}
        for number in persons:
            name = spelt_out(parse_person(self._faces[number].name))
            names.setdefault((*name_key(name), name.order), _Name(name)).faces.append(number)
        for one in names.values():
            one.faces.sort(key=lambda face: (-self._articles[face], face))
        return list(names.values())

    def _pairs(self, names: Sequence[_Name]) -> Iterator[tuple[int, int, Difference]]:
        for one in names:
            for at, head in enumerate(one.faces[:_HEADS]):
                yield from ((head, other, "equal") for other in one.faces[at + 1 :])
        found = {*_like_names(names), *self._typos(names)}
        for x, y in sorted(found):
            kind = difference(names[x].name, names[y].name)
            if kind:
                for face in names[x].faces[:_VARIANT_HEADS]:
                    yield from ((face, other, kind) for other in names[y].faces[:_VARIANT_HEADS])

    def _typos(self, names: Sequence[_Name]) -> Iterator[tuple[int, int]]:
        """Yield pairs of names with the same given name and role or affiliation, and the same two letters in front."""
        alike: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for number, one in enumerate(names):
            given, family, *_ = name_key(one.name)
            for face in one.faces[:_VARIANT_HEADS]:
                for text in (self._faces[face].role, self._faces[face].affiliation):
                    if text:
                        alike[given, family[:2], fold(text)].add(number)
        for numbers in alike.values():
            if 1 < len(numbers) <= _MOST_SURNAMES:
                yield from combinations(sorted(numbers), 2)

    def _profile(self, face: int) -> Profile:
        one, name = self._faces[face], self._name_of[face]
        about = describe(one.role or one.told, one.affiliation)
        return Profile(name, about, self._story(face), self._counts.frequency(name), self._articles[face])

    def _compare(self, one: int, other: int, kind: Difference) -> float:
        """Note and return the probability of two faces."""
        keys = {self._faces[one].key, self._faces[other].key} - {""}
        score, opposed = _probability(self._profile(one), self._profile(other), kind) if len(keys) < 2 else (0.0, True)
        if score < (_OPPOSED if opposed else DOUBTFUL):
            self._contrary[one].add(other)
            self._contrary[other].add(one)
        if score >= DOUBTFUL:
            self._scores[min(one, other), max(one, other)] = score
        return score

    def _join(self, scores: dict[tuple[int, int], float]) -> None:
        """Join the likeliest pairs first; a pair that is torn or would tie contrary faces together is in doubt."""
        members: dict[int, list[int]] = defaultdict(list)
        for face in self._name_of:
            members[self._labels.of(face)].append(face)
        torn = self._torn({pair: score for pair, score in scores.items() if score >= MERGE})
        for (one, other), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
            x, y = self._labels.of(one), self._labels.of(other)
            if x == y:
                continue
            blocked = (one, other) in torn or not self._fit(members[x], members[y])
            if score < MERGE or blocked:
                self._doubt(one, other, score, torn=blocked)
                continue
            self._labels.join(one, other)
            members[min(x, y)] += members.pop(max(x, y))

    def _torn(self, edges: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
        """Return the pairs of which one face could as well be joined to another, contrary to the second."""
        near: dict[int, list[int]] = defaultdict(list)
        for one, other in edges:
            near[one].append(other)
            near[other].append(one)
        torn: set[tuple[int, int]] = set()
        for one, others in near.items():
            for x, y in combinations(others[:_HEADS], 2):
                if y in self._contrary[x] or difference(self._name_of[x], self._name_of[y]) is None:
                    weights = self._articles[x], self._articles[y]
                    for face, own, rival in ((x, *weights), (y, *weights[::-1])):
                        if own < _RIVAL * rival:
                            torn.add((min(one, face), max(one, face)))
        return torn

    def _fit(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """True where no member of one group is contrary to one of the other."""
        short, long = sorted((one, other), key=len)
        group = set(long)
        if any(not group.isdisjoint(self._contrary.get(face, ())) for face in short):
            return False
        names = [{self._name_of[face] for face in faces} for faces in (short, long)]
        return all(difference(x, y) is not None for x in names[0] for y in names[1])

    def _doubt(self, one: int, other: int, score: float, *, torn: bool = False, merged: bool = False) -> None:
        if self._faces[one].key and self._faces[other].key:
            return
        x, y = self._profile(one), self._profile(other)
        kind = difference(x.name, y.name) or "equal"
        reason = _reason(features(x, y, kind), kind)
        reason += "; others fit as well" if torn else ""
        reason = f"merged: {reason}; nobody else of the name in the story" if merged else reason
        self._doubts.append(Doubt(one, other, score, reason, merged))

    def _merge_bare(self, full: Sequence[_Name], bare: Sequence[_Name]) -> None:
        """Join names of one word to one another and to the only full name that each fits."""
        wanted = {alone_key(one.name) for one in bare}
        by_family: dict[str, list[int]] = defaultdict(list)
        for one in full:
            for key in {alone_key(one.name), alone_key(one.name.turned())} & wanted:
                by_family[key] += one.faces[:_HEADS]
        scores: dict[tuple[int, int], float] = {}
        for one in bare:
            faces = by_family[alone_key(one.name)]
            filed = self._filed(faces) if len(faces) > _MOST_SURNAMES else None
            for number in one.faces:
                self._find_full(number, faces if filed is None else self._likely(number, filed), scores)
        self._scores = {}
        for one in bare:
            for at, head in enumerate(one.faces[:_HEADS]):
                for other in one.faces[at + 1 :]:
                    self._compare(head, other, "surname")
        self._join(scores | {pair: score for pair, score in self._scores.items() if score >= MERGE})

    def _filed(self, faces: Iterable[int]) -> dict[str, list[int]]:
        filed: dict[str, list[int]] = defaultdict(list)
        for face in faces:
            for sign in self._signs(face):
                filed[sign].append(face)
        return filed

    def _likely(self, face: int, filed: dict[str, list[int]]) -> list[int]:
        """Return the faces that share most with one, of a frequent surname."""
        shared: Counter[int] = Counter()
        for sign in self._signs(face):
            shared.update(filed.get(sign, ()))
        return sorted(shared, key=lambda other: (-shared[other], other))[:_MOST_SURNAMES]

    def _signs(self, face: int) -> set[str]:
        profile = self._profile(face)
        return {*profile.about.roles, *profile.about.places, *profile.story.names}

    def _find_full(self, face: int, others: Iterable[int], scores: dict[tuple[int, int], float]) -> None:
        """Note the full name that a name of one word stands for: the likeliest, where no other person is as likely."""
        best: dict[int, tuple[float, int]] = {}
        for other in others:
            if difference(self._name_of[face], self._name_of[other]):
                score = self._compare(face, other, "surname")
                label = self._labels.of(other)
                best[label] = max(best.get(label, (0.0, -1)), (score, -other))
        ranked = sorted(best.values(), reverse=True)
        if not ranked or ranked[0][0] < DOUBTFUL:
            return
        score, other = ranked[0][0], -ranked[0][1]
        torn = len(ranked) > 1 and ranked[1][0] > max(DOUBTFUL, score - 0.3)
        if torn or score < (_STORY if len(best) == 1 else MERGE):
            self._doubt(face, other, score, torn=torn)
            return
        scores[min(face, other), max(face, other)] = max(score, MERGE)
        found = features(self._profile(face), self._profile(other), "surname")
        if score < MERGE or not (found.get("alike", 0.0) > _ALIKE or any(found.get(sign) for sign in _AGREEING)):
            self._doubt(face, other, score, merged=True)


def _probability(x: Profile, y: Profile, kind: Difference) -> tuple[float, bool]:
    """Return the probability, 0..1, that two are one person, and whether something speaks against it."""
    found = features(x, y, kind)
    opposed = any(found.get(sign) for sign in AGAINST)
    total = weigh(found)
    if kind == "equal" and not opposed:
        total += _PROMINENCE * min(2.0, log10(max(x.articles, y.articles)))
    score = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
    return (min(score, MERGE - 0.01) if kind in ("generation", "syllable") else score), opposed


_SIGNS: Final = {
    "same role": "same role", "same frequent role": "same role", "same affiliation": "same affiliation",
    "like affiliation": "similar affiliations", "other affiliation": "different affiliations",
    "unlike": "roles that hardly go together", "other place": "different places", "other sex": "words for two sexes",
    "shared names": "the same names in both articles", "frequent surname": "a frequent surname",
}  # fmt: skip


def _reason(found: dict[str, float], kind: Difference) -> str:
    """Say what speaks for and against two, in a few words."""
    parts = [REASONS[kind], *(text for sign, text in _SIGNS.items() if found.get(sign))]
    parts += ["a frequent name"] if kind != "surname" and found["frequent"] > 0.85 else []
    return "; ".join(dict.fromkeys(parts))


def _like_names(names: Sequence[_Name]) -> Iterator[tuple[int, int]]:
    """Yield index pairs of names that may be one person's, the lower index first, typos excluded."""
    index = PersonIndex()
    for number, one in enumerate(names):
        index.add(one.name, number)
    index.close()
    for number, one in enumerate(names):
        yield from (
            (min(number, other), max(number, other)) for other in index.like(one.name).tolist() if other != number
        )


def _merge_organisations(
    faces: Sequence[Face],
    articles: Sequence[int],
    forms: Callable[[int], Counter[str]],
    named: Iterable[int],
    labels: Labels,
) -> list[Doubt]:
    """Join organisations of one name, and acronyms to the names that the articles give them for."""
    first: dict[tuple[str, ...], int] = {}
    for number in named:
        words = core_words(faces[number].name) or (fold(faces[number].name),)
        key = (faces[number].key, faces[number].text_id, *(turned(words) or words))
        labels.join(first.setdefault(key, number), number)
    index, doubts = OrganisationIndex(), list[Doubt]()
    anywhere = [number for number in first.values() if faces[number].text_id]
    doubts += _anywhere(faces, anywhere)
    named = [number for number in first.values() if not faces[number].text_id]
    for number in named:
        index.add(faces[number].name, number)
    index.close()
    for number in named:
        name = faces[number].name
        longer = [other for other in index.like(name).tolist() if _is_shorter(name, faces[other].name)]
        if len(longer) == 1 and _stands_for(faces[number], faces[longer[0]], forms(longer[0])):
            labels.join(number, longer[0])
        elif len(longer) <= _MOST_SHORT:
            acronym = is_acronym(name)
            reason = "an acronym that may stand for it" if acronym else "names that may be one"
            reason += "; others fit as well" if len(longer) > 1 else ""
            for other in longer:
                if not (faces[number].key and faces[other].key):
                    score = compare_organisations(name, faces[other].name) / 100 - 0.3
                    doubts.append(Doubt(number, other, score, reason))
    return doubts


def _anywhere(faces: Sequence[Face], numbers: Iterable[int]) -> Iterator[Doubt]:
    """Yield a doubt for each name of several faces that any country or town may have."""
    by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in numbers:
        words = core_words(faces[number].name)
        by_name[turned(words) or words].append(number)
    for same in by_name.values():
        if len(same) > 1:
            reason = f"any country or town may have one; its {len(same)} articles are kept apart"
            yield Doubt(same[0], same[1], 0.5, reason)


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
