"""Write records: a writer for each format, and a table of the formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from quoteminer.output.json import JsonLinesWriter, JsonWriter
from quoteminer.output.parquet import ParquetQuotesWriter, ParquetWriter
from quoteminer.output.spreadsheets import CsvWriter, XlsxWriter
from quoteminer.output.sqlite import SqliteWriter
from quoteminer.output.writer import Format
from quoteminer.records import ArticleRecord


def _annotation(name: str) -> Callable[..., Any]:
    """Return a function of annotation.py, imported only when it is called: the formats of gold take
    20 ms to load."""
    return lambda *arguments: getattr(import_module("quoteminer.output.annotation"), name)(
        *arguments
    )


FORMATS: Final[Mapping[str, Format[ArticleRecord]]] = {
    "json": Format(JsonWriter, (".json",), "application/json"),
    "jsonl": Format(JsonLinesWriter, (".jsonl", ".ndjson"), "application/x-ndjson"),
    "csv": Format(CsvWriter, (".csv",), "text/csv; charset=utf-8"),
    "xlsx": Format(
        XlsxWriter,
        (".xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        target="bytes",
    ),
    "parquet": Format(
        ParquetWriter, (".parquet",), "application/vnd.apache.parquet", target="bytes"
    ),
    "parquet-quotes": Format(
        ParquetQuotesWriter,
        (".quotes.parquet",),
        "application/vnd.apache.parquet",
        target="bytes",
    ),
    "sqlite": Format(
        SqliteWriter, (".sqlite", ".sqlite3", ".db"), "application/vnd.sqlite3", target="file"
    ),
    "brat": Format(_annotation("BratWriter"), target="folder", needs_text=True),
    "labelstudio": Format(
        _annotation("LabelStudioWriter"),
        (".labelstudio.json",),
        "application/json",
        needs_text=True,
        beside=_annotation("beside_tasks"),
    ),
}
"""Formats by their name for ``--format``; the printed table is in commands/extract/. A suffix with
two dots, like .labelstudio.json, is used for files that we name; ``--output`` doesn't choose a
format by it."""


def by_suffix(formats: Mapping[str, Format[Any]] = FORMATS) -> dict[str, str]:
    """Return the names of formats by the suffixes that choose them."""
    return {
        suffix: name
        for name, format in formats.items()
        for suffix in format.suffixes
        if suffix.count(".") == 1
    }


__all__ = ["FORMATS", "Format", "by_suffix"]
