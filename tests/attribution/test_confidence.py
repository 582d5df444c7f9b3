from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.attribution.confidence import FEATURES, calibrate, features
from quoteminer.types import Attribution, Resolution

CHANCES = st.floats(0, 1)


def attribution(confidence: float) -> Attribution:
    return Attribution(((0, 1),), (), None, "direct", "speech", 0, confidence)


def resolution(score: float) -> Resolution:
    return Resolution(0, "resolved", None, score, "")


def calibrated(spans: float, speaker: float, weights: dict[str, float]) -> float:
    return calibrate([attribution(spans)], [resolution(speaker)], weights)[0].confidence


@given(CHANCES, CHANCES, st.floats(-3, 3))
def test_it_is_a_probability(spans: float, speaker: float, bias: float) -> None:
    assert 0 < calibrated(spans, speaker, {"bias": bias, "spans": 0.5, "speaker": 0.4, "direct": 1.0}) < 1


@given(CHANCES, CHANCES, CHANCES)
def test_more_certain_spans_never_lower_it(low: float, high: float, speaker: float) -> None:
    low, high = sorted((low, high))
    weights = {"bias": -1.0, "spans": 0.5, "speaker": 0.4}
    assert calibrated(low, speaker, weights) <= calibrated(high, speaker, weights)


def test_the_formula() -> None:
    weights = {"bias": 0.5, "spans": 2.0, "speaker": 1.0, "direct": -0.5}
    # Log-odds of 0.5 are 0, of 0.9 ln 9: 1 / (1 + exp(-(0.5 + 0 + ln 9 - 0.5))) = 0.9.
    assert calibrated(0.5, 0.9, weights) == pytest.approx(0.9)


def test_without_weights_both_count_the_same() -> None:
    assert calibrated(0.9, 0.9, {}) == pytest.approx(0.9)
    assert calibrated(0.9, 0.1, {}) == pytest.approx(0.5)


def test_the_names_of_the_features() -> None:
    assert tuple(features(attribution(0.5), resolution(0.5))) == FEATURES
