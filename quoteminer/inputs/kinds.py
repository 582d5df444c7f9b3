"""Kinds of files, found by the content where that leaves no doubt, else by the name, else by the beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from quoteminer.errors import InputError
from quoteminer.inputs import html, json_files, office, parquet
from quoteminer.inputs.articles import Input, read_text
from quoteminer.inputs.delimited import TABBED, read_delimited
from quoteminer.inputs.files import STDIN, File


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of files. ``name`` is for people; ``several``: such a file may hold many articles."""

    name: str
    read: Callable[[File], Iterator[Input | InputError]]
    suffixes: tuple[str, ...]
    several: bool = True


TEXT: Final = Kind("text", read_text, (".txt", ".text", ".md", ".markdown", ".story"), several=False)
HTML: Final = Kind("HTML", html.read_page, (".html", ".htm", ".xhtml"), several=False)
JSON_LINES: Final = Kind("JSON lines", json_files.read_json_lines, (".jsonl", ".ndjson"))
JSON: Final = Kind("JSON", json_files.read_json, (".json",))
TABLE: Final = Kind("a table", read_delimited, (".csv", *TABBED))
PARQUET: Final = Kind("Parquet", parquet.read_parquet, (".parquet", ".pq"))
WORKBOOK: Final = Kind("a zip file (Word, Excel)", office.read_office_file, office.EXCEL)
DOCUMENT: Final = Kind("a zip file (Word, Excel)", office.read_office_file, office.WORD, several=False)
KINDS: Final = (TEXT, HTML, JSON_LINES, JSON, TABLE, PARQUET, WORKBOOK, DOCUMENT)
BY_SUFFIX: Final[Mapping[str, Kind]] = {suffix: kind for kind in KINDS for suffix in kind.suffixes}


def kind_of(file: File) -> Kind:
    """Find the kind of an open file, and tell the user if its name promises another one."""
    named = BY_SUFFIX.get(file.suffix)
    if file.head.startswith(parquet.MAGIC):
        kind = PARQUET
    elif file.head.startswith(office.ZIP):
        kind = DOCUMENT if named is DOCUMENT else WORKBOOK
    elif named in (None, TEXT, JSON_LINES, JSON, TABLE) and html.PAGE.match(file.head):
        kind = HTML
    else:
        kind = named or _likely(file)
    if kind is not named and (named or file.suffix and kind is not WORKBOOK) and kind is not TEXT:
        file.options.tell(f"{file.source}: is {kind.name} and read as that.")
    return kind


def _likely(file: File) -> Kind:
    if not file.suffix and json_files.OBJECT.match(file.head):
        return JSON_LINES
    if not file.suffix and json_files.LIST.match(file.head):
        return JSON
    return TABLE if file.source == STDIN and file.options.text_column is not None else TEXT
