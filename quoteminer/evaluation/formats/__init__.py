"""Annotated articles in files: one module a format, and one table of the formats (table.py)."""

from __future__ import annotations

from quoteminer.evaluation.formats.convert import convert
from quoteminer.evaluation.formats.read import read_gold, without_errors
from quoteminer.evaluation.formats.table import FORMATS, Format
from quoteminer.evaluation.formats.write import write_gold

__all__ = ["FORMATS", "Format", "convert", "read_gold", "without_errors", "write_gold"]
