"""Write tables of a run as CSV files, all of them or none."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from quoteminer.output.cells import BYTE_ORDER_MARK, harmless, ranked
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


def _cell(value: object) -> object:
    """Format a cell. Texts with their numbers of articles are `ranked`; several texts become "number, cut"."""
    if isinstance(value, Counter):
        value = ranked(value)
    if isinstance(value, tuple):
        value = ", ".join(value)
    return harmless(value) if isinstance(value, str) else value
