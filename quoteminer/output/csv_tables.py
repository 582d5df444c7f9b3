"""Write tables of a run as CSV files, all of them or none, and read them again; cells for
spreadsheets.

A spreadsheet evaluates a cell that starts with ``= + - @``. Such a cell gets an apostrophe before
it (https://owasp.org/www-community/attacks/CSV_Injection); so does one that starts with apostrophes
and such a sign, so that `unguarded` is exact. Where a comma is the decimal sign, Excel splits lines
at semicolons, also between quotation marks, and takes line ends in a cell for ends of rows. So a
sign after a semicolon, a tab or a line end is guarded, too.
"""

from __future__ import annotations

import csv
import errno
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from quoteminer.errors import InputError, no_such_file
from quoteminer.output.whole_files import explained, whole_file

BYTE_ORDER_MARK: Final = "\ufeff"
"""The start of a CSV file; without it, Excel misreads curly quotes."""

_SIGN: Final = r"[=+\-@＝＋－＠]"  # Japanese keyboards type the wide signs
_FORMULA: Final = re.compile(rf"'*[\t\r\n]|[\s']*{_SIGN}")
# with all that may stand between it and a sign
_SEPARATOR: Final = r"([;\t\r\n](?:[^\S\t\r\n]|['\"])*)"
_AFTER_SEPARATOR: Final = re.compile(rf"{_SEPARATOR}(?={_SIGN})")
_GUARD_AFTER_SEPARATOR: Final = re.compile(rf"{_SEPARATOR}'(?={_SIGN})")
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, at which readers of CSV stop, and lone surrogates, which UTF-8 can't hold."""


class CsvTable(NamedTuple):
    path: Path
    columns: Sequence[str]
    rows: Iterable[Iterable[object]]


def table_path(records: Path, name: str) -> Path:
    """Return the default path of a table: NAME.csv in the folder of a run; STEM.NAME.csv beside a
    file of records."""
    if records.is_dir():
        return records / f"{name}.csv"
    stem = records.name.removesuffix(".gz").rpartition(".")[0] or records.name
    return records.with_name(f"{stem}.{name}.csv")


def table_beside(table: Path, name: str) -> Path:
    """Return the path of another table, STEM.NAME.csv, beside a table. Raises OutputError if that
    is a folder."""
    if table.is_dir():
        raise explained(IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)), str(table))
    return table.with_name(f"{table.stem}.{name}.csv")


def write_tables(tables: Iterable[CsvTable]) -> None:
    """Write all tables, or none if one can't be written (OutputError), in UTF-8 with a byte order
    mark."""
    with ExitStack() as stack:
        for path, columns, rows in tables:
            stream = stack.enter_context(whole_file(path))
            stream.write(BYTE_ORDER_MARK)
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows(map(_cell, row) for row in rows)


def read_table(
    path: str | Path, columns: Sequence[str], error: type[InputError] = InputError
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells in ``columns`` of each row of a table that `write_tables`
    wrote, and a program may have saved again with another delimiter. Raises ``error`` if it can't
    be read or lacks a column.
    """
    advice = "Give a table that quoteminer wrote, or run the command that wrote it again."
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            header = stream.readline()
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=max(",;\t", key=header.count))
            if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
                raise error(f"{path}: there is no column {missing[0]}. {advice}")
            for row in reader:
                more = any(row.get(None) or ())
                if more or any(row[column] is None for column in columns):
                    raise error(
                        f"{path}, line {reader.line_num}: has {'more' if more else 'fewer'} cells"
                        " than the first line. Put a cell with a comma or a line end between"
                        " quotation marks."
                    )
                yield reader.line_num, {column: unguarded(row[column]) for column in columns}
    except FileNotFoundError:
        raise error(f"{path}: {no_such_file()}") from None
    except UnicodeDecodeError:
        raise error(f"{path}: is not UTF-8. Save it as “CSV UTF-8”.") from None
    except (OSError, ValueError, csv.Error) as reason:
        raise error(f"{path}: can't be read ({reason}). {advice}") from None


def _cell(value: object) -> object:
    """Format a cell. Texts with their numbers of articles are `ranked`; several texts become
    "number, cut"."""
    if isinstance(value, int):
        return value
    if isinstance(value, Counter):
        value = ranked(value)
    if isinstance(value, tuple):
        value = ", ".join(value)
    return guarded(tidy(value)) if isinstance(value, str) else value


def is_formula(cell: str) -> bool:
    """True if a spreadsheet could evaluate the cell."""
    return bool(_FORMULA.match(cell))


def guarded(cell: str) -> str:
    """Return the cell as text that no spreadsheet evaluates, wherever it splits the line."""
    cell = _AFTER_SEPARATOR.sub(r"\1'", cell)
    return "'" + cell if is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    cell = cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell
    return _GUARD_AFTER_SEPARATOR.sub(r"\1", cell)


def tidy(text: str) -> str:
    """Return the text on one line; characters that can't be written become U+FFFD."""
    return " ".join(_UNWRITABLE.sub("\ufffd", text).split())


def ranked(counts: Mapping[str, int]) -> str:
    """Return texts with their numbers, the largest first: "Bob Harrow (12) | Robert Harrow (3)"."""
    pairs = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return " | ".join(f"{text} ({count})" for text, count in pairs)
