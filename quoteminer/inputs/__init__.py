"""Read articles from files of every kind, folders, globs and standard input, as one stream."""

from __future__ import annotations

from quoteminer.inputs.find_files import is_many, paths_read
from quoteminer.inputs.open_files import MAX_CHARS, STDIN, ReadOptions
from quoteminer.inputs.read import Meter, read_bytes, read_found, read_inputs
from quoteminer.inputs.rows import Input

__all__ = [
    "MAX_CHARS",
    "STDIN",
    "Input",
    "Meter",
    "ReadOptions",
    "is_many",
    "paths_read",
    "read_bytes",
    "read_found",
    "read_inputs",
]
