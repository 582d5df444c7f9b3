"""Read tables as text: .csv, .tsv, and others with a one-character delimiter."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from quoteminer.errors import InputError
from quoteminer.inputs.open_files import File, Line
from quoteminer.inputs.rows import (
    Input,
    Layout,
    layout_of,
    or_error,
    repaired,
    table_article,
    too_long,
)
from quoteminer.types import Warning

TAB: Final = "\t"
TABBED: Final = (".tsv", ".tab")
DELIMITERS: Final = (",", ";", TAB, "|")
_QUOTED: Final = re.compile('"[^"]*"')
_DECLARED: Final = re.compile(r'"?sep=(.)"?\r?\n?')
_DOUBTFUL: Final = Warning(
    "table",
    "A quotation mark in a row before this one is damaged, and its cell may reach to here: check"
    " this row.",
)
_TOO_LONG: Final = "too long"
_DAMAGE: Final = {
    "unexpected end": (
        "a quotation mark opens a cell and none closes it. Double the mark, or remove it."
    ),
    "expected after": (
        "a quotation mark in a cell between quotation marks is not doubled. Double the mark, or"
        " remove it."
    ),
    "new-line": (
        "a carriage return is in a cell that is not between quotation marks. Put the cell between"
        " them."
    ),
}
"""The problem to report for a row, by a word in the error of the csv module."""


@dataclass(frozen=True, slots=True)
class DelimitedRow:
    """The cells of a row, and its first and last line. ``problem``: why it can't be read (then it
    has no cells). ``doubtful``: it may be part of a cell that a damaged quotation mark opened in an
    earlier row.
    """

    cells: list[str]
    line: int
    last: int
    problem: str = ""
    doubtful: bool = False


def csv_rows(lines: Iterable[Line], delimiter: str, most: int) -> Iterator[DelimitedRow]:
    """Read the rows of a table with the csv module, except empty rows. ``most``: the most
    characters of a row. After a damaged row, reading resumes with its second line. In tables with
    tabs, which many programs write without quoting, a row with invalid quotation marks is split at
    the tabs. No line is read more than three times: a line that opens a cell and does not close it
    has an odd number of marks, so it closes a cell opened in an earlier line.
    """
    csv.field_size_limit(max(csv.field_size_limit(), most))
    coming, again, doubtful = iter(lines), deque[Line](), 0

    def following() -> Line | None:
        return again.popleft() if again else next(coming, None)

    while line := following():
        taken, number = [line], line.number
        try:
            cells = next(
                csv.reader(_texts(taken, following, most), delimiter=delimiter, strict=True)
            )
            if cells:
                yield DelimitedRow(cells, number, taken[-1].number, doubtful=number <= doubtful)
        except csv.Error as error:
            if not line.cut and (delimiter == TAB or not line.marks):
                again.extendleft(reversed(taken[1:]))
                yield DelimitedRow(line.text.rstrip("\r\n").split(delimiter), number, number)
            elif str(error) == _TOO_LONG:
                inside = delimiter != TAB and sum(part.marks for part in taken) % 2
                last = taken[-1].number
                # marks inside a cell are doubled, so even in number
                while inside and (rest := following()):
                    inside, last = (inside + rest.marks) % 2, rest.number
                yield DelimitedRow([], number, last, _TOO_LONG)
            else:
                again.extendleft(reversed(taken[1:]))
                doubtful = max(doubtful, taken[-1].number)
                other = f"can't be read ({error}). Export the table again as .csv in UTF-8."
                reasons = (reason for words, reason in _DAMAGE.items() if words in str(error))
                yield DelimitedRow([], number, number, next(reasons, other))


def _texts(taken: list[Line], following: Callable[[], Line | None], most: int) -> Iterator[str]:
    """Yield the line in ``taken``, then add and yield more lines of the row. Raises csv.Error if it
    is too long."""
    size = 0
    for line in taken:  # which grows
        size += len(line.text)
        if line.cut or size > most:
            raise csv.Error(_TOO_LONG)
        yield line.text
        if rest := following():
            taken.append(rest)


def read_delimited(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a table. Its first row, behind an optional line ``sep=;``, has the
    names of the columns. Without that line, the delimiter is the most frequent one in the first
    row."""
    file.refuse_binary("Export the table as .csv in UTF-8.")
    lines = file.lines()
    first = next((line for line in lines if line.cut or line.text.strip()), Line(1, ""))
    declared, bare = _DECLARED.fullmatch(first.text), _QUOTED.sub("", first.text)
    likely = TAB if file.suffix in TABBED and TAB in bare else max(DELIMITERS, key=bare.count)
    all_lines = lines if declared else chain([first], lines)
    rows = csv_rows(all_lines, declared[1] if declared else likely, file.options.row_size)
    header = next(rows, None)
    if header is None:
        raise file.error("is empty. Give a table with a row of names and a row for each article.")
    layout = layout_of(_cells(header, file)[0], file)
    for row in rows:
        if row.problem or any(map(str.strip, row.cells)):
            yield or_error(_article, row, layout, file)


def _article(row: DelimitedRow, layout: Layout, file: File) -> Input:
    cells, warnings = _cells(row, file)
    place, width = f"line {row.line}", len(layout.names)
    if len(cells) < width or any(cells[width:]):
        reason = (
            f"the row has {len(cells)} cells, the first row {width}. Check its quotation marks and"
            " line breaks."
        )
        raise file.error(reason, place)
    if row.doubtful:
        warnings = (*warnings, _DOUBTFUL)
    return table_article(cells, layout, file, place, row.line, warnings=warnings)


def _cells(row: DelimitedRow, file: File) -> tuple[list[str], tuple[Warning, ...]]:
    """Return the cells; one encoding is used for the whole row. Raises InputError if the row can't
    be read."""
    place = (
        f"line {row.line}"
        if row.line == row.last or not row.problem
        else f"lines {row.line} to {row.last}"
    )
    if row.problem:
        raise (
            too_long(file, place, what="the row")
            if row.problem == _TOO_LONG
            else file.error(row.problem, place)
        )
    text, warnings = repaired("\n".join(row.cells), file, place)
    if not warnings:
        return row.cells, ()
    lines = iter(text.split("\n"))
    return ["\n".join(islice(lines, cell.count("\n") + 1)) for cell in row.cells], warnings
