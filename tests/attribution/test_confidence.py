"""The probability of an attribution, and those that are kept."""

import math
from dataclasses import replace

import pytest

from quoteminer.attribution.confidence import keep_probable
from quoteminer.types import Attribution, Evidence, QuoteType

WEIGHTS = {"bias": -1.0, "links": 0.5, "content": 1.0, "cue": 0.5, "no_cue": -2.0}


def offered(
    content: float, *, type: QuoteType = "indirect", cue: float | None = 0.5
) -> Attribution:
    return Attribution(
        ((0, 40),), (), None, type, "speech", 0, evidence=Evidence(0.5, content, cue)
    )


def test_what_is_improbable_is_left_out_and_the_rest_says_how_probable_it_is() -> None:
    kept = keep_probable([offered(0.9), offered(0.2)], WEIGHTS, {"keep": 0.27})
    # Links and cue at even odds count nothing: 1 / (1 + exp(1 - ln 9)).
    assert [one.confidence for one in kept] == pytest.approx([9 / (9 + math.e)])


# 0.77 probable, as are the next two
NESTED = replace(offered(0.9, type="direct"), flags=("nested",))
THOUGHT = replace(offered(0.9), act="other")
NESTED_THOUGHT = replace(NESTED, act="other")


@pytest.mark.parametrize(("attribution", "least", "kept"), [
    # a direct quote, however improbable
    (offered(0.01, type="direct", cue=None), {"keep": 0.27}, True),
    (offered(0.01, type="mixed"), {"keep": 0.27}, False),
    # an attribution inside another has a threshold of its own
    (NESTED, {"keep": 0.9, "keep_nested": 0.4}, True),
    (NESTED, {"keep": 0.1, "keep_nested": 0.8}, False),
    (THOUGHT, {"keep": 0.7}, True),  # so has a thought, where one is given
    (THOUGHT, {"keep": 0.7, "keep_other": 0.8}, False),
    (NESTED_THOUGHT, {"keep_nested": 0.7, "keep_other": 0.8}, True),
    (NESTED_THOUGHT, {"keep_nested": 0.7, "keep_nested_other": 0.8}, False),
])  # fmt: skip
def test_thresholds(attribution: Attribution, least: dict[str, float], kept: bool) -> None:
    assert bool(keep_probable([attribution], WEIGHTS, least)) == kept


def test_without_weights_all_are_kept() -> None:
    assert keep_probable([offered(0.2)], {}, {"keep": 0.9}) == (offered(0.2),)
