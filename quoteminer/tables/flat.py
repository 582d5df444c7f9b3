"""Records as rows of the flat table, and as an Arrow table of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import InputError, check_argument, is_iterable, need
from quoteminer.output.jsontext import dump, plain
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.tables.columns import COLUMNS, LIST_SEPARATOR, META_COLUMNS, Cell
from quoteminer.tables.quotation_tool import named_mentions, quotation_tool_cells

if TYPE_CHECKING:
    import pyarrow

Cells = dict[str, Cell]
"""Cells of some columns by their names; those that are missing are None."""
Row = tuple[Cell, ...]
"""The cells of COLUMNS, in that order."""
BATCH_ROWS: Final = 4096
"""Rows that `to_table` converts at a time."""
REPLACEMENT: Final = "\ufffd"
"""Stands for what a format can't hold (Unicode's replacement character)."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def to_table(records: ArticleRecord | Iterable[ArticleRecord]) -> pyarrow.Table:
    """Make an Arrow table with one row a quote.

    Whatever reads Arrow takes it: ``pandas.DataFrame.from_arrow(table)``, ``table.to_pandas()``,
    ``polars.DataFrame(table)``, ``duckdb.sql("select … from table")``.

    Args:
        records: one record, or any number of them; an article without quotes has no row.

    Returns:
        A table with the columns of ``quoteminer.tables.columns.COLUMNS``: string, int64, double, bool, all nullable.

    Raises:
        DependencyError: pyarrow is not installed (extra "parquet").
        InputError: one of the records is something else.
        ConfigError: ``records`` is neither.
    """
    allowed = isinstance(records, ArticleRecord) or is_iterable(records)
    check_argument("records", records, "a record, or an iterable of records", allowed=allowed)
    arrow = need("pyarrow", extra="parquet", what="to_table")
    types = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "truth": arrow.bool_()}
    schema = arrow.schema([(name, types[column.type]) for name, column in COLUMNS.items()])
    rows = (row for record in ([records] if isinstance(records, ArticleRecord) else records) for row in rows_of(record))
    batches = []
    while batch := list(islice(rows, BATCH_ROWS)):
        cells = zip(zip(*batch, strict=True), schema.types, strict=True)
        batches.append(arrow.record_batch([arrow.array(column, type) for column, type in cells], schema=schema))
    return arrow.Table.from_batches(batches, schema)


def rows_of(record: ArticleRecord) -> Iterator[Row]:
    """Yield one row a quote, in the order of the record.

    Lone surrogates, which UTF-8 can't hold, become U+FFFD. Raises InputError if it is not a record.
    """
    if not isinstance(record, ArticleRecord):
        raise InputError(f"expected an ArticleRecord, got {type(record).__name__}. Give records.")
    own, rest = split_meta(record.meta)
    model = f"{record.model.name} {record.model.version}"
    article: Cells = {"text_id": record.id, "source": record.source, **own, "meta": rest, "model": model}
    speakers: dict[int | None, Speaker] = {speaker.id: speaker for speaker in record.speakers}
    named = named_mentions(record.speakers)
    for quote in record.quotes:
        speaker = speakers.get(quote.speaker)
        cells = article | _quote_cells(quote) | quotation_tool_cells(record, quote, speaker, named)
        if speaker:
            cells |= _speaker_cells(speaker)
        yield tuple(without_surrogates(cells.get(name)) for name in COLUMNS)


def without_surrogates(value: Any) -> Any:
    """Replace lone surrogates in a text, which UTF-8 can't hold, by U+FFFD. Return other values as they are."""
    return _SURROGATE.sub(REPLACEMENT, value) if isinstance(value, str) else value


def split_meta(meta: Mapping[str, Any]) -> tuple[dict[str, str | None], str | None]:
    """Split metadata into META_COLUMNS, in whatever case, and the rest as JSON text (None: no rest)."""
    rest = plain(meta)
    own = dict.fromkeys(META_COLUMNS)
    for name in META_COLUMNS:
        keys = [name, *(key for key in rest if key.strip().lower() == name)]
        key = next((key for key in keys if isinstance(rest.get(key), str | bool | int | float)), None)
        if key is not None:
            value = rest.pop(key)
            own[name] = value if isinstance(value, str) else dump(value)
    return own, dump(rest) if rest else None


def _quote_cells(quote: Quote) -> Cells:
    cells: Cells = {
        "quote_id": quote.id,
        "quote": quote.text,
        "quote_type": quote.type,
        "confidence": float(quote.confidence),
        "status": quote.status,
        "act": quote.act,
        "start": quote.start,
        "end": quote.end,
        "paragraph": quote.paragraph,
        "flags": LIST_SEPARATOR.join(quote.flags) or None,
        "why": quote.why or None,
        "spans": dump(quote.spans),
    }
    if cue := quote.cue:
        cells |= {"cue": cue.text, "cue_lemma": cue.lemma, "cue_start": cue.start, "cue_end": cue.end}
    if mention := quote.mention:
        cells |= {"speaker_mention": mention.text, "mention_kind": mention.kind}
        cells |= {"mention_start": mention.start, "mention_end": mention.end}
    return cells


def _speaker_cells(speaker: Speaker) -> Cells:
    cells: Cells = {
        "speaker": speaker.name,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "speaker_kind": speaker.kind,
        "aliases": LIST_SEPARATOR.join(speaker.aliases) or None,
        "speaker_id": speaker.id,
    }
    if known := speaker.known:
        cells["known_status"] = known.status
        if row := known.row:
            cells |= {"known_key": row.key, "known_name": row.name, "known_score": float(row.score)}
    return cells
