"""How sure we are: that an attribution is one, with the right words, and that it hangs on the right speaker."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoteminer.types import Attribution, Resolution

Weights = Mapping[str, float]
"""Of the features, and "bias". Fitted by models/recipe on development articles (logistic regression; Platt 1999)."""

SPAN_FEATURES = (
    "links", "content", "cue", "source", "no_cue", "several", "short", "direct", "mixed", "other",
    "nested", "nested_content", "nested_other",
)  # fmt: skip
FEATURES = (
    "spans", "direct", "nested", "other", "pronoun", "description", "missing", "new", "nobody",
    "name_speaker", "pronoun_speaker", "description_speaker", "missing_speaker",
)  # fmt: skip
_EDGE = 1e-4
_SHORT = 25  # characters
_UNKNOWN = 0.5


def span_features(attribution: Attribution) -> dict[str, float]:
    """What the probability of an attribution depends on: log-odds of its parts (0 for what it lacks), and its kind."""
    evidence, content = attribution.evidence, _log_odds(attribution.evidence.content)
    nested, other = "nested" in attribution.flags, attribution.act == "other"
    return {
        "links": _log_odds(evidence.links),
        "content": content,
        "cue": 0.0 if evidence.cue is None else _log_odds(evidence.cue),
        "source": 0.0 if evidence.source is None else _log_odds(evidence.source),
        "no_cue": float(evidence.cue is None),
        "several": float(len(attribution.content) > 1),
        "short": float(sum(end - start for start, end in attribution.content) < _SHORT),
        "direct": float(attribution.type == "direct"),
        "mixed": float(attribution.type == "mixed"),
        "other": float(other),
        "nested": float(nested),
        "nested_content": content if nested else 0.0,
        "nested_other": float(nested and other),
    }


def likely(
    attributions: Sequence[Attribution], weights: Weights, *, keep: float, keep_nested: float
) -> tuple[Attribution, ...]:
    """The attributions that are probable enough, each with its probability as ``confidence``.

    The network offers more than there is: where it wavers, one report comes out in pieces, or twice. What is less
    probable than ``keep``, 0..1, is left out, but for words that stand between quotation marks: whoever wonders about
    those wants to see them. An attribution inside another needs ``keep_nested``: its words are in the outer one too.
    Without weights all are kept, with the mean of the evidence for confidence.
    """
    if not weights:
        return tuple(replace(one, confidence=_plain(one)) for one in attributions)
    weighed = (replace(one, confidence=_probability(span_features(one), weights)) for one in attributions)
    return tuple(one for one in weighed if _is_kept(one, keep, keep_nested))


def _is_kept(attribution: Attribution, keep: float, keep_nested: float) -> bool:
    if "nested" in attribution.flags:
        return attribution.confidence >= keep_nested
    return attribution.confidence >= keep or attribution.type == "direct"


def _plain(attribution: Attribution) -> float:
    evidence = attribution.evidence
    known = [part for part in (evidence.content, evidence.cue, evidence.source) if part is not None]
    return evidence.links * sum(known) / len(known)


def features(attribution: Attribution, resolution: Resolution) -> dict[str, float]:
    """What the confidence is a function of: log-odds of the attribution, and of its speaker, which mean something else
    for each kind of mention, since names, pronouns and descriptions are resolved by weights of their own."""
    kind = resolution.mention.kind if resolution.mention is not None else "missing"
    told = {
        "direct": attribution.type == "direct",
        "nested": "nested" in attribution.flags,
        "other": attribution.act == "other",
        "new": resolution.new,
        "nobody": resolution.speaker is None,
        kind: True,
    }
    values = {"spans": _log_odds(attribution.confidence), f"{kind}_speaker": _log_odds(resolution.score)}
    return {name: values.get(name, float(told.get(name, False))) for name in FEATURES}


def calibrate(
    attributions: Sequence[Attribution], resolutions: Sequence[Resolution], weights: Weights
) -> tuple[Attribution, ...]:
    """Attributions whose confidence, 0..1, is a probability: of those with 0.9, nine in ten hang on the right speaker.

    ``weights`` are of the features, and "prudence", 0..1: log-odds above even ones are multiplied by it, since whoever
    asks for 0.9 would rather miss a quote than print a wrong name. Without weights, spans and speaker count the same.
    """
    weights = weights or {name: 0.5 for name in FEATURES if name == "spans" or name.endswith("_speaker")}
    return tuple(
        replace(attribution, confidence=confidence_of(features(attribution, resolution), weights))
        for attribution, resolution in zip(attributions, resolutions, strict=True)
    )


def confidence_of(values: Mapping[str, float], weights: Weights) -> float:
    """The confidence that some features give, 0..1; at most 0.5 where no speaker is known."""
    odds = _total(values, weights)
    confidence = _logistic(odds * weights.get("prudence", 1.0) if odds > 0 else odds)
    return min(confidence, _UNKNOWN) if values["nobody"] else confidence


def _probability(values: Mapping[str, float], weights: Weights) -> float:
    return _logistic(_total(values, weights))


def _total(values: Mapping[str, float], weights: Weights) -> float:
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in values.items())


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(clipped / (1 - clipped))
