"""Properties of merging, for any speakers."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import pytest
from across import Result, Told, articles_of
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteminer.linking.blocking import OrganisationBlocks
from quoteminer.linking.doubts import Doubt
from quoteminer.linking.evidence import Bearer, describe, features
from quoteminer.linking.groups import Groups
from quoteminer.linking.merge import merge
from quoteminer.linking.name_relations import name_relation
from quoteminer.linking.namesakes import is_bare, parse_initials
from quoteminer.linking.person_blocks import PersonBlocks
from quoteminer.linking.profiles import SpeakerProfile
from quoteminer.linking.stories import Story
from quoteminer.types import SpeakerKind

GIVEN = (
    "John · Jon · J. · Jane · Bob · Robert · Boyd · B. · B.J. · Anna-Maria · Anna · Mohammed ·"
    " Mohamed".split(" · ")
)
MIDDLE = ["", "", "", "J.", "James", "Maria", "Peter"]
FAMILY = "Smith Smyth Harrow Harrow-Lind Lind al-Harbi Kellerbach Kellerbech Lee".split() + [
    "Ortega Ruiz"
]
ROLES = "||mayor|deputy mayor|senator|striker|judge|spokeswoman|chief executive".split("|")
BODIES = ["", "", "", "Hull", "Leeds", "Norvik Council", "World Lake Fund", "WLF"]
WORDS = ["Norvik", "Lake", "Fund", "World", "Council", "Office", "of", "WLF", "NLC", "News", "Bank"]


@st.composite
def people(draw: st.DrawFn) -> Told:
    parts = [draw(st.sampled_from(some)) for some in (GIVEN, MIDDLE, FAMILY)]
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
    assert one.doubt_rows == other.doubt_rows
    assert one.of == other.of


@given(crowds)
@settings(max_examples=120, deadline=None)
def test_nobody_has_two_names(crowd: list[Told]) -> None:
    for group in Result(articles_of(crowd)).groups:
        members = [parse_initials(crowd[int(one[1:])][0]) for one in sorted(group)]
        assert all(name_relation(x, y) is not None for x, y in combinations(members, 2))
        assert len({name.suffix for name in members if not is_bare(name)}) <= 1


@given(crowds)
@settings(max_examples=60, deadline=None)
def test_everybody_is_somebody_once_and_all_is_counted(crowd: list[Told]) -> None:
    result = Result(articles_of(crowd))
    assert sorted(one.number for one in result.persons) == list(range(1, len(result.persons) + 1))
    assert sum(one.articles for one in result.persons) == len(crowd) == result.totals.named
    counted = Counter(result.of.values())
    assert counted == {one.number: one.articles for one in result.persons}
    for x, y, doubt in result.doubtful:
        assert (x.person == y.person) == doubt.reason.startswith("merged: ")


@given(crowds)
@settings(max_examples=80, deadline=None)
def test_blocks_find_what_comparing_all_finds(crowd: list[Told]) -> None:
    profiles = [_profile("person", *told) for told in sorted(set(crowd))]
    assert _merged(profiles) == _merged_all_with_all(profiles)


@given(st.lists(names_of_bodies, min_size=2, max_size=16))
@settings(max_examples=80, deadline=None)
def test_blocks_find_what_comparing_all_bodies_finds(names: list[str]) -> None:
    profiles = [_profile("org", name, "", "") for name in sorted(set(names))]
    assert _merged(profiles) == _merged_all_with_all(profiles)


def _profile(kind: SpeakerKind, name: str, role: str, body: str) -> SpeakerProfile:
    profile = SpeakerProfile(kind, name, role, body)
    for _ in range(1 + len(name + role + body) % 3):
        profile.add_article((name,))
    return profile


def _merged_all_with_all(profiles: Sequence[SpeakerProfile]) -> tuple[list[list[int]], list[Doubt]]:
    with pytest.MonkeyPatch.context() as patch:
        for index in (PersonBlocks, OrganisationBlocks):  # all names in one block
            patch.setattr(index, "like", lambda self, name: self.all(""))
            patch.setattr(index, "add_name", lambda self, name, number: self.add("", "", number))
        return _merged(profiles)


def _merged(profiles: Sequence[SpeakerProfile]) -> tuple[list[list[int]], list[Doubt]]:
    return merge(profiles, lambda _: Story(), {}, Groups(len(profiles)))


@given(people(), people())
@settings(max_examples=200, deadline=None)
def test_comparing_is_symmetric(one: Told, other: Told) -> None:
    names = [parse_initials(name) for name, _, _ in (one, other)]
    x, y = (
        Bearer(frozenset({name}), describe(*told[1:]))
        for name, told in zip(names, (one, other), strict=True)
    )
    relation = name_relation(*names)
    assert relation == name_relation(*reversed(names))
    assert name_relation(names[0], names[0]) == ("surname" if is_bare(names[0]) else "equal")
    if relation:
        assert features(x, y, relation) == features(y, x, relation)
