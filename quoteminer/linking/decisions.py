"""Join speakers, or keep them apart, as a reader has decided; give persons the numbers that they
had before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from quoteminer.errors import PeopleFileError
from quoteminer.linking.groups import Groups
from quoteminer.linking.profiles import SpeakerId


@dataclass(frozen=True, slots=True)
class Decision:
    """A reader's decision whether two speakers are the same person. ``where``: file and line, for
    messages."""

    first: SpeakerId
    second: SpeakerId
    same: bool
    where: str


def decided_groups(
    decisions: Iterable[Decision], count: int, place: Callable[[SpeakerId], int | None]
) -> Groups:
    """Return groups of ``count`` profiles by the decisions: the same person joined, different
    people kept apart. ``place`` finds a speaker's profile. Raises PeopleFileError if a speaker is
    unknown or decisions contradict.
    """
    groups = Groups(count)
    for decision in sorted(decisions, key=lambda decision: not decision.same):
        first, second = (
            _place(speaker, decision, place) for speaker in (decision.first, decision.second)
        )
        if decision.same:
            groups.join(first, second)
        elif groups.label(first) == groups.label(second):
            reason = (
                "by other answers these two are the same person"
                if first != second
                else "both are described alike"
            )
            wrong = f"the answer is different, but {reason}"
            raise PeopleFileError(f"{decision.where}: {wrong}. Change or delete an answer.")
        else:
            groups.keep_apart(first, second)
    return groups


def _place(speaker: SpeakerId, decision: Decision, place: Callable[[SpeakerId], int | None]) -> int:
    profile = place(speaker)
    if profile is None:
        reason = f"there is no speaker {speaker[1]} in an article {speaker[0]!r}, or it has no name"
        raise PeopleFileError(
            f"{decision.where}: {reason}. Delete the row, or run people without --decisions."
        )
    return profile


def keep_numbers(
    persons: Mapping[SpeakerId, int], previous: Mapping[SpeakerId, int]
) -> dict[int, int]:
    """Return a new number for each person in ``persons`` (numbers by speaker): the number of the
    earlier person that has most of the same speakers. Other persons get numbers after all earlier
    ones, in order."""
    shared = Counter(
        (number, previous[speaker]) for speaker, number in persons.items() if speaker in previous
    )
    kept, taken = dict[int, int](), set[int]()
    for (number, earlier), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if number not in kept and earlier not in taken:
            kept[number] = earlier
            taken.add(earlier)
    after = max(previous.values(), default=0)
    fresh = sorted(set(persons.values()) - kept.keys())
    return kept | {number: after + place for place, number in enumerate(fresh, start=1)}
