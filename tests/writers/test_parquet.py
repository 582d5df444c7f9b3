"""parquet, read with pyarrow, pandas, polars and DuckDB. That nothing is lost: tests/tables/test_articles.py."""

from __future__ import annotations

import errno
import io
from pathlib import Path
from typing import Any

import pytest
from table_records import FULL, many, written

from quoteminer.records import ArticleRecord
from quoteminer.tables.articles import arrow_schema, read_records
from quoteminer.writers import parquet as room

arrow = pytest.importorskip("pyarrow", reason="the extra 'test' has it")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'test' has it")
SEED = Path(__file__).parents[2] / "samples/china-manufacturing.json"


def test_the_sample(tmp_path: Path) -> None:
    record = ArticleRecord.from_json(SEED.read_text("utf-8"))
    path = written("parquet", tmp_path / "a.parquet", [record])
    assert parquet.read_schema(path).equals(arrow_schema())
    (row,) = parquet.read_table(path).to_pylist()
    assert [quote["text"] for quote in row["quotes"]] == [quote.text for quote in record.quotes]
    assert [speaker["name"] for speaker in row["speakers"]] == [speaker.name for speaker in record.speakers]
    assert list(read_records(path)) == [record]


def test_a_thousand_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GROUP_ROWS", 300)
    records = list(many(1000))
    path = written("parquet", tmp_path / "a.parquet", records)
    file = parquet.ParquetFile(path)
    assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [300, 300, 300, 100]
    assert list(read_records(path)) == records


def test_a_row_group_is_bounded_by_its_text_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GROUP_CHARACTERS", 100)
    path = written("parquet", tmp_path / "a.parquet", [FULL] * 4)
    assert parquet.ParquetFile(path).num_row_groups == 4


def test_no_article(tmp_path: Path) -> None:
    path = written("parquet", tmp_path / "a.parquet", [])
    assert (parquet.read_table(path).num_rows, list(read_records(path))) == (0, [])


def test_in_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="the extra 'test' has it")
    frame = pandas.read_parquet(written("parquet", tmp_path / "a.parquet", [FULL]))
    assert [speaker["name"] for speaker in frame["speakers"][0]] == ["Ana Pinto", "Kofi Berg"]


def test_in_polars(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="the extra 'test' has it")
    frame = polars.read_parquet(written("parquet", tmp_path / "a.parquet", [FULL]))
    texts = frame.select(polars.col("quotes").explode()).unnest("quotes")["text"]
    assert texts.to_list() == [quote.text for quote in FULL.quotes]


def test_in_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="the extra 'test' has it")
    path = written("parquet", tmp_path / "a.parquet", [FULL])
    found = duckdb.sql(f"SELECT unnest(speakers, recursive := true) FROM read_parquet('{path}')")
    assert [row[found.columns.index("name")] for row in found.fetchall()] == ["Ana Pinto", "Kofi Berg"]


def test_a_stream_that_knows_no_place(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        tell = seek  # type: ignore[assignment]

    pipe = Pipe()
    writer = room.ParquetWriter(pipe)
    writer.write(FULL)
    writer.close()
    (tmp_path / "a").write_bytes(pipe.getvalue())
    assert list(read_records(tmp_path / "a")) == [ArticleRecord.from_json(FULL.to_json())]


def test_abandoned_on_a_full_disk() -> None:
    class Disk(io.BytesIO):
        is_full = False

        def write(self, data: Any) -> int:
            if self.is_full:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    disk = Disk()
    writer = room.ParquetWriter(disk)
    writer.write(FULL)
    disk.is_full = True
    with pytest.raises(OSError, match="No space") as caught:
        writer.close()
    assert caught.value.errno == errno.ENOSPC
    writer.abandon()
