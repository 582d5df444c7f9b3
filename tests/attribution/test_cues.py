"""The dictionary form of a cue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.attribution.cues import cue_lemma, verb_lemma


@pytest.mark.parametrize(
    ("cue", "lemma"),
    [
        ("said", "say"),
        ("says", "say"),
        ("Saying", "say"),
        ("told", "tell"),
        ("has not said", "say"),
        ("did n't say", "say"),
        ("hasn’t said", "say"),
        ("also said", "say"),
        ("later quietly said", "say"),
        ("said in a statement", "say"),
        ("was quoted as saying", "quote"),
        ("went on to say", "say"),
        ("is expected to announce", "announce"),
        ("refused to say", "say"),
        ("according to", "according to"),
        ("According\nto", "according to"),
        (":", ":"),
        ("", ""),
        ("—", "—"),
        ("pointed out", "point out"),
        ("went on", "go on"),
        ("quipped", "quip"),
        ("admitted", "admit"),
        ("admits", "admit"),
        ("denied", "deny"),
        ("replies", "reply"),
        ("agreed", "agree"),
        ("agreeing", "agree"),
        ("argued", "argue"),
        ("stated", "state"),
        ("noted", "note"),
        ("added", "add"),
        ("called for", "call"),
        ("stressed", "stress"),
        ("stresses", "stress"),
        ("wrote on Twitter", "write"),
        ("thinks", "think"),
        ("vowing", "vow"),
    ],
)
def test_cue_lemma(cue: str, lemma: str) -> None:
    assert cue_lemma(cue) == lemma


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("jogged", "jog"),
        ("perceived", "perceive"),
        ("tarried", "tarry"),
        ("fixes", "fix"),
        ("moderating", "moderate"),
        ("zigzags", "zigzag"),
        ("press", "press"),
    ],
)
def test_verbs_outside_the_table_go_by_their_spelling(form: str, lemma: str) -> None:
    assert verb_lemma(form) == lemma


@given(st.text(max_size=60))
def test_any_words_have_a_lemma(cue: str) -> None:
    assert isinstance(cue_lemma(cue), str)
    assert bool(cue_lemma(cue)) >= bool(cue.strip())
