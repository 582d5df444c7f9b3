"""Files of known people: CSV, TSV and JSON lines, checked row by row once, and read again where a row is wanted."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import PeopleFileError
from quoteminer.known.rows import Place, Row, column_name, make_row
from quoteminer.output.jsontext import plain

TABLES: Final = (".csv", ".tsv")
JSON_LINES: Final = (".jsonl", ".ndjson")
_DELIMITERS: Final = (",", ";", "\t")
_BOM: Final = b"\xef\xbb\xbf"


class PeopleFile:
    """A file of known people, kept as its bytes and the places of its rows: a row becomes an object when it is asked
    for, so that a million of them take little more than the file.

    Args:
        path: ``.csv`` (cells between commas, or semicolons or tabs where the first line has more of those), ``.tsv``
            (tabs), ``.jsonl`` or ``.ndjson`` (an object a line). UTF-8, with or without a byte order mark.

    Raises:
        PeopleFileError: there is no such file, or it can't be read as one of these.

    `load` must have run to its end before a row is asked for.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._data = _bytes_of(path)
        suffix = Path(path).suffix.lower()
        if suffix not in (*TABLES, *JSON_LINES):
            raise PeopleFileError(
                f"{path}: {suffix or 'a name without a suffix'} is no format known here. Give the people as .csv, .tsv "
                "or .jsonl."
            )
        self._format: _Table | _JsonLines = _Table(suffix) if suffix in TABLES else _JsonLines()
        self._starts = array("Q")
        self._lines = array("I")

    @property
    def data(self) -> bytes:
        """The file as it was read."""
        return self._data

    def __len__(self) -> int:
        """How many rows have been loaded."""
        return len(self._starts)

    def load(self) -> Iterator[Row]:
        """Check and give the rows, in order.

        Raises:
            PeopleFileError: a row or the header is not what it must be, two rows have the same key, there is no row.
                It names the file, the line and the column.
        """
        seen: dict[str, int] = {}
        for start, line, values in self._format.read(_Lines(self._data, self.path)):
            row = make_row(values, Place(self.path, line))
            first = seen.setdefault(row.key, line)
            if first != line:
                raise Place(self.path, line).error(
                    f"the key {row.key!r} stands in line {first} as well. Give each row a key of its own.",
                    "key" if "key" in values else "id",
                )
            self._starts.append(start)
            self._lines.append(line)
            yield row
        if not self._starts:
            raise PeopleFileError(f"{self.path}: has no people. Give a row with a name for each of them.")

    def __getitem__(self, index: int) -> Row:
        """The row with this number, from 0."""
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._data)
        return make_row(self._format.parse(self._data[start:end].decode()), Place(self.path, self._lines[index]))


