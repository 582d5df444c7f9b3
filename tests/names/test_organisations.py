"""Names of organisations without articles and marks, and their acronyms."""

from __future__ import annotations

import pytest

from quoteminer.names.organisations import acronyms, is_acronym, plain_organisation

ACRONYMS = ["FBI", "BoE", "U.N.", "AT&T"]


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


@pytest.mark.parametrize("text", [*ACRONYMS, "Reuters", "I", "PACs", "Haier", "", "Oz"])
def test_acronyms(text: str) -> None:
    assert is_acronym(text) == (text in ACRONYMS)


def test_acronyms_of_a_name() -> None:
    assert {"ons", "ofns"} <= acronyms("Office for National Statistics")
    assert acronyms("Reuters") == frozenset()
