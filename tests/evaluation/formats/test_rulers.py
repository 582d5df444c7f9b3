"""Offsets as other programs count them."""

from __future__ import annotations

import pytest
from gold_articles import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.evaluation.formats.rulers import Ruler, fitting_ruler, rulers_of, utf16_length, utf16_ruler

TEXT = "😊 No,\r\nsaid Ida 👩‍👧."


@given(text=TEXTS)
def test_utf_16_units_are_those_of_the_encoding(text: str) -> None:
    units = [len(text[:point].encode("utf-16-le")) // 2 for point in range(len(text) + 1)]
    assert utf16_length(text) == units[-1]
    ruler = utf16_ruler(text)
    for unit in range(units[-1] + 1):
        expected = (units.index(unit), len(text)) if unit in units else None
        assert ruler.span((unit, units[-1])) == expected
    assert ruler.span((0, units[-1] + 1)) is None or utf16_length(text) == len(text)


@given(text=TEXTS, data=st.data(), marked=st.booleans(), folded=st.booleans(), wide=st.booleans())
def test_the_words_tell_how_a_file_counts(
    text: str, data: st.DataObject, marked: bool, folded: bool, wide: bool
) -> None:
    """Whatever the other program counts, spans cover the words that it wrote beside them."""
    seen = ("\ufeff" if marked else "") + (text.replace("\r\n", "\n") if folded else text)
    start, end = sorted(data.draw(st.tuples(st.integers(marked, len(seen)), st.integers(marked, len(seen)))))
    count = utf16_length if wide else len
    measured = (count(seen[:start]), count(seen[:end]))
    ruler, misfit = fitting_ruler(text, [([measured], seen[start:end])], marked=marked)
    assert misfit is None
    span = ruler.span(measured)
    assert span is not None
    assert "".join(text[slice(*span)].split()) == "".join(seen[start:end].split()) or not seen[start:end].strip()


@pytest.mark.parametrize(
    ("span", "words", "found"),
    [
        ((2, 5), "No,", (2, 5)),
        ((3, 6), "No,", (2, 5)),  # UTF-16
        ((8, 12), "said", (7, 11)),  # UTF-16, or a byte order mark
        ((6, 10), "said", (7, 11)),  # a line end of two characters counted as one
        ((12, 15), "Ida", (12, 15)),
        ((12, 15), "", (12, 15)),
    ],
)
def test_how_offsets_are_counted(span: tuple[int, int], words: str, found: tuple[int, int]) -> None:
    ruler, misfit = fitting_ruler(TEXT, [([span], words)])
    assert (ruler.span(span), misfit) == (found, None)


def test_all_words_must_fit_the_same_ruler() -> None:
    _, misfit = fitting_ruler(TEXT, [([(2, 5)], "No,"), ([(8, 12)], "said")])
    assert misfit == 1


def test_label_studio_writes_line_ends_as_backslash_n() -> None:
    ruler, misfit = fitting_ruler("😊 a\nb c", [([(3, 6)], "a\\nb")])
    assert (ruler.span((3, 6)), misfit) == ((2, 5), None)


def test_a_plain_text_has_one_ruler() -> None:
    assert list(rulers_of("said Ida")) == [Ruler()]
    assert len(list(rulers_of(TEXT, marked=True))) == 8


def test_half_a_character_is_no_end() -> None:
    assert utf16_ruler("😊").span((0, 1)) is None
