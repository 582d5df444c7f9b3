"""Parquet, row by row, by pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.extras import need
from quoteminer.inputs.articles import Input, decoded, table_article, too_long
from quoteminer.inputs.columns import Layout, layout_of
from quoteminer.inputs.files import File
from quoteminer.types import Warning

MAGIC: Final = b"PAR1\x15"
DISK: Final = 4 << 30
"""Bytes of a packed file that are unpacked to the disk, since Parquet is read from its end."""
BATCH_BYTES: Final = 8 << 20
BATCH_ROWS: Final = 1024
RATIO: Final = 200
"""Columns of texts are not packed so well."""
EXTRA: Final = "parquet"


def read_parquet(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a Parquet file. Raises InputError, DependencyError."""
    parquet = need("pyarrow.parquet", extra=EXTRA, what="Reading .parquet")
    if not file.head.startswith(b"PAR1"):
        file.refuse_known_kinds()
        raise file.error("is no Parquet file, whatever its name says. Check where it comes from.")
    with file.on_disk(DISK) as opened:
        try:
            table = parquet.ParquetFile(opened, buffer_size=1 << 16, pre_buffer=False)
        except Exception as error:  # pyarrow has no one class for what is broken
            raise file.error(f"is no whole Parquet file ({_line(error)}). Copy or download it again.") from None
        layout = layout_of(table.schema_arrow.names, file)
        first = 1
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            try:
                yield from _group(table, group, first, layout, file)
            except InputError as error:
                yield error
            first += rows


def _group(table: Any, group: int, first: int, layout: Layout, file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a row group. Raises InputError if it is damaged or too large."""
    about = table.metadata.row_group(group)
    number, last = first, first + about.num_rows - 1
    _refuse_bomb(about, f"rows {first} to {last}", file)
    size = int(max(1, min(BATCH_ROWS, BATCH_BYTES * about.num_rows // max(1, about.total_byte_size))))
    batches = table.iter_batches(batch_size=size, row_groups=[group], use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except Exception as error:  # as above
            place = f"rows {number} to {last}"
            raise file.error(f"can't be read ({_line(error)}). Copy or download it again.", place) from None
        if batch is None:
            break
        for at in range(batch.num_rows):
            try:
                yield _article([column[at] for column in batch.columns], number, layout, file)
            except InputError as error:
                yield error
            number += 1
    if number <= last:
        raise file.error("are not there. Copy or download it again.", f"rows {number} to {last}")


def _article(scalars: list[Any], number: int, layout: Layout, file: File) -> Input:
    place, text = f"row {number}", _bare(scalars[layout.text])
    buffer = text.as_buffer() if hasattr(text, "as_buffer") else None
    if buffer is not None and buffer.size > file.options.text_bytes:
        raise too_long(file, place, what="the article")
    warnings: tuple[Warning, ...] = ()
    try:
        value = text.as_py()
    except UnicodeDecodeError:  # what is not UTF-8 is decoded as a file would be
        value = text.as_buffer().to_pybytes()
    if isinstance(value, bytes):
        value, warnings = decoded(value, file, place)
    cells = [value if at == layout.text else _value(scalar) for at, scalar in enumerate(scalars)]
    return table_article(cells, layout, file, place, number, warnings=warnings)


def _refuse_bomb(about: Any, place: str, file: File) -> None:
    for column in map(about.column, range(about.num_columns)):
        size = column.total_uncompressed_size
        if size > file.options.row_size and size > RATIO * column.total_compressed_size:
            raise file.error(
                f"the column {column.path_in_schema!r} would take {size:,} bytes, {RATIO} times what it has in the "
                "file, which no articles do. It is not read.",
                place,
            )


def _value(scalar: Any) -> Any:
    """Convert a value to Python's; broken text, and times that Python does not have, to strings."""
    scalar = _bare(scalar)
    try:
        return _coarser(scalar).as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes().decode("utf-8", "replace")
    except (ValueError, OverflowError):
        return str(scalar.cast("string")).replace(" ", "T", 1)


def _coarser(scalar: Any) -> Any:
    """Convert nanoseconds, for which Python would need pandas, to microseconds. Raises ValueError if some are lost."""
    arrow = need("pyarrow", extra=EXTRA, what="Reading .parquet")
    if scalar.type == arrow.duration("ns"):
        return scalar.cast(arrow.duration("us"))
    if arrow.types.is_timestamp(scalar.type) and scalar.type.unit == "ns":
        return scalar.cast(arrow.timestamp("us", tz=scalar.type.tz))
    return scalar


def _bare(scalar: Any) -> Any:
    """Return the value that an index into a dictionary stands for."""
    return scalar.value if hasattr(scalar, "dictionary") else scalar


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
