"""Write tables of a run as CSV files, all of them or none, and read them again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from quoteminer.errors import InputError, no_such_file
from quoteminer.output.cells import BYTE_ORDER_MARK, guarded, ranked, tidy, unguarded
from quoteminer.output.whole_files import whole_file


class CsvTable(NamedTuple):
    """A table: its path, the names of its columns, and its rows."""

    path: Path
    columns: Sequence[str]
    rows: Iterable[Iterable[object]]


def table_path(records: Path, name: str) -> Path:
    """Return the default path of a table: NAME.csv in the folder of a run; STEM.NAME.csv beside a file of records."""
    if records.is_dir():
        return records / f"{name}.csv"
    stem = records.name.removesuffix(".gz").rpartition(".")[0] or records.name
    return records.with_name(f"{stem}.{name}.csv")


def write_tables(tables: Iterable[CsvTable]) -> None:
    """Write all tables, or none if one can't be written (OutputError), in UTF-8 with a byte order mark."""
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
    """Yield the line number and the cells in ``columns`` of each row of a table that `write_tables` wrote, and a
    program may have saved again with another delimiter. Raises ``error`` if it can't be read or lacks a column."""
    advice = "Give a table that quoteminer wrote, or run the command that wrote it again."
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            header = stream.readline()
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=max(",;\t", key=header.count), restval="")
            if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
                raise error(f"{path}: there is no column {missing[0]}. {advice}")
            for row in reader:
                yield reader.line_num, {column: unguarded(row[column]) for column in columns}
    except FileNotFoundError:
        raise error(f"{path}: {no_such_file()}") from None
    except (OSError, ValueError, csv.Error) as reason:
        raise error(f"{path}: can't be read ({reason}). {advice}") from None


def _cell(value: object) -> object:
    """Format a cell. Texts with their numbers of articles are `ranked`; several texts become "number, cut"."""
    if isinstance(value, int):
        return value
    if isinstance(value, Counter):
        value = ranked(value)
    if isinstance(value, tuple):
        value = ", ".join(value)
    return guarded(tidy(value)) if isinstance(value, str) else value
