"""Which content belongs to which cue, and which cue to which source: one decision for the whole article."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from quoteminer.types import Reading

_TOUCH = 2  # characters: a comma and a space
_NOTHING = -1  # the target of a link that leads nowhere, as Reading.links has it


@dataclass(frozen=True, slots=True)
class Group:
    """Indices into Reading.roles that make one attribution. ``certainty``, 0..1, is the probability of its links."""

    contents: tuple[int, ...]
    cue: int | None
    source: int | None
    certainty: float


def link_spans(
    reading: Reading, *, paragraphs: Sequence[int], quoted: Sequence[bool], dashes: Sequence[bool]
) -> list[Group]:
    """Every content goes to the cue that it fits best, every cue that has a content to its best source.

    ``paragraphs``, ``quoted`` and ``dashes`` say for every role span in which paragraph it stands, whether it begins
    between quotation marks and whether it is nothing but a dash. A source stands in the paragraph of its cue, and so
    does a content, unless it is quoted and follows in a later one that has no cue of its own (true of 99.9 % and 99.5 %
    of PolNeAR's). A dash in front of its source signs what stands before it ("“…” — Ana Silva"). A content that fits
    no cue is a group of its own; a cue without a content reports nothing and is left out. One source may serve several
    cues ("X said A and added B"). Where a quoted content fits no cue, it gets the one that touches its end, if no other
    content has that: over a long quote the links grow weak. Groups come in text order of their first content.
    """
    options = _options(reading, dashes)
    with_cue = {(paragraphs[i], span.layer) for i, span in enumerate(reading.roles) if span.role == "cue"}
    cues: dict[int, int | None] = {}
    for index, span in enumerate(reading.roles):
        if span.role == "content":
            follows = quoted[index] and (paragraphs[index], span.layer) not in with_cue
            cues[index] = _best(reading, index, options, _near(paragraphs, index, follows))
    by_cue: dict[int, list[int]] = {}
    groups: list[Group] = []
    taken = set(cues.values())
    for index, cue in cues.items():
        if cue is None and quoted[index]:
            cue = _touching(reading, index, taken)
        if cue is None:
            groups.append(Group((index,), None, None, 1.0))
        else:
            by_cue.setdefault(cue, []).append(index)
    for cue, contents in by_cue.items():
        source = _best(reading, cue, options, _near(paragraphs, cue, False))
        steps = [reading.links[content, cue] for content in contents]
        steps.append(reading.links[cue, _NOTHING if source is None else source])
        groups.append(Group(tuple(contents), cue, source, math.exp(sum(steps) / len(steps))))
    return sorted(groups, key=lambda group: group.contents)


def _touching(reading: Reading, content: int, taken: AbstractSet[int | None]) -> int | None:
    """The cue right behind a content ("…,” said"), which it may belong to; None where there is none, or it is taken."""
    end = reading.roles[content].end
    behind = (at for at in range(content + 1, len(reading.roles)) if reading.roles[at].start >= end)
    cue = next(behind, None)
    if cue is None or cue in taken or (content, cue) not in reading.links:
        return None
    return cue if reading.roles[cue].start - end <= _TOUCH else None


def _near(paragraphs: Sequence[int], owner: int, follows: bool) -> Callable[[int], bool]:
    here = paragraphs[owner]
    return lambda target: target == _NOTHING or paragraphs[target] == here or (follows and paragraphs[target] < here)


def _options(reading: Reading, dashes: Sequence[bool]) -> dict[int, list[int]]:
    """What each span may belong to."""
    options: dict[int, list[int]] = {}
    for owner, target in reading.links:
        options.setdefault(owner, []).append(target)
    signing = {cue for cue in options if dashes[cue] and (_best(reading, cue, options, lambda _: True) or 0) > cue}
    return {owner: [t for t in targets if t not in signing or owner < t] for owner, targets in options.items()}


def _best(reading: Reading, owner: int, options: dict[int, list[int]], allowed: Callable[[int], bool]) -> int | None:
    """The allowed target with the highest probability; None where "nothing" has it."""
    targets = filter(allowed, options[owner])
    target = max(targets, key=lambda option: (reading.links[owner, option], -option))
    return None if target == _NOTHING else target
