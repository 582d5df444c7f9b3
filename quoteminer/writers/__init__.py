"""Records to bytes: one file per format, and one table of the formats."""

from __future__ import annotations

from typing import Final

from quoteminer.writers.base import Jsonable, Writer
from quoteminer.writers.json import JsonWriter
from quoteminer.writers.jsonl import JsonLinesWriter

FORMATS: Final[dict[str, type[Writer[Jsonable]]]] = {"json": JsonWriter, "jsonl": JsonLinesWriter}
"""The formats that programs read, by the name that ``--format`` takes. The table for people is in views.py."""

__all__ = ["FORMATS", "JsonLinesWriter", "JsonWriter", "Jsonable", "Writer"]
