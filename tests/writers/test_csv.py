"""csv, read with Python's csv and with pandas."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_records import FULL, TEXT, many, odd_records
from written import written

from quoteminer.output.cells import guarded, unguarded
from quoteminer.records import ArticleRecord
from quoteminer.tables.columns import COLUMNS, Cell
from quoteminer.tables.flat import rows_of
from quoteminer.writers import FORMATS

SEED = Path(__file__).parents[2] / "samples/china-manufacturing.json"
PARSE = {"text": str, "integer": int, "number": float, "truth": {"True": True, "False": False}.__getitem__}


def text_of(*records: ArticleRecord) -> str:
    stream = io.StringIO(newline="")
    writer = FORMATS["csv"].make(stream)
    for record in records:
        writer.write(record)
    writer.close()
    return stream.getvalue()


def read_back(text: str) -> list[tuple[Cell, ...]]:
    """The rows as Python's csv reads them, with the types of their columns and without apostrophes before formulas."""
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert header == list(COLUMNS)
    types = [column.type for column in COLUMNS.values()]
    return [
        tuple(PARSE[type](unguarded(cell)) if cell else None for cell, type in zip(row, types, strict=True))  # type: ignore[operator]
        for row in rows
    ]


def expected(*records: ArticleRecord) -> list[tuple[Cell, ...]]:
    """The rows, in which NUL is U+FFFD and an empty text None."""
    return [
        tuple((cell.replace("\0", "\ufffd") or None) if isinstance(cell, str) else cell for cell in row)
        for record in records
        for row in rows_of(record)
    ]


def test_the_sample(tmp_path: Path) -> None:
    record = ArticleRecord.from_json(SEED.read_text("utf-8"))
    data = written("csv", tmp_path / "a", [record]).read_bytes()
    assert data.startswith(b"\xef\xbb\xbftext_id")  # without the mark, Excel reads “ as â€œ
    assert read_back(data.decode("utf-8-sig")) == expected(record)
    assert "“" in data.decode()


def test_a_thousand_articles_in_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="the extra 'test' has it")
    records = list(many(1000))
    found = pandas.read_csv(written("csv", tmp_path / "a", records))
    quotes = [(record.id, quote) for record in records for quote in record.quotes]
    assert len(found) == len(quotes)
    for name, cells in {
        "text_id": [id for id, _ in quotes],
        "quote": [quote.text for _, quote in quotes],
        "start": [quote.start for _, quote in quotes],
        "confidence": [quote.confidence for _, quote in quotes],
        "speaker": [quote.mention.text for _, quote in quotes if quote.mention],
        "is_floating_quote": [False for _ in quotes],
    }.items():
        assert found[name].tolist() == cells


@given(record=odd_records())
def test_odd_records(record: ArticleRecord) -> None:
    text = text_of(record, FULL)
    assert read_back(text.encode().decode("utf-8")) == expected(record, FULL)


def test_odd_records_in_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="the extra 'test' has it")

    @given(odd_records())
    def check(record: ArticleRecord) -> None:
        path = written("csv", tmp_path / "a", [record, FULL])
        found = pandas.read_csv(path, dtype=str, keep_default_na=False)
        assert [unguarded(cell) for cell in found["quote"]] == [row[2] or "" for row in expected(record, FULL)]

    check()


def test_no_article() -> None:
    assert read_back(text_of()) == []


@pytest.mark.parametrize(
    ("cell", "is_guarded"),
    [
        ("=1+1", True),
        ("+1 for that", True),
        ("-Commissioner Diaz", True),
        ("@ana said", True),
        ("  =cmd|' /C calc'!A0", True),
        ("\t=1", True),
        ("\ttab", True),
        ("\rreturn", True),
        ("\nline", True),
        ("\u00a0=1", True),
        ("＝1", True),
        ("'=1", True),
        ("''=1", True),
        ("'\tx", True),
        ("' =1", True),
        ("'tis", False),
        ("“No,”", False),
        ("a=1", False),
        ("— he said", False),
        ("", False),
        (" ", False),
    ],
)
def test_formulas_are_harmless(cell: str, is_guarded: bool) -> None:
    assert guarded(cell) == ("'" + cell if is_guarded else cell)


@given(st.text("=+-@＝'\t\r\n ab") | TEXT)
def test_the_guard_can_be_taken_away_and_is_told_from_an_apostrophe(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).strip().startswith(("=", "+", "-", "@"))


def test_rows_end_as_rfc_4180_says_and_cells_keep_their_lines() -> None:
    text = text_of(ArticleRecord.from_dict({**FULL.to_dict(), "id": 'a\nb,"c"\td'}))
    assert text.count("\r\n") == 3
    assert '"a\nb,""c""\td"' in text
