"""Whole records as rows, one an article, for Parquet and other formats with nested columns. Nothing is lost.

A row has the fields of the record as ``record.schema.json`` names them, with these differences: pairs of positions are
structs of ``start`` and ``end``; a cue always has its ``spans``; ``meta`` and the ``columns`` of known people, which
can hold anything, are JSON text; ``record_json`` is the record as JSON text where the row can't hold it exactly (lone
surrogates, which UTF-8 has no place for, are U+FFFD in the other columns), else null.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.extras import need
from quoteminer.jsontext import dump
from quoteminer.records import ArticleRecord
from quoteminer.tables.flat import without_surrogates

EXTRA: Final = "parquet"
EXACT: Final = "record_json"
_NUMBERS: Final = ("confidence", "score")
"""Columns of numbers that need not be whole."""
READ_ROWS: Final = 100
"""Articles that are read at a time."""


def to_row(record: ArticleRecord) -> dict[str, Any]:
    """Convert a record to a row of `arrow_schema`, of plain Python values."""
    value = record.to_dict()
    row = {
        **value,
        "meta": dump(value["meta"]),
        "quotes": [_quote_row(one) for one in value["quotes"]],
        "speakers": [_speaker_row(one) for one in value["speakers"]],
        "text": record.text,
        EXACT: None,
    }
    valid: dict[str, Any] = _valid(row)
    return valid if valid == row else {**valid, EXACT: record.to_json()}


def from_row(row: Mapping[str, Any]) -> ArticleRecord:
    """Convert a row of `to_row` back to the record, also if other libraries (pandas, Ray) have turned lists into arrays
    and None into NaN.

    Raises:
        InputError: the row is no record.
    """
    plain = _plain(row)
    try:
        if plain.get(EXACT) is not None:
            return ArticleRecord.from_json(plain[EXACT])
        value = {
            **plain,
            "meta": json.loads(plain["meta"]),
            "quotes": [_quote_value(one) for one in plain["quotes"]],
            "speakers": [_speaker_value(one) for one in plain["speakers"]],
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"This row is no record: {error!r}. Give a row that quoteminer wrote, with all columns."
        ) from None
    return ArticleRecord.from_dict(value)


def read_records(path: str | Path) -> Iterator[ArticleRecord]:
    """Yield the records of a Parquet file that quoteminer wrote.

    Raises:
        InputError: the file can't be read, or has other rows.
        DependencyError: pyarrow is not installed.
    """
    pyarrow = need("pyarrow", extra=EXTRA, what="Reading parquet")
    parquet = need("pyarrow.parquet", extra=EXTRA, what="Reading parquet")
    try:
        with parquet.ParquetFile(path) as file:
            rows = (row for batch in file.iter_batches(batch_size=READ_ROWS) for row in batch.to_pylist())
            for number, row in enumerate(rows, 1):
                yield _record_of(row, f"{path}, row {number}")
    except (OSError, pyarrow.ArrowException) as error:
        raise InputError(f"{path}: can't be read as Parquet: {error}. Give a file that quoteminer wrote.") from error


def _record_of(row: Mapping[str, Any], where: str) -> ArticleRecord:
    try:
        return from_row(row)
    except InputError as error:
        raise InputError(f"{where}: {error}") from error


def arrow_schema() -> Any:
    """Return the pyarrow.Schema of the rows. Raises DependencyError if pyarrow is not installed."""
    arrow = need("pyarrow", extra=EXTRA, what="Parquet")
    text, number = arrow.string(), arrow.int64()
    span = [("start", number), ("end", number)]
    spans = arrow.list_(arrow.struct(span))
    known_row = [("key", text), ("name", text), ("score", arrow.float64()), ("columns", text)]
    known = [("status", text), *known_row, ("candidates", arrow.list_(arrow.struct(known_row))), ("fitting", number)]
    quote = [
        *[
            ("id", number),
            ("type", text),
            ("act", text),
            ("text", text),
            *span,
            ("spans", spans),
            ("paragraph", number),
        ],
        ("cue", arrow.struct([("text", text), *span, ("lemma", text), ("spans", spans)])),
        ("mention", arrow.struct([("text", text), *span, ("kind", text)])),
        *[("speaker", number), ("status", text), ("confidence", arrow.float64())],
        *[("flags", arrow.list_(text)), ("why", text)],
    ]
    speaker = [
        *[("id", number), ("name", text), ("kind", text), ("role", text), ("affiliation", text)],
        *[("aliases", arrow.list_(text)), ("mentions", spans), ("quotes", arrow.list_(number))],
        ("known", arrow.struct(known)),
    ]
    warning = [("code", text), ("message", text), *span]
    return arrow.schema(
        [
            *[("schema_version", text), ("id", text), ("source", text), ("meta", text)],
            ("quotes", arrow.list_(arrow.struct(quote))),
            ("speakers", arrow.list_(arrow.struct(speaker))),
            ("warnings", arrow.list_(arrow.struct(warning))),
            ("model", arrow.struct([("name", text), ("version", text)])),
            *[("text", text), (EXACT, text)],
        ]
    )


def _quote_row(value: dict[str, Any]) -> dict[str, Any]:
    cue = value["cue"]
    if cue:
        spans = cue.get("spans") or [(cue["start"], cue["end"])]
        cue = {**cue, "spans": _structs(spans)}
    return {**value, "spans": _structs(value["spans"]), "cue": cue}


def _quote_value(row: dict[str, Any]) -> dict[str, Any]:
    cue = row["cue"] and {**row["cue"], "spans": _pairs(row["cue"]["spans"])}
    return {**row, "spans": _pairs(row["spans"]), "cue": cue}


def _speaker_row(value: dict[str, Any]) -> dict[str, Any]:
    known = value["known"]
    if known:
        candidates = [{**one, "columns": dump(one["columns"])} for one in known["candidates"]]
        known = {**known, "columns": dump(known["columns"]), "candidates": candidates}
    return {**value, "mentions": _structs(value["mentions"]), "known": known}


def _speaker_value(row: dict[str, Any]) -> dict[str, Any]:
    known = row["known"]
    if known:
        candidates = [{**one, "columns": json.loads(one["columns"])} for one in known["candidates"]]
        known = {**known, "columns": json.loads(known["columns"]), "candidates": candidates}
    return {**row, "mentions": _pairs(row["mentions"]), "known": known}


def _structs(pairs: Any) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in pairs]


def _pairs(structs: Any) -> list[tuple[int, int]]:
    return [(one["start"], one["end"]) for one in structs]


def _valid(value: Any) -> Any:
    """Replace lone surrogates in a value of any depth."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {key: _valid(item) for key, item in value.items()}
    return [_valid(item) for item in value] if isinstance(value, list) else value


def _plain(value: Any, name: str = "") -> Any:
    """Convert the value under a name: arrays to lists, NaN to None, and to whole numbers what pandas made floats of,
    as it does where some are missing."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {key: _plain(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and name not in _NUMBERS:
        return None if value != value else int(value)
    return None if value != value else value
