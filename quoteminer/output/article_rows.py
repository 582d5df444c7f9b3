"""Convert whole records to rows, one per article, for Parquet. Nothing is lost.

A row has the fields of `record_schema`, but pairs of positions are structs; a cue always has
``spans``, a speaker ``members``; ``meta`` and ``columns`` are JSON text; ``record_json`` is the
whole record as JSON if it has lone surrogates, which the other columns can't hold, else null.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints

from quoteminer.errors import InputError, need
from quoteminer.output.flat import without_surrogates
from quoteminer.records import ArticleRecord
from quoteminer.records.jsontext import dump

EXTRA: Final = "parquet"
EXACT: Final = "record_json"
READ_ROWS: Final = 100  # articles that are read at a time


def to_row(record: ArticleRecord) -> dict[str, Any]:
    """Convert a record to a row of `arrow_schema`, of plain Python values."""
    value = record.to_dict()
    for quote in value["quotes"]:
        quote |= {"checked": None, "time": None, "page": None} | quote
        if cue := quote["cue"]:
            cue.setdefault("spans", [(cue["start"], cue["end"])])
    for speaker in value["speakers"]:
        speaker.setdefault("members", [])
        speaker |= {"role_confidence": None, "affiliation_confidence": None} | speaker
    cells = _converted(value, dump, lambda span: dict(zip(("start", "end"), span, strict=True)))
    row: dict[str, Any] = {"checked": None, **cells, "text": value.get("text"), EXACT: None}
    valid: dict[str, Any] = _converted(
        row, without_surrogates, lambda span: span, without_surrogates
    )
    return valid if valid == row else {**valid, EXACT: record.to_json()}


def from_row(row: Mapping[str, Any]) -> ArticleRecord:
    """Convert a row made by `to_row` back to the record. Raises InputError if the row is not a
    record."""
    try:
        if row[EXACT]:
            return ArticleRecord.from_json(row[EXACT])
        return ArticleRecord.from_dict(
            _converted(row, json.loads, lambda span: (span["start"], span["end"]))
        )
    except (KeyError, TypeError, ValueError) as error:
        reason = (
            f"This row is not QuoteMiner output: {error!r}. Give a row that quoteminer wrote, with"
            " all columns."
        )
        raise InputError(reason) from None


def read_parquet_records(path: str | Path) -> Iterator[ArticleRecord]:
    """Yield the records of a Parquet file that quoteminer wrote. Raises InputError,
    DependencyError."""
    pyarrow = need("pyarrow", extra=EXTRA, what="Reading parquet")
    parquet = need("pyarrow.parquet", extra=EXTRA, what="Reading parquet")
    try:
        with parquet.ParquetFile(path) as file:
            if EXACT not in file.schema_arrow.names:  # before its rows are read, which may be large
                reason = f"has no column {EXACT!r}, so it is not QuoteMiner output"
                raise InputError(f"{path}: {reason}. Give a file that quoteminer wrote.")
            batches = file.iter_batches(batch_size=READ_ROWS)
            rows = (row for batch in batches for row in batch.to_pylist())
            for number, row in enumerate(rows, 1):
                try:
                    yield from_row(row)
                except InputError as error:
                    raise InputError(f"{path}, row {number}: {error}") from None
    except (OSError, ValueError, OverflowError, pyarrow.ArrowException) as error:
        # ValueError: not UTF-8
        reason = str(error).rstrip(".")
        raise InputError(
            f"{path}: can't be read as Parquet: {reason}. Give a file that quoteminer wrote."
        ) from error


def arrow_schema() -> Any:
    """Return the pyarrow.Schema of the rows. Raises DependencyError if pyarrow is not installed."""
    arrow = need("pyarrow", extra=EXTRA, what="Parquet")
    texts = dict.fromkeys(("schema_version", "id", "source", "meta"), str)
    fields = get_type_hints(ArticleRecord)
    parts = {name: fields[name] for name in ("quotes", "speakers", "warnings", "model", "checked")}
    row = {**texts, **parts, "text": str, EXACT: str}
    return arrow.schema({name: _column_type(kind, arrow) for name, kind in row.items()})


def _column_type(kind: Any, arrow: Any) -> Any:
    if is_dataclass(kind):
        return arrow.struct(
            {name: _column_type(field, arrow) for name, field in get_type_hints(kind).items()}
        )
    if kind == tuple[int, int]:
        return arrow.struct({"start": arrow.int64(), "end": arrow.int64()})
    if get_origin(kind) is tuple:  # of any length
        return arrow.list_(_column_type(get_args(kind)[0], arrow))
    if type(None) in get_args(kind):  # the fields of all columns can be null
        return _column_type(get_args(kind)[0], arrow)
    types = {int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    return types.get(kind, arrow.string())


_Change = Callable[[Any], Any]


def _converted(
    value: Any, text: _Change, span: _Change, other: _Change = lambda value: value, name: str = ""
) -> Any:
    """Convert the JSON columns, the spans and the other values of a row, at any depth."""
    if name in ("meta", "columns"):
        return text(value)
    if name in ("spans", "mentions", "pronoun_mentions"):
        return [span(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _converted(item, text, span, other, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_converted(item, text, span, other) for item in value]
    return other(value)
