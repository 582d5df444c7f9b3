"""Records written to a file in a format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS


def written(format: str, path: Path, records: Iterable[ArticleRecord]) -> Path:
    """The path, at which the records are now."""
    with FORMATS[format].open(path) as writer:
        for record in records:
            writer.write(record)
        writer.close()
    return path
