"""The dictionary form of a cue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.attribution.cues import cue_lemma

LEMMAS = {
    "say": [
        "said", "says", "Saying", "has not said", "did n't say", "hasn’t said", "also said", "later quietly said",
        "said in a statement", "went on to say", "refused to say",
    ],
    "tell": ["told"], "quote": ["was quoted as saying"], "announce": ["is expected to announce"],
    "according to": ["according to", "According\nto"], ":": [":"], "": [""], "—": ["—"],
    "point out": ["pointed out"], "go on": ["went on"], "quip": ["quipped"], "admit": ["admitted", "admits"],
    "deny": ["denied"], "reply": ["replies"], "agree": ["agreed", "agreeing"], "argue": ["argued"],
    "state": ["stated"], "note": ["noted"], "add": ["added"], "call": ["called for"],
    "stress": ["stressed", "stresses"], "write": ["wrote on Twitter"], "think": ["thinks"], "vow": ["vowing"],
    "jog": ["jogged"], "perceive": ["perceived"], "tarry": ["tarried"], "fix": ["fixes"],
    "moderate": ["moderating"], "zigzag": ["zigzags"], "press": ["press"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("cue", "lemma"), [(cue, lemma) for lemma, cues in LEMMAS.items() for cue in cues]
)
def test_cue_lemma(cue: str, lemma: str) -> None:
    assert cue_lemma(cue) == lemma


@given(st.text(max_size=60))
def test_any_words_have_a_lemma(cue: str) -> None:
    assert isinstance(cue_lemma(cue), str)
    assert bool(cue_lemma(cue)) >= bool(cue.strip())
