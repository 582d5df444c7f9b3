"""Pairs of profiles that may be one person: the reasons in words, and the pairs to list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from quoteminer.linking.groups import Groups
from quoteminer.linking.name_relations import NameRelation
from quoteminer.linking.namesakes import SECTIONS

_LISTED: Final = 5  # most doubtful pairs listed for a person
_REASONS: Final = dict(line.split(": ") for line in SECTIONS["reasons"])


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two profiles, by number, that may be one person: ``merged`` or kept apart. ``score``: the
    probability, 0..1. ``weight``: the expected number of articles with the wrong person."""

    first: int
    second: int
    score: float
    reason: str
    merged: bool = False
    weight: float = 0.0


def reason_of(
    relation: NameRelation | None, evidence: Mapping[str, float], *, merged: bool, torn: bool
) -> str:
    """Return the evidence for and against one person in words. ``torn``: other persons fit as
    well."""
    present = {str(relation): 1.0, **evidence}
    reason = "; ".join(text for feature, text in _REASONS.items() if present.get(feature))
    return ("merged: " if merged else "") + reason + ("; others fit as well" if torn else "")


def gravest(doubts: Iterable[Doubt], groups: Groups) -> Iterator[Doubt]:
    """Yield each undecided pair once, at most 5 per person; pairs that concern most articles come
    first."""
    seen, pairs = Counter[int](), set[tuple[int, ...]]()
    for doubt in sorted(
        doubts, key=lambda doubt: (-doubt.weight, -doubt.score, doubt.first, doubt.second)
    ):
        pair = tuple(sorted((groups.label(doubt.first), groups.label(doubt.second))))
        if (pair[0] == pair[1]) != doubt.merged or groups.are_apart(
            groups.of[doubt.first], groups.of[doubt.second]
        ):
            continue
        if min(seen[pair[0]], seen[pair[1]]) < _LISTED and (pair not in pairs or doubt.merged):
            yield doubt
        pairs.add(pair)
        seen.update(pair)
