import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.attribution.confidence import keep_probable
from quoteminer.findings.calibration import calibrate, features
from quoteminer.types import Attribution, Evidence, QuoteType, Resolution, SourceMention

CHANCES = st.floats(0, 1)


def attribution(confidence: float) -> Attribution:
    return Attribution(((0, 1),), (), None, "direct", "speech", 0, confidence)


def resolution(score: float) -> Resolution:
    return Resolution(0, "resolved", None, score, "")


def calibrated(spans: float, speaker: float, weights: dict[str, float]) -> float:
    return calibrate([attribution(spans)], [resolution(speaker)], weights)[0].confidence


@given(CHANCES, CHANCES, st.floats(-3, 3))
def test_it_is_a_probability(spans: float, speaker: float, bias: float) -> None:
    assert 0 < calibrated(spans, speaker, {"bias": bias, "spans": 0.5, "missing_speaker": 0.4, "direct": 1.0}) < 1


@given(CHANCES, CHANCES, CHANCES)
def test_more_certain_spans_never_lower_it(low: float, high: float, speaker: float) -> None:
    low, high = sorted((low, high))
    weights = {"bias": -1.0, "spans": 0.5, "missing_speaker": 0.4}
    assert calibrated(low, speaker, weights) <= calibrated(high, speaker, weights)


def test_the_formula() -> None:
    weights = {"bias": 0.5, "spans": 2.0, "missing_speaker": 1.0, "direct": -0.5}
    # Log-odds of 0.5 are 0, of 0.9 ln 9: 1 / (1 + exp(-(0.5 + 0 + ln 9 - 0.5))) = 0.9.
    assert calibrated(0.5, 0.9, weights) == pytest.approx(0.9)


def test_without_weights_nothing_changes() -> None:
    assert calibrated(0.9, 0.1, {}) == 0.9
    assert keep_probable([attribution(0.2)], {}, {"keep": 0.9}) == (attribution(0.2),)


@given(CHANCES, CHANCES)
def test_prudence_lowers_what_is_probable_and_nothing_else(spans: float, speaker: float) -> None:
    weights = {"spans": 0.7, "missing_speaker": 0.4}
    plain, prudent = calibrated(spans, speaker, weights), calibrated(spans, speaker, {**weights, "prudence": 0.8})
    assert 0.5 <= prudent <= plain if plain >= 0.5 else prudent == plain


def test_each_kind_of_mention_has_weights_of_its_own() -> None:
    pronoun = Resolution(0, "ambiguous", SourceMention(0, 2, "pronoun", (0, 2)), 0.5, "")
    told = {name for name, value in features(attribution(0.5), pronoun).items() if value}
    assert told == {"direct", "pronoun"}
    nobody = Resolution(None, "unresolved", None, 0.9, "")
    assert {"missing", "nobody", "missing_speaker"} <= {k for k, v in features(attribution(0.5), nobody).items() if v}


WEIGHTS = {"bias": -1.0, "links": 0.5, "content": 1.0, "cue": 0.5, "no_cue": -2.0}


def offered(content: float, *, type: QuoteType = "indirect", cue: float | None = 0.5) -> Attribution:
    return Attribution(((0, 40),), (), None, type, "speech", 0, evidence=Evidence(0.5, content, cue))


def test_what_is_improbable_is_left_out_and_the_rest_says_how_probable_it_is() -> None:
    kept = keep_probable([offered(0.9), offered(0.2)], WEIGHTS, {"keep": 0.27})
    # Links and cue at even odds count nothing: 1 / (1 + exp(1 - ln 9)).
    assert [one.confidence for one in kept] == pytest.approx([9 / (9 + math.e)])


NESTED = replace(offered(0.9, type="direct"), flags=("nested",))  # 0.77 probable, as are the next two
THOUGHT = replace(offered(0.9), act="other")
NESTED_THOUGHT = replace(NESTED, act="other")


@pytest.mark.parametrize(
    ("attribution", "least", "kept"),
    [
        (offered(0.01, type="direct", cue=None), {"keep": 0.27}, True),  # a direct quote, however improbable
        (offered(0.01, type="mixed"), {"keep": 0.27}, False),
        (NESTED, {"keep": 0.9, "keep_nested": 0.4}, True),  # an attribution inside another has a threshold of its own
        (NESTED, {"keep": 0.1, "keep_nested": 0.8}, False),
        (THOUGHT, {"keep": 0.7}, True),  # so has a thought, where one is given
        (THOUGHT, {"keep": 0.7, "keep_other": 0.8}, False),
        (NESTED_THOUGHT, {"keep_nested": 0.7, "keep_other": 0.8}, True),
        (NESTED_THOUGHT, {"keep_nested": 0.7, "keep_nested_other": 0.8}, False),
    ],
)
def test_thresholds(attribution: Attribution, least: dict[str, float], kept: bool) -> None:
    assert bool(keep_probable([attribution], WEIGHTS, least)) == kept


def test_a_quote_without_a_known_speaker_is_never_more_than_even_odds() -> None:
    nobody = Resolution(None, "unresolved", None, 0.99, "")
    assert calibrate([attribution(0.999)], [nobody], {"spans": 1.0})[0].confidence == 0.5


def test_the_signals_of_a_resolution_and_the_source_are_features() -> None:
    mention = SourceMention(0, 3, "description", (0, 3))
    signals = {"document_description": 1.0, "candidates": 2.0, "unlisted": 1.0}
    told = features(attribution(0.5), Resolution(1, "resolved", mention, 0.9, "", signals=signals))
    assert (told["document_description"], told["candidates"], told["new_plain"]) == (1.0, 2.0, 0.0)
    assert "unlisted" not in told
    sure = replace(attribution(0.5), evidence=Evidence(source=0.9))
    assert features(sure, Resolution(1, "resolved", mention, 0.9, ""))["source"] == pytest.approx(math.log(9))
