"""Excel's .xlsx: every visible sheet that has a column for texts, by openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError, need
from quoteminer.inputs.articles import Input, article_or_error, table_article
from quoteminer.inputs.columns import Layout, layout_of
from quoteminer.inputs.files import File

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet in Excel."""
_Row = tuple[int, tuple[Any, ...]]
"""The number of a row from 1, and its cells."""


def read_sheets(opened: BinaryIO, file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a workbook. The first row of a sheet that is not empty has the names of its columns.

    Raises InputError, DependencyError.
    """
    openpyxl = need("openpyxl", extra="xlsx", what="Reading .xlsx")
    with _explained(file):
        book = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
    with closing(book):
        yield from _articles(book, file)


def _articles(book: Any, file: File) -> Iterator[Input | InputError]:
    passed_over: dict[str, InputError] = {}
    read = 0
    for sheet in (sheet for sheet in book.worksheets if sheet.sheet_state == "visible"):
        place, rows = f"sheet {sheet.title!r}", _rows(sheet, file)
        try:
            header = next(rows, None)
            if header is None:
                continue
            try:
                layout = layout_of(header[1], file, place)
            except InputError as error:
                passed_over[place] = error
                continue
            read += 1
            yield from _sheet(rows, layout, file, place, f"{sheet.title}:" if read > 1 else "")
        except InputError as error:  # the sheet is damaged; others need not be
            read += 1
            yield error
    if not read:
        yield from passed_over.values()
        return
    for place in passed_over:
        file.options.tell(f"{file.source}, {place}: has no column for texts and is passed over.")


def _sheet(rows: Iterator[_Row], layout: Layout, file: File, place: str, stem: str) -> Iterator[Input | InputError]:
    for number, row in rows:
        cells = [*row, *(None for _ in layout.names)]
        yield article_or_error(table_article, cells, layout, file, f"{place}, row {number}", f"{stem}{number}")


def _rows(sheet: Any, file: File) -> Iterator[_Row]:
    """Yield the rows of a sheet that are not empty. Raises InputError."""
    sheet.reset_dimensions()  # what the file says of its size need not be true
    rows, number = sheet.iter_rows(values_only=True), 0
    while True:
        with _explained(file, f"sheet {sheet.title!r}, behind row {number}"):
            row = next(rows, None)
        if row is None:
            return
        number += 1
        if number > MOST_ROWS:
            raise file.error(f"has more than {MOST_ROWS:,} rows, as no sheet can.", f"sheet {sheet.title!r}")
        if any(value not in (None, "") for value in row):
            yield number, row


@contextmanager
def _explained(file: File, place: str = "") -> Iterator[None]:
    """Turn openpyxl's errors, of any class, into InputError, and its warnings about styles and the like into none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        raise file.damaged("is a damaged Excel file", error, "Open it in Excel and save it again.", place) from None
