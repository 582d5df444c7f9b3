"""Offsets as other programs count them, and speakers as lines of text."""

from typing import Any

import pytest
from gold_files import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import GoldError
from quoteminer.output.gold.annotation_tools import code_points, speaker_line, speaker_of_line
from quoteminer.output.gold.gold_articles import GoldSpeaker

TEXT = "😊 No,\r\nsaid Ida 👩‍👧."


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(text=TEXTS, data=st.data(), marked=st.booleans(), folded=st.booleans(), wide=st.booleans())
def test_the_words_show_how_a_file_counts(
    text: str, data: st.DataObject, marked: bool, folded: bool, wide: bool
) -> None:
    """Whatever the other program counts, spans cover the words that it wrote beside them."""
    seen = ("\ufeff" if marked else "") + (text.replace("\r\n", "\n") if folded else text)
    start, end = sorted(data.draw(st.integers(marked, len(seen))) for _ in range(2))
    count, words = utf16_length if wide else len, seen[start:end]
    measured = (count(seen[:start]), count(seen[:end]))
    ((span,),) = code_points(text, [("T1", [measured], words)], marked=marked)
    assert not words.strip() or "".join(text[slice(*span)].split()) == "".join(words.split())


@pytest.mark.parametrize(("text", "span", "words", "found"), [
    (TEXT, (2, 5), "No,", (2, 5)),
    (TEXT, (3, 6), "No,", (2, 5)),  # UTF-16
    (TEXT, (8, 12), "said", (7, 11)),  # UTF-16, or a byte order mark
    (TEXT, (6, 10), "said", (7, 11)),  # a line end of two characters counted as one
    (TEXT, (12, 15), "Ida", (12, 15)),
    (TEXT, (12, 15), "", (12, 15)),
    ("😊 a\nb c", (3, 6), "a\\nb", (2, 5)),  # Label Studio writes line ends so
    ("said Ida", (5, 8), "Ida", (5, 8)),
])  # fmt: skip
def test_how_offsets_are_counted(
    text: str, span: tuple[int, int], words: str, found: tuple[int, int]
) -> None:
    assert code_points(text, [("T1", [span], words)]) == [[found]]


@pytest.mark.parametrize(("text", "annotated", "message"), [
    (TEXT, [((2, 5), "No,"), ((8, 12), "said")], "T1: the text, which has 20 characters, has 'aid ' at 8-12, not"),
    ("😊 a", [((0, 1), "😊"), ((3, 4), "a")], "T1: the text, which has 3 characters, has '' at 3-4, not 'a'"),
    ("a", [((0, 2), "")], "T0: the text, which has 1 characters, has 'a' at 0-2, not ''"),
])  # fmt: skip
def test_all_words_must_fit_one_way_of_counting(
    text: str, annotated: list[tuple[tuple[int, int], str]], message: str
) -> None:
    with pytest.raises(GoldError) as caught:
        code_points(text, [(f"T{at}", [span], words) for at, (span, words) in enumerate(annotated)])
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("line", "found", "added"), [
    ("0 person: Ida Brand", 0, None),
    ("Ida Brand", 0, None),
    (" Ida \n Brand ", 0, None),
    ("7 org: Ida Brand", 0, None),
    ("1 org: Quay Board", 1, None),
    ("2 org: Quay Board", 2, None),
    ("9 org: Quay Board", 1, None),
    ("0 person: Kofi Berg", 3, [3, "Kofi Berg", "person"]),
    ("7 unnamed: a clerk", 7, [7, "a clerk", "unnamed"]),
    ("7 group: Ida Brand and Kofi Berg", 7, [7, "Ida Brand and Kofi Berg", "group"]),
    ("Kofi Berg", 3, [3, "Kofi Berg", "person"]),
    ("-4 person: Kofi Berg", -4, [-4, "Kofi Berg", "person"]),
    ("  ", None, None),
])  # fmt: skip
def test_a_speaker_is_found_by_a_line(line: str, found: int | None, added: Any) -> None:
    listed = [
        GoldSpeaker(0, "Ida Brand"), GoldSpeaker(1, "Quay Board", "org"),
        GoldSpeaker(2, "Quay\tBoard"),
    ]  # fmt: skip
    speakers = list(listed)
    assert speaker_of_line(line, speakers) == found
    assert speakers == ([*listed, GoldSpeaker(*added)] if added else listed)
    assert speaker_of_line(line, speakers) == found
    assert speaker_line(GoldSpeaker(3, "Quay\n  Board", "org")) == "3 org: Quay Board"
