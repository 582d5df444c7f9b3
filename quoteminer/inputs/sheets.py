"""Articles of Excel's .xlsx: every visible sheet that has a column for texts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError
from quoteminer.inputs.article import row_article
from quoteminer.inputs.columns import Layout, layout_of
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.values import id_value, json_value
from quoteminer.inputs.wishes import Wishes
from quoteminer.inputs.workbook import WORKBOOK, open_workbook, rows_of

ZIP: Final = b"PK\x03\x04"
SUFFIXES: Final = (".xlsx", ".xlsm")
DISK: Final = 1 << 30
"""Bytes of a packed file that are put on the disk, where a zip file is read from its end."""
ERRORS: Final = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
"""What cells show whose formula has no result."""


def read_sheets(file: File, wishes: Wishes) -> Iterator[Input | InputError]:
    """The articles of a workbook; the first row of a sheet that is not empty has the names of its columns. Raises
    InputError, DependencyError."""
    with file.on_disk(DISK) as opened:
        _refuse_others(opened, file)
        with open_workbook(opened, file, wishes.row_bytes) as book:
            yield from _articles(book, file, wishes)


def _refuse_others(opened: BinaryIO, file: File) -> None:
    try:
        with zipfile.ZipFile(opened) as archive:
            is_workbook = WORKBOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if file.suffix in SUFFIXES:
            if not file.head.startswith(ZIP):
                file.refuse_known_kinds()
            raise file.error(f"is no whole Excel file ({error}). Open it in Excel and save it again.") from None
        is_workbook = False
    if not is_workbook:
        file.refuse_known_kinds()
    opened.seek(0)


def _articles(book: Any, file: File, wishes: Wishes) -> Iterator[Input | InputError]:
    passed_over: dict[str, InputError] = {}
    read = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        place, rows = f"sheet {sheet.title!r}", rows_of(sheet, file)
        try:
            header = next(rows, None)
            layout = _layout(header, file, wishes, place, passed_over)
            if layout:
                read += 1
                yield from _sheet(rows, layout, file, wishes, place, f"{sheet.title}:" if read > 1 else "")
        except InputError as error:  # the sheet is damaged; others need not be
            read += 1
            yield error
    if read:
        for place in passed_over:
            wishes.tell(f"{file.source}, {place}: has no column for texts and is passed over.")
    else:
        yield from passed_over.values() or [file.error("has no row. Give a sheet with names of columns and articles.")]


def _layout(
    header: tuple[int, tuple[Any, ...]] | None,
    file: File,
    wishes: Wishes,
    place: str,
    passed_over: dict[str, InputError],
) -> Layout | None:
    """The columns of a sheet; None where it is empty, or has none for texts, which is kept in ``passed_over``."""
    try:
        return layout_of(header[1], file, wishes, place) if header else None
    except InputError as error:
        passed_over[place] = error
        return None


def _sheet(
    rows: Iterator[tuple[int, tuple[Any, ...]]], layout: Layout, file: File, wishes: Wishes, place: str, stem: str
) -> Iterator[Input | InputError]:
    for number, row in rows:
        cells = (*row, *(None for _ in layout.names))
        words = cells[layout.text]
        try:
            yield row_article(
                None if isinstance(words, str) and words in ERRORS else words,
                file,
                wishes,
                place=f"{place}, row {number}",
                number=f"{stem}{number}",
                id=None if layout.id is None else id_value(cells[layout.id]),
                meta={layout.names[at]: json_value(cells[at]) for at in layout.meta_places()},
            )
        except InputError as error:
            yield error
