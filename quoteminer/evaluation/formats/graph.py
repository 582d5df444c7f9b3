"""Quotes from marked spans and the links between them, as annotation tools keep them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from quoteminer.evaluation.formats.roster import Roster
from quoteminer.evaluation.gold import GoldQuote
from quoteminer.types import Act, Role, Span

ROLES: Final[tuple[Role, ...]] = ("content", "cue", "source")
PART: Final = "part"
"""The label of a link between two parts of a content; the others are called after the role that they lead to."""
Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span. ``speaker`` (in words) and ``act`` stand at the first part of a content."""

    role: Role
    span: Span
    act: Act | None = None
    speaker: str | None = None


def role_of(label: str) -> Role | None:
    """The role that a label names, in whatever case; None for another label."""
    name = label.strip().casefold()
    return next((role for role in ROLES if role == name), None)


def quotes_of(marks: Sequence[Mark], links: Iterable[Link], roster: Roster) -> tuple[GoldQuote, ...]:
    """The quotes that marks and links (pairs of their indices) make, in the order of their first marks.

    What counts is which roles a link joins, not its direction or label: contents that are joined are the parts of one
    quote; a cue or source belongs to the quotes whose contents it is joined to; a source that is joined to a cue, to
    the quotes of the cue. Cues and sources that are joined to no content are left out: they are no quote.
    """
    joined: dict[int, set[int]] = {index: set() for index in range(len(marks))}
    for one, other in links:
        joined[one].add(other)
        joined[other].add(one)
    groups = _content_groups(marks, joined)
    return tuple(_quote(marks, joined, group, roster) for group in groups)


def marks_of(quotes: Iterable[GoldQuote], speakers: dict[int, str]) -> tuple[list[Mark], list[tuple[int, int, str]]]:
    """Marks and labelled links (from, to, label) that `quotes_of` turns into these quotes again: a link from the first
    part of each content to its other parts, its cues and its sources. Cues and sources of the same words are one mark,
    so that a tool shows them once. ``speakers``: each speaker's id in words."""
    sheet = _Sheet()
    for quote in quotes:
        words = speakers[quote.speaker] if quote.speaker is not None else None
        first = sheet.add(Mark("content", quote.content[0], quote.act, words))
        sheet.links += [(first, sheet.add(Mark("content", span)), PART) for span in quote.content[1:]]
        sheet.links += [(first, sheet.shared(Mark("cue", span)), "cue") for span in quote.cue]
        sheet.links += [(first, sheet.shared(Mark("source", span)), "source") for span in quote.source]
    return sheet.marks, sheet.links


@dataclass(slots=True)
class _Sheet:
    marks: list[Mark] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    _shared: dict[Mark, int] = field(default_factory=dict)

    def add(self, mark: Mark) -> int:
        self.marks.append(mark)
        return len(self.marks) - 1

    def shared(self, mark: Mark) -> int:
        if mark not in self._shared:
            self._shared[mark] = self.add(mark)
        return self._shared[mark]


def _content_groups(marks: Sequence[Mark], joined: dict[int, set[int]]) -> Iterator[list[int]]:
    """The indices of the contents of each quote."""
    seen: set[int] = set()
    for index, mark in enumerate(marks):
        if mark.role != "content" or index in seen:
            continue
        group, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                group.append(at)
                waiting += [other for other in joined[at] if marks[other].role == "content"]
        yield group


def _quote(marks: Sequence[Mark], joined: dict[int, set[int]], group: list[int], roster: Roster) -> GoldQuote:
    near = set(chain.from_iterable(joined[at] for at in group))
    cues = {at for at in near if marks[at].role == "cue"}
    near |= set(chain.from_iterable(joined[at] for at in cues))
    parts = sorted((marks[at] for at in group), key=lambda mark: mark.span)
    words = next((mark.speaker for mark in parts if mark.speaker), None)
    return GoldQuote(
        content=tuple(mark.span for mark in parts),
        cue=_spans(marks, cues),
        source=_spans(marks, {at for at in near if marks[at].role == "source"}),
        speaker=roster.find(words) if words else None,
        act=next((mark.act for mark in parts if mark.act), None),
    )


def _spans(marks: Sequence[Mark], indices: Iterable[int]) -> tuple[Span, ...]:
    return tuple(sorted({marks[at].span for at in indices}))
