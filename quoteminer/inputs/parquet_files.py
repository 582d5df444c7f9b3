"""Read Parquet row by row, with pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from quoteminer.errors import InputError, need
from quoteminer.inputs.open_files import File
from quoteminer.inputs.rows import (
    Input,
    Layout,
    decoded,
    layout_of,
    or_error,
    table_article,
    too_long,
)
from quoteminer.inputs.unpack import IMPLAUSIBLE
from quoteminer.types import Warning

MAGIC: Final = b"PAR1\x15"
BATCH_BYTES: Final = 8 << 20
BATCH_ROWS: Final = 1024
COLUMN_RATIO: Final = 200  # limit of unpacked to packed size; columns of texts have less
ADVICE: Final = "Copy or download it again."


def read_parquet(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a Parquet file. Raises InputError, DependencyError."""
    parquet = need("pyarrow.parquet", extra="parquet", what="Reading .parquet")
    if not file.head.startswith(b"PAR1"):
        file.refuse_known_kinds()
        raise file.error(
            "is not a Parquet file, whatever its name says. Check where it comes from."
        )
    with file.on_disk() as opened:
        with file.explained("is not a complete Parquet file", ADVICE):
            table = parquet.ParquetFile(opened, buffer_size=1 << 16, pre_buffer=False)
        layout = layout_of(table.schema_arrow.names, file)
        first = 1
        for group in range(table.num_row_groups):
            try:
                yield from _group(table, group, first, layout, file)
            except InputError as error:
                yield error
            first += table.metadata.row_group(group).num_rows


def _group(
    table: Any, group: int, first: int, layout: Layout, file: File
) -> Iterator[Input | InputError]:
    """Yield the articles of a row group. Raises InputError if it is damaged or too large."""
    about = table.metadata.row_group(group)
    number, last = first, first + about.num_rows - 1
    for column in map(about.column, range(about.num_columns)):
        size = column.total_uncompressed_size
        if size > file.options.row_size and size > COLUMN_RATIO * column.total_compressed_size:
            reason = (
                f"the column {column.path_in_schema!r} would take {size:,} bytes, {COLUMN_RATIO}"
                f" {IMPLAUSIBLE}"
            )
            raise file.error(reason, f"rows {first} to {last}")
    size = int(
        max(1, min(BATCH_ROWS, BATCH_BYTES * about.num_rows // max(1, about.total_byte_size)))
    )
    batches = table.iter_batches(batch_size=size, row_groups=[group], use_threads=False)
    while number <= last:
        # StopIteration: rows are missing
        with file.explained("can't be read", ADVICE, f"rows {number} to {last}"):
            columns = [_simpler(column) for column in next(batches).columns]
        for row in zip(*columns, strict=True):
            yield or_error(_article, row, number, layout, file)
            number += 1


def _article(scalars: tuple[Any, ...], number: int, layout: Layout, file: File) -> Input:
    place, text = f"row {number}", scalars[layout.text]
    buffer = text.as_buffer() if hasattr(text, "as_buffer") else None
    if buffer is not None and buffer.size > file.options.text_bytes:
        raise too_long(file, place, what="the article")
    with file.explained("can't be read", ADVICE, place):
        cells = list(map(_value, scalars))
    warnings: tuple[Warning, ...] = ()
    if isinstance(cells[layout.text], bytes):  # not UTF-8: decoded as a file would be
        cells[layout.text], warnings = decoded(cells[layout.text], file, place)
    return table_article(cells, layout, file, place, number, warnings=warnings)


def _simpler(column: Any) -> Any:
    """Convert a column: dictionary codes to values, nanoseconds (which need pandas) to
    microseconds."""
    arrow = need("pyarrow", extra="parquet", what="Reading .parquet")
    if arrow.types.is_dictionary(column.type):
        return column.dictionary_decode()
    if arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(arrow.timestamp("us", tz=column.type.tz), safe=False)
    return (
        column.cast(arrow.duration("us"), safe=False)
        if column.type == arrow.duration("ns")
        else column
    )


def _value(scalar: Any) -> Any:
    """Convert a value to Python: text that is not UTF-8 to bytes, times that Python can't represent
    to strings, also in lists, maps (lists of keys and values) and structs."""
    try:
        return scalar.as_py()
    except (ValueError, OverflowError) as error:
        arrow = need("pyarrow", extra="parquet", what="Reading .parquet")
        if isinstance(scalar, arrow.MapScalar):
            return [[_value(pair["key"]), _value(pair["value"])] for pair in scalar.values]
        if isinstance(scalar, arrow.ListScalar):
            return list(map(_value, scalar.values))
        if isinstance(scalar, arrow.StructScalar):
            return {name: _value(scalar[name]) for name in scalar}
        if isinstance(scalar, arrow.DictionaryScalar):
            return _value(scalar.value)
        if isinstance(error, UnicodeDecodeError):
            return scalar.as_buffer().to_pybytes()
        return str(scalar.cast("string")).replace(" ", "T", 1)
