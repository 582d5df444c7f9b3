"""Files of every kind with articles in them, and the things that can be done to a file."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import re
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

GOOD = "“The ferry leaves at six,” said Ida Brand."
ROW = {"id": "good", "text": GOOD}

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Ferry leaves at six</title>
<meta charset="utf-8"><meta name="author" content="Ana Pinto">
<meta property="article:published_time" content="2021-03-04T10:00:00Z">
<link rel="canonical" href="https://gazette.example/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferry leaves at six</h1>
<p>“The ferry leaves at six,” said Ida Brand, who has run the line between the island and the town for eleven years.</p>
<p>“Nobody told us,” replied Kofi Berg, one of about forty passengers who had waited on the quay since half past four in
the afternoon, most of them without an umbrella.</p></article>
<footer>Imprint. Cookies. Terms.</footer></body></html>
"""


def packed_zst(data: bytes) -> bytes:
    """As `zstd` packs it."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.compress(data)  # type: ignore[no-any-return,unused-ignore]


_INLINE = re.compile('<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
_STRINGS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
PACKERS: Mapping[str, Callable[[bytes], bytes]] = {".gz": lambda data: gzip.compress(data, mtime=0), ".zst": packed_zst}


def csv_of(rows: Sequence[Mapping[str, Any]], delimiter: str = ",") -> bytes:
    """A table as Python writes it."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def jsonl_of(rows: Sequence[Any]) -> bytes:
    """An object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "surrogatepass")


def parquet_of(rows: Sequence[Mapping[str, Any]], **options: Any) -> bytes:
    """A table as pyarrow writes it."""
    import pyarrow
    import pyarrow.parquet

    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), stream, **options)
    return stream.getvalue()


def xlsx_of(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook as Excel writes it, whose cells point to a table of strings: rows of cells for each sheet."""
    plain = io.BytesIO(inline_xlsx_of(*sheets))
    stream, strings = io.BytesIO(), io.StringIO()
    numbers = itertools.count()

    def point(cell: re.Match[str]) -> str:
        strings.write(f"<si>{cell[2]}</si>")
        return f'<c{cell[1]} t="s"><v>{next(numbers)}</v></c>'

    with zipfile.ZipFile(plain) as book, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name in book.namelist():
            content = book.read(name).decode()
            out.writestr(name, _INLINE.sub(point, content).replace("</Types>", f"{_STRINGS_TYPE}</Types>"))
        out.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings.getvalue()}</sst>',
        )
    return stream.getvalue()


def inline_xlsx_of(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook as openpyxl writes it, with the strings in their cells."""
    import openpyxl

    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets, start=1):
        sheet = book.active if number == 1 else book.create_sheet()
        sheet.title = f"Sheet {number}"
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table_of(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows of cells, the names first."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def whole_files(rows: Sequence[Mapping[str, Any]] = (ROW,)) -> dict[str, bytes]:
    """By suffix, a file of each kind that holds these articles; HTML and text one of their own."""
    return {
        ".txt": GOOD.encode(),
        ".html": PAGE.encode(),
        ".csv": csv_of(rows),
        ".tsv": csv_of(rows, "\t"),
        ".jsonl": jsonl_of(rows),
        ".json": json.dumps(list(rows)).encode(),
        ".parquet": parquet_of(rows),
        ".xlsx": xlsx_of(table_of(rows)),
    }
