"""Read files of people that the user knows (CSV, TSV, JSON lines), and check them row by row."""

from __future__ import annotations

import csv
import json
import os
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from reprlib import repr as short
from typing import Any, Final, Literal, cast

from quoteminer.errors import InputError, PeopleFileError
from quoteminer.inputs.delimited import csv_rows
from quoteminer.inputs.open_files import LONG_ROWS, FoundFile, Line, opened, suffix_and_stem
from quoteminer.names.lexicon import LEGAL_SUFFIXES, ORG_NOUNS, SUFFIXES
from quoteminer.names.organisations import is_acronym
from quoteminer.names.person_names import given_name_gender
from quoteminer.names.similarity import fold
from quoteminer.records.jsontext import plain

RowKind = Literal["person", "org"]
TABLES: Final = (".csv", ".tsv")
JSON_LINES: Final = (".jsonl", ".ndjson")
_WANTED: Final = "Give a .csv, .tsv or .jsonl file."
_BOM: Final = b"\xef\xbb\xbf"
_OWN_COLUMNS: Final = {
    **{column: column for column in "name aliases kind key id role affiliation".split()},
    "alias": "aliases",
    # Wikidata's
    "item": "id",
    "itemlabel": "name",
    "itemaltlabel": "aliases",
}
_ENTITY: Final = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(?=Q\d+$)")
_MOST: Final = 1 << 20  # characters of a row
_COMPANY: Final = LEGAL_SUFFIXES - {"co", "sa", "ag"}  # these are family names, too
_ORG_WORDS: Final = {"of", "for", "and", "&"} | ORG_NOUNS | LEGAL_SUFFIXES


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A person or organisation of the list. ``columns``: all other columns. ``guessed``: the list
    has no kind."""

    key: str
    name: str
    aliases: tuple[str, ...]
    kind: RowKind
    columns: Mapping[str, Any]
    guessed: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and aliases, with the given name first."""
        names = (self.name, *self.aliases)
        return names if self.kind == "org" else tuple(map(given_first, names))

    def text(self, column: str) -> str:
        value = self.columns.get(column)
        return value if isinstance(value, str) else ""


