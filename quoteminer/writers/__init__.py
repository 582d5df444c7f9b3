"""Records to bytes: one file per format, and one table of the formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quoteminer.writers.format import Format
from quoteminer.writers.json import JsonWriter
from quoteminer.writers.jsonl import JsonLinesWriter

FORMATS: Final[Mapping[str, Format]] = {
    "json": Format(JsonWriter, (".json",)),
    "jsonl": Format(JsonLinesWriter, (".jsonl", ".ndjson")),
}
"""The formats by the name that ``--format`` takes. The table for people is in views/."""

__all__ = ["FORMATS", "Format", "JsonLinesWriter", "JsonWriter"]
