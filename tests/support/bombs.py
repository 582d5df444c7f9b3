"""Small files that unpack to large ones, and lines without end."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator

from input_files import GOOD, packed_zst, parquet_of, xlsx_of

LONG_LINE = 50_000_000
UNPACKED = 150_000_000
"""Bytes that the bombs unpack to."""
_MEGABYTE = 1 << 20


def bombs() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """Names, what makes the contents, and what the error says."""
    too_long = "more than 5,000,000 characters"
    no_articles = "which no articles do"

    def letters() -> bytes:
        return zipped(b"a" * _MEGABYTE)

    for suffix in (".txt", ".html", ".csv", ".jsonl"):
        yield f"bomb{suffix}.gz", letters, too_long
        yield f"bomb{suffix}.zst", lambda: packed_zst(b"a" * _MEGABYTE) * (UNPACKED // _MEGABYTE), too_long
    yield "zeros.txt.gz", lambda: zipped(bytes(_MEGABYTE)), too_long
    yield "strings.json.gz", lambda: zipped(b'"' + b"a" * _MEGABYTE), f"cut off|is no JSON|{too_long}"
    yield "bomb.parquet.gz", letters, "is no Parquet"
    yield "bomb.xlsx.gz", letters, "is no whole Excel"
    yield "sheet.xlsx", lambda: xlsx_bomb("xl/worksheets/sheet1.xml"), no_articles
    yield "strings.xlsx", lambda: xlsx_bomb("xl/sharedStrings.xml"), no_articles
    yield "styles.xlsx", lambda: xlsx_bomb("xl/styles.xml"), no_articles
    yield "column.parquet", parquet_bomb, no_articles
    yield "line.txt", lambda: b"a" * LONG_LINE, too_long
    yield "line.jsonl", lambda: b'{"text": "' + b"a" * LONG_LINE + b'"}\n', too_long
    yield "line.csv", lambda: b'id,text\nx,"' + b"a" * LONG_LINE + b'"\n', too_long
    yield "line.json", lambda: b'[{"text": "' + b"a" * LONG_LINE + b'"}]', too_long


def zipped(piece: bytes, size: int = UNPACKED) -> bytes:
    """A gzip file of one piece again and again; its members unpack to the whole."""
    return gzip.compress(piece, mtime=0) * (size // len(piece))


def xlsx_bomb(part: str, size: int = UNPACKED) -> bytes:
    """A workbook one part of which becomes enormous."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of([["text"], [GOOD]]))) as book,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in book.namelist():
            with out.open(name, "w") as target:
                target.write(book.read(name))
                for _ in range(size // _MEGABYTE if name == part else 0):
                    target.write(b"a" * _MEGABYTE)
    return stream.getvalue()


def parquet_bomb(size: int = UNPACKED) -> bytes:
    """A text of so many bytes, packed well."""
    return parquet_of([{"text": "a" * size}], compression="zstd", use_dictionary=False, write_statistics=False)
