"""Pairs of names of persons and organisations: the same or different? `name_pairs.csv` has them; all but the class
"public" are made up."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.names.organisations import compare_organisations, core_words, plain_organisation
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.similarity import SAME_NAME

with Path(__file__).with_name("name_pairs.csv").open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))
COMPARE = {"person": compare_people, "org": compare_organisations}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['class']}: {row['a']} / {row['b']}")
def test_same_or_different(row: dict[str, str]) -> None:
    compare = COMPARE[row["kind"]]
    score = compare(row["a"], row["b"])
    assert (score >= SAME_NAME) == (row["same"] == "yes"), score
    assert score == compare(row["b"], row["a"])


def test_the_table_is_large_and_even() -> None:
    same = sum(row["same"] == "yes" for row in ROWS)
    assert len(ROWS) >= 200
    assert len(ROWS) - same >= same


KINDS = st.sampled_from(sorted(COMPARE))
SCRIPTS = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Zs"]), max_size=24)
NAMES = st.one_of(st.sampled_from([row[side] for row in ROWS for side in "ab"]), SCRIPTS, st.text(max_size=12))


@given(KINDS, NAMES, NAMES)
def test_any_two_texts_are_compared(kind: str, a: str, b: str) -> None:
    score = COMPARE[kind](a, b)
    assert 0 <= score <= 100
    assert score == COMPARE[kind](b, a)


@given(KINDS, NAMES)
def test_space_around_a_name_does_not_matter(kind: str, name: str) -> None:
    assert COMPARE[kind](f" {name} ", name) == COMPARE[kind](name, name)


@given(st.sampled_from([row for row in ROWS if row["kind"] == "person"]), st.sampled_from(["Dr. ", "Prof. ", "Dr "]))
def test_honorifics_of_both_sexes_do_not_matter(row: dict[str, str], honorific: str) -> None:
    """A full name is the same with and without one, and compares as before."""
    a, b = row["a"], row["b"]
    if not all(name[0].isalpha() and " " in name for name in (a, b)) or any("." in name.split()[0] for name in (a, b)):
        return
    assert (compare_people(honorific + a, b) >= SAME_NAME) == (compare_people(a, b) >= SAME_NAME)


@given(st.sampled_from([row["a"] for row in ROWS if row["kind"] == "org"]))
def test_the_article_of_an_organisation_does_not_matter(name: str) -> None:
    bare = plain_organisation(name)
    if core_words(bare):
        assert compare_organisations(bare, f"the {bare}") == 100
