"""csv and xlsx beyond their cells, which test_readback.py reads: formulas, line ends, limits of
Excel, errors."""

import errno
import gc
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_records import FULL, TEXT, sample, written

from quoteminer.output.csv_tables import guarded, unguarded
from quoteminer.output.flat import COLUMNS, Cell
from quoteminer.output.spreadsheets import CUT, MAX_CELL, XlsxWriter
from quoteminer.records import ArticleRecord

FORMULAS = (
    "=1+1", "+1 for that", "-Commissioner Diaz", "@ana said", "  =cmd|' /C calc'!A0", "\ttab", "\rreturn",
    "\nline", "\xa0=1", "＝1", "'=1", "''=1", "'\tx", "' =1",
)  # fmt: skip
HARMLESS = ("'tis", "“No,”", "a=1", "— he said", "", " ", "a; b = 1", "one\ntwo-three", "a;\n\t")


@pytest.mark.parametrize(("cell", "harmless"), [
    *((formula, f"'{formula}") for formula in FORMULAS),
    *((cell, cell) for cell in HARMLESS),
    # where a program splits a line elsewhere
    (";=1+1", ";'=1+1"), ("wait; =1;@b", "wait; '=1;'@b"), ("a\n-b\r\n+c", "a\n'-b\r\n'+c"),
    ("\t=1", "'\t'=1"), (";;'\"=1", ";;'\"'=1"),
])  # fmt: skip
def test_formulas_are_harmless(cell: str, harmless: str) -> None:
    assert guarded(cell) == harmless


@given(st.text("=+-@＝'\";\t\r\n ab") | TEXT)
def test_the_guard_can_be_taken_away_and_is_told_from_an_apostrophe(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    first, *others = re.split("[;\t\r\n]", guarded(cell))
    assert not re.match(r"\s*[=+\-@＝＋－＠]", first)
    assert not any(re.match(r"[\s\"]*[=+\-@＝＋－＠]", part) for part in others)


def test_csv_is_read_by_excel_and_as_rfc_4180_says(tmp_path: Path) -> None:
    data = written("csv", tmp_path / "a", [replace(FULL, id='a\nb,"c"\td')]).read_bytes()
    assert data.startswith(b"\xef\xbb\xbftext_id")  # without the mark, Excel reads “ as â€œ
    text = data.decode()
    assert text.count("\r\n") == 3
    assert '"a\nb,""c""\td"' in text
    assert "“" in text


def file_of(*records: ArticleRecord) -> io.BytesIO:
    stream = io.BytesIO()
    writer = XlsxWriter(stream)
    for record in records:
        writer.write(record)
    writer.close()
    return stream


def book_of(*records: ArticleRecord) -> Any:
    return openpyxl.load_workbook(file_of(*records))


def rows(sheet: Any) -> list[tuple[Cell, ...]]:
    header, *cells = sheet.iter_rows(values_only=True)
    assert header == tuple(COLUMNS)
    return cells  # type: ignore[no-any-return]


def test_the_sheet() -> None:
    sheet = book_of(sample()).active
    assert sheet.title == "quotes"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AW25")
    assert sheet.column_dimensions["C"].width == pytest.approx(80, abs=1)


@pytest.mark.parametrize("text", [
    "=1+1", "=", "#N/A", "#DIV/0!", "+1", "-1", "@x", " =1", "1e5", "007", "TRUE", "<r><t>1</t></r>",
])  # fmt: skip
def test_text_is_text(text: str) -> None:
    cell = book_of(replace(FULL, id=text)).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    # else it becomes a formula when somebody edits it
    assert cell.quotePrefix is (text[0] in "=#+-@ ")


def test_escapes_and_dates() -> None:
    archive = ZipFile(file_of(replace(FULL, id="_x000D_ _x1_ _X000D_")))
    sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b">_x005F_x000D_ _x1_ _X000D_<" in sheet
    # and no dates but one
    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("character", ["a", "é", "😀"])
def test_a_text_is_cut_only_where_excel_has_no_place_for_it_and_flagged(character: str) -> None:
    fits = character * (MAX_CELL // (len(character.encode("utf-16-le")) // 2))
    quote = replace(FULL.quotes[1], text=fits, flags=())
    records = [replace(FULL, quotes=(replace(quote, text=one),)) for one in (fits, fits + "ab")]
    whole, cut, long_meta, _ = (
        dict(zip(COLUMNS, row, strict=True))
        for row in rows(book_of(*records, replace(FULL, meta={"x": "y" * 40_000})).active)
    )
    assert (whole["quote"], whole["flags"]) == (fits, None)
    text = str(cut["quote"])
    assert text.endswith(CUT)
    assert fits.startswith(text.removesuffix(CUT))
    assert MAX_CELL - 1 <= len(text.encode("utf-16-le")) // 2 <= MAX_CELL
    assert cut["flags"] == "cut-quote"
    assert long_meta["flags"] == "repaired-marks; continued; cut-meta"


def test_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.output.spreadsheets.MAX_ROWS", 5)
    book = book_of(*[FULL] * 5)
    assert book.sheetnames == ["quotes", "quotes 2", "quotes 3"]
    assert [len(rows(sheet)) for sheet in book] == [4, 4, 2]
    assert [row for sheet in book for row in rows(sheet)] == rows(book_of(FULL).active) * 5
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:AW5", "A1:AW5", "A1:AW3"]


# of pytest itself: an error in a __del__, which can't be raised
@pytest.mark.filterwarnings("error")
def test_on_a_full_disk_nothing_is_left_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Disk(io.BytesIO):
        def write(self, _: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    disk = Disk()
    writer = XlsxWriter(disk)
    writer.write(FULL)
    assert list(tmp_path.iterdir())
    with pytest.raises(OSError, match="No space"):
        writer.close()
    writer.abandon()
    disk.close()
    del writer
    gc.collect()
    assert list(tmp_path.iterdir()) == []
