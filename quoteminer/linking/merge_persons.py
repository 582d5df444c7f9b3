"""Merge persons: each in turn joins the most likely group with a similar name, or starts a
group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from typing import Final, NamedTuple

from quoteminer.linking.doubts import Doubt, reason_of
from quoteminer.linking.evidence import (
    UNSURE,
    Bearer,
    Description,
    describe,
    features,
    relate,
    united,
    weigh,
)
from quoteminer.linking.groups import Groups, Partners, are_partners
from quoteminer.linking.namesakes import (
    is_incomplete,
    is_initial,
    name_key,
    parse_initials,
)
from quoteminer.linking.person_blocks import alone_key, similar_names
from quoteminer.linking.profiles import SpeakerProfile
from quoteminer.linking.stories import Life, Story
from quoteminer.names.person_names import PersonName, is_given_name

_MERGE: Final = 0.5  # the least probability of a merge
_DOUBTFUL: Final = 0.1  # the least probability of two that are kept apart and listed
_SURE: Final = 0.6  # merges with a lower probability are made and listed
_NEAR: Final = 4.0  # largest difference in log odds between the likeliest group and a rival
_DESCRIBED: Final = 12  # profiles of a group that are compared, those with most articles
# Groups that are compared, those with most articles:
_MOST_EQUAL: Final = 40  # with one of the same name
_MOST_SIMILAR: Final = 60  # with one of another form of the name
_MOST_RIVALS: Final = 5  # with the likeliest group, to see whether both are one person
StoryOf = Callable[[SpeakerProfile], Story]


@dataclass(slots=True, eq=False)
class _Group:
    """The numbers of profiles that are one person; the profiles to compare come first."""

    numbers: list[int]
    names: tuple[PersonName, ...]
    articles: int
    key: str
    torn: bool = False  # it fits several other groups, of different people, equally well


class _Match(NamedTuple):
    log_odds: float
    group: _Group
    evidence: Mapping[str, float]


class PersonMerger:
    """Joins the profiles of each person. ``clashes``: those that are two people in one article."""

    def __init__(
        self, profiles: Sequence[SpeakerProfile], groups: Groups, story: StoryOf, clashes: Partners
    ) -> None:
        self._profiles, self._groups, self._clashes = profiles, groups, clashes
        self._story, self._read = (
            lru_cache(maxsize=4096)(story),
            lru_cache(maxsize=4096)(self._read_profiles),
        )
        self._by_name: dict[tuple[str, ...], list[_Group]] = defaultdict(list)
        # keys of one-word names that are not part of any full name
        self._mononyms: set[str] = set()
        self._doubts: list[Doubt] = []

    def merge(self) -> list[Doubt]:
        """Join equal full names, then other forms of names, then names of one word. Return the
        doubtful pairs."""
        bare, full = list[_Group](), list[_Group]()
        for group in self._first_groups():
            (bare if all(map(is_incomplete, group.names)) else full).append(group)
        keys = dict.fromkeys(name_key(group.names[0]) for group in full)
        places = {key: place for place, key in enumerate(keys, start=1)}
        # One name after the other, because profiles are read once if they are compared soon;
        # decided groups come first.
        for group in sorted(
            full,
            key=lambda group: places[name_key(group.names[0])] if len(group.numbers) == 1 else 0,
        ):
            if not self._settle(group, self._by_name[name_key(group.names[0])][:_MOST_EQUAL]):
                for key in dict.fromkeys(map(name_key, group.names)):
                    self._by_name[key].append(group)
        self._join_forms()
        self._join_bare(bare)
        return self._doubts

    def _first_groups(self) -> list[_Group]:
        """Return the groups joined by the user's list and decisions, then single profiles, most
        informative first."""

        def told(number: int) -> tuple[bool, int, int]:
            profile = self._profiles[number]
            known = 1 + 2 * bool(profile.role) + 2 * bool(profile.affiliation)
            return number not in self._clashes, -profile.articles * known, number

        groups = list[_Group]()
        persons = [
            number for number, profile in enumerate(self._profiles) if profile.kind == "person"
        ]
        for numbers in {
            self._groups.label(number): self._groups.of[number] for number in persons
        }.values():
            members = sorted(
                (number for number in numbers if self._profiles[number].kind == "person"), key=told
            )
            profiles = [self._profiles[number] for number in members]
            key = next((profile.key for profile in profiles if profile.key), "")
            articles = sum(profile.articles for profile in profiles)
            groups.append(
                _Group(members, tuple(dict.fromkeys(map(_spelt_name, profiles))), articles, key)
            )
        return sorted(groups, key=lambda group: (-len(group.numbers), told(group.numbers[0])))

    def _settle(self, group: _Group, others: Iterable[_Group]) -> _Group | None:
        """Join a group to the most likely one of others, if it is likely enough, and return that
        one; note doubtful pairs."""
        matches = [match for other in others if (match := self._match(group, other))]
        matches.sort(key=lambda match: (-match.log_odds, match.group.numbers[0]))
        if not matches:
            return None
        odds, (_, best, evidence) = exp(matches[0].log_odds), matches[0]
        alone = odds / (1 + odds)
        near = [
            match
            for match in matches[1:]
            if alone >= _DOUBTFUL and match.log_odds > matches[0].log_odds - _NEAR
        ]
        rivals = sum(
            exp(match.log_odds)
            for match in near[:_MOST_RIVALS]
            if self._are_rivals(best, match.group)
        )
        score = odds / (1 + odds + rivals)
        merged = score >= _MERGE and "weak" not in evidence
        group.torn = alone >= _MERGE > score
        unsure = score < _SURE or any(evidence.get(feature) for feature in UNSURE)
        if not merged and alone >= _DOUBTFUL or merged and unsure:
            self._doubt(group, best, evidence, score, merged=merged)
        return self._join(group, best) if merged else None

    def _join(self, group: _Group, best: _Group) -> _Group:
        self._groups.join(group.numbers[0], best.numbers[0])
        best.numbers += group.numbers
        best.names = tuple(dict.fromkeys(best.names + group.names))
        best.articles += group.articles
        best.key = best.key or group.key
        return best

    def _are_rivals(self, best: _Group, other: _Group) -> bool:
        match = self._match(best, other)
        return match is None or match.log_odds < 0

    def _match(self, group: _Group, other: _Group) -> _Match | None:
        """Compare two groups; None if they can't be one person."""
        if other.torn or (group.key and other.key and group.key != other.key):
            return None
        relation = relate(group.names, other.names)
        if relation is None or self._groups.are_apart(group.numbers, other.numbers):
            return None
        clash = are_partners(self._clashes, group.numbers, other.numbers)
        if clash and relation == "equal":
            return None
        evidence = features(self._bearer(group), self._bearer(other), relation, one_article=clash)
        if relation == "surname" and not self._mononyms.isdisjoint(map(alone_key, group.names)):
            evidence["mononym"] = float(not any(is_given_name(name.family) for name in group.names))
        return _Match(weigh(evidence), other, evidence)

    def _bearer(self, group: _Group) -> Bearer:
        return Bearer(group.names, *self._read(*group.numbers[:_DESCRIBED]), group.articles)

    def _read_profiles(self, *numbers: int) -> tuple[Description, Story, Life]:
        profiles = [self._profiles[number] for number in numbers]
        stories = list(map(self._story, profiles))
        about = (
            describe(profile.role or profile.described, profile.affiliation).on(story.days)
            for profile, story in zip(profiles, stories, strict=True)
        )
        return (
            united(about),
            united(stories),
            united(profile.life for profile in profiles),
        )

    def _join_forms(self) -> None:
        """Join groups with different forms of a full name, the shortest forms first."""
        by_key = {
            name_key(name): name
            for groups in self._by_name.values()
            for group in groups
            for name in group.names
        }
        keys, forms = list(by_key), list(by_key.values())
        similar = similar_names(forms)
        joined, numbers = Groups(len(forms)), {key: number for number, key in enumerate(keys)}
        for number, others in similar.items():
            several = (
                numbers[name_key(name)]
                for group in self._by_name[keys[number]]
                for name in group.names
            )
            for other in (*others, *several):
                joined.join(number, other)

        def order(number: int) -> tuple[int, int, bool, int, int]:
            """Sort by names that may be joined, so that what is read for them is kept, then by
            length."""
            articles = sum(group.articles for group in self._by_name[keys[number]])
            short = len(forms[number].parts), not is_initial(forms[number].given)
            return joined.label(number), *short, articles, number

        for number in sorted(similar, key=order):
            for group in self._by_name[keys[number]].copy():
                near = {
                    other for form in similar[number] for other in self._by_name[keys[form]]
                } - {group}
                best = self._settle(group, _largest(near))
                if not best:
                    continue
                for key in map(name_key, group.names):
                    rest = [
                        other
                        for other in self._by_name[key]
                        if other is not group and other is not best
                    ]
                    self._by_name[key] = [*rest, best]

    def _join_bare(self, bare: Sequence[_Group]) -> None:
        """Join names of one word with full names that contain it, or with each other."""
        families = {alone_key(name) for group in bare for name in group.names}
        by_family: dict[str, list[_Group]] = defaultdict(list)
        for group in dict.fromkeys(group for groups in self._by_name.values() for group in groups):
            forms = {form for name in group.names for form in (name, name.turned())}
            for family in {alone_key(form) for form in forms} & families:
                by_family[family].append(group)
        self._mononyms = families - by_family.keys()
        for group in bare:
            family = alone_key(group.names[0])
            if not self._settle(group, _largest(by_family[family])):
                by_family[family].append(group)

    def _doubt(
        self,
        group: _Group,
        other: _Group,
        evidence: Mapping[str, float],
        score: float,
        *,
        merged: bool,
    ) -> None:
        if group.key and other.key:
            return
        relation = relate(group.names, other.names)
        reason = reason_of(relation, evidence, merged=merged, torn=group.torn)
        weight = min(group.articles, other.articles) * (1 - score if merged else score)
        self._doubts.append(
            Doubt(group.numbers[0], other.numbers[0], score, reason, merged, weight)
        )


def _spelt_name(profile: SpeakerProfile) -> PersonName:
    """Return the name; for a name of one word with "Mr" or "Ms" if the article has it."""
    name = parse_initials(profile.name)
    if not is_incomplete(name) or name.honorific:
        return name
    spelt = (parse_initials(spelling) for spelling in sorted(profile.spellings))
    titled = (
        form
        for form in spelt
        if form.honorific_gender and is_incomplete(form) and form.family == name.family
    )
    return next(titled, name)


def _largest(groups: Iterable[_Group]) -> list[_Group]:
    return sorted(groups, key=lambda group: (-group.articles, group.numbers[0]))[:_MOST_SIMILAR]
