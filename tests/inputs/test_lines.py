"""Lines, in whatever pieces they come."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import InputError
from quoteminer.inputs.file import File
from quoteminer.inputs.lines import ENDLESS, lines_of
from quoteminer.inputs.stream import Stream


def file_of(data: bytes, step: int = 1 << 16) -> File:
    """A file that comes in steps of so many bytes."""
    raw = BytesIO(data)
    return File("a.csv", "a", ".csv", False, Stream(lambda size: raw.read(min(size, step))))


@given(st.text(st.sampled_from('ab"é\n\r'), max_size=60), st.integers(1, 9))
def test_lines_are_those_that_splitting_gives(text: str, step: int) -> None:
    data = text.encode()
    lines = list(lines_of(file_of(data, step), 1000))
    assert b"".join(line.data for line in lines) == data
    assert all(line.data.count(b"\n") == line.data.endswith(b"\n") for line in lines)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@given(st.lists(st.text(st.sampled_from('a"'), max_size=30), max_size=6), st.integers(1, 9), st.integers(3, 20))
def test_a_line_that_is_too_long_has_no_bytes_but_its_marks(lines: list[str], step: int, most: int) -> None:
    data = "".join(f"{line}\n" for line in lines).encode()
    try:
        found = list(lines_of(file_of(data, step), most))
    except InputError as error:
        assert "has no end of line" in str(error)
        assert max(map(len, lines)) > ENDLESS * most
        return
    for line, text in zip(found, lines, strict=True):
        assert line.cut == (len(text) > most)
        assert line.data == (b"" if line.cut else f"{text}\n".encode())
        assert line.marks == (text.count('"') if line.cut else 0)


@given(st.text(max_size=40), st.sampled_from(["utf-8-sig", "utf-16", "utf-16-be", "utf-32"]), st.integers(1, 9))
def test_wide_letters_become_utf_8(text: str, encoding: str, step: int) -> None:
    text = f"id,text and so on\n{text.encode('utf-8', 'replace').decode()}"
    lines = lines_of(file_of(text.encode(encoding), step), 1000)
    assert b"".join(line.data for line in lines).decode() == text


def test_a_line_without_end_is_not_read_to_its_end() -> None:
    taken = 0

    def read(size: int) -> bytes:
        nonlocal taken
        taken += 1
        return b"a" * size

    lines = lines_of(File("a.csv", "a", ".csv", False, Stream(read)), 10_000)
    try:
        next(lines)
        raise AssertionError("a line came")
    except InputError as error:
        assert str(error).startswith("a.csv, line 1: has no end of line")
    assert taken < 20
