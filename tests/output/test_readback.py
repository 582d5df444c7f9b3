"""Records written in each format that needs no text of the article, read back by the libraries that
users have."""

import csv
import io
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from table_records import FULL, many, odd_records, samples, written

from quoteminer.output import flat
from quoteminer.output.article_rows import read_parquet_records
from quoteminer.output.csv_tables import unguarded
from quoteminer.output.flat import COLUMNS, Cell, rows_of, typed_rows_of
from quoteminer.records import ArticleRecord

TRUTH = {"True": True, "False": False}.__getitem__
PARSE = {"text": str, "integer": int, "number": float, "truth": TRUTH}
FROM_DATABASE = (
    "SELECT articles.id, quotes.id, quotes.text, speakers.name FROM quotes JOIN articles ON"
    " articles.key = quotes.article LEFT JOIN speakers ON speakers.key = quotes.speaker ORDER BY"
    " quotes.key"
)
Records = Iterable[ArticleRecord]


def csv_rows(path: Path) -> list[Any]:
    """Read rows with the types of their columns and without apostrophes before formulas."""
    header, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    assert header == list(COLUMNS)
    parse = [PARSE.get(column.type, str) for column in COLUMNS.values()]

    def parsed(row: list[str]) -> tuple[Any, ...]:
        cells = zip(row, parse, strict=True)
        return tuple(read(unguarded(cell)) if cell else None for cell, read in cells)

    return list(map(parsed, rows))


def xlsx_rows(path: Path) -> list[Any]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    header, *rows = book.active.iter_rows(values_only=True)
    assert header == tuple(COLUMNS)
    return rows


def parquet_records(path: Path) -> list[Any]:
    return list(read_parquet_records(path))


def json_records(path: Path) -> list[Any]:
    return [ArticleRecord.from_dict(value) for value in json.loads(path.read_text("utf-8"))]


def json_lines_records(path: Path) -> list[Any]:
    return [ArticleRecord.from_json(line) for line in path.read_text("utf-8").splitlines()]


def database_rows(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        # or it raises
        database.execute("INSERT INTO quotes_fts (quotes_fts, rank) VALUES ('integrity-check', 1)")
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return database.execute(FROM_DATABASE).fetchall()


def as_json_has_them(records: Records) -> list[Any]:
    """Return the records, in which two halves of a pair that happen to stand side by side are one
    character."""
    return [ArticleRecord.from_json(record.to_json()) for record in records]


def in_csv(cell: Cell) -> Cell:
    return cell.replace("\0", "\ufffd") or None if isinstance(cell, str) else cell


def in_excel(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = re.sub("\r\n?", "\n", cell)
    return re.sub("[\0-\x08\x0b-\x1f\ufffe]", "\ufffd", text) or None


def cells(convert: Callable[[Cell], Cell]) -> Callable[[Records], list[Any]]:
    return lambda records: [
        tuple(map(convert, row)) for record in records for row in rows_of(record)
    ]


def parquet_rows(path: Path) -> list[Any]:
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(path.read_bytes()))
    assert table.schema == flat.flat_schema()
    return [tuple(row.values()) for row in table.to_pylist()]


def typed_cells(records: Records) -> list[Any]:
    return [row for record in records for row in typed_rows_of(record)]


def in_database(records: Records) -> list[Any]:
    found = [(one.id, quote, one.speaker_of(quote)) for one in records for quote in one.quotes]
    return [
        tuple(map(flat.without_surrogates, (id, quote.id, quote.text, who and who.name)))
        for id, quote, who in found
    ]


FORMATS: dict[str, tuple[Callable[[Path], list[Any]], Callable[[Records], list[Any]]]] = {
    "csv": (csv_rows, cells(in_csv)), "xlsx": (xlsx_rows, cells(in_excel)),
    "parquet": (parquet_records, as_json_has_them), "parquet-quotes": (parquet_rows, typed_cells),
    "json": (json_records, as_json_has_them), "jsonl": (json_lines_records, as_json_has_them),
    "sqlite": (database_rows, in_database),
}  # fmt: skip
"""The reader of each format, and what it is expected to give for records."""


@pytest.mark.parametrize("records", [
    pytest.param([], id="none"),
    pytest.param([*samples(), FULL], id="samples"),
    pytest.param(list(many(300)), id="hundreds", marks=pytest.mark.slow),
])  # fmt: skip
@pytest.mark.parametrize("format", FORMATS)
def test_records_come_back(format: str, records: list[ArticleRecord], tmp_path: Path) -> None:
    read, expected = FORMATS[format]
    assert read(written(format, tmp_path / "a", records)) == expected(records)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=settings.default.max_examples // 2)
@given(record=odd_records())
def test_odd_records_come_back(format: str, record: ArticleRecord) -> None:
    read, expected = FORMATS[format]
    with tempfile.TemporaryDirectory() as folder:
        assert read(written(format, Path(folder, "a"), [record, FULL])) == expected([record, FULL])


def test_parquet_in_pandas_polars_and_duckdb(tmp_path: Path) -> None:
    import duckdb
    import pandas
    import polars

    path = written("parquet", tmp_path / "a.parquet", [FULL])
    assert polars.read_parquet(path)["published"].to_list() == [date(2024, 5, 1)]
    names = ["Ana Pinto", "Kofi Berg"]
    assert [one["name"] for one in pandas.read_parquet(path)["speakers"][0]] == names
    quotes = polars.read_parquet(path).select(polars.col("quotes").explode()).unnest("quotes")
    assert quotes["text"].to_list() == [quote.text for quote in FULL.quotes]
    found = duckdb.sql(f"SELECT unnest(speakers, recursive := true) FROM read_parquet('{path}')")
    assert [row[found.columns.index("name")] for row in found.fetchall()] == names
