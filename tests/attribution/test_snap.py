"""Ends of contents that move to whole words and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import index_of, span_of

from quoteminer.attribution.snap import strip, to_marks, to_tokens


@pytest.mark.parametrize(("text", "part", "whole"), [
    ("“We will rebuild the pier,” said Ana Silva.", "We will rebuild the", "“We will rebuild the pier,”"),
    ("“We will rebuild the pier,” said Ana Silva.", "We", "We"),
    ("She called it “a small miracle” on Friday.", "it “a small mir", "it “a small miracle”"),
    ("The “small miracle” pleased nobody but the mayor.", "pleased nobody", "pleased nobody"),
])  # fmt: skip
def test_a_content_takes_in_the_quoted_passage_that_it_mostly_covers(
    text: str, part: str, whole: str
) -> None:
    start, end = to_marks(span_of(text, part), index_of(text))
    assert text[start:end] == whole


@pytest.mark.parametrize(("part", "cue", "whole"), [
    ("it was sunk.", "says", "it was sunk."),
    ("it was sunk.”", "says", "it was sunk."),
    ("Come home", "told", "‘Come home,’"),
    ("“The mayor says it was sunk.”", "added", "“The mayor says it was sunk.”"),
])  # fmt: skip
def test_the_marks_around_its_cue_are_not_its_own(part: str, cue: str, whole: str) -> None:
    text = (
        "“He told us, ‘Come home,’ but we stayed.” “The mayor says it was sunk.” Ana Silva added."
    )
    start, end = to_marks(span_of(text, part), index_of(text), reported=[span_of(text, cue)])
    assert text[start:end] == whole


def test_it_stops_at_other_spans() -> None:
    text = "“BAKER: We start on time. COLE: We never do that here.”"
    name = span_of(text, "BAKER:"), span_of(text, "COLE:")
    start, end = to_marks(span_of(text, "We start on"), index_of(text), name)
    assert text[start:end].strip() == "We start on time."


def test_words_are_never_cut() -> None:
    text = "The mayor disagreed with everybody."
    start, end = to_tokens((6, 18), index_of(text))
    assert text[start:end] == "mayor disagreed"


@pytest.mark.parametrize(("text", "part", "whole"), [
    ("She said: “It leaks.”Pinto left.", "“It leaks.”", "“It leaks.”"),
    ('She said: "It leaks."Pinto left.', '"It leaks."', '"It leaks."'),
    ("Pinto:“It leaks.”", "“It leaks.”", "“It leaks.”"),
    ("Pinto didn't ask.", "didn", "didn't"),
    ("Pinto didn’t ask.", "’t ask", "didn’t ask"),
    ("Kim O'Brien left.", "Kim O", "Kim O'Brien"),
    ("The boys' boat sank.", "boys", "boys"),
])  # fmt: skip
def test_words_that_touch_a_mark(text: str, part: str, whole: str) -> None:
    start, end = to_tokens(span_of(text, part), index_of(text))
    assert text[start:end] == whole


def test_share_of_quoted_letters() -> None:
    text = "He was “very glad” then."
    index = index_of(text)
    assert index.quoted_share([span_of(text, "“very glad”")]) == 1.0
    assert index.quoted_share([span_of(text, "He was")]) == 0.0
    assert index.quoted_share([span_of(text, "was “very glad”")]) == pytest.approx(8 / 11)
    assert index.quoted_share([]) == 0.0


@given(st.text(alphabet="ab-”“ \n.", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_snapping_only_grows_and_stays_inside(text: str, a: int, b: int) -> None:
    a, b = sorted((min(a, len(text)), min(b, len(text))))
    index = index_of(text)
    for start, end in (to_tokens((a, b), index), to_marks((a, b), index)):
        assert 0 <= start <= a <= b <= end <= len(text)
    start, end = strip(text, (a, b))
    assert text[start:end] == text[a:b].strip()