class PeopleFile:
    """A file of people, which may be packed. It is kept as bytes and offsets of rows, in little
    more memory than the file has bytes. Exhaust `load` before you index rows. The delimiter of a
    .csv file is the most frequent one in its first line. Raises PeopleFileError if the file can't
    be read, or is not .csv, .tsv, .jsonl or .ndjson.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        suffix, stem = suffix_and_stem(Path(path).name)
        if os.path.isdir(path):
            raise self._error(f"is a folder. {_WANTED}")
        try:
            with opened(FoundFile(self.path, stem), LONG_ROWS) as file:
                if suffix not in (*TABLES, *JSON_LINES):
                    raise self._error(
                        f"{suffix or 'a name without suffix'} is not supported. {_WANTED}"
                    )
                self.data = file.stream.readall()
        except InputError as error:
            raise PeopleFileError(str(error)) from None
        if not self.data:
            raise self._error("is empty. Give a row with a name for each person.")
        self._starts, self._lines, self._columns = array("Q"), array("I"), list[str]()
        first = self.data.partition(b"\n")[0].decode(errors="replace")
        self._delimiter = (
            ""
            if suffix in JSON_LINES
            else "\t"
            if suffix == ".tsv"
            else max(",;\t", key=first.count)
        )

    def __len__(self) -> int:
        return len(self._starts)

    def load(self) -> Iterator[PeopleRow]:
        """Check and yield the rows in order. Raises PeopleFileError with the file, the line and the
        column."""
        offsets, seen = (
            array("Q", [len(_BOM) if self.data.startswith(_BOM) else 0]),
            dict[str, int](),
        )
        for number, values in self._values(self._decoded(offsets)):
            row = self._row(values, number)
            first = seen.setdefault(row.key, number)
            if first != number:
                column = "key" if "key" in values else "id"
                raise self._error(
                    f"{row.key!r} is also the key of line {first}. Make keys unique.",
                    number,
                    column,
                )
            self._starts.append(offsets[number - 1])
            self._lines.append(number)
            yield row
        if not self._starts:
            raise self._error("has no people. Give a row with a name for each of them.")

    def __getitem__(self, index: int) -> PeopleRow:
        start, number = self._starts[index], self._lines[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.data)
        lines = BytesIO(self.data[start:end])
        _, values = next(
            self._values(Line(at, line.decode()) for at, line in enumerate(lines, start=number))
        )
        return self._row(values, number)

    def _error(self, reason: str, line: int = 0, column: str | int = "") -> PeopleFileError:
        where = (
            self.path
            + (f", line {line}" if line else "")
            + (f", column {column}" if column else "")
        )
        return PeopleFileError(f"{where}: {reason}")

    def _decoded(self, offsets: array[int]) -> Iterator[Line]:
        """Yield the lines after the first offset, and append the offset of each next line."""
        stream = BytesIO(self.data)
        stream.seek(offsets[0])
        for number, line in enumerate(stream, start=1):
            offsets.append(offsets[-1] + len(line))
            try:
                text = line.decode()
            except UnicodeDecodeError as error:
                reason = (
                    f"byte 0x{line[error.start]:02x} is not UTF-8. Save the file as UTF-8 (Excel:"
                    " “CSV UTF-8”)."
                )
                raise self._error(reason, number, len(line[: error.start].decode()) + 1) from None
            yield Line(number, text, text.count('"'))

    def _values(self, lines: Iterator[Line]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the line number and the values by column of each row that is not blank."""
        if not self._delimiter:
            yield from ((line.number, self._object(line)) for line in lines if line.text.strip())
            return
        if not self._columns:
            header = next(lines, Line(1, ""))
            cells = next(csv.reader([header.text], delimiter=self._delimiter), [])
            names = [
                cell.strip() or f"column {number}" for number, cell in enumerate(cells, start=1)
            ]
            self._columns = self._checked_columns(names, header.number)
        width = len(self._columns)
        for row in csv_rows(lines, self._delimiter, _MOST):
            if row.problem:
                raise self._error(row.problem, row.line)
            if any(map(str.strip, row.cells)):
                if len(row.cells) != width:
                    reason = f"the row has {len(row.cells)} cells, the first line {width}. "
                    raise self._error(
                        reason + "Put cells that contain the delimiter in quotation marks.",
                        row.line,
                    )
                yield row.line, dict(zip(self._columns, row.cells, strict=True))

    def _object(self, line: Line) -> dict[str, Any]:
        try:
            value = json.loads(line.text, parse_constant=lambda _: None)
        except (ValueError, RecursionError) as error:
            raise self._error(
                f"is not JSON ({error}). Give one object per line.", line.number
            ) from None
        if not isinstance(value, dict):
            raise self._error(
                "is not a JSON object. Give one object per line, with a name.", line.number
            )
        return dict(
            zip(self._checked_columns(list(value), line.number), plain(value).values(), strict=True)
        )

    def _checked_columns(self, names: list[str], line: int) -> list[str]:
        columns = [_OWN_COLUMNS.get(name.strip().lower(), name.strip()) for name in names]
        twice = next((column for at, column in enumerate(columns) if column in columns[:at]), None)
        if twice is not None:
            raise self._error("there are two columns of this name. Rename one.", line, twice)
        if "name" not in columns:
            listed = ", ".join(columns) or "none"
            raise self._error(
                f"there is no column “name” (there are: {listed}). Rename the one with the names.",
                line,
            )
        return columns

    def _row(self, values: dict[str, Any], line: int) -> PeopleRow:
        for column in ("name", "kind"):
            if not isinstance(values.get(column) or "", str):
                raise self._error(f"is {short(values[column])}; give text.", line, column)
        name, kind = ((values.get(column) or "").strip() for column in ("name", "kind"))
        if not any(map(str.isalnum, name)):
            raise self._error(
                f"{name!r} is not a name. Give one with letters, or delete the row.", line, "name"
            )
        if kind.lower() not in ("", "person", "org"):
            reason = f"is {short(kind)}; give person or org, or leave it empty to have it guessed."
            raise self._error(reason, line, "kind")
        key_column = next((column for column in ("key", "id") if column in values), "")
        key = values.get(key_column, line)
        if isinstance(key, bool) or not isinstance(key, str | int) or not str(key).strip():
            raise self._error(
                f"is {short(key)}; give text or a whole number in every row.", line, key_column
            )
        aliases = values.get("aliases") or []
        from_wikidata = isinstance(key, str) and _ENTITY.match(key)
        listed = (
            re.split("[|;,]" if from_wikidata else "[|;]", aliases)
            if isinstance(aliases, str)
            else aliases
        )
        if not isinstance(listed, list) or not all(isinstance(alias, str) for alias in listed):
            raise self._error(f"is {short(aliases)}; give a list of texts.", line, "aliases")
        return PeopleRow(
            key=_ENTITY.sub("", str(key).strip()),
            name=name,
            aliases=tuple(alias.strip() for alias in listed if alias.strip()),
            kind=cast("RowKind", kind.lower()) if kind else guess_kind(name),
            columns={
                column: values[column]
                for column in values
                if column not in ("name", "aliases", "kind", key_column)
            },
            guessed=not kind,
        )


def guess_kind(name: str) -> RowKind:
    """Guess the kind of a name. "org": an acronym, a name that begins with "the" or ends with a
    company's suffix, or one with "of", "for", "and" or a noun such as "bank", unless it begins with
    a given name ("Charlotte Church").
    """
    words = [fold(word) for word in re.split(r"[\s,]+", name) if word]
    if len(words) == 1:
        return "org" if words[0] in ORG_NOUNS or is_acronym(name) else "person"
    if words[0] == "the" or words[-1] in _COMPANY:
        return "org"
    has_given_name = given_name_gender(words[0]) is not None
    return "person" if has_given_name or _ORG_WORDS.isdisjoint(words) else "org"


def given_first(name: str) -> str:
    """Return a person's name in spoken order: "Kell, Dana" becomes "Dana Kell", "Dana Kell, Jr."
    stays."""
    family, _, rest = (part.strip() for part in name.partition(","))
    if "," in rest or not rest or not family or fold(rest) in SUFFIXES:
        return name
    return f"{rest} {family}"
