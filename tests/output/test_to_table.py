"""`to_table`, read by the libraries that users have."""

import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy
import pyarrow as arrow
import pytest
from table_records import FULL, many, sample

from quoteminer import ArticleRecord, DependencyError, InputError, to_table
from quoteminer.output import flat
from quoteminer.output.flat import COLUMNS, typed_rows_of


def by_polars(table: object) -> list[tuple[Any, ...]]:
    import polars

    found = polars.DataFrame(table)
    assert found.columns == list(COLUMNS)
    return found.rows()  # type: ignore[no-any-return]


def by_pandas(table: Any) -> list[tuple[Any, ...]]:
    import pandas

    is_new = hasattr(pandas.DataFrame, "from_arrow")  # since pandas 3
    found = pandas.DataFrame.from_arrow(table) if is_new else table.to_pandas()
    assert list(found.columns) == list(COLUMNS)
    return list(found.itertuples(index=False, name=None))


def by_duckdb(quotes: object) -> list[tuple[Any, ...]]:
    import duckdb

    found = duckdb.sql("SELECT * FROM quotes")  # the variable of that name
    assert found.columns == list(COLUMNS)
    return found.fetchall()  # type: ignore[no-any-return]


def by_pyarrow(table: Any) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def same(found: list[tuple[Any, ...]], records: Iterable[ArticleRecord]) -> bool:
    """Return True if the cells are equal; pandas' NaN counts as None."""
    cells = [tuple(map(plain_cell, row)) for row in found]
    return cells == [row for record in records for row in typed_rows_of(record)]


def plain_cell(cell: Any) -> Any:
    """Return a cell as Python's own value: pandas has arrays for lists and NaN for None."""
    if isinstance(cell, numpy.ndarray | list):
        return [plain_cell(item) for item in cell]
    return None if isinstance(cell, float) and math.isnan(cell) else cell


@pytest.mark.parametrize("read", [by_pyarrow, by_polars, by_pandas, by_duckdb])
def test_readers(read: Callable[[object], list[tuple[Any, ...]]]) -> None:
    assert same(read(to_table(sample())), [sample()])
    assert same(read(to_table([])), [])
    assert same(read(to_table(iter([FULL, replace(FULL, quotes=())]))), [FULL])
    types = {
        "text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(),
        "truth": arrow.bool_(), "date": arrow.date32(), "texts": arrow.list_(arrow.string()),
        "names": arrow.list_(arrow.list_(arrow.string())),
        "positions": arrow.list_(arrow.list_(arrow.int64())),
    }  # fmt: skip
    expected = {name: types[one.type] for name, one in COLUMNS.items()}
    for table in (to_table([]), to_table(FULL)):
        assert {field.name: field.type for field in table.schema} == expected


def test_many_articles_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat, "BATCH_ROWS", 70)
    table = to_table(many(100))
    assert same(by_pyarrow(table), many(100))
    assert {len(batch) for batch in table.to_batches()[:-1]} == {70}


def test_what_is_no_record_and_a_library_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="expected an ArticleRecord, got dict"):
        to_table([FULL, {"id": "a"}])  # type: ignore[list-item]
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DependencyError, match=r"pip install '\.\[parquet\]'"):
        to_table([])
