"""Ends of contents that move to whole words and marks; the dictionary form of a cue."""

import re

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.attribution.record import cue_lemma
from quoteminer.attribution.snap import Edges, strip
from quoteminer.text.article import make_article
from quoteminer.text.marks import read_marks
from quoteminer.types import Span


def edges_of(text: str) -> Edges:
    tokens = [word.span() for word in re.finditer(r"\S+", text)]
    return Edges(text, tokens, read_marks(text, make_article(text).paragraphs).quoted)


def span_of(text: str, part: str) -> Span:
    at = text.index(part)
    return at, at + len(part)


@pytest.mark.parametrize(
    ("text", "part", "whole"), cases(__file__, "a_content_takes_in_the_quoted_passage_that_it_mostly_covers")
)
def test_a_content_takes_in_the_quoted_passage_that_it_mostly_covers(text: str, part: str, whole: str) -> None:
    start, end = edges_of(text).to_marks(span_of(text, part))
    assert text[start:end] == whole


def test_it_stops_at_other_spans() -> None:
    text = "“BAKER: We start on time. COLE: We never do that here.”"
    name = span_of(text, "BAKER:"), span_of(text, "COLE:")
    start, end = edges_of(text).to_marks(span_of(text, "We start on"), name)
    assert text[start:end].strip() == "We start on time."


def test_words_are_never_cut() -> None:
    text = "The mayor disagreed with everybody."
    start, end = edges_of(text).to_tokens((6, 18))
    assert text[start:end] == "mayor disagreed"


def test_share_of_quoted_letters() -> None:
    text = "He was “very glad” then."
    edges = edges_of(text)
    assert edges.quoted_share([span_of(text, "“very glad”")]) == 1.0
    assert edges.quoted_share([span_of(text, "He was")]) == 0.0
    assert edges.quoted_share([span_of(text, "was “very glad”")]) == pytest.approx(8 / 11)
    assert edges.quoted_share([]) == 0.0


@given(st.text(alphabet="ab-”“ \n.", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_snapping_only_grows_and_stays_inside(text: str, a: int, b: int) -> None:
    a, b = sorted((min(a, len(text)), min(b, len(text))))
    edges = edges_of(text)
    for start, end in (edges.to_tokens((a, b)), edges.to_marks((a, b))):
        assert 0 <= start <= a <= b <= end <= len(text)
    start, end = strip(text, (a, b))
    assert text[start:end] == text[a:b].strip()


@pytest.mark.parametrize(("cue", "lemma"), [(cue, lemma) for lemma, cues in cases(__file__, "lemmas") for cue in cues])
def test_cue_lemma(cue: str, lemma: str) -> None:
    assert cue_lemma(cue) == lemma


@given(st.text(max_size=60))
def test_any_words_have_a_lemma(cue: str) -> None:
    assert isinstance(cue_lemma(cue), str)
    assert bool(cue_lemma(cue)) >= bool(cue.strip())
