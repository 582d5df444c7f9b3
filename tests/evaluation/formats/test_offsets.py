"""Offsets as other programs count them."""

from __future__ import annotations

import pytest
from gold_articles import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.evaluation.formats.offsets import OffsetMap, fitting_map

TEXT = "😊 No,\r\nsaid Ida 👩‍👧."


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(text=TEXTS, data=st.data(), marked=st.booleans(), folded=st.booleans(), wide=st.booleans())
def test_the_words_tell_how_a_file_counts(
    text: str, data: st.DataObject, marked: bool, folded: bool, wide: bool
) -> None:
    """Whatever the other program counts, spans cover the words that it wrote beside them."""
    seen = ("\ufeff" if marked else "") + (text.replace("\r\n", "\n") if folded else text)
    start, end = sorted(data.draw(st.tuples(st.integers(marked, len(seen)), st.integers(marked, len(seen)))))
    count = utf16_length if wide else len
    measured = (count(seen[:start]), count(seen[:end]))
    offsets, misfit = fitting_map(text, [([measured], seen[start:end])], marked=marked)
    assert misfit is None
    span = offsets.span(measured)
    assert span is not None
    assert "".join(text[slice(*span)].split()) == "".join(seen[start:end].split()) or not seen[start:end].strip()


@pytest.mark.parametrize(
    ("text", "span", "words", "found"),
    [
        (TEXT, (2, 5), "No,", (2, 5)),
        (TEXT, (3, 6), "No,", (2, 5)),  # UTF-16
        (TEXT, (8, 12), "said", (7, 11)),  # UTF-16, or a byte order mark
        (TEXT, (6, 10), "said", (7, 11)),  # a line end of two characters counted as one
        (TEXT, (12, 15), "Ida", (12, 15)),
        (TEXT, (12, 15), "", (12, 15)),
        ("😊 a\nb c", (3, 6), "a\\nb", (2, 5)),  # Label Studio writes line ends so
        ("said Ida", (5, 8), "Ida", (5, 8)),
    ],
)
def test_how_offsets_are_counted(text: str, span: tuple[int, int], words: str, found: tuple[int, int]) -> None:
    offsets, misfit = fitting_map(text, [([span], words)])
    assert (offsets.span(span), misfit) == (found, None)


def test_all_words_must_fit_the_same_map() -> None:
    offsets, misfit = fitting_map(TEXT, [([(2, 5)], "No,"), ([(8, 12)], "said")])
    assert (offsets, misfit) == (OffsetMap(), 1)


def test_half_a_character_is_no_end() -> None:
    assert [OffsetMap([0, -1, 1]).span(span) for span in ((0, 2), (0, 1), (0, 3))] == [(0, 1), None, None]
