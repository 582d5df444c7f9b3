"""Link each content to its cue, and each cue to its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from quoteminer.types import Reading

_TOUCH = 2  # characters: a comma and a space
_NOTHING = -1  # the target of no link, as in Reading.links


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
    """Group the role spans of an article into attributions: each content with its most probable cue, each cue with its
    most probable source.

    Rules:
        A source is in the paragraph of its cue. So is a content, or it follows in a later paragraph without a cue, and
        is quoted or introduced by a colon (true of 99 % of the gold).
        A dash before its source signs the text before it ("“…” — Ana Silva").
        A content without a cue is a group of its own. A quoted one gets the cue that touches its end, if no other
        content has that: over a long quote the links grow weak. A cue without a content is dropped.
        One source may serve several cues ("X said A and added B").

    Args:
        reading: the role spans and the log-probabilities of their links.
        paragraphs: for each role span, the index of its paragraph.
        quoted: for each, whether it begins between quotation marks.
        dashes: for each, whether it is just a dash.
        introduces: for each, whether its paragraph ends with a colon; None: none does.

    Returns:
        The groups in text order of their first content.
    """
    candidates = _candidates(reading, dashes)
    with_cue = {(paragraphs[i], span.layer) for i, span in enumerate(reading.roles) if span.role == "cue"}
    cues: dict[int, int | None] = {}
    for index, span in enumerate(reading.roles):
        if span.role == "content":
            introduced = introduces.__getitem__ if introduces else _never
            leads = _never if (paragraphs[index], span.layer) in with_cue else _always if quoted[index] else introduced
            cues[index] = _best(reading, index, candidates, _near(paragraphs, index, leads))
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
        source = _best(reading, cue, candidates, _near(paragraphs, cue))
        steps = [reading.links[content, cue] for content in contents]
        steps.append(reading.links[cue, _NOTHING if source is None else source])
        groups.append(Group(tuple(contents), cue, source, math.exp(sum(steps) / len(steps))))
    return sorted(groups, key=lambda group: group.contents)


def _touching(reading: Reading, content: int, taken: AbstractSet[int | None]) -> int | None:
    """Return the free cue right behind a content ("…,” said"), None where there is none."""
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
    """Return a filter that keeps targets in the owner's paragraph, and those in earlier ones that ``leads`` accepts."""
    here = paragraphs[owner]

    def allowed(target: int) -> bool:
        if target == _NOTHING or paragraphs[target] == here:
            return True
        return paragraphs[target] < here and leads(target)

    return allowed


def _candidates(reading: Reading, dashes: Sequence[bool]) -> dict[int, list[int]]:
    """Return the possible targets of each span."""
    candidates: dict[int, list[int]] = {}
    for owner, target in reading.links:
        candidates.setdefault(owner, []).append(target)
    signing = {
        cue for cue in candidates if dashes[cue] and (_best(reading, cue, candidates, lambda _: True) or 0) > cue
    }
    return {owner: [t for t in targets if t not in signing or owner < t] for owner, targets in candidates.items()}


def _best(reading: Reading, owner: int, candidates: dict[int, list[int]], allowed: Callable[[int], bool]) -> int | None:
    """Return the most probable allowed target; None where that is no target."""
    targets = filter(allowed, candidates[owner])
    target = max(targets, key=lambda target: (reading.links[owner, target], -target))
    return None if target == _NOTHING else target
