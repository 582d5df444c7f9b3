"""Files in memory: the articles of a file that a browser sent, and a record as a file of any format."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.evaluation.formats import write_gold
from quoteminer.evaluation.gold import Checked, from_record
from quoteminer.inputs import ReadOptions, read_bytes
from quoteminer.output.jsontext import plain
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

MOST_ARTICLES: Final = 200
"""Articles taken from a file; the page is for a few."""
_MOST_ERRORS: Final = 20
GOLD: Final = "gold"
"""The format of annotations that ``quoteminer evaluate`` reads: corrections become gold."""
NAMES: Final = (*FORMATS, GOLD)
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # of ZIP; the same file each time
_ODD: Final = re.compile(r"[^\w.-]+|^\.+")
MEDIA: Final = {
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".zip": "application/zip",
}
"""Media types by suffix."""


def articles_in(content: bytes, name: str, characters: int) -> dict[str, Any]:
    """Return the articles of a file as `models.FileArticles` has them.

    Args:
        content: the bytes of the file.
        name: its name, whose suffix gives the kind if the content does not; it never touches the file system.
        characters: of an article at most.
    """
    articles: list[dict[str, Any]] = []
    errors: list[str] = []
    short = PurePosixPath(name.replace("\\", "/")).name or "article"
    for read in read_bytes(content, short, ReadOptions(max_chars=characters)):
        if isinstance(read, InputError):
            errors.append(str(read))
        elif len(articles) < MOST_ARTICLES:
            articles.append({"id": read.id, "text": read.text, "meta": plain(read.meta)})
        else:
            errors.append(f"The file has more than {MOST_ARTICLES} articles. Use quoteminer corpus for all of them.")
            break
        if len(errors) == _MOST_ERRORS:
            errors.append("There are more errors, which are not listed.")
            break
    return {"articles": articles, "errors": errors}


@dataclass(frozen=True, slots=True)
class Download:
    """A file with its name, media type and content."""

    name: str
    media: str
    content: bytes


def export(record: ArticleRecord, format: str, *, checked: Checked = "part") -> Download:
    """Return a record, which must have its text, in a format of NAMES. ``checked`` goes into gold.

    It is written to a temporary folder under a fixed name; several files become a ZIP. The name of the download is made
    from the record's id and never touches the file system.

    Raises:
        OutputError, DependencyError: the format can't hold the record, or needs a library that is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="quoteminer-") as name:
        folder = Path(name)
        if format == GOLD:
            gold = from_record(record, record.text or "", checked=checked)
            write_gold([gold], folder / "quotes.gold.jsonl", format="jsonl")
        else:
            suffix = (*FORMATS[format].suffixes, "")[0]
            with FORMATS[format].open(folder / f"quotes{suffix}") as writer:
                writer.write(record)
                writer.close()
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    stem = _ODD.sub("-", record.id).strip("-")[:60] or "article"
    if len(files) > 1:
        return Download(f"{stem}.{format}.zip", MEDIA[".zip"], _zipped(files))
    ((name, content),) = files.items()
    media = MEDIA.get(PurePosixPath(name).suffix, "application/octet-stream")
    return Download(stem + name.removeprefix("quotes"), media, content)


def _zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name.removeprefix("quotes/"), _FIRST_DATE)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
