"""Open files: lines, in whatever pieces they come."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from quoteminer.inputs.files import File, ReadOptions, Stream


def file_of(data: bytes, step: int = 1 << 16, most: int = 1000) -> File:
    """Make a file that comes in steps of so many bytes, with lines of at most so many characters."""
    raw, options = BytesIO(data), cast(ReadOptions, SimpleNamespace(row_size=most))
    return File("a.csv", "a", ".csv", options, False, Stream(lambda size: raw.read(min(size, step))))


@given(st.lists(st.text(st.sampled_from('ab"é\r'), max_size=30), max_size=6), st.integers(1, 9), st.integers(3, 20))
def test_lines_are_those_that_splitting_gives(lines: list[str], step: int, most: int) -> None:
    """Lines that are too long have no text, but their number of quotation marks."""
    found = list(file_of("".join(f"{line}\n" for line in lines).encode(), step, most).lines())
    for number, (line, text) in enumerate(zip(found, lines, strict=True), start=1):
        assert (line.number, line.marks, line.cut) == (number, text.count('"'), len(text) > most)
        assert line.text == ("" if line.cut else f"{text}\n")


@given(st.text(max_size=40), st.sampled_from(["utf-8-sig", "utf-16", "utf-16-be", "utf-32"]), st.integers(1, 9))
def test_every_encoding_of_unicode(text: str, encoding: str, step: int) -> None:
    text = f"id,text and so on\n{text.encode('utf-8', 'replace').decode()}"
    assert "".join(line.text for line in file_of(text.encode(encoding), step).lines()) == text
