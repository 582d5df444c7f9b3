"""Link each content to its cue, and each cue to its source."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from quoteminer.network.reading import Reading, RoleSpan
from quoteminer.text.article_index import ArticleIndex

# "“Why?” he asked": before the cue, at most the words of a source behind the question
_QUESTION = re.compile(r"\?[\"”’'][^\"“”\n]*$")
_REACH = 60  # characters
_DASHES = frozenset("-–—―")
_TOUCH = 2  # characters: a comma and a space
_NOTHING = -1  # the target of no link, as in Reading.links


@dataclass(frozen=True, slots=True)
class Group:
    """The indices into Reading.roles of one attribution. ``certainty``, 0..1, is the probability of
    its links."""

    contents: tuple[int, ...]
    cue: int | None
    source: int | None
    certainty: float


def link_spans(reading: Reading, index: ArticleIndex) -> list[Group]:
    """Group role spans, in order of their contents: each content with its most probable cue, each
    cue with its source.

    A source is in the paragraph of its cue. A content is in the same paragraph, or in a later
    paragraph without a cue if it is quoted or introduced by a colon (true of 99 % of the gold); but
    no later paragraph continues a question ("“Why?” he asked"), because somebody else answers it. A
    content without a cue is a separate group. A quoted content without a linked cue gets a free cue
    right after its end, because links are weak over a long quote. A cue without a content is
    dropped. One source may serve several cues ("X said A and added B")."""
    targets = _possible_targets(reading, index)
    paragraphs = [index.paragraph(span.start) for span in reading.roles]
    with_cue = {
        (paragraphs[i], span.layer) for i, span in enumerate(reading.roles) if span.role == "cue"
    }

    def may_have(content: int, cue: int) -> bool:
        span, here, there = reading.roles[content], paragraphs[content], paragraphs[cue]
        if cue == _NOTHING or there == here:
            return True
        if there > here or (here, span.layer) in with_cue:
            return False
        goes_on = index.is_quoted(span.start) and not _asks(index, reading.roles[cue])
        return goes_on or index.text[index.article.paragraphs[there].end - 1] == ":"

    cues: dict[int, int | None] = {}
    for content, span in enumerate(reading.roles):
        if span.role == "content":
            allowed = (cue for cue in targets[content] if may_have(content, cue))
            cues[content] = _best(reading, content, allowed)
    by_cue: dict[int, list[int]] = {}
    groups: list[Group] = []
    taken = set(cues.values())
    for content, cue in cues.items():
        if cue is None and index.is_quoted(reading.roles[content].start):
            cue = _touching(reading, content, taken)
        if cue is None:
            groups.append(Group((content,), None, None, 1.0))
        else:
            by_cue.setdefault(cue, []).append(content)
    for cue, contents in by_cue.items():
        here = (
            source
            for source in targets[cue]
            if source == _NOTHING or paragraphs[source] == paragraphs[cue]
        )
        source = _best(reading, cue, here)
        steps = [reading.links[content, cue] for content in contents]
        steps.append(reading.links[cue, _NOTHING if source is None else source])
        groups.append(Group(tuple(contents), cue, source, math.exp(sum(steps) / len(steps))))
    return sorted(groups, key=lambda group: group.contents)


def _asks(index: ArticleIndex, cue: RoleSpan) -> bool:
    """True for "asked" behind a question in quotation marks."""
    before = index.text[max(0, cue.start - _REACH) : cue.start]
    return (
        index.text[cue.start : cue.end].startswith("ask") and _QUESTION.search(before) is not None
    )


def _touching(reading: Reading, content: int, taken: AbstractSet[int | None]) -> int | None:
    """Return the free cue right after a content ("…,” said"), or None."""
    end = reading.roles[content].end
    cue = next(
        (at for at in range(content + 1, len(reading.roles)) if reading.roles[at].start >= end),
        None,
    )
    if cue is None or cue in taken or (content, cue) not in reading.links:
        return None
    return cue if reading.roles[cue].start - end <= _TOUCH else None


def _possible_targets(reading: Reading, index: ArticleIndex) -> dict[int, list[int]]:
    """Return the possible targets of each span. A dash before a source reports the text before
    ("“…” — Ana Silva")."""
    targets: dict[int, list[int]] = {}
    for owner, target in reading.links:
        targets.setdefault(owner, []).append(target)
    dashes = [set(index.text[span.start : span.end]) <= _DASHES for span in reading.roles]
    signing = {
        cue for cue in targets if dashes[cue] and (_best(reading, cue, targets[cue]) or 0) > cue
    }
    return {
        owner: [at for at in ends if at not in signing or owner < at]
        for owner, ends in targets.items()
    }


def _best(reading: Reading, owner: int, targets: Iterable[int]) -> int | None:
    target = max(targets, key=lambda target: (reading.links[owner, target], -target))
    return None if target == _NOTHING else target
