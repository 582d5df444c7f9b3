"""csv beyond its cells, which test_readback.py reads: the start of the file, formulas, line ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_records import FULL, TEXT, sample, written

from quoteminer.output.cells import guarded, unguarded
from quoteminer.records import ArticleRecord


def test_excel_reads_it_as_utf_8(tmp_path: Path) -> None:
    data = written("csv", tmp_path / "a", [sample()]).read_bytes()
    assert data.startswith(b"\xef\xbb\xbftext_id")  # without the mark, Excel reads “ as â€œ
    assert "“" in data.decode()


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1 for that", "-Commissioner Diaz", "@ana said", "  =cmd|' /C calc'!A0", "\t=1", "\ttab", "\rreturn",
        "\nline", "\u00a0=1", "＝1", "'=1", "''=1", "'\tx", "' =1",
    ],
)  # fmt: skip
def test_formulas_are_harmless(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["'tis", "“No,”", "a=1", "— he said", "", " "])
def test_other_cells_are_untouched(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.text("=+-@＝'\t\r\n ab") | TEXT)
def test_the_guard_can_be_taken_away_and_is_told_from_an_apostrophe(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).strip().startswith(("=", "+", "-", "@"))


def test_rows_end_as_rfc_4180_says_and_cells_keep_their_lines(tmp_path: Path) -> None:
    record = ArticleRecord.from_dict({**FULL.to_dict(), "id": 'a\nb,"c"\td'})
    text = written("csv", tmp_path / "a", [record]).read_bytes().decode()
    assert text.count("\r\n") == 3
    assert '"a\nb,""c""\td"' in text
