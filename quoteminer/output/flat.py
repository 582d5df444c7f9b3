"""Convert records to rows of a flat table with one row per quote, and to an Arrow table. The
columns from ``quote_entities`` to ``is_floating_quote`` are those of the quotation-tool of the
Australian Text Analytics Platform (ATAP), without those that repeat others
(``QuotationTool.get_quotes`` of
https://github.com/Australian-Text-Analytics-Platform/quotation-tool).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quoteminer.errors import InputError, check_argument, is_iterable, need
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Quote, Speaker
from quoteminer.records.jsontext import dump, plain
from quoteminer.text.article import SURROGATE

if TYPE_CHECKING:
    import pyarrow


class Column(NamedTuple):
    """A column: the type of its cells (a key of `_arrow_types`) and their meaning."""

    type: str
    meaning: str


_LINES: Final = (
    files(__package__).joinpath("columns.tsv").read_text(encoding="utf-8").splitlines()[1:]
)
COLUMNS: Final[Mapping[str, Column]] = {
    name: Column(*cells) for name, *cells in (line.split("\t") for line in _LINES)
}
"""The columns in order; new ones are added at the end."""
META_COLUMNS: Final = ("title", "date", "author", "url")
"""Metadata of the input with separate columns; names are compared without case."""
LIST_SEPARATOR: Final = "; "  # between aliases, and between flags
REPLACEMENT: Final = "\ufffd"  # replaces what a format can't hold
BATCH_ROWS: Final = 4096  # rows that `to_table` converts at a time
Cell = str | int | float | bool | None
"""A value of a column, of the column's type or None. A text is always valid UTF-8."""
Cells = dict[str, Any]
"""Cells of some columns by their names, lists and dates as such; those that are missing are
None."""
Row = tuple[Cell, ...]
"""The cells of COLUMNS, in that order."""
# columns, and the fields that they have
_OF_QUOTE: Final = {"quote_id": "id", "quote": "text", "quote_type": "type"} | {
    name: name for name in "status act start end paragraph page flags spans time doubtful".split()
}
_OF_CUE: Final = {"cue": "text", "cue_lemma": "lemma", "cue_start": "start", "cue_end": "end"}
_OF_MENTION: Final = {
    "speaker_mention": "text",
    "mention_kind": "kind",
    "mention_start": "start",
    "mention_end": "end",
}
_OF_SPEAKER: Final = {"speaker": "name", "speaker_kind": "kind", "speaker_id": "id"} | {
    name: name
    for name in "role affiliation role_confidence affiliation_confidence aliases pronouns".split()
}
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_LABELS: Final = {"person": "PERSON", "org": "ORG"}  # spaCy's labels; unnamed speakers have none


def to_table(records: ArticleRecord | Iterable[ArticleRecord]) -> pyarrow.Table:
    """Make an Arrow table with one row per quote.

    Pass it to any library that reads Arrow: ``pandas.DataFrame.from_arrow(table)``,
    ``table.to_pandas()``, ``polars.DataFrame(table)``, ``duckdb.sql("select … from table")``.

    Args:
        records: one record, or an iterable of records; an article without quotes has no row.

    Returns:
        A table with the columns of ``quoteminer.output.flat.COLUMNS``: string, int64, double, bool,
        date32 and lists, all nullable.

    Raises:
        DependencyError: pyarrow is not installed (extra "parquet").
        InputError: an item is not a record.
        ConfigError: ``records`` is neither a record nor an iterable.
    """
    allowed = isinstance(records, ArticleRecord) or is_iterable(records)
    check_argument("records", records, "a record, or an iterable of records", allowed=allowed)
    arrow = need("pyarrow", extra="parquet", what="to_table")
    rows = (
        row
        for record in ([records] if isinstance(records, ArticleRecord) else records)
        for row in typed_rows_of(record)
    )
    batches = []
    while batch := list(islice(rows, BATCH_ROWS)):
        batches.append(arrow_batch(batch))
    return arrow.Table.from_batches(batches, flat_schema())


def flat_schema() -> pyarrow.Schema:
    """Return the schema of the columns. Raises DependencyError if pyarrow is not installed."""
    arrow = need("pyarrow", extra="parquet", what="The table")
    types = _arrow_types(arrow)
    return arrow.schema([(name, types[column.type]) for name, column in COLUMNS.items()])


def arrow_batch(rows: Sequence[tuple[Any, ...]]) -> pyarrow.RecordBatch:
    """Return rows of `typed_rows_of`, at least one, as an Arrow batch."""
    schema = flat_schema()
    arrow = need("pyarrow", extra="parquet", what="The table")
    cells = zip(zip(*rows, strict=True), schema.types, strict=True)
    return arrow.record_batch([arrow.array(column, type) for column, type in cells], schema=schema)


def _arrow_types(arrow: Any) -> dict[str, Any]:
    texts = arrow.list_(arrow.string())
    return {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "truth": arrow.bool_(),
        "date": arrow.date32(),
        "texts": texts,
        "names": arrow.list_(texts),
        "positions": arrow.list_(arrow.list_(arrow.int64())),
    }


