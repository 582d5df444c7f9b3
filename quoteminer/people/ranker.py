"""Who is meant: a softmax over the options of a question, linear in features that a reader can name.

The weights are learned (models/recipe/rank.py), one table for each kind of question, by conditional log-likelihood with
an L2 penalty: a maximum-entropy ranker as in Denis and Baldridge, "A ranking approach to pronoun resolution" (IJCAI
2007), where "a new one" competes with everybody known (Denis and Baldridge, EMNLP 2008).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from quoteminer.people.entities import Entity
from quoteminer.people.features import FEATURES
from quoteminer.people.likeness import Likeness

Table = Literal["he", "it", "they", "person", "group", "body", "document", "missing"]
TABLES: tuple[Table, ...] = ("he", "it", "they", "person", "group", "body", "document", "missing")
#: A runner-up with at least this share of the first one's probability makes the choice ambiguous: at 1/2 the first is
#: right in two cases of three where only these two are in question.
CLOSE = 0.5
#: How many features a reason names.
_NAMED = 2


@dataclass(slots=True)
class Option:
    """Somebody who may be meant, with its features; ``entity`` None stands for somebody new, or for nobody."""

    entity: Entity | None
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """Whom words mean: the table of weights that decides, the options, the index of the attribution that asks (None
    where the words are no source)."""

    table: Table
    options: Sequence[Option]
    attribution: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: who is meant, how probable that is (0..1), how the words say so ("pronoun"), who else was close, and
    the reasons, for a reader. ``stands``: the words stand for nobody but themselves."""

    entity: Entity | None
    score: float
    why: str
    rival: Entity | None = None
    reasons: tuple[str, ...] = ()
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """The options of a question, best first, their probabilities, and the features that made the first one win."""

    options: tuple[Option, ...]
    chances: tuple[float, ...]
    reasons: tuple[str, ...]

    @property
    def best(self) -> Option:
        return self.options[0]

    def rival(self) -> Entity | None:
        """The second, where it was close."""
        close = len(self.options) > 1 and self.chances[1] >= CLOSE * self.chances[0]
        return self.options[1].entity if close else None


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks by ``weights``: for each table a weight for each feature; what is missing weighs nothing, so that a ranker
    without weights takes the first option (the one mentioned last). ``likeness``: the article's, None for none."""

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    likeness: Likeness | None = None

    def rank(self, question: Question) -> Ranking:
        """Rank at least one option. Equals keep their order."""
        self.compare(question)
        weights = self.weights.get(question.table, {})
        points = [sum(weights.get(key, 0.0) * value for key, value in o.features.items()) for o in question.options]
        order = sorted(range(len(points)), key=lambda i: -points[i])
        top = points[order[0]]
        shares = [math.exp(points[i] - top) for i in order]
        total = sum(shares)
        options = tuple(question.options[i] for i in order)
        return Ranking(options, tuple(share / total for share in shares), _reasons(options, weights))

    def compare(self, question: Question) -> None:
        """Add to every option how like its mentions are to the source that asks."""
        if self.likeness is None or question.attribution is None:
            return
        shares = self.likeness.log_shares(question.attribution, [option.entity for option in question.options])
        for option, share in zip(question.options, shares or (), strict=False):
            option.features["likeness"] = share


def _reasons(options: Sequence[Option], weights: Mapping[str, float]) -> tuple[str, ...]:
    """In words, what spoke most for the first option against the second."""
    first, second = options[0].features, options[1].features if len(options) > 1 else {}
    gains = {
        key: weights.get(key, 0.0) * (value - second.get(key, 0.0))
        for key, value in first.items()
        if value and key in FEATURES
    }
    best = sorted((key for key, gain in gains.items() if gain > 0.1), key=lambda key: (-gains[key], key))
    return tuple(dict.fromkeys(FEATURES[key] for key in best))[:_NAMED]
