"""The columns of the flat table, which has one row a quote: csv, xlsx and `to_table` write them, in this order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

Cell = str | int | float | bool | None
"""A value of a column, of the column's type or None. A text is always valid UTF-8."""
META_COLUMNS: Final = ("title", "date", "author", "url")
"""Metadata of the input that has a column of its own, whatever the case of its name."""
LIST_SEPARATOR: Final = "; "
"""Stands between the aliases, and between the flags."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the type of its cells ("text", "integer", "number" or "truth"), and their meaning."""

    type: str
    meaning: str


def _load() -> dict[str, Column]:
    lines = files(__package__).joinpath("columns.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {name: Column(type, meaning) for name, type, meaning in rows}


COLUMNS: Final[Mapping[str, Column]] = _load()
"""Each column, in the order in which they stand. A name, once given, keeps its meaning; new ones come at the end. From
``text_name`` on they are the columns of ATAP's quotation-tool that the others lack, for programs that read its tables.
"""
