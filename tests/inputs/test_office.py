"""Word documents and Excel workbooks: what is read of them, in which order; damaged and oversized
parts."""

import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from input_files import GOOD, Reading, changed, docx_of, xlsx_of

from quoteminer.inputs import Input

MAIN = "word/document.xml"
BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
).format("<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>")
DELETED = '<w:del w:id="1"><w:r><w:delText>an old</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:id="2"><w:r><w:t>a new</w:t></w:r></w:ins>'


def test_paragraphs_in_reading_order(tmp_path: Path) -> None:
    """With one of everything that an article can have."""
    document, stream = docx.Document(), io.BytesIO()
    document.add_heading("Ferry leaves at six", 1)
    first = document.add_paragraph("“The ferry\t")
    first.add_run("leaves").bold = True
    first.add_run(" at six,” said\nIda Brand.")
    document.add_paragraph("We have waited.", style="Intense Quote")
    document.add_paragraph("The quay on Monday", style="Caption")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Both"
    table.cell(1, 0).text, table.cell(1, 1).text = "Left", "Right"
    document.add_paragraph("  ")
    document.add_paragraph("One point", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "The Gazette"
    document.save(stream)
    found = Reading(tmp_path / "ferry.docx", stream.getvalue()).only
    assert found.text.split("\n\n") == [
        "Ferry leaves at six", "“The ferry\tleaves at six,” said\nIda Brand.", "We have waited.",
        "The quay on Monday", *("Both", "Left", "Right"), "One point",
    ]  # fmt: skip
    assert (found.id, found.extracted) == ("ferry", True)


@pytest.mark.parametrize(("words", "expected"), [
    (f"<w:r><w:t>It is </w:t></w:r>{DELETED}{INSERTED}<w:r><w:t> one.</w:t></w:r>", "It is a new one."),
    (f"<w:r><w:t>It is </w:t></w:r><w:r>{BOX}</w:r><w:r><w:t>one.</w:t></w:r>", "It is one.\n\nIn a box."),
    ("<w:hyperlink><w:r><w:t>A link.</w:t></w:r></w:hyperlink>", "A link."),
    ("<w:sdt><w:sdtContent><w:r><w:t>A control.</w:t></w:r></w:sdtContent></w:sdt>", "A control."),
])  # fmt: skip
def test_tracked_changes_boxes_and_links(tmp_path: Path, words: str, expected: str) -> None:
    put = {MAIN: lambda xml: xml.replace("<w:r><w:t>PLACE</w:t></w:r>", words)}
    data = changed(docx_of("PLACE"), put)
    assert Reading(tmp_path / "a.docx", data).only.text == expected


def test_properties(tmp_path: Path) -> None:
    known = {"title": "Ferry", "author": "Ana Pinto"}
    created = {"created": datetime.datetime(2021, 3, 4, 5, 6)}
    meta = Reading(tmp_path / "a.docx", docx_of(GOOD, properties=known | created)).only.meta
    assert meta.pop("date")[:19] == "2021-03-04T05:06:00"
    assert meta == known


def test_a_document_or_workbook_by_another_name(tmp_path: Path) -> None:
    found = Reading(tmp_path / "a.txt", docx_of(GOOD))
    assert found.only.text == GOOD
    assert found.told == [f"{tmp_path / 'a.txt'}: is a zip file (Word, Excel) and read as that."]
    assert Reading(tmp_path / "a.docx", xlsx_of([["text"], ["No."]])).texts == ["No."]
    epub, stream = "is a zip or EPUB file, not text", io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("OEBPS/content.opf", "<x/>")
    for name in ("a.docx", "a.xlsx", "a.txt"):
        assert epub in Reading(tmp_path / name, stream.getvalue()).error


def test_documents_that_are_not_read(tmp_path: Path) -> None:
    cut = changed(docx_of(GOOD), {MAIN: lambda xml: xml.replace("</w:body>", "")})
    assert "is a damaged Word file (XMLSyntaxError" in Reading(tmp_path / "a.docx", cut).error
    assert "has only spaces" in Reading(tmp_path / "a.docx", docx_of()).error


NEWS = [
    ["ID", "Article text", "when"],
    ["x", "“No,” said Ida.\nAnd left.", datetime.datetime(2021, 3, 4)],
    [7.0, "Yes.", 2.5],
]


@pytest.mark.parametrize("make", [xlsx_of, partial(xlsx_of, inline=True)])
def test_a_sheet(tmp_path: Path, make: Callable[..., bytes]) -> None:
    path = tmp_path / "news.xlsx"
    found = Reading(path, make(NEWS))
    assert found.all == [
        Input("“No,” said Ida.\nAnd left.", "x", str(path), {"when": "2021-03-04T00:00:00"}),
        Input("Yes.", "7", str(path), {"when": 2.5}),
    ]
    note = "texts are in 'Article text', ids in 'ID'; --text-column and --id-column take others."
    assert found.told == [f"{path}, sheet 'Sheet 1': {note}"]


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [[], ["n", "text"], [], [1, "One."], [2], [None, None], [3, 3], [5, "Five."]]
    found = Reading(path, xlsx_of(rows))
    assert found.ids == ["a:4", "a:8"]
    where, advice = f"{path}, sheet 'Sheet 1', row", "Give the article as text."
    assert found.errors == [
        f"{where} 5: has no text: its value is missing. {advice}",
        f"{where} 7: has no text: its value is of the type int. {advice}",
    ]


def test_every_sheet_with_texts_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheets = [["notes"], ["No."]], [["text"], ["One."]], [], [["text"], ["Two."]]
    found = Reading(path, xlsx_of(*sheets))
    assert (found.ids, found.texts) == (["a:2", "a:Sheet 4:2"], ["One.", "Two."])
    assert found.told[-1] == f"{path}, sheet 'Sheet 1': has no column for texts and was skipped."
    assert found.errors == []
    book = openpyxl.load_workbook(path)
    book.worksheets[3].sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")
    assert Reading(path, (tmp_path / "b.xlsx").read_bytes()).texts == ["One."]


def test_no_column_for_texts(tmp_path: Path) -> None:
    path, leads = tmp_path / "a.xlsx", xlsx_of([["id", "lead"], [1, "No."]])
    reason = "no column has a name for texts, like text or body (there are: id, lead)."
    assert f"sheet 'Sheet 1': {reason}" in Reading(path, leads).error
    assert Reading(path, leads, text_column="lead").only.id == "1"
    assert "there is no column 'x'" in Reading(path, xlsx_of(NEWS), text_column="x").error


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


@pytest.mark.parametrize(("changes", "reason"), [
    ({SHEET: lambda xml: xml[:-300]}, "is a damaged Excel file"),
    ({SHEET: lambda xml: xml.replace("<v>", "<v>9")}, "is a damaged Excel file"),
    ({SHEET: lambda xml: ""}, "is a damaged Excel file"),
    ({STRINGS: lambda xml: xml[:-9]}, "is a damaged Excel file"),
    ({"xl/workbook.xml": lambda xml: "<x/>"}, "has no article"),
    ({"[Content_Types].xml": lambda xml: "no"}, "is a damaged Excel file"),
    ({SHEET: lambda xml: xml.replace('r="2"', 'r="999999999999"')}, "as no sheet can"),
])  # fmt: skip
def test_damaged_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: Any, reason: str
) -> None:
    monkeypatch.setattr("quoteminer.inputs.read.read_apart", lambda read, file: read(file))
    monkeypatch.setattr("quoteminer.inputs.office.MOST_ROWS", 1000)
    found = Reading(tmp_path / "a.xlsx", changed(xlsx_of(NEWS), changes))
    assert found.articles == [] or found.ids == ["x"]
    for error in found.errors:
        assert reason in error
    assert found.errors or found.articles


@pytest.mark.parametrize("size", ['ref="A1"', 'ref="A1:XFD1048576"'])
def test_what_a_sheet_says_of_its_size_need_not_be_true(tmp_path: Path, size: str) -> None:
    data = changed(xlsx_of(NEWS), {SHEET: lambda xml: xml.replace('ref="A1:C3"', size)})
    assert data != xlsx_of(NEWS)
    assert Reading(tmp_path / "a.xlsx", data).ids == ["x", "7"]


def test_what_the_zip_says_of_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("quoteminer.inputs.read.read_apart", lambda read, file: read(file))
        patch.setattr("quoteminer.inputs.office.UNPACKED", 5000)
        assert "would take" in Reading(tmp_path / "a.xlsx", xlsx_of(NEWS)).error
    data = changed(xlsx_of(NEWS), {STRINGS: lambda xml: xml.replace("And left", "a" * 100_000)})
    size = zipfile.ZipFile(io.BytesIO(data)).getinfo(STRINGS).file_size
    lie = data.replace(struct.pack("<I", size), b"\x99\1\0\0")
    assert "is a damaged Excel file" in Reading(tmp_path / "a.xlsx", lie).error
