"""Whole records as rows of Parquet: nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from table_records import FULL, odd_records

from quoteminer.errors import InputError
from quoteminer.records import ArticleRecord
from quoteminer.tables.articles import arrow_schema, from_row, read_records, to_row

REASON = "the extra 'test' has it"


def test_only_what_utf_8_cannot_hold_needs_the_record_as_json() -> None:
    assert to_row(FULL)["record_json"] is None
    odd = replace(FULL, id="\ud800")
    assert (to_row(odd)["id"], to_row(odd)["record_json"]) == ("\ufffd", odd.to_json())


@given(odd_records())
def test_a_row_fits_the_schema(record: ArticleRecord) -> None:
    arrow = pytest.importorskip("pyarrow", reason=REASON)
    row = to_row(record)
    assert set(row) == set(arrow_schema().names)
    (back,) = arrow.Table.from_pylist([row], arrow_schema()).to_pylist()
    assert back == row
    assert from_row(back) == ArticleRecord.from_json(record.to_json())  # joins halves of a pair that stand side by side
    str(row).encode()  # also where the record has what UTF-8 can't hold


@pytest.mark.parametrize("row", [{}, {"meta": "{"}, {"meta": "{}", "quotes": [{}], "speakers": []}, {"meta": 1}])
def test_what_is_no_row(row: dict[str, object]) -> None:
    with pytest.raises(InputError, match="no record"):
        from_row(row)


def test_what_is_no_parquet_or_another(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason=REASON)
    parquet = pytest.importorskip("pyarrow.parquet", reason=REASON)
    path = tmp_path / "a.parquet"
    for damage in (b"", b"PAR1", b"hello"):
        path.write_bytes(damage)
        with pytest.raises(InputError, match="a.parquet: can't be read as Parquet"):
            list(read_records(path))
    parquet.write_table(arrow.table({"text": ["a"]}), path)
    with pytest.raises(InputError, match="a.parquet, row 1: This row is no record"):
        list(read_records(path))
