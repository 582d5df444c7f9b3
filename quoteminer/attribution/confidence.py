"""How sure we are: the probability that a quote is right and hangs on the right speaker."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoteminer.types import Attribution, Resolution

FEATURES = ("spans", "speaker", "direct", "nested")
_EDGE = 1e-4


def features(attribution: Attribution, resolution: Resolution) -> dict[str, float]:
    """What the confidence is a function of: log-odds of the spans and links, and of the speaker."""
    return {
        "spans": _log_odds(attribution.confidence),
        "speaker": _log_odds(resolution.score),
        "direct": float(attribution.type == "direct"),
        "nested": float("nested" in attribution.flags),
    }


def calibrate(
    attributions: Sequence[Attribution], resolutions: Sequence[Resolution], weights: Mapping[str, float]
) -> tuple[Attribution, ...]:
    """Attributions whose confidence, 0..1, is a probability: of those with 0.9, nine in ten hang on the right speaker.

    ``weights`` are those of ``features`` and "bias", fitted by models/recipe (logistic regression on development
    articles; Platt 1999). Without weights, spans and speaker count the same.
    """
    return tuple(
        replace(attribution, confidence=_probability(features(attribution, resolution), weights))
        for attribution, resolution in zip(attributions, resolutions, strict=True)
    )


def _probability(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    weights = weights or {"spans": 0.5, "speaker": 0.5}
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1.0 / (1.0 + math.exp(-total))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(clipped / (1 - clipped))
