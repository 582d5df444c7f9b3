"""Which mentions are of one speaker, as far as the network tells: its vectors, compared."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Final, TypeVar

import numpy as np

from quoteminer.people.entities import Entity
from quoteminer.types import Attribution, MentionVectors, Span

Place = TypeVar("Place", int, Span)
#: How many mentions of an entity are looked at, those that stand nearest. The bound keeps long articles linear.
_NEAREST: Final = 16
#: The least log-probability that counts: what lies below differs by nothing that has been learned.
_LEAST: Final = -6.0


class Likeness:
    """Compares the source of an attribution with the mentions of everybody who may be meant.

    ``vectors`` are those of the article, ``attributions`` its own. Where an attribution has no source, its cue speaks
    for it, else its content, as in the training.
    """

    def __init__(self, vectors: MentionVectors, attributions: Sequence[Attribution]) -> None:
        self._vectors = vectors
        self._spans = [_speaking_for(attribution) for attribution in attributions]
        self._sources: dict[int, list[int]] = {}

    def note(self, entity: Entity, start: int) -> None:
        """Count the source that starts there as a mention of ``entity``."""
        insort(self._sources.setdefault(entity.id, []), start)

    def log_shares(self, attribution: int, entities: Sequence[Entity | None]) -> list[float] | None:
        """The log-probability, -6 to 0, that each entity speaks, of all that are given; None stands for somebody who is
        mentioned nowhere else. None where the network has seen no beginning of the source."""
        query = self._vectors.query_in(self._spans[attribution])
        if query is None:
            return None
        points = [self._points(entity, query, self._spans[attribution]) for entity in entities]
        total = _log_sum(points)
        return [max(_LEAST, point - total) for point in points]

    def _points(self, entity: Entity | None, query: np.ndarray, own: Span) -> float:
        if entity is None:
            return float(query @ self._vectors.nobody)
        named = (start for start, _ in _near(entity.mentions, (own[0], 0)))
        starts = {*named, *_near(self._sources.get(entity.id, []), own[0])}
        keys = [self._vectors.key_at(start) for start in starts if not own[0] <= start < own[1]]
        return _log_sum([float(query @ key) for key in keys if key is not None])


def _speaking_for(attribution: Attribution) -> Span:
    if attribution.source is not None:
        return attribution.source
    return (*attribution.cue, *attribution.content)[0]


def _near(starts: Sequence[Place], position: Place) -> Sequence[Place]:
    """Return the mentions nearest to a position, of all in order."""
    at = bisect_left(starts, position)
    low = max(0, min(at - _NEAREST // 2, len(starts) - _NEAREST))
    return starts[low : low + _NEAREST]


def _log_sum(points: Sequence[float]) -> float:
    top = max(points, default=-math.inf)
    return top if math.isinf(top) else top + math.log(sum(math.exp(point - top) for point in points))