def rows_of(record: ArticleRecord) -> Iterator[Row]:
    """Yield one row per quote, with `without_surrogates`; lists and dates are texts. Raises
    InputError if ``record`` is not a record."""
    for cells in _cells_of(record):
        yield tuple(
            without_surrogates(_plain(cells.get(name), column.type))
            for name, column in COLUMNS.items()
        )


def typed_rows_of(record: ArticleRecord) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `rows_of` with lists and dates as such."""
    for cells in _cells_of(record):
        yield tuple(without_surrogates(cells.get(name)) for name in COLUMNS)


def _plain(cell: Any, type: str) -> Cell:
    if type == "texts" and cell is not None:
        return LIST_SEPARATOR.join(cell) or None
    if type == "date" and cell is not None:
        return str(cell.isoformat())
    return dump(cell) if type in ("positions", "names") else cell


def _cells_of(record: ArticleRecord) -> Iterator[Cells]:
    """Yield the cells of each quote."""
    if not isinstance(record, ArticleRecord):
        raise InputError(f"expected an ArticleRecord, got {type(record).__name__}. Give records.")
    own, rest = split_meta(record.meta)
    article: Cells = {
        "text_id": record.id,
        "source": record.source,
        **own,
        "meta": rest,
        "model": f"{record.model.name} {record.model.version}",
        "published": day_of(record.meta),
    }
    speakers: dict[int | None, Speaker] = {speaker.id: speaker for speaker in record.speakers}
    named = sorted(
        (*span, speaker.name, _LABELS[speaker.kind])
        for speaker in record.speakers
        if speaker.kind in _LABELS
        for span in speaker.mentions
    )
    for quote in record.quotes:
        speaker = speakers.get(quote.speaker)
        cells = article | _quote_cells(quote) | _quotation_tool_cells(quote, speaker, named)
        if speaker:
            cells |= _speaker_cells(speaker)
        yield cells


def without_surrogates(value: Any) -> Any:
    """Replace lone surrogates in a text, or in the texts of a list, which UTF-8 can't hold, by
    U+FFFD. Return other values as they are."""
    if isinstance(value, list | tuple):
        return [without_surrogates(item) for item in value]
    return SURROGATE.sub(REPLACEMENT, value) if isinstance(value, str) else value


def split_meta(meta: Mapping[str, Any]) -> tuple[dict[str, str | None], str | None]:
    """Split metadata into META_COLUMNS, compared without case, and the rest as JSON text (None: no
    rest)."""
    rest = plain(meta)
    own = dict.fromkeys(META_COLUMNS)
    for name in META_COLUMNS:
        keys = [name, *(key for key in rest if key.strip().lower() == name)]
        key = next(
            (key for key in keys if isinstance(rest.get(key), str | bool | int | float)), None
        )
        if key is not None:
            value = rest.pop(key)
            own[name] = value if isinstance(value, str) else dump(value)
    return own, dump(rest) if rest else None


def day_of(meta: Mapping[str, Any]) -> date | None:
    """Return the day of an article, None if its date has none that can be read."""
    from quoteminer.linking.stories import date_of  # loads the lists of names

    known = date_of(meta)
    return date.fromisoformat(known) if len(known) == len("2016-09-26") else None


def _quote_cells(quote: Quote) -> Cells:
    cells: Cells = _cells(_OF_QUOTE, quote)
    cells |= {"confidence": float(quote.confidence), "why": quote.why or None}
    if quote.cue:
        cells |= _cells(_OF_CUE, quote.cue)
    if quote.mention:
        cells |= _cells(_OF_MENTION, quote.mention)
    return cells


def _speaker_cells(speaker: Speaker) -> Cells:
    cells: Cells = _cells(_OF_SPEAKER, speaker)
    if known := speaker.known:
        cells["known_status"] = known.status
        if row := known.row:
            cells |= {"known_key": row.key, "known_name": row.name, "known_score": float(row.score)}
    return cells


def _cells(columns: Mapping[str, str], part: object) -> Cells:
    return {column: getattr(part, field) for column, field in columns.items()}


def _quotation_tool_cells(
    quote: Quote, speaker: Speaker | None, named: Sequence[tuple[int, int, str, str]]
) -> Cells:
    """Return the cells in the form of ATAP's table. ``named``: start, end, name and label of each
    mention of a speaker with a name, in text order."""
    within: dict[tuple[str, str], None] = {}
    for start, end in quote.spans:
        inside = named[bisect_left(named, (start,)) : bisect_left(named, (end,))]
        within |= {
            (name, label): None for _, mention_end, name, label in inside if mention_end <= end
        }
    named_speaker = [speaker] if speaker is not None and speaker.kind in _LABELS else []
    return {
        "quote_entities": list(within),
        "speaker_entities": [(entity.name, _LABELS[entity.kind]) for entity in named_speaker],
        "quote_token_count": len(_TOKEN.findall(quote.text.replace(PART_SEPARATOR, " "))),
        "is_floating_quote": quote.cue is None,
    }
