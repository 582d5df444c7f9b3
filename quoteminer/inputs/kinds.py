"""What a file is: told by its content where that is beyond doubt, else by its name, else by how it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from quoteminer.errors import InputError
from quoteminer.inputs import html, json_lines, parquet, sheets
from quoteminer.inputs.delimited import TABBED, read_delimited
from quoteminer.inputs.file import STDIN, File
from quoteminer.inputs.item import Input
from quoteminer.inputs.json_list import read_json_list
from quoteminer.inputs.texts import read_text
from quoteminer.inputs.wishes import Wishes

Reader = Callable[[File, Wishes], Iterator[Input | InputError]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How files of a kind are read. ``name`` is for people; ``several``: such a file may hold many articles."""

    name: str
    read: Reader
    suffixes: tuple[str, ...]
    several: bool = True


TEXT: Final = Kind("text", read_text, (".txt", ".text", ".md", ".markdown", ".story"), several=False)
HTML: Final = Kind("HTML", html.read_page, (".html", ".htm", ".xhtml"), several=False)
JSON_LINES: Final = Kind("JSON lines", json_lines.read_json_lines, (".jsonl", ".ndjson"))
JSON: Final = Kind("JSON", read_json_list, (".json",))
TABLE: Final = Kind("a table", read_delimited, (".csv", *TABBED))
PARQUET: Final = Kind("Parquet", parquet.read_parquet, (".parquet", ".pq"))
WORKBOOK: Final = Kind("an Excel workbook", sheets.read_sheets, sheets.SUFFIXES)
KINDS: Final = (TEXT, HTML, JSON_LINES, JSON, TABLE, PARQUET, WORKBOOK)
BY_SUFFIX: Final[Mapping[str, Kind]] = {suffix: kind for kind in KINDS for suffix in kind.suffixes}


def kind_of(file: File, wishes: Wishes) -> Kind:
    """The kind of an open file. Where it is not the one that its name promises, this is told."""
    named = BY_SUFFIX.get(file.suffix)
    kind = _certain(file.head) or named or _likely(file, wishes)
    if kind in (TEXT, JSON_LINES, JSON, TABLE) and html.begins_like_page(file.head):
        kind = HTML
    if kind is not named and (named or file.suffix) and kind is not TEXT:
        wishes.tell(f"{file.source}: is {kind.name} and read as that.")
    return kind


def _certain(head: bytes) -> Kind | None:
    """The kind of what no text begins like."""
    if head.startswith(parquet.MAGIC):
        return PARQUET
    return WORKBOOK if head.startswith(sheets.ZIP) else None


def _likely(file: File, wishes: Wishes) -> Kind:
    """The kind of a file whose name says nothing."""
    if not file.suffix:
        if json_lines.begins_like_object(file.head):
            return JSON_LINES
        if json_lines.begins_like_list(file.head):
            return JSON
    if file.source == STDIN and wishes.columns.text is not None:
        return TABLE
    return TEXT
