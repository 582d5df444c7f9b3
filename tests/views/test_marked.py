"""Words of an article with marks around them, and how much of it stands around a quote."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fake_miner import record_of
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from quoteminer.text.article import make_article
from quoteminer.types import Paragraph
from quoteminer.views.look import GLUE, Look
from quoteminer.views.marked import REACH, Marked, context_text, marked_text, quote_marks, touched

LOOK = Look(80)
TEXT = "abcdefghij"


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([], "abcdefghij"),
        ([(0, 3, "1")], "⟦1_abc⟧defghij"),
        ([(0, 10, "")], "⟦abcdefghij⟧"),
        ([(0, 8, "1"), (2, 5, "2")], "⟦1_ab⟦2_cde⟧fgh⟧ij"),
        ([(2, 5, "2"), (2, 8, "1")], "ab⟦1_⟦2_cde⟧fgh⟧ij"),
        ([(0, 5, "1"), (2, 5, "2")], "⟦1_ab⟦2_cde⟧⟧fghij"),
        ([(0, 5, "1"), (3, 8, "2")], "⟦1_abc⟦2_de1⟧fgh⟧ij"),
        ([(0, 3, "1"), (3, 6, "2")], "⟦1_abc⟧⟦2_def⟧ghij"),
        ([(0, 3, "1"), (5, 7, "1")], "⟦1_abc⟧de⟦1_fg⟧hij"),
        ([(-5, 2, "1"), (8, 40, "2"), (20, 30, "3")], "⟦1_ab⟧cdefgh⟦2_ij⟧"),
        ([(0, 3, None), (1, 2, "1")], "a⟦1_b⟧cdefghij"),
        ([(0, 3, "1"), (2, 5, None)], "⟦1_abc⟧defghij"),
    ],
)
def test_marks(marks: list[tuple[int, int, str | None]], shown: str) -> None:
    made = [Marked(start, end, "", number) for start, end, number in marks]
    assert marked_text(TEXT, (0, 10), made, LOOK).plain.replace(GLUE, "_") == shown
    ascii = replace(LOOK, encoding="ascii", marks=("[[", "]]"))
    expected = shown.replace("⟦", "[[").replace("⟧", "]]")
    assert marked_text(TEXT, (0, 10), made, ascii).plain.replace(GLUE, "_") == expected


@given(st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12), st.sampled_from(["1", "2", "", None]))))
def test_every_mark_opens_and_closes_and_no_word_is_lost(marks: list[tuple[int, int, str | None]]) -> None:
    made = [Marked(start, end, "", number) for start, end, number in marks]
    shown = marked_text(TEXT, (1, 9), made, LOOK).plain
    inside = [one for one in marks if one[2] is not None and max(one[0], 1) < min(one[1], 9)]
    assert shown.count("⟦") == shown.count("⟧") == len(inside)
    assert re.sub(f"⟦([12]{GLUE})?|[12]?⟧", "", shown) == TEXT[1:9]


def test_styles_are_laid_over_each_other() -> None:
    shown = marked_text(TEXT, (0, 10), [Marked(0, 5, "red"), Marked(3, 8, "underline")], LOOK)
    styles = [str(shown.get_style_at_offset(Console(), at)) for at in (0, 4, 6, 9)]
    assert styles == ["red", "underline red", "underline", "none"]


@given(st.lists(st.integers(1, 4), max_size=8), st.tuples(st.integers(0, 30), st.integers(1, 6)))
def test_touched_paragraphs(lengths: list[int], span: tuple[int, int]) -> None:
    paragraphs, at = [], 0
    for length in lengths:
        paragraphs.append(Paragraph(at, at + length))
        at += length + 2
    start, end = span[0], sum(span)
    expected = [index for index, one in enumerate(paragraphs) if one.start < end and start < one.end]
    assert list(touched(paragraphs, (start, end))) == expected


FILL = "The rain went on and nobody left. "


@pytest.mark.parametrize(
    ("before", "behind", "shown"),
    [
        ("", "", "⟦“No,”⟧ said Ana Pinto."),
        ("First.\n\nThen ", " And then.\n\nLast.", "Then ⟦“No,”⟧ said Ana Pinto. And then."),
        (FILL * 7, " " + FILL * 7, f"{FILL * 7}⟦“No,”⟧ said Ana Pinto. {(FILL * 7).strip()}"),
        (FILL * 9, " " + FILL * 9, f"… {FILL * 7}⟦“No,”⟧ said Ana Pinto. {(FILL * 7).strip()} …"),
        ("word " * 99, "", f"… {'word ' * 48}⟦“No,”⟧ said Ana Pinto."[:2] + "word " * 47 + "⟦“No,”⟧ said Ana Pinto."),
        ("x" * 999, "", f"… {'x' * REACH}⟦“No,”⟧ said Ana Pinto."),
    ],
)
def test_what_stands_around(before: str, behind: str, shown: str) -> None:
    record = record_of(make_article(f"{before}“No,” said Ana Pinto.{behind}", with_text=True))
    assert record.text
    paragraphs = make_article(record.text).paragraphs
    assert context_text(record.text, paragraphs, record.quotes[0], LOOK).plain == shown


def test_parts_of_several_paragraphs_and_a_source_that_is_far() -> None:
    text = "“One.\n\nTwo,” said Ana Pinto.\n\nThree."
    record = record_of(make_article("“One.” said Ana Pinto."))
    quote = replace(record.quotes[0], start=0, end=12, spans=((0, 5), (7, 12)), cue=None, mention=None)
    paragraphs = make_article(text).paragraphs
    assert context_text(text, paragraphs, quote, LOOK).plain == "⟦“One.⟧\n⟦Two,”⟧ said Ana Pinto."
    assert record.quotes[0].mention
    far = replace(quote, mention=replace(record.quotes[0].mention, start=900, end=910))
    assert context_text(text, paragraphs, far, LOOK).plain == "⟦“One.⟧\n⟦Two,”⟧ said Ana Pinto."


@pytest.mark.parametrize(("between", "parts"), [(" ", 1), ("", 1), ("\n", 2), (" he ", 2)])
def test_parts_with_only_a_space_between_are_one(between: str, parts: int) -> None:
    text = f"one{between}two"
    quote = replace(
        record_of(make_article("“No,” said Ana Pinto.")).quotes[0], spans=((0, 3), (len(text) - 3, len(text)))
    )
    assert len(quote_marks(text, quote, LOOK, "")) == parts
