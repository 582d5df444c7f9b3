"""The marks of an article: tables of cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from marked_text import plain, read, with_passages

from quoteminer.text.marks import AT_CLOSE, AT_OPEN, AT_STRAY, INSIDE, INSIDE_NESTED, OUTSIDE, quote_states

LINES = Path(__file__).with_name("marks.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("marked", [line for line in LINES if line and not line.startswith("# ")])
def test_passages_and_odd_marks(marked: str) -> None:
    marked = marked.replace("¶", "\n")
    assert with_passages(plain(marked)) == marked
    odd = read(plain(marked)).warnings
    assert {one.code for one in odd} <= {"unbalanced-marks"}


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("“One,” he said. “Two,“ she said. “Three.”", ["", "repaired", ""]),
        ("She said, “We stay.\n\nThe talks go on.", ["unclosed repaired"]),
        ("“One,” she said.\n\n“Two,” she said.", ["", ""]),
        ("“The first line\nand the second,” he said. “The third.”", ["unclosed repaired", "continued repaired", ""]),
        *(
            (f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} she said.",
             ["unclosed", "continued unclosed", "continued"])
            for opening, closing in ("“”", '""', "‘’", ("``", "''"))
        ),
    ],
)  # fmt: skip
def test_flags_of_passages(text: str, flags: list[str]) -> None:
    found = [[name for name in ("continued", "unclosed", "repaired") if getattr(q, name)] for q in read(text).quoted]
    assert [" ".join(names) for names in found] == flags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don’t O'Neill l´État", ["apostrophe"] * 3),
        ("the 1990's and the ’80s", ["apostrophe"] * 2),
        ("5'10\" and 6’2”", ["measure"] * 4),
        ("5′10″", ["measure"] * 2),
        ("the voters’ choice", ["apostrophe"]),
        ("goin' home", ["apostrophe"]),
        ("rock ’n’ roll", ["apostrophe"] * 2),
        ("“‘Yes’”", ["open", "nested-open", "nested-close", "close"]),
        ("“One.\n\n“Two,” she said.", ["open", "reopen", "close"]),
    ],
)
def test_roles(text: str, expected: list[str]) -> None:
    assert [mark.role for mark in read(text).marks] == expected


HUNDRED = '"' * 100


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ('"' * 99, []),
        (HUNDRED, [HUNDRED]),
        ("“Yes,” he said. " + HUNDRED + " and “No,” she said.", [HUNDRED]),
        ("“Yes” and " + HUNDRED + "ab", [HUNDRED]),
        ("“" * 50 + " ab " + "”" * 50, []),
        ("“a” " * 50, [("“a” " * 50).strip()]),
        ("“ab” " * 50, []),
        ("«\n\n" * 100, [("«\n\n" * 100).strip()]),
        ("«     " * 100, []),
        (HUNDRED + "\n—ab—\n" + HUNDRED, [HUNDRED, HUNDRED]),
    ],
)
def test_a_long_run_of_marks_without_words_is_noise(text: str, noise: list[str]) -> None:
    reading = read(text)
    assert [text[start:end] for start, end in reading.noise] == noise
    strays = {mark.start for mark in reading.marks if mark.role == "stray"}
    for start, end in reading.noise:
        assert {mark.start for mark in reading.marks if start <= mark.start < end} <= strays
        assert [(w.start, w.end) for w in reading.warnings if start <= (w.start or 0) < end] == [(start, end)]


def test_noise_costs_no_quote_beside_it() -> None:
    text = f"⟦“Yes,”⟧ he said. †{HUNDRED}\n\nAnd ⟦“no,”⟧ she said."
    assert with_passages(plain(text)) == text


def test_quote_states() -> None:
    text = 'It’s “so ‘odd’ now” 6" “'
    #       I t ’ s   “  s o   ‘ o d d ’   n o w ”   6 "   “
    out, ins, nst, opn, cls, odd = OUTSIDE, INSIDE, INSIDE_NESTED, AT_OPEN, AT_CLOSE, AT_STRAY
    expected = [out] * 5 + [opn] + [ins] * 3 + [opn] + [nst] * 3 + [cls] + [ins] * 4 + [cls]
    expected += [out, out, odd, out, odd]
    assert quote_states(text, read(text)).tolist() == expected
    states = quote_states("", read(""))
    assert (states.dtype, states.shape) == (np.uint8, (0,))
