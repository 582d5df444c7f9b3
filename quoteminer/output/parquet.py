"""Write Parquet: one row per article (`output.article_rows`), from which nothing is lost, with
FACTS as separate columns; or one row per quote (`output.flat`)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, BinaryIO, Final

from quoteminer.errors import need
from quoteminer.output.article_facts import FACTS, article_facts
from quoteminer.output.article_rows import EXTRA, arrow_schema, to_row
from quoteminer.output.flat import (
    BATCH_ROWS,
    arrow_batch,
    day_of,
    flat_schema,
    typed_rows_of,
    without_surrogates,
)
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord

GROUP_ROWS: Final = 1000  # articles in a row group, at most, so that memory stays bounded
GROUP_CHARACTERS: Final = 16_000_000


class _GroupWriter(Writer[ArticleRecord]):
    """Writes rows in groups, each of which `_batch` converts."""

    def __init__(self, stream: BinaryIO, schema: Any, what: str) -> None:
        parquet = need("pyarrow.parquet", extra=EXTRA, what=f"Writing {what}")
        self._writer = parquet.ParquetWriter(stream, schema, compression="zstd")
        self._rows: list[Any] = []

    def close(self, *, several: bool = False) -> None:
        if self._rows:
            self._write_group()
        self._writer.close()

    def abandon(self) -> None:
        with suppress(OSError):  # it writes a footer, and the disk may be full
            self._writer.close()

    def _write_group(self) -> None:
        self._writer.write_batch(self._batch(), len(self._rows))
        self._rows = []

    def _batch(self) -> Any:
        raise NotImplementedError


class ParquetWriter(_GroupWriter):
    """Write articles as rows; `output.article_rows.read_records` returns the same records."""

    def __init__(self, stream: BinaryIO) -> None:
        self._arrow = need("pyarrow", extra=EXTRA, what="Writing parquet")
        facts = [(name, self._arrow.string()) for name in FACTS]
        published = ("published", self._arrow.date32())
        self._schema = self._arrow.schema([*arrow_schema(), *facts, published])
        super().__init__(stream, self._schema, "parquet")
        self._characters = 0

    def write(self, record: ArticleRecord) -> None:
        row = to_row(record)
        row.update(
            (name, without_surrogates(value)) for name, value in article_facts(record).items()
        )
        row["published"] = day_of(record.meta)
        self._rows.append(row)
        texts = (row["text"] or "", row["meta"], *(quote["text"] for quote in row["quotes"]))
        self._characters += sum(map(len, texts))
        if len(self._rows) >= GROUP_ROWS or self._characters >= GROUP_CHARACTERS:
            self._write_group()

    def _batch(self) -> Any:
        self._characters = 0
        return self._arrow.RecordBatch.from_pylist(self._rows, self._schema)


class ParquetQuotesWriter(_GroupWriter):
    """Write quotes as rows, with the columns and types of `quoteminer.to_table`."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream, flat_schema(), "parquet-quotes")

    def write(self, record: ArticleRecord) -> None:
        self._rows += typed_rows_of(record)
        if len(self._rows) >= BATCH_ROWS:
            self._write_group()

    def _batch(self) -> Any:
        return arrow_batch(self._rows)
