"""Where articles come from: one stream of them out of files of every kind, folders, globs and standard input."""

from __future__ import annotations

from quoteminer.inputs.file import STDIN
from quoteminer.inputs.find import is_many, paths_read
from quoteminer.inputs.item import Columns, Input
from quoteminer.inputs.meter import Meter
from quoteminer.inputs.read import read_bytes, read_found, read_inputs
from quoteminer.inputs.wishes import MAX_CHARS

__all__ = [
    "MAX_CHARS",
    "STDIN",
    "Columns",
    "Input",
    "Meter",
    "is_many",
    "paths_read",
    "read_bytes",
    "read_found",
    "read_inputs",
]
