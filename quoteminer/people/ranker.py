"""Rank candidates by a softmax over the candidates of a query, linear in named features.

The weights are learned (models/recipe/rank.py), one table for each kind of query, by conditional
log-likelihood with an L2 penalty: a maximum-entropy ranker as in Denis and Baldridge, "A ranking
approach to pronoun resolution" (IJCAI 2007), where a new entity competes with the known ones (Denis
and Baldridge, EMNLP 2008).
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal, TypeVar, get_args

from quoteminer.names.sections import read_sections
from quoteminer.network.reading import MentionVectors
from quoteminer.people.entities import Entity
from quoteminer.types import Attribution, Span

Table = Literal["he", "it", "they", "person", "group", "body", "document", "other", "missing"]
TABLES: tuple[Table, ...] = get_args(Table)
Place = TypeVar("Place", int, Span)
#: A choice is ambiguous if the runner-up has at least this share of the first candidate's
# probability.
CLOSE: Final = 0.5
#: The least probability of a runner-up that a resolution names.
_LIKELY: Final = 0.05
#: The most features that a resolution gives as reasons, and the least gain in score of such a
# feature.
_NAMED, _GAIN = 2, 0.1
#: The number of an entity's nearest mentions that are compared. The bound keeps long articles
# linear.
_NEAREST: Final = 16
#: The least log-probability: differences below it are noise.
_LEAST: Final = -6.0
#: The least difference of log-probabilities by which one namesake is far more alike than another.
_FAR_MORE: Final = 1.0

_ROWS = (
    line.partition(":") for line in read_sections("quoteminer.people", "features.txt")["features"]
)
#: Every feature with its words in a resolution's ``why``; empty for a feature that is not given as
# a reason.
FEATURES: Final[Mapping[str, str]] = {name: reason.strip() for name, _, reason in _ROWS}


@dataclass(slots=True)
class Candidate:
    """A possible antecedent with its features. ``entity`` None is a new entity, or nobody."""

    entity: Entity | None
    features: dict[str, float] = field(default_factory=dict)

    def set(self, **features: float) -> Candidate:
        """Add the features that are not 0; return the candidate."""
        self.features.update((name, float(value)) for name, value in features.items() if value)
        return self


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The entity of a source, its probability (0..1), the evidence ("pronoun"), a close runner-up
    (``rival``), and the reasons in words. ``is_new``: the speaker appears nowhere else in the
    article. ``signals``: see `Resolution`. ``runner_up``: the second candidate, close or not, and
    its probability; None if it is improbable.
    """

    entity: Entity | None
    score: float
    why: str
    rival: Entity | None = None
    reasons: tuple[str, ...] = ()
    is_new: bool = False
    signals: Mapping[str, float] = field(default_factory=dict)
    runner_up: tuple[Entity, float] | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of a query, best first, their probabilities, and the reasons for the best
    one."""

    candidates: tuple[Candidate, ...]
    chances: tuple[float, ...]
    reasons: tuple[str, ...]

    @property
    def best(self) -> Candidate:
        return self.candidates[0]

    @property
    def signals(self) -> dict[str, float]:
        """Return what the network's likeness says of the first candidate: its log-probability, -6
        to 0, and how much lower that is than another candidate's."""
        likeness = [candidate.features.get("likeness", 0.0) for candidate in self.candidates]
        return {"likeness": likeness[0], "less_alike": max(likeness) - likeness[0]}

    def antecedent(self, why: str) -> Antecedent:
        """Return the first candidate as the antecedent, with the evidence in words."""
        return Antecedent(
            self.best.entity,
            self.chances[0],
            why,
            self.rival(),
            self.reasons,
            signals=self.signals,
            runner_up=self.runner_up(),
        )

    def rival(self) -> Entity | None:
        close = len(self.candidates) > 1 and self.chances[1] >= CLOSE * self.chances[0]
        return self.candidates[1].entity if close else None

    def runner_up(self) -> tuple[Entity, float] | None:
        """Return the second candidate and its probability; None if that is below _LIKELY, or if it
        is a new entity or nobody."""
        if len(self.candidates) < 2 or self.chances[1] < _LIKELY:
            return None
        entity = self.candidates[1].entity
        return None if entity is None else (entity, self.chances[1])


