"""Records to bytes: one file per format, and one table of the formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quoteminer.writers.csv import CsvWriter
from quoteminer.writers.format import Format
from quoteminer.writers.json import JsonWriter
from quoteminer.writers.jsonl import JsonLinesWriter
from quoteminer.writers.parquet import ParquetWriter
from quoteminer.writers.sqlite import SqliteWriter
from quoteminer.writers.tsv import TsvWriter
from quoteminer.writers.xlsx import XlsxWriter

FORMATS: Final[Mapping[str, Format]] = {
    "json": Format(JsonWriter, (".json",)),
    "jsonl": Format(JsonLinesWriter, (".jsonl", ".ndjson")),
    "csv": Format(CsvWriter, (".csv",)),
    "tsv": Format(TsvWriter, (".tsv", ".tab")),
    "xlsx": Format(XlsxWriter, (".xlsx",), target="bytes"),
    "parquet": Format(ParquetWriter, (".parquet",), target="bytes"),
    "sqlite": Format(SqliteWriter, (".sqlite", ".sqlite3", ".db"), target="file"),
}
"""The formats by the name that ``--format`` takes. The table for people is in views/."""

__all__ = ["FORMATS", "Format", "JsonLinesWriter", "JsonWriter"]
