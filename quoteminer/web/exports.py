"""A record as a file of any format, in memory."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quoteminer.evaluation.formats import write_gold
from quoteminer.evaluation.gold import Checked, from_record
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

GOLD: Final = "gold"
"""The format of the record as annotations that ``quoteminer evaluate`` reads: corrections become gold."""
NAMES: Final = (*FORMATS, GOLD)
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # of ZIP; the same file each time
_ODD: Final = re.compile(r"[^\w.-]+|^\.+")
_LONGEST: Final = 60
_ZIP: Final = "application/zip"
_BINARY: Final = "application/octet-stream"
MEDIA: Final = {
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".zip": _ZIP,
}
"""Media types by suffix."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file with its name, media type and content."""

    name: str
    media: str
    content: bytes


def export(record: ArticleRecord, format: str, *, checked: Checked = "part") -> Download:
    """Return a record, which must have its text, in a format: one of NAMES. ``checked`` goes into gold.

    It is written to a temporary folder under a fixed name; several files become a ZIP. The name of the download is made
    from the record's id and never touches the file system.

    Raises:
        OutputError, DependencyError: the format can't hold the record, or needs a library that is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="quoteminer-") as folder:
        _write(record, format, Path(folder), checked)
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        stem = _ODD.sub("-", record.id).strip("-")[:_LONGEST] or "article"
        if len(files) == 1:
            end = files[0].name.removeprefix("quotes")
            return Download(stem + end, MEDIA.get(files[0].suffix, _BINARY), files[0].read_bytes())
        return Download(f"{stem}.{format}.zip", _ZIP, _zipped(Path(folder), files))


def _write(record: ArticleRecord, format: str, folder: Path, checked: Checked) -> None:
    if format == GOLD:
        gold = from_record(record, record.text or "", checked=checked)
        write_gold([gold], folder / "quotes.gold.jsonl", format="jsonl")
        return
    chosen = FORMATS[format]
    with chosen.open(folder / ("quotes" + (chosen.suffixes or ("",))[0])) as writer:
        writer.write(record)
        writer.close()


def _zipped(folder: Path, files: list[Path]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            name = path.relative_to(folder).as_posix().removeprefix("quotes/")
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DATE), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