class Likeness:
    """Compares the source of an attribution (else its cue or content) with the mentions of its
    candidates, by the network's vectors of the article."""

    def __init__(self, vectors: MentionVectors, attributions: Sequence[Attribution]) -> None:
        self._vectors = vectors
        self._spans = [a.source or (*a.cue, *a.content)[0] for a in attributions]
        self._sources: dict[int, list[int]] = {}

    def note(self, entity: Entity, start: int) -> None:
        insort(self._sources.setdefault(entity.id, []), start)

    def log_shares(self, attribution: int, entities: Sequence[Entity | None]) -> list[float] | None:
        """Return the log-probability, -6 to 0, that each entity (None: a new one) is the speaker;
        None without a vector."""
        own = self._spans[attribution]
        mentions = [self._mentions(entity, own) for entity in entities]
        logits = self._vectors.logits(own, [start for starts in mentions for start in starts])
        if logits is None:
            return None
        *known, nobody = logits.tolist()
        rest = iter(known)
        points = [
            nobody if entity is None else _log_sum(list(islice(rest, len(starts))))
            for entity, starts in zip(entities, mentions, strict=True)
        ]
        total = _log_sum(points)
        return [max(_LEAST, point - total) for point in points]

    def _mentions(self, entity: Entity | None, own: Span) -> list[int]:
        """Return where the nearest mentions of an entity start, without the source itself."""
        if entity is None:
            return []
        named = (start for start, _ in _near(entity.mentions, (own[0], 0)))
        starts = {*named, *_near(self._sources.get(entity.id, []), own[0])}
        return sorted(start for start in starts if not own[0] <= start < own[1])


def _near(starts: Sequence[Place], position: Place) -> Sequence[Place]:
    at = bisect_left(starts, position)
    low = max(0, min(at - _NEAREST // 2, len(starts) - _NEAREST))
    return starts[low : low + _NEAREST]


def _log_sum(points: Sequence[float]) -> float:
    top = max(points, default=-math.inf)
    return (
        top if math.isinf(top) else top + math.log(sum(math.exp(point - top) for point in points))
    )


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks candidates by ``weights``: for each table, a weight for each feature, 0 by default.
    Without weights the first candidate is best. ``likeness`` is the `Likeness` of the article; None
    compares no contexts.
    """

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    likeness: Likeness | None = None

    def rank(
        self, table: Table, candidates: Sequence[Candidate], attribution: int | None = None
    ) -> Ranking:
        """Rank at least one candidate for the source of an attribution, given by its index (None:
        for words that are not a source). Equally good candidates keep their order. Raises
        ValueError for an unlisted feature.
        """
        self.compare(candidates, attribution)
        weights = self.weights.get(table, {})
        if (
            unknown := {name for candidate in candidates for name in candidate.features}
            - FEATURES.keys()
        ):
            raise ValueError(
                f"unknown features {sorted(unknown)}; list them in quoteminer/people/features.txt"
            )
        points = [
            sum(weights.get(name, 0.0) * value for name, value in candidate.features.items())
            for candidate in candidates
        ]
        order = sorted(range(len(points)), key=lambda i: -points[i])
        shares = [math.exp(points[i] - points[order[0]]) for i in order]
        total = sum(shares)
        ranked = tuple(candidates[i] for i in order)
        return Ranking(ranked, tuple(share / total for share in shares), _reasons(ranked, weights))

    def compare(self, candidates: Sequence[Candidate], attribution: int | None) -> None:
        if self.likeness is not None and attribution is not None:
            shares = self.likeness.log_shares(
                attribution, [candidate.entity for candidate in candidates]
            )
            for candidate, share in zip(candidates, shares or (), strict=False):
                candidate.features["likeness"] = share

    def far_more_alike(
        self, attribution: int, entity: Entity, others: Sequence[Entity]
    ) -> Entity | None:
        """Return the one of ``others`` that is the speaker with a far higher probability than
        ``entity``."""
        own, *rest = (
            self.likeness and self.likeness.log_shares(attribution, [entity, *others])
        ) or [0.0]
        best = max(rest, default=own)
        return others[rest.index(best)] if best > own + _FAR_MORE else None


def _reasons(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> tuple[str, ...]:
    first, second = candidates[0].features, candidates[1].features if len(candidates) > 1 else {}
    gains = {
        name: weights.get(name, 0.0) * (value - second.get(name, 0.0))
        for name, value in first.items()
        if value and FEATURES[name]
    }
    best = sorted(
        (name for name, gain in gains.items() if gain > _GAIN),
        key=lambda name: (-gains[name], name),
    )
    return tuple(dict.fromkeys(FEATURES[name] for name in best))[:_NAMED]
