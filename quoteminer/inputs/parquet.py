"""Parquet, row by row, by pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from quoteminer.errors import InputError, need
from quoteminer.inputs.article import decoded, row_article, too_long
from quoteminer.inputs.columns import Layout, layout_of
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.values import bytes_value, id_value, json_value
from quoteminer.inputs.wishes import Wishes
from quoteminer.types import Warning

MAGIC: Final = b"PAR1\x15"
DISK: Final = 4 << 30
"""Bytes of a packed file that are put on the disk, where Parquet is read from its end."""
BATCH_BYTES: Final = 8 << 20
BATCH_ROWS: Final = 1024
RATIO: Final = 200
"""No column of texts is packed so well."""
EXTRA: Final = "parquet"


def read_parquet(file: File, wishes: Wishes) -> Iterator[Input | InputError]:
    """The articles of a Parquet file. Raises InputError, DependencyError."""
    parquet = need("pyarrow.parquet", extra=EXTRA, what="Reading .parquet")
    if not file.head.startswith(b"PAR1"):
        file.refuse_known_kinds()
        raise file.error("is no Parquet file, whatever its name says. Check where it comes from.")
    with file.on_disk(DISK) as opened:
        try:
            table = parquet.ParquetFile(opened, buffer_size=1 << 16, pre_buffer=False)
        except Exception as error:  # pyarrow has no one class for what is broken
            raise file.error(f"is no whole Parquet file ({_line(error)}). Copy or download it again.") from None
        yield from _Table(table, file, wishes).articles()


class _Table:
    def __init__(self, table: Any, file: File, wishes: Wishes) -> None:
        self._table = table
        self._file = file
        self._wishes = wishes
        self._layout: Layout = layout_of(table.schema_arrow.names, file, wishes)

    def articles(self) -> Iterator[Input | InputError]:
        first = 1
        for group in range(self._table.num_row_groups):
            rows = self._table.metadata.row_group(group).num_rows
            try:
                yield from self._group(group, first)
            except InputError as error:
                yield error
            first += rows
        if first == 1:
            raise self._file.error("has no row. Give a row for each article.")

    def _group(self, group: int, first: int) -> Iterator[Input | InputError]:
        last = first + self._table.metadata.row_group(group).num_rows - 1
        self._refuse_bomb(group, first, last)
        number = first
        batches = self._table.iter_batches(batch_size=self._batch_rows(group), row_groups=[group], use_threads=False)
        while True:
            try:
                batch = next(batches, None)
            except Exception as error:  # as above
                raise self._damaged(number, last, error) from None
            if batch is None:
                break
            for at in range(batch.num_rows):
                try:
                    yield self._article(batch, at, number)
                except InputError as error:
                    yield error
                number += 1
        if number <= last:
            raise self._file.error("are not there. Copy or download it again.", f"rows {number} to {last}")

    def _article(self, batch: Any, at: int, number: int) -> Input:
        layout, place = self._layout, f"row {number}"
        words = batch.column(layout.text)[at]
        if _size(words) > self._wishes.text_bytes:
            raise too_long(self._file, self._wishes, place, what="the article")
        text, warnings = self._text(words, place)
        return row_article(
            text,
            self._file,
            self._wishes,
            place=place,
            number=number,
            id=None if layout.id is None else id_value(_value(batch.column(layout.id)[at])),
            meta={
                layout.names[column]: json_value(_value(batch.column(column)[at])) for column in layout.meta_places()
            },
            warnings=warnings,
        )

    def _text(self, scalar: Any, place: str) -> tuple[Any, tuple[Warning, ...]]:
        """The value of the text column; what is no UTF-8 is decoded as a file would be."""
        scalar = _bare(scalar)
        try:
            value = scalar.as_py()
        except UnicodeDecodeError:
            value = scalar.as_buffer().to_pybytes()
        return decoded(value, self._file, place) if isinstance(value, bytes) else (value, ())

    def _batch_rows(self, group: int) -> int:
        about = self._table.metadata.row_group(group)
        return int(max(1, min(BATCH_ROWS, BATCH_BYTES * about.num_rows // max(1, about.total_byte_size))))

    def _refuse_bomb(self, group: int, first: int, last: int) -> None:
        about = self._table.metadata.row_group(group)
        for column in map(about.column, range(about.num_columns)):
            size = column.total_uncompressed_size
            if size > self._wishes.row_bytes and size > RATIO * column.total_compressed_size:
                name = column.path_in_schema
                raise self._file.error(
                    f"the column {name!r} would take {size:,} bytes, {RATIO} times what it has in the file, which no "
                    "articles do. It is not read.",
                    f"rows {first} to {last}",
                )

    def _damaged(self, first: int, last: int, error: Exception) -> InputError:
        return self._file.error(
            f"can't be read ({_line(error)}). Copy or download it again.", f"rows {first} to {last}"
        )


def _value(scalar: Any) -> Any:
    """A value as Python has it; text whose encoding is broken, and times that Python does not have, as strings."""
    scalar = _bare(scalar)
    try:
        value = _coarser(scalar).as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes().decode("utf-8", "replace")
    except (ValueError, OverflowError):
        return str(scalar.cast("string")).replace(" ", "T", 1)
    return bytes_value(value) if isinstance(value, bytes) else value


def _coarser(scalar: Any) -> Any:
    """Nanoseconds as microseconds, which Python has without pandas and pandas' own classes. Raises ValueError where
    some would be lost."""
    arrow = need("pyarrow", extra=EXTRA, what="Reading .parquet")
    if scalar.type == arrow.duration("ns"):
        return scalar.cast(arrow.duration("us"))
    if arrow.types.is_timestamp(scalar.type) and scalar.type.unit == "ns":
        return scalar.cast(arrow.timestamp("us", tz=scalar.type.tz))
    return scalar


def _size(scalar: Any) -> int:
    """Bytes of a string; 0 for anything else."""
    buffer = scalar.as_buffer() if hasattr(scalar := _bare(scalar), "as_buffer") else None
    return buffer.size if buffer is not None else 0


def _bare(scalar: Any) -> Any:
    """What a dictionary's index stands for."""
    return scalar.value if hasattr(scalar, "dictionary") else scalar


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
