"""Merge speaker profiles that are one person or organisation, and list pairs that may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from quoteminer.linking.blocking import OrganisationBlocks
from quoteminer.linking.doubts import Doubt, gravest
from quoteminer.linking.groups import Groups, Partners
from quoteminer.linking.merge_persons import PersonMerger, StoryOf
from quoteminer.linking.namesakes import has_name
from quoteminer.linking.profiles import SpeakerProfile
from quoteminer.linking.stories import Story, is_one_story
from quoteminer.names.organisations import (
    compare_organisations,
    core_words,
    is_acronym,
    plain_organisation,
    turned,
)
from quoteminer.names.same_name import same_name
from quoteminer.names.similarity import fold

# an acronym with this many letters is merged with the only name in the run that it fits
_LONG_ACRONYM: Final = 4
_MOST_STORIES: Final = 20  # nearest articles by day that an article is compared with
# longer names with which a short name is listed; if more fit, none is listed
_MOST_LONGER: Final = 5


def merge(
    profiles: Sequence[SpeakerProfile], story: StoryOf, clashes: Partners, groups: Groups
) -> tuple[list[list[int]], list[Doubt]]:
    """Group sorted profiles by person or organisation: join ``groups``, which are by the user's
    decisions, further. Return the numbers of each group's profiles, except those without a name,
    and the doubtful pairs, gravest first. ``story`` returns the story of a profile's articles;
    ``clashes``: profiles that are two people in one article.
    """
    keyed = dict[str, int]()
    for number, profile in enumerate(profiles):
        if profile.key:
            groups.join(keyed.setdefault(profile.key, number), number)
    persons = [number for number, profile in enumerate(profiles) if profile.kind == "person"]
    named = [
        number
        for number, profile in enumerate(profiles)
        if profile.kind == "org" and has_name(profile.name)
    ]
    doubts = PersonMerger(profiles, groups, story, clashes).merge()
    doubts += _merge_organisations(profiles, named, groups, story)
    members = defaultdict[int, list[int]](list)
    for number in sorted(persons + named):
        members[groups.label(number)].append(number)
    return list(members.values()), list(gravest(doubts, groups))


def _merge_organisations(
    profiles: Sequence[SpeakerProfile], named: Collection[int], groups: Groups, story: StoryOf
) -> list[Doubt]:
    """Join the profiles of equal names, and acronyms with the names that they stand for. Return the
    doubtful pairs."""
    first: dict[tuple[str, ...], int] = {}
    anywhere: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in named:
        profile = profiles[number]
        words = core_words(profile.name) or (fold(profile.name),)
        words = turned(words) or words
        # Labor and Labour are parties of two countries
        spelt = "labour" if "labour" in fold(profile.name) else ""
        same = first.setdefault((profile.key, profile.text_id, spelt, *words), number)
        groups.join(same, number)
        if profile.text_id and same == number:
            anywhere[words].append(number)
    doubts = list[Doubt]()
    for numbers in anywhere.values():
        _join_stories({number: story(profiles[number]) for number in numbers}, groups)
        apart = list(dict.fromkeys(map(groups.label, numbers)))
        if len(apart) > 1:
            reason = f"any country or town may have one; {len(apart)} are kept apart"
            doubts.append(Doubt(apart[0], apart[1], 0.5, reason))
    index, kept = (
        OrganisationBlocks(),
        [number for number in first.values() if not profiles[number].text_id],
    )
    for number in kept:
        index.add_name(profiles[number].name, number)
    index.close()
    for number in kept:
        profile = profiles[number]
        longer = sorted(
            other
            for other in index.like(profile.name)
            if _is_shorter(profile.name, profiles[other].name)
        )
        if len(longer) == 1 and _stands_for(profile, profiles[longer[0]]):
            groups.join(number, longer[0])
        elif len(longer) <= _MOST_LONGER:
            reason = (
                "an acronym that may stand for it"
                if is_acronym(profile.name)
                else "names that may be one"
            )
            reason += "; others fit as well" if len(longer) > 1 else ""
            for other in longer:
                if not (profile.key and profiles[other].key):
                    score = compare_organisations(profile.name, profiles[other].name) / 100 - 0.3
                    doubts.append(Doubt(number, other, score, reason))
    return doubts


def _join_stories(stories: Mapping[int, Story], groups: Groups) -> None:
    """Join the profiles, by number, whose articles tell one story. Each is compared with a few of
    the days before."""
    ordered = sorted(stories, key=lambda number: (min(stories[number].days, default=0), number))
    for at, number in enumerate(ordered):
        for other in ordered[max(0, at - _MOST_STORIES) : at]:
            if is_one_story(stories[number], stories[other]):
                groups.join(number, other)


def _is_shorter(name: str, other: str) -> bool:
    short, long = (
        tuple(word for word in core_words(text) if word != "the") for text in (name, other)
    )
    size = len(short)
    after, before = long[size : size + 1], long[-size - 1 : -size]
    several = (long[:size] == short and after == ("and",)) or (
        long[-size:] == short and before == ("and",)
    )
    shorter = (size, name) < (len(long), other)
    return shorter and not several and same_name(name, other, "org")


def _stands_for(short: SpeakerProfile, long: SpeakerProfile) -> bool:
    """True for a long acronym, or one that an article gives with the name, but not for one in the
    user's list."""
    acronym = plain_organisation(short.name)
    if short.key or long.key or not is_acronym(acronym) or is_acronym(long.name):
        return False
    is_spelt = any(fold(plain_organisation(form)) == fold(acronym) for form in long.spellings)
    return is_spelt or sum(map(str.isalpha, acronym)) >= _LONG_ACRONYM
