"""Word documents: what of them is the article, in which order, and what is said of it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from input_files import GOOD, Reading, changed, docx_of, xlsx_of

MAIN = "word/document.xml"
docx = pytest.importorskip("docx", reason="needs the extra docx")
BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
).format("<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>")
DELETED = '<w:del w:id="1"><w:r><w:delText>an old</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:id="2"><w:r><w:t>a new</w:t></w:r></w:ins>'


def document_of(fill: Callable[[Any], None]) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    fill(document)
    document.save(stream)
    return stream.getvalue()


def article(document: Any) -> None:
    """Write one of everything that an article can have."""
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


def test_paragraphs_in_reading_order(tmp_path: Path) -> None:
    found = Reading(tmp_path / "ferry.docx", document_of(article)).only
    assert found.text.split("\n\n") == [
        "Ferry leaves at six",
        "“The ferry\tleaves at six,” said\nIda Brand.",
        "We have waited.",
        "The quay on Monday",
        *("Both", "Left", "Right"),
        "One point",
    ]
    assert (found.id, found.with_text) == ("ferry", True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (f"<w:r><w:t>It is </w:t></w:r>{DELETED}{INSERTED}<w:r><w:t> one.</w:t></w:r>", "It is a new one."),
        (f"<w:r><w:t>It is </w:t></w:r><w:r>{BOX}</w:r><w:r><w:t>one.</w:t></w:r>", "It is one.\n\nIn a box."),
        ("<w:hyperlink><w:r><w:t>A link.</w:t></w:r></w:hyperlink>", "A link."),
        ("<w:sdt><w:sdtContent><w:r><w:t>A control.</w:t></w:r></w:sdtContent></w:sdt>", "A control."),
    ],
)
def test_tracked_changes_boxes_and_links(tmp_path: Path, words: str, expected: str) -> None:
    data = changed(docx_of("PLACE"), {MAIN: lambda xml: xml.replace("<w:r><w:t>PLACE</w:t></w:r>", words)})
    assert Reading(tmp_path / "a.docx", data).only.text == expected


def test_properties(tmp_path: Path) -> None:
    known = {"title": "Ferry", "author": "Ana Pinto", "created": datetime(2021, 3, 4, 5, 6)}
    meta = Reading(tmp_path / "a.docx", docx_of(GOOD, properties=known)).only.meta
    assert (meta["title"], meta["author"], meta["date"][:19]) == ("Ferry", "Ana Pinto", "2021-03-04T05:06:00")


def test_a_document_or_workbook_by_another_name(tmp_path: Path) -> None:
    found = Reading(tmp_path / "a.txt", docx_of(GOOD))
    assert found.only.text == GOOD
    assert found.told == [f"{tmp_path / 'a.txt'}: is a zip file (Word, Excel) and read as that."]
    assert Reading(tmp_path / "a.docx", xlsx_of([["text"], ["No."]])).texts == ["No."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx_of(), "holds nothing but spaces"),
        (
            changed(docx_of(GOOD), {MAIN: lambda xml: xml.replace("</w:body>", "")}),
            "is a damaged Word file (XMLSyntaxError",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Word or Excel file (.doc, .xls), or one with a password"),
        (docx_of("x" * 200), "the article has 200 characters, more than the 100 that are allowed"),
    ],
)
def test_documents_that_are_not_read(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in Reading(tmp_path / "a.docx", data, max_chars=100).error


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx_of(GOOD)
    monkeypatch.setitem(sys.modules, "docx", None)
    assert Reading(tmp_path / "a.docx", data).error.endswith("Install it: pip install 'quoteminer[docx]'")
