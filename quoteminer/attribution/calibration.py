"""Calibrate the confidence that an attribution is a quote and that its speaker is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoteminer.attribution.confidence import Weights, log_odds, logistic, weighted_sum
from quoteminer.types import Attribution, Resolution

FEATURES = (
    "spans", "direct", "nested", "other", "pronoun", "description", "missing", "new", "nobody",
    "name_speaker", "pronoun_speaker", "description_speaker", "missing_speaker", "source",
    "headline", "unnamed", "person_description", "document_description", "candidates", "new_plain",
    "new_one", "likeness", "less_alike",
)  # fmt: skip
SURE = 0.8
"""A speaker with a lower probability is marked. Chosen on development articles: about two in three
wrong speakers are marked, and one in seven of the right ones."""
_UNKNOWN = 0.5
_LABELLED = 0.98  # a turn of a transcript, whose label names the speaker


def features(attribution: Attribution, resolution: Resolution) -> dict[str, float]:
    """Return the features of the confidence: the log-odds of the attribution, of its source, and of
    its speaker by kind of mention, and the signals of the resolution."""
    kind = resolution.mention.kind if resolution.mention else "missing"
    source = attribution.evidence.source
    values = {
        **resolution.signals,
        "source": 0.0 if source is None else log_odds(source),
        "spans": log_odds(attribution.confidence),
        f"{kind}_speaker": log_odds(resolution.score),
        "direct": attribution.type == "direct",
        "nested": "nested" in attribution.flags,
        "other": attribution.act == "other",
        "new": resolution.new,
        "nobody": resolution.speaker is None,
        kind: True,
    }
    return {name: float(values.get(name, 0)) for name in FEATURES}


def calibrate(
    attributions: Sequence[Attribution],
    resolutions: Sequence[Resolution],
    weights: Mapping[str, Weights],
) -> tuple[Attribution, ...]:
    """Return the attributions with calibrated confidence, 0..1: of those with 0.9, nine in ten have
    the right speaker.

    ``weights`` has a table "quotes", for the probability that the words are a quote, and a table
    "speakers", for the probability that the speaker of a quote is the right one. The confidence is
    their product; its positive log-odds are multiplied by the weight "prudence" of "quotes", 0..1,
    because users who ask for 0.9 would rather miss a quote than print a wrong name. An attribution
    whose speaker is less probable than `SURE` gets the flag "unsure-speaker". A labelled turn of a
    transcript has a fixed confidence. Without the tables all are returned unchanged.
    """
    if not {"quotes", "speakers"} <= weights.keys():
        return tuple(attributions)
    return tuple(
        _calibrated(*pair, weights) for pair in zip(attributions, resolutions, strict=True)
    )


def _calibrated(
    attribution: Attribution, resolution: Resolution, weights: Mapping[str, Weights]
) -> Attribution:
    if resolution.signals.get("labelled"):
        return replace(
            attribution, confidence=_UNKNOWN if resolution.speaker is None else _LABELLED
        )
    values = features(attribution, resolution)
    unsure = resolution.speaker is not None and probability(values, weights["speakers"]) < SURE
    flags = (*attribution.flags, "unsure-speaker") if unsure else attribution.flags
    return replace(attribution, confidence=confidence_of(values, weights), flags=flags)


def confidence_of(values: Mapping[str, float], weights: Mapping[str, Weights]) -> float:
    """Return the confidence of some features, 0..1; at most 0.5 without a speaker."""
    odds = log_odds(
        probability(values, weights["quotes"]) * probability(values, weights["speakers"])
    )
    confidence = logistic(odds * weights["quotes"].get("prudence", 1.0) if odds > 0 else odds)
    return min(confidence, _UNKNOWN) if values["nobody"] else confidence


def probability(values: Mapping[str, float], weights: Weights) -> float:
    return logistic(weighted_sum(values, weights))
