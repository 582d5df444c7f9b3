"""Quoted passages and names, as the figures compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from two_readings import texts

from quoteminer.evaluation.alignment import is_name, is_name_or_alias, kind_of, name_key, quoted_passages, regions
from quoteminer.evaluation.gold import GoldSpeaker


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("no marks", []),
        ("“a b” c “d”", ["a b", "d"]),
        ('"a b" c "d"', ["a b", "d"]),
        ("«a» „b“ c", ["a", "b", " c"]),  # “ always opens
        ("“a\nb” c", ["a"]),
        ('"a\n"b"', ["a", "b"]),
        ("“a “b” c”", ["a ", "b"]),
        ("“”", []),
        ("“", []),
        ('a" b', [" b"]),
        ("”a", []),
    ],
)
def test_passages(text: str, passages: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_passages(text)] == passages


@given(texts)
def test_passages_hold_what_stands_inside_character_by_character(text: str) -> None:
    inside, quoted = False, set()
    for at, character in enumerate(text):
        if character == "\n":
            inside = False
        if character in "“„«":
            inside = True
        elif character in "”»":
            inside = False
        elif character == '"':
            inside = not inside
        elif inside:
            quoted.add(at)
    passages = quoted_passages(text)
    assert {at for start, end in passages for at in range(start, end)} == quoted
    assert all(a < b for a, b in passages)
    assert sorted(passages) == passages


def test_regions_have_two_words_and_a_letter() -> None:
    text = "“one” “— —” “two words” “nine o’clock”"
    assert ["".join(text[at] for at in sorted(one)) for one in regions(text, quoted_passages(text))] == [
        "twowords",
        "nineoclock",
    ]


@pytest.mark.parametrize(
    ("inside", "kind"), [(100, "direct"), (90, "direct"), (89, "mixed"), (3, "mixed"), (2, "indirect"), (0, "indirect")]
)
def test_kinds_of_a_hundred_letters(inside: int, kind: str) -> None:
    assert kind_of(range(100), range(inside)) == kind


def test_a_content_without_letters_is_indirect() -> None:
    assert kind_of([], [1]) == "indirect"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ana Pinto", "ana pinto"),
        ("the former Vice President Ana Pinto", "ana pinto"),
        ("Mr. Kofi O'Berg", "kofi o berg"),
        ("Quay Board’s", "quay board"),
        ("Ana The Mayor", "ana the mayor"),
        ("the President", ""),
        ("", ""),
    ],
)
def test_keys(name: str, key: str) -> None:
    assert name_key(name) == key


def test_names_and_aliases() -> None:
    speaker = GoldSpeaker(0, "Mayor Ana Pinto", "person", ("Pinto", "the mayor"))
    assert is_name("ANA PINTO", speaker)
    assert is_name_or_alias("ANA PINTO", speaker)
    assert not is_name("Pinto", speaker)
    assert is_name_or_alias("Ms Pinto", speaker)
    assert not is_name_or_alias("Berg", speaker)
    assert not is_name_or_alias("the mayor", speaker)  # nothing is left of it
    assert not is_name("", GoldSpeaker(0, "", "person"))
