"""Whatever the speakers: the order of the articles does not matter, nobody is two contrary people, and blocks find
what comparing all with all finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import pytest
from across import Result, Told, articles_of, record, speaker
from hypothesis import given, settings
from hypothesis import strategies as st
from quoteminer.known.index import BodyIndex
from quoteminer.merging.callings import calling_of, relate_roles
from quoteminer.merging.cluster import MERGE, cluster
from quoteminer.merging.likeness import difference, spelt_out
from quoteminer.merging.merge import Merged, merge
from quoteminer.merging.variants import Names

from quoteminer.linking.profiles import Face
from quoteminer.people.names import compare_people, parse_person
from quoteminer.people.spelling import SAME_NAME

GIVEN = [
    "John",
    "Jon",
    "J.",
    "Jane",
    "Bob",
    "Robert",
    "Boyd",
    "B.",
    "B.J.",
    "Anna-Maria",
    "Anna",
    "Mohammed",
    "Mohamed",
]
MIDDLE = ["", "", "", "J.", "James", "Maria", "Peter"]
FAMILY = [
    "Smith",
    "Smyth",
    "Harrow",
    "Harrow-Lind",
    "Lind",
    "al-Harbi",
    "Kellerbach",
    "Kellerbech",
    "Ortega Ruiz",
    "Lee",
]
ROLES = ["", "", "mayor", "deputy mayor", "senator", "striker", "judge", "spokeswoman", "chief executive"]
BODIES = ["", "", "", "Hull", "Leeds", "Norvik Council", "World Lake Fund", "WLF"]
WORDS = ["Norvik", "Lake", "Fund", "World", "Council", "Office", "of", "WLF", "NLC", "News", "Bank"]


@st.composite
def people(draw: st.DrawFn) -> Told:
    parts = [draw(st.sampled_from(GIVEN)), draw(st.sampled_from(MIDDLE)), draw(st.sampled_from(FAMILY))]
    parts = parts[2:] if draw(st.integers(0, 9)) == 0 else parts
    suffix = draw(st.sampled_from(["", "", "", "", "", " Jr."]))
    name = " ".join(filter(None, parts)) + suffix
    return name, draw(st.sampled_from(ROLES)), draw(st.sampled_from(BODIES))


crowds = st.lists(people(), min_size=2, max_size=24)
names_of_bodies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@given(crowds, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_the_articles_does_not_matter(crowd: list[Told], dice: object) -> None:
    records = articles_of(crowd)
    shuffled = list(records)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Result(records), Result(shuffled)
    assert one.persons == other.persons
    assert one.doubtful == other.doubtful
    assert one.of == other.of


@given(crowds)
@settings(max_examples=120, deadline=None)
def test_nobody_is_two_contrary_people(crowd: list[Told]) -> None:
    result = Result(articles_of(crowd))
    for group in result.groups:
        members = [crowd[int(one[1:])] for one in sorted(group)]
        for (name, role, _), (other_name, other_role, _) in combinations(members, 2):
            assert relate_roles(calling_of(role), calling_of(other_role)) != "contrary"
            assert compare_people(name, other_name) >= SAME_NAME
            bare = {parse_person(one).order == "bare" for one in (name, other_name)}
            assert len(bare) == 1, "a family name alone is never merged into a full name"


@given(crowds)
@settings(max_examples=60, deadline=None)
def test_everybody_is_somebody_once_and_all_is_counted(crowd: list[Told]) -> None:
    result = Result(articles_of(crowd))
    assert sorted(one.number for one in result.persons) == list(range(1, len(result.persons) + 1))
    assert sum(one.sums.articles for one in result.persons) == len(crowd) == result.totals.named
    counted = Counter(result.of.values())
    assert counted == {one.number: one.sums.articles for one in result.persons}
    for doubt in result.doubtful:
        assert doubt.person != doubt.other


@given(crowds)
@settings(max_examples=80, deadline=None)
def test_blocks_find_what_comparing_all_finds(crowd: list[Told]) -> None:
    faces = sorted({Face("person", name, role, body) for name, role, body in crowd})
    assert _merged(faces) == _merged_all_with_all(faces)


@given(st.lists(names_of_bodies, min_size=2, max_size=16))
@settings(max_examples=80, deadline=None)
def test_blocks_find_what_comparing_all_bodies_finds(names: list[str]) -> None:
    faces = sorted({Face("org", name, "", "") for name in names})
    assert _merged(faces) == _merged_all_with_all(faces)


def _merged(faces: Sequence[Face]) -> Merged:
    return merge(faces, [1 + number % 3 for number in range(len(faces))], lambda number: Counter([faces[number].name]))


def _merged_all_with_all(faces: Sequence[Face]) -> Merged:
    def all_pairs(self: Names, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
        return combinations(sorted(numbers), 2)

    def everything(self: BodyIndex, name: str) -> object:
        return np.arange(max(self.filed) + 1)

    def file(self: BodyIndex, name: str, number: int) -> None:
        self.filed = [*getattr(self, "filed", []), number]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Names, "pairs", all_pairs)
        patch.setattr(BodyIndex, "like", everything)
        patch.setattr(BodyIndex, "add", file)
        return _merged(faces)


@given(people(), people())
@settings(max_examples=200, deadline=None)
def test_a_difference_is_symmetric_and_has_a_reason(one: Told, other: Told) -> None:
    x, y = (spelt_out(parse_person(told[0])) for told in (one, other))
    assert difference(x, y) == difference(y, x)
    assert difference(x, x) == "spelling"
    if difference(x, y) not in (None, "generation"):
        assert compare_people(x, y) >= SAME_NAME


@st.composite
def matrices(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    size = draw(st.integers(1, 9))
    scores, conflicts = np.zeros((size, size)), np.zeros((size, size), np.bool_)
    for x, y in combinations(range(size), 2):
        scores[x, y] = scores[y, x] = draw(st.sampled_from([-1.0, 0.5, 1.0, 1.5, 2.5]))
        conflicts[x, y] = conflicts[y, x] = draw(st.integers(0, 3)) == 0
    return scores, conflicts, np.array([draw(st.integers(1, 50)) for _ in range(size)], np.float64)


@given(matrices())
@settings(max_examples=300, deadline=None)
def test_clusters_hold_no_conflict_and_leave_nothing_undone(given_: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    scores, conflicts, weights = given_
    found = cluster(scores, conflicts, weights)
    members = {label: [n for n, one in enumerate(found.labels) if one == label] for label in found.labels}
    for label, group in members.items():
        assert label == group[0]
        assert not conflicts[np.ix_(group, group)].any()
        assert len(group) == 1 or _is_tied(group, scores)
    for x, y in combinations(range(len(weights)), 2):
        joined = found.labels[x] == found.labels[y]
        if scores[x, y] >= MERGE and not conflicts[x, y] and not joined and not {x, y} & found.torn:
            assert conflicts[np.ix_(members[found.labels[x]], members[found.labels[y]])].any()


def _is_tied(group: list[int], scores: np.ndarray) -> bool:
    """Whether scores lead from the first of a group to all others."""
    reached, new = {group[0]}, {group[0]}
    while new:
        new = {y for x in new for y in group if y not in reached and scores[x, y] >= MERGE}
        reached |= new
    return reached == set(group)


def test_torn_is_whom_two_in_conflict_fit() -> None:
    scores = np.array([[0, 1.2, 1.2], [1.2, 0, 0], [1.2, 0, 0]])
    conflicts = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0]], np.bool_)
    found = cluster(scores, conflicts, np.array([1.0, 1.0, 1.0]))
    assert (found.labels, found.torn) == ((0, 1, 2), {0})
    found = cluster(scores, conflicts, np.array([1.0, 20.0, 1.0]))
    assert found.labels == (0, 0, 2)
    scores[0, 1] = scores[1, 0] = 2.5
    assert cluster(scores, conflicts, np.array([1.0, 1.0, 1.0])).labels == (0, 0, 2)


def test_the_same_again() -> None:
    crowd = [("Bob Harrow", "judge", ""), ("Robert Harrow", "", ""), ("B. Harrow", "", "Hull"), ("Lee", "", "")]
    records = [record("a", [speaker(number, told) for number, told in enumerate(crowd)]), *articles_of(crowd)]
    one, other = Result(records), Result(records)
    assert (one.persons, one.doubtful, one.of) == (other.persons, other.doubtful, other.of)