def _bytes_of(path: str | Path) -> bytes:
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise PeopleFileError(
            f"{path}: there is no such file. Check the name and the folder ({os.getcwd()})."
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
        reason = "is a folder" if os.path.isdir(path) else f"can't be read ({error})"
        raise PeopleFileError(f"{path}: {reason}. Give a file of people.") from None
    if not data.removeprefix(_BOM).strip():
        raise PeopleFileError(f"{path}: is empty. Give a file with a row for each of the people.")
    return data


class _Lines(Iterator[str]):
    """The lines of a file as text. ``start`` is the offset of the next one in bytes, ``number`` counts those before."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.number = 0
        self.start = len(_BOM) if data.startswith(_BOM) else 0
        self._data = data

    def since(self, start: int) -> str:
        """The text of the lines from an offset on that have been given."""
        return self._data[start : self.start].decode()

    def __next__(self) -> str:
        if self.start >= len(self._data):
            raise StopIteration
        end = self._data.find(b"\n", self.start) + 1 or len(self._data)
        line = self._data[self.start : end]
        self.start, self.number = end, self.number + 1
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode()) + 1
            reason = f"byte 0x{line[error.start]:02x} is no UTF-8. Save the file as UTF-8"
            raise Place(self.path, self.number).error(f"{reason} (in Excel: “CSV UTF-8”).", column) from None


class _Table:
    """Rows of cells below a row of the columns' names."""

    def __init__(self, suffix: str) -> None:
        self._delimiter = "\t" if suffix == ".tsv" else ""
        self._columns: list[str] = []

    def read(self, lines: _Lines) -> Iterator[tuple[int, int, dict[str, str]]]:
        """Offset, line and values of each row; rows without a letter are left out."""
        first = next(lines, "")
        self._delimiter = self._delimiter or max(_DELIMITERS, key=first.count)
        self._columns = self._header(first, Place(lines.path, 1))
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        while True:
            start, place = lines.start, Place(lines.path, lines.number + 1)
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                at = _broken_cell(lines.since(start), self._delimiter)
                reason = f"is no cell ({error}). Check its quotation marks: they stand in pairs."
                raise place.error(reason, dict(enumerate(self._columns)).get(at, str(at + 1))) from None
            if any(map(str.strip, cells)):
                self._check_width(cells, place)
                yield start, place.line, dict(zip(self._columns, cells, strict=True))

    def parse(self, text: str) -> dict[str, str]:
        """The values of a row that `read` has given."""
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True))
        return dict(zip(self._columns, cells, strict=True))

    def _header(self, line: str, place: Place) -> list[str]:
        try:
            written = next(csv.reader([line], delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            at = _broken_cell(line, self._delimiter) + 1
            raise place.error(f"is no name of a column ({error}). Write them on one line.", at) from None
        columns = [column_name(cell) or f"column {number}" for number, cell in enumerate(written, start=1)]
        for number, column in enumerate(columns):
            if column in columns[:number]:
                raise place.error(
                    f"there are two columns of that name ({column}). Rename one.", written[number].strip()
                )
        if "name" not in columns:
            found = ", ".join(written) or "none"
            raise place.error(
                f"there is no column “name” (there are: {found}). Call the one with the names so.", "name"
            )
        return columns

    def _check_width(self, cells: list[str], place: Place) -> None:
        if len(cells) < len(self._columns):
            missing = self._columns[len(cells)]
            reason = f"is missing: the row has {len(cells)} cells, the first line has {len(self._columns)}"
            raise place.error(f"{reason}. Check the row's {_MARKS[self._delimiter]} and quotation marks.", missing)
        if len(cells) > len(self._columns):
            reason = f"has no name: the row has {len(cells)} cells, the first line has {len(self._columns)}"
            marks = _MARKS[self._delimiter]
            raise place.error(f"{reason}. Put cells with {marks} in them in quotation marks.", len(self._columns) + 1)


def _broken_cell(text: str, delimiter: str) -> int:
    """Which cell of a row that can't be read is the first to blame, from 0: one whose quotation marks stand in no
    pairs, or that is too long."""
    cell = re.compile(rf'"[^"]*(?:""[^"]*)*"(?=[{delimiter}\r\n]|$)|(?!")[^{delimiter}\r\n]*')
    number = position = 0
    while (found := cell.match(text, position)) and len(found.group()) <= csv.field_size_limit():
        if not text.startswith(delimiter, found.end()):
            break
        number, position = number + 1, found.end() + 1
    return number


_MARKS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}


class _JsonLines:
    """An object a line, its keys the columns."""

    def read(self, lines: _Lines) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Offset, line and values of each row; empty lines are left out."""
        start = lines.start
        for line in lines:
            if line.strip():
                yield start, lines.number, self._values(line, Place(lines.path, lines.number))
            start = lines.start

    def parse(self, text: str) -> dict[str, Any]:
        """The values of a row that `read` has given."""
        return self._values(text.partition("\n")[0], Place("", 0))

    def _values(self, line: str, place: Place) -> dict[str, Any]:
        try:
            value = json.loads(line.rstrip("\r\n"), parse_constant=lambda _: None)
        except json.JSONDecodeError as error:
            raise place.error(f"is no JSON ({error.msg}). Give one object a line.", error.colno) from None
        except (ValueError, RecursionError) as error:
            raise place.error(f"is no JSON that can be read ({error}). Give one object a line.", 1) from None
        if not isinstance(value, dict):
            raise place.error("is no object. Give one object a line, with a name.", 1)
        return _renamed(plain(value), place)


def _renamed(value: Mapping[str, Any], place: Place) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for written, content in value.items():
        column = column_name(written)
        if column in values:
            raise place.error(f"there are two values of that name ({column}). Take one out.", written)
        values[column] = content
    if "name" not in values:
        found = ", ".join(value) or "none"
        raise place.error(f"there is no “name” (there are: {found}). Give each object one.", "name")
    return values
