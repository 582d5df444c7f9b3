"""Packed files of lines."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from quoteminer.errors import RunError
from quoteminer.output.files import whole_bytes

_LEVEL: Final = 3  # a tenth of the size at little cost


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """A packed file of lines, whole or not there; without a date, so that it is the same each time. Raises
    OutputError."""
    with (
        whole_bytes(path) as stream,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=stream, mtime=0) as packed,
    ):
        for line in lines:
            packed.write(line.encode() + b"\n")


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a packed file, without their ends. Raises RunError where it is damaged."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.removesuffix("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise RunError(f"{path}: can't be read ({error}). Delete the run, or give another --out.") from None
