"""A record as a file of any format, in memory."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quoteminer.errors import ConfigError
from quoteminer.evaluation.formats import write_gold
from quoteminer.evaluation.gold import from_record
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

GOLD: Final = "gold"
"""The record as annotations that ``quoteminer evaluate`` reads: what was corrected by hand becomes gold."""
NAMES: Final = (*FORMATS, GOLD)
_STEM: Final = "quotes"
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # of ZIP; the same file each time


_MEDIA: Final[dict[str, str]] = {
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".xml": "application/tei+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its name, its media type and its content."""

    name: str
    media: str
    content: bytes


def export(record: ArticleRecord, format: str) -> Download:
    """A record, with its text, in a format: a key of ``writers.FORMATS``, or "gold".

    What needs a file or a folder gets one in a new temporary folder, under a name of ours; folders become a ZIP.

    Raises:
        ConfigError: there is no such format.
        OutputError, DependencyError: the format can't hold the record, or lacks a library.
    """
    if format not in NAMES:
        raise ConfigError(f"format is {format!r}; give one of {', '.join(NAMES)}.")
    with tempfile.TemporaryDirectory(prefix="quoteminer-") as folder:
        target = Path(folder, _STEM)
        if format == GOLD:
            write_gold([from_record(record, record.text or "")], target, format="jsonl")
            return Download("gold.jsonl", "application/x-ndjson", target.read_bytes())
        with FORMATS[format].open(target) as writer:
            writer.write(record)
            writer.close()
        if target.is_dir():
            return Download(f"{_STEM}-{format}.zip", "application/zip", _zipped(target))
        suffix = FORMATS[format].suffixes[0]
        return Download(_STEM + suffix, _MEDIA.get(suffix, "application/octet-stream"), target.read_bytes())


def _zipped(folder: Path) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), _FIRST_DATE), path.read_bytes())
    return stream.getvalue()
