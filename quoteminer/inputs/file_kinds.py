"""The kinds of files: by the content if that is certain, else by the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from quoteminer.errors import InputError
from quoteminer.inputs import captions, html, json_files, office, parquet_files, pdf
from quoteminer.inputs.delimited import TABBED, read_delimited
from quoteminer.inputs.open_files import STDIN, File
from quoteminer.inputs.rows import Input, read_text
from quoteminer.transcripts.captions import CAPTIONS as CAPTIONS_HEAD


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of files, with a name for messages. ``several``: such a file may have many articles.
    ``apart``: reading it can take any amount of memory and time, so `read_apart` reads it."""

    name: str
    read: Callable[[File], Iterator[Input | InputError]]
    suffixes: tuple[str, ...]
    several: bool = True
    apart: bool = False


TEXT: Final = FileKind(
    "text", read_text, (".txt", ".text", ".md", ".markdown", ".story"), several=False
)
CAPTIONS: Final = FileKind("captions", captions.read_captions, captions.SUFFIXES, several=False)
HTML: Final = FileKind("HTML", html.read_page, (".html", ".htm", ".xhtml"), several=False)
JSON_LINES: Final = FileKind("JSON lines", json_files.read_json_lines, (".jsonl", ".ndjson"))
JSON: Final = FileKind("JSON", json_files.read_json, (".json",))
TABLE: Final = FileKind("a table", read_delimited, (".csv", *TABBED))
PARQUET: Final = FileKind("Parquet", parquet_files.read_parquet, (".parquet", ".pq"))
WORKBOOK: Final = FileKind(
    "a zip file (Word, Excel)", office.read_office_file, office.EXCEL, apart=True
)
DOCUMENT: Final = FileKind(
    "a zip file (Word, Excel)", office.read_office_file, office.WORD, several=False, apart=True
)
PDF: Final = FileKind("a PDF", pdf.read_pdf, (".pdf",), several=False, apart=True)
KINDS: Final = (TEXT, CAPTIONS, HTML, JSON_LINES, JSON, TABLE, PARQUET, WORKBOOK, DOCUMENT, PDF)
BY_SUFFIX: Final[Mapping[str, FileKind]] = {
    suffix: kind for kind in KINDS for suffix in kind.suffixes
}


def kind_of_file(file: File) -> FileKind:
    """Find the kind of an open file, and report if its name suggests another kind."""
    named = BY_SUFFIX.get(file.suffix)
    if file.head.startswith(parquet_files.MAGIC):
        kind = PARQUET
    elif file.head.startswith(pdf.MAGIC):
        kind = PDF
    elif file.head.startswith(office.ZIP):
        kind = DOCUMENT if named is DOCUMENT else WORKBOOK
    elif named in (None, TEXT, JSON_LINES, JSON, TABLE) and html.is_page(file.head):
        kind = HTML
    elif named in (None, TEXT) and CAPTIONS_HEAD.match(file.head.decode("utf-8", "replace")):
        kind = CAPTIONS
    elif named is None and not file.suffix and json_files.OBJECT.match(file.head):
        kind = JSON_LINES
    elif named is None and not file.suffix and json_files.LIST.match(file.head):
        kind = JSON
    else:
        is_table = file.source == STDIN and file.options.text_column is not None
        kind = named or (TABLE if is_table else TEXT)
    if kind is not named and (named or file.suffix and kind is not WORKBOOK) and kind is not TEXT:
        file.options.tell(f"{file.source}: is {kind.name} and read as that.")
    return kind
