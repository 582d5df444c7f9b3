"""The probability that the words of an attribution are a quote."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoteminer.types import Attribution

Weights = Mapping[str, float]
"""Weights of the features and "bias", fitted by models/recipe on development articles (Platt
1999)."""

_EDGE = 1e-4
_SHORT = 25  # characters


def span_features(attribution: Attribution) -> dict[str, float]:
    """Return the features of an attribution: the log-odds of its parts (0 for missing parts), and
    its kind."""
    evidence, content = attribution.evidence, log_odds(attribution.evidence.content)
    nested, other = "nested" in attribution.flags, attribution.act == "other"
    values = {
        "links": log_odds(evidence.links),
        "content": content,
        "cue": 0.0 if evidence.cue is None else log_odds(evidence.cue),
        "source": 0.0 if evidence.source is None else log_odds(evidence.source),
        "no_cue": evidence.cue is None,
        "several": len(attribution.content) > 1,
        "short": sum(end - start for start, end in attribution.content) < _SHORT,
        "direct": attribution.type == "direct",
        "mixed": attribution.type == "mixed",
        "other": other,
        "nested": nested,
        "nested_content": content if nested else 0.0,
        "nested_other": nested and other,
    }
    return {name: float(value) for name, value in values.items()}


def keep_probable(
    attributions: Sequence[Attribution], weights: Weights, least: Mapping[str, float]
) -> tuple[Attribution, ...]:
    """Return the attributions that are probable enough, with their probability, 0..1, as
    ``confidence`` (until `calibrate`). ``least`` has the thresholds: "keep" and, for nested ones,
    "keep_nested"; optionally "keep_other" and "keep_nested_other" for the act "other". Direct
    quotes that are not nested are always kept, because readers expect them. Without weights all are
    returned unchanged."""
    if not weights:
        return tuple(attributions)
    weighed = [
        replace(one, confidence=logistic(weighted_sum(span_features(one), weights)))
        for one in attributions
    ]
    return tuple(
        one
        for one in weighed
        if one.confidence >= _least(one, least)
        or (one.type == "direct" and "nested" not in one.flags)
    )


def _least(attribution: Attribution, least: Mapping[str, float]) -> float:
    name = "keep_nested" if "nested" in attribution.flags else "keep"
    value = least.get(name, 0.0)
    return least.get(f"{name}_other", value) if attribution.act == "other" else value


def weighted_sum(values: Mapping[str, float], weights: Weights) -> float:
    return weights.get("bias", 0.0) + sum(
        weights.get(name, 0.0) * value for name, value in values.items()
    )


def logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def log_odds(probability: float) -> float:
    clipped = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(clipped / (1 - clipped))
