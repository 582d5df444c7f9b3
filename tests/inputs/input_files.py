"""Files of every kind with articles in them, files that unpack to enormous ones, and what is read
of a file."""

import csv
import gzip
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from pdf_files import column, pdf_of

from quoteminer.errors import InputError
from quoteminer.inputs import Input, ReadOptions, read_inputs
from quoteminer.inputs.open_files import File

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
    """Pack bytes as the command zstd does."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.compress(data)  # type: ignore[no-any-return,unused-ignore]


PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".zst": packed_zst,
}


def failing(file: File) -> Iterator[Input]:
    """Read a file with an unexpected error. It stands here, where the child process that reads
    files finds it."""
    os.write(1, b"in the middle of the results")
    yield Input("One.", file.stem, file.source)
    raise KeyError("what")


def csv_of(rows: Sequence[Mapping[str, Any]], delimiter: str = ",") -> bytes:
    """A table as Python writes it."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def jsonl_of(rows: Sequence[Any]) -> bytes:
    """An object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(
        "utf-8", "surrogatepass"
    )


def parquet_of(rows: Sequence[Mapping[str, Any]], **options: Any) -> bytes:
    """A table as pyarrow writes it."""
    import pyarrow
    import pyarrow.parquet

    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), stream, **options)
    return stream.getvalue()


def xlsx_of(*sheets: Sequence[Sequence[Any]], inline: bool = False) -> bytes:
    """A workbook of rows of cells for each sheet, which point to a table of strings as in Excel; or
    hold strings."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"constant_memory": inline, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(stream, options) as book:
        for rows in sheets:
            sheet = book.add_worksheet(f"Sheet {len(book.worksheets()) + 1}")
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    write = sheet.write_string if isinstance(value, str) else sheet.write
                    write(row, column, value)
    return stream.getvalue()


def docx_of(*paragraphs: str, properties: Mapping[str, Any] | None = None) -> bytes:
    """A Word document of paragraphs."""
    import docx

    document, stream = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    for name, value in (properties or {"author": "", "created": datetime(2021, 3, 4)}).items():
        setattr(document.core_properties, name, value)
    document.save(stream)
    return stream.getvalue()


def changed(data: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """A workbook or document with some of its parts changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as whole,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            out.writestr(name, changes[name](content.decode()) if name in changes else content)
    return stream.getvalue()


def table_of(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows of cells, the names first."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def whole_files(rows: Sequence[Mapping[str, Any]] = (ROW,)) -> dict[str, bytes]:
    """By suffix, a file of each kind that holds these articles; HTML, Word, PDF and text one of
    their own."""
    return {
        ".txt": GOOD.encode(), ".html": PAGE.encode(), ".docx": docx_of(GOOD),
        ".pdf": pdf_of(column(50, 700, [GOOD])), ".csv": csv_of(rows), ".tsv": csv_of(rows, "\t"),
        ".jsonl": jsonl_of(rows), ".json": json.dumps(list(rows)).encode(),
        ".parquet": parquet_of(rows), ".xlsx": xlsx_of(table_of(rows)),
    }  # fmt: skip


class Reading:
    """Write a file and read it: its articles, errors and messages."""

    def __init__(self, path: Path, content: bytes | str, **options: Any) -> None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.told: list[str] = []
        options |= {"tell": self.told.append}
        self.all = list(read_inputs([path], ReadOptions(**options)))
        self.articles = [item for item in self.all if isinstance(item, Input)]
        self.errors = [str(item) for item in self.all if isinstance(item, InputError)]
        self.texts = [item.text for item in self.articles]
        self.ids = [item.id for item in self.articles]

    @property
    def only(self) -> Input:
        """The article, where there is one and no error."""
        assert self.errors == []
        (article,) = self.articles
        return article

    @property
    def error(self) -> str:
        """The error, where there is one and no article."""
        assert self.articles == []
        (error,) = self.errors
        return error


LONG_LINE = 50_000_000
UNPACKED = 150_000_000
"""Bytes that the bombs unpack to."""
_MEGABYTE = 1 << 20


def bombs() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """Names, what makes the contents, and what the error says."""
    too_long, no_articles = "more than 5,000,000 characters", "which is implausible for articles"
    letters = b"a" * _MEGABYTE
    for suffix in (".txt", ".html", ".csv", ".jsonl"):
        for packing in PACKERS:
            yield f"bomb{suffix}{packing}", partial(packed_bomb, letters, packing), too_long
    yield "zeros.txt.gz", partial(packed_bomb, bytes(_MEGABYTE)), too_long
    strings = f"cut off|is not JSON|{too_long}"
    yield "strings.json.gz", partial(packed_bomb, b'"' + letters), strings
    yield "bomb.parquet.gz", partial(packed_bomb, letters), "is not a Parquet"
    yield "bomb.xlsx.gz", partial(packed_bomb, letters), "is not a complete Excel"
    for part in ("worksheets/sheet1.xml", "sharedStrings.xml", "styles.xml"):
        book = xlsx_of([["text"], [GOOD]])
        yield f"{Path(part).stem}.xlsx", partial(zip_bomb, book, f"xl/{part}"), no_articles
    yield "document.docx", partial(zip_bomb, docx_of(GOOD), "word/document.xml"), no_articles
    yield "long.docx", partial(zip_bomb, docx_of(GOOD), "word/document.xml", 40_000_000), too_long
    yield "styles.docx", partial(zip_bomb, docx_of(GOOD), "word/styles.xml"), no_articles
    yield "column.parquet", parquet_bomb, no_articles
    for suffix, before, after in (
        ("txt", b"", b""), ("jsonl", b'{"text": "', b'"}\n'), ("csv", b'id,text\nx,"', b'"\n'),
        ("json", b'[{"text": "', b'"}]'),
    ):  # fmt: skip
        yield f"line.{suffix}", partial(_long_line, before, after), too_long


def _long_line(before: bytes, after: bytes) -> bytes:
    return before + b"a" * LONG_LINE + after


def packed_bomb(piece: bytes, packing: str = ".gz") -> bytes:
    """One piece again and again; its members unpack to the whole."""
    return PACKERS[packing](piece) * (UNPACKED // len(piece))


def zip_bomb(whole: bytes, part: str, size: int = UNPACKED) -> bytes:
    """A workbook or document one part of which becomes enormous."""
    return changed(whole, {part: lambda content: content + "a" * size})


def parquet_bomb() -> bytes:
    """A long text, packed well."""
    rows = [{"text": "a" * UNPACKED}]
    return parquet_of(rows, compression="zstd", use_dictionary=False, write_statistics=False)
