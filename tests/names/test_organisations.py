"""Names of organisations, compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.names.organisations import acronyms, compare_organisations, is_acronym, plain_organisation
from quoteminer.names.similarity import SAME_NAME

SAME = [
    ("FBI", "Federal Bureau of Investigation"),
    ("the F.B.I.", "Federal Bureau of Investigation"),
    ("U.N.", "United Nations"),
    ("the US", "United States"),
    ("BoE", "Bank of England"),
    ("the Bank", "Bank of England"),
    ("the Times", "The New York Times"),
    ("the Daily News", "New York Daily News"),
    ("the Commission", "European Commission"),
    ("the Department", "Department of Transport"),
    ("Apple", "Apple Inc."),
    ("Haier", "Haier Group"),
    ("Marsh", "Marsh & McLennan"),
    ("Jupiter", "Jupiter Research"),
    ("Brennan Center", "Brennan Center for Justice"),
    ("Labour", "Labour Party"),
    ("World Health Organization", "World Health Organisation"),
    ("the Kurdish-led Northern Forces", "Northern Forces"),
    ("Transport for London (TfL)", "Transport for London"),
    ("the Guardian's", "The Guardian"),
]

DIFFERENT = [
    ("Washington", "Washington Post"),
    ("New York", "The New York Times"),
    ("Manchester", "Manchester United"),
    ("Manchester City", "Manchester United"),
    ("Oxford", "Oxford University"),
    ("the Trump campaign", "the Clinton campaign"),
    ("Los Angeles Times", "New York Times"),
    ("FBI", "CIA"),
    ("WHO", "World Trade Organization"),
    ("Bank of England", "Bank of Scotland"),
    ("Deutsche Bank", "Deutsche Boerse"),
    ("Ministry of Defence", "Ministry of Health"),
    ("Sky", "Skype"),
    ("BBC", "ABC"),
    ("Ford", "Oxford"),
    ("the company", "Haier Group"),
    ("Court", "Courtaulds"),
    ("", "Reuters"),
    ("the", "The Hague"),
    ("Northern Rock", "Northern Ireland"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_body(a: str, b: str) -> None:
    assert compare_organisations(a, b) >= SAME_NAME


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_bodies(a: str, b: str) -> None:
    assert compare_organisations(a, b) < SAME_NAME


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("the Ministry of Trade", "Ministry of Trade"),
        ("The Quay Board (QB)", "Quay Board"),
        ("Reuters'", "Reuters"),
        ("the Harbour's", "Harbour"),
        ("The", "The"),
        ("", ""),
    ],
)
def test_plain_name(text: str, plain: str) -> None:
    assert plain_organisation(text) == plain


@pytest.mark.parametrize("text", ["FBI", "BoE", "U.N.", "AT&T"])
def test_acronyms_are_seen(text: str) -> None:
    assert is_acronym(text)


@pytest.mark.parametrize("text", ["Reuters", "I", "PACs", "Haier", "", "Oz"])
def test_words_are_no_acronyms(text: str) -> None:
    assert not is_acronym(text)


def test_acronyms_of_a_name() -> None:
    assert {"ons", "ofns"} <= acronyms("Office for National Statistics")
    assert acronyms("Reuters") == frozenset()


NAMES = st.one_of(st.sampled_from([name for pair in (*SAME, *DIFFERENT) for name in pair]), st.text(max_size=30))


@given(NAMES, NAMES)
def test_comparison_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert compare_organisations(a, b) == compare_organisations(b, a)
    assert 0 <= compare_organisations(a, b) <= 100


@given(st.sampled_from([name for pair in SAME for name in pair]))
def test_the_article_does_not_matter(name: str) -> None:
    bare = plain_organisation(name)
    assert compare_organisations(bare, f"the {bare}") == 100
