"""`to_table`, read by the libraries that users have."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from table_records import FULL, many, odd_records

import quoteminer.tables.stream as stream
from quoteminer import ArticleRecord, to_table
from quoteminer.tables.columns import COLUMNS, Cell
from quoteminer.tables.flat import Row, rows_of

SEED = Path(__file__).parents[2] / "samples/china-manufacturing.json"
REASON = "the extra 'test' has it"


def by_pyarrow(table: object) -> list[tuple[Any, ...]]:
    arrow = pytest.importorskip("pyarrow", reason=REASON)
    found = arrow.table(table)
    assert found.column_names == list(COLUMNS)
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


def by_polars(table: object) -> list[tuple[Any, ...]]:
    polars = pytest.importorskip("polars", reason=REASON)
    found = polars.DataFrame(table)
    assert found.columns == list(COLUMNS)
    return found.rows()  # type: ignore[no-any-return]


def by_pandas(table: object) -> list[tuple[Any, ...]]:
    pandas = pytest.importorskip("pandas", reason=REASON)
    arrow = pytest.importorskip("pyarrow", reason=REASON)
    is_new = hasattr(pandas.DataFrame, "from_arrow")  # since pandas 3
    found = pandas.DataFrame.from_arrow(table) if is_new else arrow.table(table).to_pandas()
    assert list(found.columns) == list(COLUMNS)
    assert pandas.api.types.is_float_dtype(found["confidence"])
    assert pandas.api.types.is_integer_dtype(found["start"])
    return list(found.itertuples(index=False, name=None))


def by_duckdb(quotes: object) -> list[tuple[Any, ...]]:
    duckdb = pytest.importorskip("duckdb", reason=REASON)
    found = duckdb.sql("SELECT * FROM quotes")  # the variable of that name
    assert found.columns == list(COLUMNS)
    return found.fetchall()  # type: ignore[no-any-return]


# Where a stream fails, polars before version 2 raises a panic, which is no Exception.
READERS: list[Callable[[object], list[tuple[Any, ...]]]] = [by_pyarrow, by_polars, by_pandas, by_duckdb]


def expected(*records: ArticleRecord) -> list[Row]:
    return [row for record in records for row in rows_of(record)]


def same(found: list[tuple[Any, ...]], rows: list[Row]) -> bool:
    """Whether the cells are equal; NaN, as pandas has it, is None."""
    return [tuple(map(_none_for_nan, row)) for row in found] == rows


def _none_for_nan(cell: Any) -> Cell:
    return None if cell is None or isinstance(cell, float) and math.isnan(cell) else cell  # type: ignore[no-any-return]


@pytest.mark.parametrize("read", READERS)
def test_the_sample(read: Callable[[object], list[tuple[Any, ...]]]) -> None:
    record = ArticleRecord.from_json(SEED.read_text("utf-8"))
    assert len(expected(record)) == 24
    assert same(read(to_table(record)), expected(record))


@pytest.mark.parametrize("read", READERS)
def test_a_thousand_articles_in_batches(
    read: Callable[[object], list[tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BATCH_ROWS", 700)
    records = list(many(1000))
    found = sorted(read(to_table(many(1000))), key=lambda row: (int(row[0][1:]), row[1]))  # DuckDB has threads
    assert same(found, expected(*records))


@pytest.mark.parametrize("read", [by_pyarrow, by_polars, by_duckdb])
@given(record=odd_records())
def test_odd_records(read: Callable[[object], list[tuple[Any, ...]]], record: ArticleRecord) -> None:
    assert same(read(to_table([record, FULL])), expected(record, FULL))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("records", [[], [replace(FULL, quotes=())]])
def test_no_quotes(read: Callable[[object], list[tuple[Any, ...]]], records: list[ArticleRecord]) -> None:
    assert read(to_table(records)) == []


@pytest.mark.parametrize("read", READERS)
def test_a_list_can_be_read_again(read: Callable[[object], list[tuple[Any, ...]]]) -> None:
    table = to_table([FULL])
    assert same(read(table), expected(FULL))
    assert same(read(table), expected(FULL))


@pytest.mark.parametrize("read", READERS)
def test_an_iterator_can_be_read_once(read: Callable[[object], list[tuple[Any, ...]]]) -> None:
    table = to_table(iter([FULL]))
    assert same(read(table), expected(FULL))
    with pytest.raises(BaseException, match="can be read once, and were"):
        read(table)


def failing() -> Iterator[ArticleRecord]:
    yield FULL
    raise ValueError("no \ud800 file")


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("records", "reason"), [(failing(), r"ValueError: no \? file"), ([FULL, {"id": "a"}], "got dict among its records")]
)
def test_a_record_that_cannot_be_had_is_an_error_not_an_end(
    read: Callable[[object], list[tuple[Any, ...]]], records: Any, reason: str
) -> None:
    again = failing() if not isinstance(records, list) else records
    with pytest.raises(BaseException, match=reason):
        read(to_table(again))


def test_ctrl_c_is_an_error_not_an_end() -> None:
    def interrupted() -> Iterator[ArticleRecord]:
        yield FULL
        raise KeyboardInterrupt

    with pytest.raises(OSError, match="KeyboardInterrupt"):
        by_pyarrow(to_table(interrupted()))


def test_batches_are_made_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    arrow = pytest.importorskip("pyarrow", reason=REASON)
    monkeypatch.setattr(stream, "BATCH_ROWS", 2)
    taken: list[int] = []

    def records() -> Iterator[ArticleRecord]:
        for number in range(5):
            taken.append(number)
            yield FULL

    reader = arrow.RecordBatchReader.from_stream(to_table(records()))
    assert taken == []
    assert reader.schema.names == list(COLUMNS)
    for count in range(1, 4):
        assert reader.read_next_batch().num_rows == 2
        assert len(taken) == count
    del reader
    gc.collect()  # a stream that is left before its end lets go of what it holds


@pytest.mark.parametrize(("rows", "characters", "sizes"), [(3, 10**6, [3, 3, 2]), (100, 1, [1] * 8)])
def test_a_batch_is_bounded(monkeypatch: pytest.MonkeyPatch, rows: int, characters: int, sizes: list[int]) -> None:
    arrow = pytest.importorskip("pyarrow", reason=REASON)
    monkeypatch.setattr(stream, "BATCH_ROWS", rows)
    monkeypatch.setattr(stream, "BATCH_CHARACTERS", characters)
    assert [batch.num_rows for batch in arrow.RecordBatchReader.from_stream(to_table([FULL] * 4))] == sizes


def test_the_schema() -> None:
    arrow = pytest.importorskip("pyarrow", reason=REASON)
    types = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "truth": arrow.bool_()}
    schema = arrow.schema(to_table([]))
    assert {field.name: field.type for field in schema} == {name: types[one.type] for name, one in COLUMNS.items()}
    assert schema == arrow.table(to_table([FULL])).schema
