"""The calibrated confidence of a quote with its speaker."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.attribution.calibration import SURE, calibrate, features
from quoteminer.types import Attribution, Evidence, Resolution, SourceMention

CHANCES = st.floats(0, 1)


def attribution(confidence: float) -> Attribution:
    return Attribution(((0, 1),), (), None, "direct", "speech", 0, confidence)


def resolution(score: float) -> Resolution:
    return Resolution(0, "resolved", None, score, "")


def calibrated(
    spans: float, speaker: float, quotes: dict[str, float], speakers: dict[str, float]
) -> Attribution:
    weights = {"quotes": quotes, "speakers": speakers}
    return calibrate([attribution(spans)], [resolution(speaker)], weights)[0]


@given(CHANCES, CHANCES, st.floats(-3, 3))
def test_it_is_a_probability(spans: float, speaker: float, bias: float) -> None:
    found = calibrated(
        spans, speaker, {"bias": bias, "spans": 0.5, "direct": 1.0}, {"missing_speaker": 0.4}
    )
    assert 0 < found.confidence < 1


@given(CHANCES, CHANCES, CHANCES)
def test_more_certain_spans_never_lower_it(low: float, high: float, speaker: float) -> None:
    low, high = sorted((low, high))
    tables = {"bias": -1.0, "spans": 0.5}, {"missing_speaker": 0.4}
    assert (
        calibrated(low, speaker, *tables).confidence
        <= calibrated(high, speaker, *tables).confidence
    )


def test_it_is_the_product_of_two_probabilities() -> None:
    # Log-odds of 0.5 are 0, of 0.9 ln 9: 1 / (1 + exp(-(0.5 - 0.5))) = 0.5, and 1 / (1 + exp(-ln
    # 9)) = 0.9.
    quotes, speakers = {"bias": 0.5, "spans": 2.0, "direct": -0.5}, {"missing_speaker": 1.0}
    assert calibrated(0.5, 0.9, quotes, speakers).confidence == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("speaker", "flags"), [(SURE + 0.01, ()), (SURE - 0.01, ("unsure-speaker",))]
)
def test_an_improbable_speaker_is_marked_though_the_quote_is_certain(
    speaker: float, flags: tuple[str, ...]
) -> None:
    assert calibrated(0.999, speaker, {"spans": 1.0}, {"missing_speaker": 1.0}).flags == flags


def test_without_weights_nothing_changes() -> None:
    assert calibrate([attribution(0.9)], [resolution(0.1)], {}) == (attribution(0.9),)


@given(CHANCES, CHANCES)
def test_prudence_lowers_what_is_probable_and_nothing_else(spans: float, speaker: float) -> None:
    quotes, speakers = {"spans": 0.7}, {"missing_speaker": 0.4}
    plain = calibrated(spans, speaker, quotes, speakers).confidence
    prudent = calibrated(spans, speaker, {**quotes, "prudence": 0.8}, speakers).confidence
    assert 0.5 <= prudent <= plain if plain >= 0.5 else prudent == plain


def test_each_kind_of_mention_has_weights_of_its_own() -> None:
    pronoun = Resolution(0, "ambiguous", SourceMention(0, 2, "pronoun", (0, 2)), 0.5, "")
    told = {name for name, value in features(attribution(0.5), pronoun).items() if value}
    assert told == {"direct", "pronoun"}
    nobody = Resolution(None, "unresolved", None, 0.9, "")
    assert {"missing", "nobody", "missing_speaker"} <= {
        k for k, v in features(attribution(0.5), nobody).items() if v
    }


def test_a_quote_without_a_known_speaker_is_never_more_than_even_odds() -> None:
    nobody = Resolution(None, "unresolved", None, 0.99, "")
    (found,) = calibrate(
        [attribution(0.999)], [nobody], {"quotes": {"spans": 1.0}, "speakers": {"bias": 9.0}}
    )
    assert (found.confidence, found.flags) == (0.5, ())


def test_the_signals_of_a_resolution_and_the_source_are_features() -> None:
    mention = SourceMention(0, 3, "description", (0, 3))
    signals = {"document_description": 1.0, "candidates": 2.0, "unlisted": 1.0}
    told = features(attribution(0.5), Resolution(1, "resolved", mention, 0.9, "", signals=signals))
    assert (told["document_description"], told["candidates"], told["new_plain"]) == (1.0, 2.0, 0.0)
    assert "unlisted" not in told
    sure = replace(attribution(0.5), evidence=Evidence(source=0.9))
    assert features(sure, Resolution(1, "resolved", mention, 0.9, ""))["source"] == pytest.approx(
        math.log(9)
    )
