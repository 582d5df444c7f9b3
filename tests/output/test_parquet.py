"""parquet beyond its rows, which test_readback.py reads: row groups, streams, errors."""

import errno
import io
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from table_records import FULL, many, written

from quoteminer.output import parquet as room
from quoteminer.output.article_rows import read_parquet_records
from quoteminer.records import ArticleRecord


def test_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GROUP_ROWS", 300)
    records = list(many(1000))
    path = written("parquet", tmp_path / "a.parquet", records)
    file = parquet.ParquetFile(path)
    rows = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    assert rows == [300, 300, 300, 100]
    assert list(read_parquet_records(path)) == records
    monkeypatch.setattr(room, "GROUP_CHARACTERS", 100)
    path = written("parquet", tmp_path / "a.parquet", [FULL] * 4)
    assert parquet.ParquetFile(path).num_row_groups == 4


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
    assert list(read_parquet_records(tmp_path / "a")) == [ArticleRecord.from_json(FULL.to_json())]


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
