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
    reading: Reading,
    *,
    paragraphs: Sequence[int],
    quoted: Sequence[bool],
    dashes: Sequence[bool],
    introduces: Sequence[bool] | None = None,
) -> list[Group]:
    """Every content goes to the cue that it fits best, every cue that has a content to its best source.

    ``paragraphs``, ``quoted``, ``dashes`` and ``introduces`` say for every role span in which paragraph it stands,
    whether it begins between quotation marks, whether it is nothing but a dash, and whether its paragraph ends with a
    colon (None: none does). A source stands in the paragraph of its cue, and so does a content, unless it follows in a
    later one that has no cue of its own, and is quoted or introduced by a colon (true of 99 % of the gold). A dash in
    front of its source signs what stands before it ("“…” — Ana Silva"). A content that fits no cue is a group of its
    own; a cue without a content reports nothing and is left out. One source may serve several cues ("X said A and added
    B"). Where a quoted content fits no cue, it gets the one that touches its end, if no other content has that: over a
    long quote the links grow weak. Groups come in text order of their first content.
    """
    options = _options(reading, dashes)
    with_cue = {(paragraphs[i], span.layer) for i, span in enumerate(reading.roles) if span.role == "cue"}
    cues: dict[int, int | None] = {}
    for index, span in enumerate(reading.roles):
        if span.role == "content":
            introduced = introduces.__getitem__ if introduces else _never
            leads = _never if (paragraphs[index], span.layer) in with_cue else _always if quoted[index] else introduced
            cues[index] = _best(reading, index, options, _near(paragraphs, index, leads))
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
        source = _best(reading, cue, options, _near(paragraphs, cue))
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


def _always(_: int) -> bool:
    return True


def _never(_: int) -> bool:
    return False


def _near(paragraphs: Sequence[int], owner: int, leads: Callable[[int], bool] = _never) -> Callable[[int], bool]:
    """Return a filter of targets: those of the owner's paragraph, and those of earlier ones that lead to it."""
    here = paragraphs[owner]

    def allowed(target: int) -> bool:
        if target == _NOTHING or paragraphs[target] == here:
            return True
        return paragraphs[target] < here and leads(target)

    return allowed


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
