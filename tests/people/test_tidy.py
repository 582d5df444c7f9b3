"""Names, tidied: what must hold for texts that nobody writes."""

from __future__ import annotations

import time

import pytest

from quoteminer.people.shown import full_names
from quoteminer.people.tidy import tidy_names
from quoteminer.text.article import make_article
from quoteminer.types import Name


def test_full_names() -> None:
    text = "Judge Ida May Kranz spoke. Omar Reyes’s lawyer did not."
    found = full_names(text)
    assert {word: [text[start:end] for start, end in spans] for word, spans in found.items()} == {
        "kranz": ["Ida May Kranz"],
        "reyes": ["Omar Reyes"],
    }


@pytest.mark.parametrize("text", ["DEADBEEF" * 60_000, "A-" * 250_000, "A de " * 100_000])
def test_full_names_take_linear_time(text: str) -> None:
    began = time.perf_counter()
    full_names(text)
    assert time.perf_counter() - began < 10  # a second here; a quadratic scan would take hours


def test_words_without_a_capital_are_no_names_and_halves_are_joined() -> None:
    text = "the baker, Torvald Eng, said"
    halves = [Name(4, 9, "person"), Name(11, 18, "person"), Name(19, 22, "place")]
    assert tidy_names(make_article(text), halves) == [Name(11, 22, "person")]
