"""The table of people over many articles: at no width is anything cut."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from rich.console import Console

from quoteminer.linking.merged_people import Person
from quoteminer.views.people import PEOPLE_WIDTH, people_view

ROLE, BODY = "deputy director of the harbour office", "Norvik Institute of Quays, Ferries and Lighthouses"
PERSON = Person(1, "Tova Lindgren-Harrow", "person", "", Counter([ROLE]), Counter([BODY]), Counter(), 12, 345, 6789)


def drawn(width: int, *people: Person) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False, color_system=None).print(people_view(people))
    return stream.getvalue()


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


@pytest.mark.parametrize("width", [20, 33, 60, PEOPLE_WIDTH - 1, PEOPLE_WIDTH, 80, 140])
def test_nothing_is_cut(width: int) -> None:
    shown = drawn(width, PERSON)
    assert "…" not in shown
    assert not letters(f"{PERSON.name}{ROLE}{BODY}{12}{345}{6789}") - letters(shown)
    assert max(map(len, shown.splitlines())) <= width


def test_one_of_each() -> None:
    one = Person(1, "Boyd Ames", "person", "", Counter(), Counter(), Counter(), 1, 1, 1)
    assert drawn(60, one).split(" · ") == ["Boyd Ames", "1 article", "1 quote", "1 word\n"]


def test_nobody() -> None:
    assert drawn(60) == "No people.\n"
