"""Whole records as rows, one an article, for Parquet. Nothing is lost.

A row has the fields of the record as `records.record_schema` names them, with these differences: pairs of positions are
structs of ``start`` and ``end``; a cue always has its ``spans``; ``meta`` and the ``columns`` of known people, which
can hold anything, are JSON text; ``record_json`` is the record as JSON text if the row can't hold it exactly (lone
surrogates, which UTF-8 can't hold, are U+FFFD in the other columns), else null.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import InputError, need
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord
from quoteminer.tables.flat import without_surrogates

EXTRA: Final = "parquet"
EXACT: Final = "record_json"
READ_ROWS: Final = 100  # articles that are read at a time
_JSON: Final = ("meta", "columns")
_SPANS: Final = ("spans", "mentions")


def to_row(record: ArticleRecord) -> dict[str, Any]:
    """Convert a record to a row of `arrow_schema`, of plain Python values."""
    value = record.to_dict()
    for quote in value["quotes"]:
        quote.setdefault("checked", None)
        if cue := quote["cue"]:
            cue.setdefault("spans", [(cue["start"], cue["end"])])
    row: dict[str, Any] = {"checked": None, **_to_cell(value), "text": value.get("text"), EXACT: None}
    valid: dict[str, Any] = _valid(row)
    return valid if valid == row else {**valid, EXACT: record.to_json()}


def from_row(row: Mapping[str, Any]) -> ArticleRecord:
    """Convert a row of `to_row` back to the record. Raises InputError if the row is no record."""
    try:
        return ArticleRecord.from_json(row[EXACT]) if row[EXACT] else ArticleRecord.from_dict(_from_cell(row))
    except (KeyError, TypeError, ValueError) as error:
        reason = f"This row is no record: {error!r}. Give a row that quoteminer wrote, with all columns."
        raise InputError(reason) from None


def read_records(path: str | Path) -> Iterator[ArticleRecord]:
    """Yield the records of a Parquet file that quoteminer wrote. Raises InputError if it can't be read or has other
    rows; DependencyError if pyarrow is not installed."""
    pyarrow = need("pyarrow", extra=EXTRA, what="Reading parquet")
    parquet = need("pyarrow.parquet", extra=EXTRA, what="Reading parquet")
    try:
        with parquet.ParquetFile(path) as file:
            rows = (row for batch in file.iter_batches(batch_size=READ_ROWS) for row in batch.to_pylist())
            for number, row in enumerate(rows, 1):
                try:
                    yield from_row(row)
                except InputError as error:
                    raise InputError(f"{path}, row {number}: {error}") from None
    except (OSError, pyarrow.ArrowException) as error:
        raise InputError(f"{path}: can't be read as Parquet: {error}. Give a file that quoteminer wrote.") from error


def arrow_schema() -> Any:
    """Return the pyarrow.Schema of the rows. Raises DependencyError if pyarrow is not installed."""
    arrow = need("pyarrow", extra=EXTRA, what="Parquet")
    text, number, share = arrow.string(), arrow.int64(), arrow.float64()

    def texts(names: str) -> dict[str, Any]:
        return dict.fromkeys(names.split(), text)

    span = {"start": number, "end": number}
    spans = arrow.list_(arrow.struct(span))
    row = {**texts("key name"), "score": share, "columns": text}
    known = {"status": text, **row, "candidates": arrow.list_(arrow.struct(row)), "fitting": number}
    quote = {
        "id": number,
        **texts("type act text"),
        **span,
        "spans": spans,
        "paragraph": number,
        "cue": arrow.struct({"text": text, **span, "lemma": text, "spans": spans}),
        "mention": arrow.struct({"text": text, **span, "kind": text}),
        "speaker": number,
        "status": text,
        "confidence": share,
        "flags": arrow.list_(text),
        "why": text,
        "checked": arrow.struct(texts("by time")),
    }
    speaker = {
        "id": number,
        **texts("name kind role affiliation"),
        "aliases": arrow.list_(text),
        "mentions": spans,
        "quotes": arrow.list_(number),
        "known": arrow.struct(known),
    }
    return arrow.schema(
        {
            **texts("schema_version id source meta"),
            "quotes": arrow.list_(arrow.struct(quote)),
            "speakers": arrow.list_(arrow.struct(speaker)),
            "warnings": arrow.list_(arrow.struct({**texts("code message"), **span})),
            "model": arrow.struct(texts("name version")),
            "checked": arrow.struct(texts("by time")),
            **texts(f"text {EXACT}"),
        }
    )


def _to_cell(value: Any, name: str = "") -> Any:
    """Convert the value of a record's field to that of a column, at any depth."""
    if name in _JSON:
        return dump(value)
    if name in _SPANS:
        return [{"start": start, "end": end} for start, end in value]
    if isinstance(value, dict):
        return {key: _to_cell(item, key) for key, item in value.items()}
    return [_to_cell(item) for item in value] if isinstance(value, list) else value


def _from_cell(value: Any, name: str = "") -> Any:
    if name in _JSON:
        return json.loads(value)
    if name in _SPANS:
        return [(one["start"], one["end"]) for one in value]
    if isinstance(value, Mapping):
        return {key: _from_cell(item, key) for key, item in value.items()}
    return [_from_cell(item) for item in value] if isinstance(value, list) else value


def _valid(value: Any) -> Any:
    """Apply `without_surrogates` at any depth."""
    if isinstance(value, dict):
        return {key: _valid(item) for key, item in value.items()}
    return [_valid(item) for item in value] if isinstance(value, list) else without_surrogates(value)
