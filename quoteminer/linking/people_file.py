"""Files of people that the user knows: CSV, TSV and JSON lines, checked row by row once, read again where a row is
wanted."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast

from quoteminer.errors import PeopleFileError
from quoteminer.jsontext import plain
from quoteminer.people.lexicon import LEGAL_SUFFIXES, ORG_NOUNS, SUFFIXES
from quoteminer.people.name_order import given_name_gender
from quoteminer.people.organisations import is_acronym
from quoteminer.people.spelling import fold

RowKind = Literal["person", "org"]

TABLES: Final = (".csv", ".tsv")
JSON_LINES: Final = (".jsonl", ".ndjson")
_BOM: Final = b"\xef\xbb\xbf"
_MARKS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
_OWN_COLUMNS: Final = {one: one for one in "name aliases kind key id role affiliation".split()} | {"alias": "aliases"}
"""Columns that mean something here, whatever their case."""
_BETWEEN_ALIASES: Final = re.compile(r"[|;]")
_GAP: Final = re.compile(r"[\s,]+")
_LINKS: Final = frozenset("of for and &".split())
_COMPANY: Final = LEGAL_SUFFIXES - {"co", "sa", "ag"}
"""Without those that are family names as well."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; ``line`` counts from 1."""

    path: str
    line: int

    def error(self, reason: str, column: str | int | None = None) -> PeopleFileError:
        """Return the error to raise. ``column``: a column's name, or a character's number from 1."""
        where = f"{self.path}, line {self.line}"
        return PeopleFileError(f"{where}: {reason}" if column is None else f"{where}, column {column}: {reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """A person or organisation of the list. ``key`` names the row. ``columns`` are all others, role and affiliation
    among them. ``guessed``: the list doesn't give the kind."""

    key: str
    name: str
    aliases: tuple[str, ...]
    kind: RowKind
    columns: Mapping[str, Any]
    guessed: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Name and aliases, in spoken order: "Kell, Dana" is "Dana Kell"."""
        names = (self.name, *self.aliases)
        return names if self.kind == "org" else tuple([spoken(name) if "," in name else name for name in names])

    def text(self, column: str) -> str:
        """Return the text of a further column, empty where it has none."""
        value = self.columns.get(column)
        return value if isinstance(value, str) else ""


class PeopleFile:
    """A file of people, kept as its bytes and the offsets of its rows: a row becomes an object when it is asked for, so
    that a million of them take little more than the file.

    Args:
        path: ``.csv`` (cells between commas, or semicolons or tabs where the first line has more of those), ``.tsv``
            (tabs), ``.jsonl`` or ``.ndjson`` (an object a line). UTF-8, with or without a byte order mark.

    Raises:
        PeopleFileError: there is no such file, or it can't be read as one of these.

    `load` must have run to its end before a row is asked for.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self.data = _bytes_of(path)
        suffix = Path(path).suffix.lower()
        if suffix not in (*TABLES, *JSON_LINES):
            raise PeopleFileError(
                f"{path}: {suffix or 'a name without a suffix'} is no format known here. Give the people as .csv, .tsv "
                "or .jsonl."
            )
        self._format: _Table | _JsonLines = _Table(suffix) if suffix in TABLES else _JsonLines()
        self._starts = array("Q")
        self._lines = array("I")

    def __len__(self) -> int:
        """Return how many rows have been loaded."""
        return len(self._starts)

    def load(self) -> Iterator[Row]:
        """Check and yield the rows, in order.

        Raises:
            PeopleFileError: a row or the header is not what it must be, two rows have the same key, there is no row.
                It names the file, the line and the column.
        """
        seen: dict[str, int] = {}
        for start, line, values in self._format.read(_Lines(self.data, self.path)):
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
        """Return the row with this number, from 0."""
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.data)
        return make_row(self._format.parse(self.data[start:end].decode()), Place(self.path, self._lines[index]))


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
        """Yield offset, line and values of each row; rows without a letter are left out."""
        first = next(lines, "")
        self._delimiter = self._delimiter or max(_MARKS, key=first.count)
        self._columns = self._header(first, Place(lines.path, 1))
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        while True:
            start, place = lines.start, Place(lines.path, lines.number + 1)
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise place.error(
                    f"is no row of cells ({error}). Check its quotation marks: they stand in pairs."
                ) from None
            if any(map(str.strip, cells)):
                self._check_width(cells, place)
                yield start, place.line, dict(zip(self._columns, cells, strict=True))

    def parse(self, text: str) -> dict[str, str]:
        """Return the values of a row that `read` has given."""
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True))
        return dict(zip(self._columns, cells, strict=True))

    def _header(self, line: str, place: Place) -> list[str]:
        try:
            written = next(csv.reader([line], delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            raise place.error(f"has no names of columns ({error}). Write them on one line.") from None
        columns = [_column_name(cell) or f"column {number}" for number, cell in enumerate(written, start=1)]
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
        marks, counts = _MARKS[self._delimiter], f"the row has {len(cells)} cells, the first line has"
        if len(cells) < len(self._columns):
            missing = self._columns[len(cells)]
            raise place.error(
                f"is missing: {counts} {len(self._columns)}. Check the row's {marks} and quotation marks.", missing
            )
        if len(cells) > len(self._columns):
            reason = f"has no name: {counts} {len(self._columns)}"
            raise place.error(f"{reason}. Put cells with {marks} in them in quotation marks.", len(self._columns) + 1)


class _JsonLines:
    """An object a line, its keys the columns."""

    def read(self, lines: _Lines) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield offset, line and values of each row; empty lines are left out."""
        start = lines.start
        for line in lines:
            if line.strip():
                yield start, lines.number, self._values(line, Place(lines.path, lines.number))
            start = lines.start

    def parse(self, text: str) -> dict[str, Any]:
        """Return the values of a row that `read` has given."""
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
        values: dict[str, Any] = {}
        for written, content in plain(value).items():
            column = _column_name(written)
            if column in values:
                raise place.error(f"there are two values of that name ({column}). Take one out.", written)
            values[column] = content
        if "name" not in values:
            raise place.error(
                f"there is no “name” (there are: {', '.join(value) or 'none'}). Give each object one.", "name"
            )
        return values


def _column_name(written: str) -> str:
    return _OWN_COLUMNS.get(written.strip().lower(), written.strip())


def make_row(values: Mapping[str, Any], place: Place) -> Row:
    """Return the row of these values by column. The key is that of the column ``key``, else of ``id``, else the line's
    number.

    Raises:
        PeopleFileError: no name, or a value that is not allowed.
    """
    name = _text(values, "name", place)
    if not any(ch.isalnum() for ch in name):
        raise place.error(f"{name!r} is no name. Write one with letters, or take the row out.", "name")
    key_column = next((column for column in ("key", "id") if column in values), None)
    used = {"name", "aliases", "kind", key_column}
    kind = _text(values, "kind", place).lower()
    if kind not in ("", "person", "org"):
        reason = f"is {_shown(values['kind'])}; give person or org, or leave it empty to have it guessed."
        raise place.error(reason, "kind")
    return Row(
        key=_key(values[key_column], key_column, place) if key_column else str(place.line),
        name=name,
        aliases=_aliases(values.get("aliases"), place),
        kind=cast("RowKind", kind) if kind else guess_kind(name),
        columns={column: value for column, value in values.items() if column not in used},
        guessed=not kind,
    )


def _text(values: Mapping[str, Any], column: str, place: Place) -> str:
    value = values.get(column)
    if value is not None and not isinstance(value, str):
        raise place.error(f"is {_shown(value)}; give a text.", column)
    return (value or "").strip()


def _key(value: object, column: str, place: Place) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise place.error(f"is {_shown(value)}; give a text or a whole number.", column)
    key = str(value).strip()
    if not key:
        raise place.error("is empty. Fill it in every row, or take the column out.", column)
    return key


def _aliases(value: object, place: Place) -> tuple[str, ...]:
    """Return the aliases of a list, or of a text where "|" or ";" stands between them."""
    if value is None or value == "":
        return ()
    listed = _BETWEEN_ALIASES.split(value) if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise place.error(f"is {_shown(value)}; give a list of texts.", "aliases")
    return tuple(one.strip() for one in listed if one.strip())


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def guess_kind(name: str) -> RowKind:
    """Guess the kind of a name. "org": an acronym ("FBI"), "the" in front, a company's suffix at the end ("Ltd"), or,
    unless a known given name comes first ("Charlotte Church"), "of", "for", "and" or a noun such as "bank", "ministry",
    "university" in it. "person": all others."""
    words = [fold(word) for word in _GAP.split(name) if word]
    first, last = words[0], words[-1]
    if len(words) == 1:
        return "org" if first in ORG_NOUNS or is_acronym(name) else "person"
    if first == "the" or last in _COMPANY:
        return "org"
    if given_name_gender(first) is not None:
        return "person"
    return "org" if any(word in _LINKS or word in ORG_NOUNS or word in LEGAL_SUFFIXES for word in words) else "person"


def spoken(name: str) -> str:
    """Return a person's name in spoken order: "Kell, Dana" becomes "Dana Kell", "Dana Kell, Jr." stays."""
    family, comma, rest = name.partition(",")
    if not comma or "," in rest or not rest.strip() or not family.strip():
        return name
    return name if fold(rest.strip()) in SUFFIXES else f"{rest.strip()} {family.strip()}"
