"""Records to bytes: one file per format, and one table of the formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.writers.csv import CsvWriter
from quoteminer.writers.format import Format
from quoteminer.writers.json import JsonWriter
from quoteminer.writers.jsonl import JsonLinesWriter
from quoteminer.writers.parquet import ParquetWriter
from quoteminer.writers.sqlite import SqliteWriter
from quoteminer.writers.tsv import TsvWriter
from quoteminer.writers.xlsx import XlsxWriter


def _late(module: str, writer: str) -> Callable[[Any], Writer[ArticleRecord]]:
    """A writer whose module is loaded when it is used: some need the formats of gold, which others would wait for."""

    def make(target: Any) -> Writer[ArticleRecord]:
        made: Writer[ArticleRecord] = getattr(import_module(f"{__name__}.{module}"), writer)(target)
        return made

    return make


def _beside_tasks() -> Mapping[str, str]:
    from quoteminer.evaluation.formats.labelstudio import BESIDE

    return BESIDE


FORMATS: Final[Mapping[str, Format]] = {
    "json": Format(JsonWriter, (".json",)),
    "jsonl": Format(JsonLinesWriter, (".jsonl", ".ndjson")),
    "csv": Format(CsvWriter, (".csv",)),
    "tsv": Format(TsvWriter, (".tsv", ".tab")),
    "xlsx": Format(XlsxWriter, (".xlsx",), target="bytes"),
    "parquet": Format(ParquetWriter, (".parquet",), target="bytes"),
    "sqlite": Format(SqliteWriter, (".sqlite", ".sqlite3", ".db"), target="file"),
    "brat": Format(_late("brat", "BratWriter"), (), target="folder", needs_text=True),
    "tei": Format(_late("tei", "TeiWriter"), (".xml", ".tei"), needs_text=True),
    "webannotation": Format(_late("webannotation", "WebAnnotationWriter"), (".jsonld",), needs_text=True),
    "labelstudio": Format(
        _late("labelstudio", "LabelStudioWriter"), (".labelstudio.json",), needs_text=True, beside=_beside_tasks
    ),
    "prodigy": Format(_late("prodigy", "ProdigyWriter"), (".prodigy.jsonl",), needs_text=True),
    "schemaorg": Format(_late("schemaorg", "SchemaOrgWriter"), (".schemaorg.jsonld",)),
}
"""The formats by the name that ``--format`` takes. The table for people is in views/. A suffix of two parts is for
names that we give: a file of the last one can be in another format as well, so that it tells none."""

__all__ = ["FORMATS", "Format", "JsonLinesWriter", "JsonWriter"]
