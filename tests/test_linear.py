"""No text costs more than linear time: what reads texts and files is fed with texts that repeat a
small unit, and the growth of its processor time with their length is measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import product

import pytest
from effort import power
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quoteminer.inputs.html import is_page
from quoteminer.inputs.pdf_page import Word
from quoteminer.inputs.pdf_text import join_pages
from quoteminer.inputs.read import read_bytes
from quoteminer.text.article import article_of, find_paragraphs, make_article
from quoteminer.text.encoding import decode
from quoteminer.text.marks import read_marks
from quoteminer.transcripts.label_names import names_who_answers
from quoteminer.transcripts.label_speakers import count_names
from quoteminer.transcripts.labels import find_labels, seconds

SIZE = 16_000
PROSE = (
    "The ferry left at noon, and nobody on the quay could say when it would be back. “It is late,”"
    " said Ana Silva.\n\n"
)
PIECES = [
    " ", "  ", "\t", "\n", "\n\n", "\xa0", "a", "A", "1", "12", "1:11", "1:11.1", "[1:11]", "(0:01:02)", "-->", "-",
    "—", "--", ":", ".", ",", ";", "?", "“", "”", '"', "'", "’", "«", "»", "*", "**", "_", ">", ">>", "#", "(", ")",
    "((", "[", "]", "{\\", "<", "<v ", "<v A>", "</v>", "<!-- -->", "<!--", "<?xml ", "<meta ", "charset=", "&", "&#",
    "said", "Ana", "Bo Lind", "BO LIND", "Silva", "Mr ", "Dr. ", "The ", "Q:", "A:", "Q. ", "A. ", "AS: ",
    "Ana Silva: ", "BO LIND: ", "THE COURT: ", "Mayor", "BY MR. ", "EXAMINATION", "sworn", "interview", " with ",
    "of ", "and ", "said Ana", "“Yes,” ", "I know. ", "you", "end", "page ", "http://", "www.", "pic.", "/", "\\",
    "(@ana)", "sep=;", "Co.", "1. ", "\x00", "\x85",
]  # fmt: skip
CUE = "00:01.000 --> 00:02.000"


def _pdf(text: str) -> object:
    rows = [(row, -12.0 * row, line) for row, line in enumerate(text.split("\n"))]
    words = [
        Word(w, 9.0 * at, 9.0 * at + 5, base, 10.0)
        for _, base, line in rows
        for at, w in enumerate(line.split())
    ]
    return join_pages([words[first : first + 500] for first in range(0, len(words), 500)])


def _decode(text: str) -> None:
    with suppress(ValueError):  # binary, or in an unknown encoding
        decode(text.encode(errors="replace") + b"\xff")


def _file(name: str, before: str = "") -> Callable[[str], object]:
    return lambda text: list(read_bytes((before + text).encode(errors="replace"), name))


READERS: dict[str, Callable[[str], object]] = {
    "an article": make_article, "an article from captions": article_of,
    "captions in tags": lambda text: article_of(f"WEBVTT\n\n{CUE}\n{text}"),
    "labels": lambda text: list(find_labels(text, [(0, len(text))])),
    "the seconds of a label": seconds, "who answers": names_who_answers,
    "names that are counted": lambda text: count_names(text, text.split("\n")),
    "quotation marks": lambda text: read_marks(text, find_paragraphs(text)), "bytes": _decode,
    "a page's head": lambda text: is_page(text.encode(errors="replace")), "a PDF": _pdf,
    **{
        f"a file {name}": _file(name)
        for name in ("a", "a.md", "a.vtt", "a.json", "a.jsonl", "a.csv", "a.tsv")
    },
    "a table": _file("a.csv", "text\n"), "JSON": _file("a.json", '[{"text": "'),
}  # fmt: skip


def fill(unit: tuple[str, str, str], size: int) -> str:
    """Return the text of some size that begins and ends with the outer parts and repeats the inner
    one between them."""
    before, inner, after = unit
    return before + inner * max(1, (size - len(before) - len(after)) // max(1, len(inner))) + after


@cache
def prose_seconds(reader: str) -> float:
    return min(_seconds(reader, fill(("", PROSE, ""), SIZE)) for _ in range(3))


def _seconds(reader: str, text: str) -> float:
    began = time.process_time()
    READERS[reader](text)
    return time.process_time() - began


def is_linear(reader: str, unit: tuple[str, str, str]) -> bool:
    """True if a text costs at most eight times prose, or if its cost does not grow faster than its
    length."""
    if _seconds(reader, fill(unit, SIZE)) <= max(0.01, 8 * prose_seconds(reader)):
        return True
    return power(lambda size: READERS[reader](fill(unit, size)), SIZE // 8, SIZE, enough=1.6) < 1.6


WORST = [
    ("A", " ", "B"), ("", " ", "."), ("1:11.1", " ", ""), ("Ana 1:11", " ", "x"),
    ("Ana Silva - ", " ", "."), ("Ana Silva\nBo", " ", "Lind"), ("1:11 - ", " ", "Ana"),
    ("", "“", "."), ("Ana: I.\n" * 3, "«a ", "."), ("", "<!-- -->", " Ana said hi."),
    ("<v A>", "<v a", ""), ("<v", " ", ""), ("", "a", "-\nb"), ("", "A-", "a sworn"),
    ("", "A’", " Q"), ("Q: Is it?\nA: No.\nBY MR. ", " ", "."), ("", "1", ""),
    ("Ana Silva: We open.\nBo Lind: I know.\n" * 3, "[1:11] a\n\n", ""),
    ("Ana Silva: We open.\nBo Lind: I know.\n" * 9, ". ", "x"),
    ("ANA SILVA: We open.\nBO LIND: I know.\n" * 9, "http://..", " a"),
]  # fmt: skip


@pytest.mark.parametrize("unit", WORST, ids=lambda unit: "".join(unit)[-16:])
def test_known_texts_are_read_in_linear_time(unit: tuple[str, str, str]) -> None:
    assert [reader for reader in READERS if not is_linear(reader, unit)] == []


PART = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
UNITS = st.tuples(
    PART, st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join), PART
)


@pytest.mark.slow
@settings(max_examples=settings.default.max_examples // 4)
@given(unit=UNITS)
@example(unit=("", "<!-- -->", "x"))
@example(unit=("", "A. ", "B"))
def test_any_text_of_repeated_pieces_is_read_in_linear_time(unit: tuple[str, str, str]) -> None:
    assert [reader for reader in READERS if not is_linear(reader, unit)] == []


def test_comments_before_a_page_take_linear_time() -> None:
    assert power(lambda count: is_page(b"<!-- -->" * count + b" Ana said hi."), 4, 16) < 1.5


LABELS = {
    "family names": lambda a, b: f"{a}{b}: We open in May.\n".upper(),
    "full names": lambda a, b: f"{a} {b}: We open in May.\n",
    "headings": lambda a, b: f"{a} {b}\nWe open in May, I think.\n\n",
    "initials": lambda a, b: f"{a[0]}{b[:2]}: We open in May.\n".upper(),
}


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_many_labels_are_read_in_linear_time(label: Callable[[str, str], str]) -> None:
    parts = [f"{a}{b}{c}" for a, b, c in product("BDFGKLMNPRSTV", "aeiou", "dfgklmn")]
    lines = [label(a, b) for a, b in product(parts[::5], parts[::7])]
    assert power(lambda count: make_article("".join(lines[:count])), 500, 4_000) < 1.5
