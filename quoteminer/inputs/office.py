"""Read Word documents and Excel workbooks with python-docx and openpyxl. The zip files are checked
before unpacking."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError, need
from quoteminer.inputs.open_files import File
from quoteminer.inputs.rows import (
    Input,
    layout_of,
    or_error,
    table_article,
    too_long,
    whole_article,
)
from quoteminer.inputs.unpack import IMPLAUSIBLE
from quoteminer.records.jsontext import plain

ZIP: Final = b"PK\x03\x04"
UNPACKED: Final = 1 << 29  # bytes of all parts, many of which the libraries hold in memory
LARGE: Final = 100 << 20
# limit of unpacked to packed size above `LARGE` bytes; ordinary sheets have 10 to 20
ZIP_RATIO: Final = 100
WORD: Final = (".docx", ".docm")
EXCEL: Final = (".xlsx", ".xlsm")
# of a document, by the record's keys
PROPERTIES: Final = {"title": "title", "author": "author", "date": "created"}
MOST_ROWS: Final = 1_048_576  # of a sheet in Excel
_AGAIN: Final = "Open it in {} and save it again."
_DOCUMENT: Final = "word/document.xml"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A text box for older programs, which repeats one for newer programs:
_SECOND_FORM: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LETTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_office_file(file: File) -> Iterator[Input | InputError]:
    """Yield the article of a document, or the articles of a workbook. Raises InputError,
    DependencyError."""
    with file.on_disk() as opened:
        sizes = _checked_sizes(opened, file)
        if "xl/workbook.xml" in sizes:
            yield from _read_workbook(opened, file)
        elif _DOCUMENT in sizes:
            if sizes[_DOCUMENT] > file.options.row_size:
                raise too_long(file, what="the document")
            yield _read_document(opened, file)
        else:
            file.refuse_known_kinds()


def _checked_sizes(opened: BinaryIO, file: File) -> dict[str, int]:
    """Return the unpacked sizes of the parts by name, in bytes. Raises InputError if they are too
    large. Python never unpacks more of a part than the zip directory says."""
    try:
        with zipfile.ZipFile(opened) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if not file.head.startswith(ZIP) or file.suffix not in (*WORD, *EXCEL):
            file.refuse_known_kinds()
        program = "Word" if file.suffix in WORD else "Excel"
        raise file.error(
            f"is not a complete {program} file ({error}). {_AGAIN.format(program)}"
        ) from None
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if size > UNPACKED:
        raise file.error(
            f"would take {size:,} bytes, more than {UNPACKED:,}. Save the text as .txt, a table as"
            " .csv."
        )
    if size > LARGE and size > ZIP_RATIO * packed:
        raise file.error(f"would take {size:,} bytes, {ZIP_RATIO} {IMPLAUSIBLE}")
    opened.seek(0)
    return {part.filename: part.file_size for part in parts}


def _read_document(opened: BinaryIO, file: File) -> Input:
    """Return the article of a document: headings, paragraphs, block quotes, captions, cells and
    text in boxes, with blank lines between them. Deleted words of tracked changes, headers,
    footers, notes and comments are not read.
    """
    library = need("docx", extra="docx", what="Reading .docx")
    with file.explained("is a damaged Word file", _AGAIN.format("Word")):
        document = library.Document(opened)
        text = "\n\n".join(filter(None, map(str.strip, _paragraphs(document.element.body))))
        properties = {
            key: getattr(document.core_properties, name) for key, name in PROPERTIES.items()
        }
    meta = {key: plain(value) for key, value in properties.items() if value}
    return whole_article(text, file, meta=meta, extracted=True)


def _paragraphs(body: Any) -> list[str]:
    """Return the text of each paragraph. A text box comes after its paragraph."""
    places: dict[Any, list[str]] = {paragraph: [] for paragraph in body.iter(f"{_WORD}p")}
    for node in body.iter(f"{_WORD}t", *(f"{_WORD}{name}" for name in _LETTERS)):
        above = list(node.iterancestors(f"{_WORD}p", _SECOND_FORM))
        if above and not any(element.tag == _SECOND_FORM for element in above):
            places[above[0]].append(_LETTERS.get(node.tag.removeprefix(_WORD)) or node.text or "")
    return list(map("".join, places.values()))


def _read_workbook(opened: BinaryIO, file: File) -> Iterator[Input | InputError]:
    """Yield the articles of all visible sheets that have a column for texts."""
    openpyxl = need("openpyxl", extra="xlsx", what="Reading .xlsx")
    with file.explained("is a damaged Excel file", _AGAIN.format("Excel")):
        book = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
    passed_over: dict[str, InputError] = {}
    read = 0
    with closing(book):
        for sheet in (sheet for sheet in book.worksheets if sheet.sheet_state == "visible"):
            place, rows = f"sheet {sheet.title!r}", _rows(sheet, file)
            try:
                if (header := next(rows, None)) is None:
                    continue
                layout = or_error(layout_of, header[1], file, place)
                if isinstance(layout, InputError):
                    passed_over[place] = layout
                    continue
                read += 1
                for row_number, row in rows:
                    cells = [*row, *(None for _ in layout.names)]
                    number = f"{sheet.title}:{row_number}" if read > 1 else row_number
                    yield or_error(
                        table_article, cells, layout, file, f"{place}, row {row_number}", number
                    )
            except InputError as error:  # the sheet is damaged; others need not be
                read += 1
                yield error
    if not read:
        yield from passed_over.values()
        return
    for place in passed_over:
        file.options.tell(f"{file.source}, {place}: has no column for texts and was skipped.")


def _rows(sheet: Any, file: File) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the non-empty rows of a sheet with their numbers from 1. Raises InputError."""
    sheet.reset_dimensions()  # the declared size of the sheet may be wrong
    rows, number = sheet.iter_rows(values_only=True), 0
    while True:
        place = f"sheet {sheet.title!r}, after row {number}"
        with file.explained("is a damaged Excel file", _AGAIN.format("Excel"), place):
            row = next(rows, None)
        if row is None:
            return
        number += 1
        if number > MOST_ROWS:
            raise file.error(
                f"has more than {MOST_ROWS:,} rows, as no sheet can.", f"sheet {sheet.title!r}"
            )
        if any(value not in (None, "") for value in row):
            yield number, row
