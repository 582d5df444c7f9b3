"""Rows and cells: whatever Python's csv module writes is read back; damage costs the row that it is in."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.inputs.cells import NOT_CLOSED, NOT_DOUBLED, Damage, Row, Rows
from quoteminer.inputs.delimited import delimiter_of
from quoteminer.inputs.lines import Line

LETTERS = st.text(st.sampled_from('ab"“,;\t|\n\r é'), max_size=8)
TABLES = st.lists(st.lists(LETTERS, min_size=2, max_size=4), min_size=1, max_size=6)


def lines_at_newlines(text: str) -> list[Line]:
    parts = text.encode().split(b"\n")
    ended = [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
    return [Line(number, line) for number, line in enumerate(ended, start=1)]


def rows(text: str, delimiter: str = ",", most: int = 1000) -> list[Row | Damage]:
    return list(Rows(lines_at_newlines(text), delimiter, most))


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    found = rows(text, delimiter)
    assert all(isinstance(row, Row) for row in found), found
    return [row.cells for row in found if isinstance(row, Row)]


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_what_csv_writes_is_read_back(table: list[list[str]], delimiter: str, end: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    assert cells(stream.getvalue(), delimiter) == table


@given(TABLES)
def test_what_csv_writes_with_few_quotes_is_read_back(table: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(table)
    assert cells(stream.getvalue()) == table


@given(st.text(st.sampled_from('a",\n'), max_size=30))
def test_what_is_well_formed_is_read_as_csv_reads_it(text: str) -> None:
    """And what csv calls an error is damage somewhere."""
    try:
        expected = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        assert any(isinstance(row, Damage) for row in rows(text))
    else:
        assert cells(text) == expected


@given(st.text(st.sampled_from('a",\n'), max_size=30), st.text(st.sampled_from("ab,"), min_size=1, max_size=9))
def test_a_row_in_front_is_never_lost(text: str, row: str) -> None:
    first = rows(f"{row}\n{text}")[0]
    assert isinstance(first, Row)
    assert first.cells == row.split(",")


@given(st.text(st.sampled_from('a",\n'), max_size=30))
def test_every_line_is_in_a_row_or_in_damage_in_order(text: str) -> None:
    reached = 0
    for row in rows(text):
        assert row.line > reached
        assert row.last >= row.line
        reached = row.last
    assert reached <= len(lines_at_newlines(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,"b\nc,d\ne,f\n', [(1, NOT_CLOSED), (2, ["c", "d"]), (3, ["e", "f"])]),
        ('a,"b "c" d"\ne,f\n', [(1, NOT_DOUBLED), (2, ["e", "f"])]),
        ('a,"b\nc,d\ne,"f"\n', [(1, NOT_DOUBLED), (2, ["c", "d"]), (3, ["e", "f"])]),
        ('a,b"c"\n', [(1, ["a", 'b"c"'])]),
        ('a, "b"\n', [(1, ["a", ' "b"'])]),
        ('"a\nb",c\nd\n', [(1, ["a\nb", "c"]), (3, ["d"])]),
        ("\n\r\na\n", [(3, ["a"])]),
        ("a,\n", [(1, ["a", ""])]),
    ],
)
def test_rows_and_their_lines(text: str, expected: list[tuple[int, object]]) -> None:
    found = [(row.line, row.cells if isinstance(row, Row) else row.reason) for row in rows(text)]
    assert found == expected


def test_rows_in_the_reach_of_damage_are_doubtful() -> None:
    found = rows('a,"b\nc,d\ne,"f"\ng,h\n')
    assert [isinstance(row, Row) and row.doubtful for row in found] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('1\t"We open," said Ana.\n', [["1", '"We open," said Ana.']]),
        ('1\t"We open\n2\tb\n', [["1", '"We open'], ["2", "b"]]),
        ('1\t"We\topen"\n', [["1", "We\topen"]]),
        ('1\t"We\nopen"\n', [["1", "We\nopen"]]),
        ('1\t"Yes," he said.\t"No"\n', [["1", '"Yes," he said.', "No"]]),
    ],
)
def test_tables_with_tabs_need_no_quoting(text: str, expected: list[list[str]]) -> None:
    assert cells(text, "\t") == expected


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        ('x,"' + "a" * 200 + '"\n', (2, 2)),
        ('x,"' + "a\n" * 100 + '"\n', (2, 102)),
        ("x," + "a" * 200 + "\n", (2, 2)),
        ('x,"' + 'a""\n' * 100 + '"\n', (2, 102)),
        ('x,"' + "a" * 200 + '\nb"\n', (2, 3)),
    ],
)
def test_a_row_that_is_too_long_is_passed_over(row: str, lines: tuple[int, int]) -> None:
    text = f"before,1\n{row}after,1\n"
    cut = [
        Line(line.number, b"", cut=True, marks=line.data.count(b'"')) if len(line.data) > 100 else line
        for line in lines_at_newlines(text)
    ]
    before, long, after = Rows(cut, ",", 100)
    assert isinstance(before, Row)
    assert isinstance(after, Row)
    assert (before.cells, after.cells) == (["before", "1"], ["after", "1"])
    assert isinstance(long, Damage)
    assert ((long.line, long.last), long.too_long) == (lines, True)


class Counted(Rows):
    """Counts how often a line is taken."""

    taken = 0

    def _next(self) -> Line | None:
        line = super()._next()
        self.taken += line is not None
        return line


@given(st.text(st.sampled_from('a"",\t\n\n'), max_size=200), st.sampled_from(",\t"))
def test_no_line_is_read_more_than_three_times(text: str, delimiter: str) -> None:
    lines = lines_at_newlines(text)
    counted = Counted(lines, delimiter, 10_000)
    assert list(counted) == rows(text, delimiter, 10_000)
    assert counted.taken <= 3 * len(lines)


def test_between_tabs_a_long_row_ends_with_its_line() -> None:
    lines = [Line(1, b"a\t1\n"), Line(2, b"", cut=True, marks=3), Line(3, b'"b\t2\n'), Line(4, b"c\t" + b"x" * 60)]
    found = list(Rows(lines, "\t", 50))
    assert [row.cells[0] if isinstance(row, Row) else row.too_long for row in found] == ["a", True, '"b', "c"]


@pytest.mark.parametrize(
    ("header", "tabs", "expected"),
    [
        ("id,text", False, ","),
        ("id;text", False, ";"),
        ("id\ttext", False, "\t"),
        ("id|text", False, "|"),
        ('"a;b;c",text', False, ","),
        ("text", False, ","),
        ("a,b\tc,d", True, "\t"),
        ("a,b", True, ","),
    ],
)
def test_the_mark_between_cells(header: str, tabs: bool, expected: str) -> None:
    assert delimiter_of(header, tabs=tabs) == expected
