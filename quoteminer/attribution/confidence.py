"""The confidence of attributions: that the words are a quote, and that the speaker is right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoteminer.types import Attribution, Resolution

Weights = Mapping[str, float]
"""Of the features, and "bias"; fitted by models/recipe on development articles (logistic regression; Platt 1999)."""

FEATURES = (
    "spans", "direct", "nested", "other", "pronoun", "description", "missing", "new", "nobody",
    "name_speaker", "pronoun_speaker", "description_speaker", "missing_speaker",
)  # fmt: skip
_EDGE = 1e-4
_SHORT = 25  # characters
_UNKNOWN = 0.5


def span_features(attribution: Attribution) -> dict[str, float]:
    """Return the features of an attribution's probability: log-odds of its parts (0 for missing ones), and its kind."""
    evidence, content = attribution.evidence, _log_odds(attribution.evidence.content)
    nested, other = "nested" in attribution.flags, attribution.act == "other"
    values = {
        "links": _log_odds(evidence.links),
        "content": content,
        "cue": 0.0 if evidence.cue is None else _log_odds(evidence.cue),
        "source": 0.0 if evidence.source is None else _log_odds(evidence.source),
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
    """Return the attributions that are probable enough, with their probability, 0..1, as ``confidence`` (until
    `calibrate`). ``least`` has the thresholds: "keep" and, of nested ones, "keep_nested"; "keep_other" and
    "keep_nested_other" are those of act "other" where they differ. Direct quotes that are not nested always stay, since
    readers expect them. Without weights all are returned as they are."""
    if not weights:
        return tuple(attributions)
    weighed = [replace(one, confidence=_logistic(_total(span_features(one), weights))) for one in attributions]
    return tuple(
        one
        for one in weighed
        if one.confidence >= _least(one, least) or (one.type == "direct" and "nested" not in one.flags)
    )


def _least(attribution: Attribution, least: Mapping[str, float]) -> float:
    name = "keep_nested" if "nested" in attribution.flags else "keep"
    value = least.get(name, 0.0)
    return least.get(f"{name}_other", value) if attribution.act == "other" else value


def features(attribution: Attribution, resolution: Resolution) -> dict[str, float]:
    """Return the features of the confidence: log-odds of the attribution, and of its speaker by kind of mention."""
    kind = resolution.mention.kind if resolution.mention else "missing"
    values = {
        "spans": _log_odds(attribution.confidence),
        f"{kind}_speaker": _log_odds(resolution.score),
        "direct": attribution.type == "direct",
        "nested": "nested" in attribution.flags,
        "other": attribution.act == "other",
        "new": resolution.new,
        "nobody": resolution.speaker is None,
        kind: True,
    }
    return {name: float(values.get(name, 0)) for name in FEATURES}


def calibrate(
    attributions: Sequence[Attribution], resolutions: Sequence[Resolution], weights: Weights
) -> tuple[Attribution, ...]:
    """Return the attributions with calibrated confidence, 0..1: of those with 0.9, nine in ten have the right speaker.
    Positive log-odds are multiplied by the weight "prudence", 0..1: users who ask for 0.9 would rather miss a quote
    than print a wrong name. Without weights all are returned as they are."""
    if not weights:
        return tuple(attributions)
    return tuple(
        replace(attribution, confidence=confidence_of(features(attribution, resolution), weights))
        for attribution, resolution in zip(attributions, resolutions, strict=True)
    )


def confidence_of(values: Mapping[str, float], weights: Weights) -> float:
    """Return the confidence of some features, 0..1; at most 0.5 without a speaker."""
    odds = _total(values, weights)
    confidence = _logistic(odds * weights.get("prudence", 1.0) if odds > 0 else odds)
    return min(confidence, _UNKNOWN) if values["nobody"] else confidence


def _total(values: Mapping[str, float], weights: Weights) -> float:
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in values.items())


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(clipped / (1 - clipped))
