"""Where articles come from: one stream of them out of files of every kind, folders, globs and standard input."""

from __future__ import annotations

from quoteminer.inputs.item import Columns, Input
from quoteminer.inputs.read import MAX_CHARS, STDIN, is_many, read_inputs

__all__ = ["MAX_CHARS", "STDIN", "Columns", "Input", "is_many", "read_inputs"]
