"""Convert records to rows of a flat table with one row per quote, and to an Arrow table. The
columns from ``text_name`` on have the form of the quotation-tool of the Australian Text Analytics
Platform (ATAP), for programs that read its tables (``QuotationTool.get_quotes`` of
https://github.com/Australian-Text-Analytics-Platform/quotation-tool).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quoteminer.errors import InputError, check_argument, is_iterable, need
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Cue, Mention, Quote, Speaker
from quoteminer.records.jsontext import dump, plain

if TYPE_CHECKING:
    import pyarrow


class Column(NamedTuple):
    """A column: the type of its cells ("text", "integer", "number" or "truth") and their
    meaning."""

    type: str
    meaning: str


_LINES: Final = (
    files(__package__).joinpath("columns.tsv").read_text(encoding="utf-8").splitlines()[1:]
)
COLUMNS: Final[Mapping[str, Column]] = {
    name: Column(*cells) for name, *cells in (line.split("\t") for line in _LINES)
}
"""The columns in order. A name never changes its meaning; new columns are added at the end."""
META_COLUMNS: Final = ("title", "date", "author", "url")
"""Metadata of the input with separate columns; names are compared without case."""
LIST_SEPARATOR: Final = "; "  # between aliases, and between flags
REPLACEMENT: Final = "\ufffd"  # replaces what a format can't hold
BATCH_ROWS: Final = 4096  # rows that `to_table` converts at a time
Cell = str | int | float | bool | None
"""A value of a column, of the column's type or None. A text is always valid UTF-8."""
Cells = dict[str, Cell]
"""Cells of some columns by their names; those that are missing are None."""
Row = tuple[Cell, ...]
"""The cells of COLUMNS, in that order."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
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
        all nullable.

    Raises:
        DependencyError: pyarrow is not installed (extra "parquet").
        InputError: an item is not a record.
        ConfigError: ``records`` is neither a record nor an iterable.
    """
    allowed = isinstance(records, ArticleRecord) or is_iterable(records)
    check_argument("records", records, "a record, or an iterable of records", allowed=allowed)
    arrow = need("pyarrow", extra="parquet", what="to_table")
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "truth": arrow.bool_(),
    }
    schema = arrow.schema([(name, types[column.type]) for name, column in COLUMNS.items()])
    rows = (
        row
        for record in ([records] if isinstance(records, ArticleRecord) else records)
        for row in rows_of(record)
    )
    batches = []
    while batch := list(islice(rows, BATCH_ROWS)):
        cells = zip(zip(*batch, strict=True), schema.types, strict=True)
        batches.append(
            arrow.record_batch([arrow.array(column, type) for column, type in cells], schema=schema)
        )
    return arrow.Table.from_batches(batches, schema)


def rows_of(record: ArticleRecord) -> Iterator[Row]:
    """Yield one row per quote, with `without_surrogates`. Raises InputError if ``record`` is not a
    record."""
    if not isinstance(record, ArticleRecord):
        raise InputError(f"expected an ArticleRecord, got {type(record).__name__}. Give records.")
    own, rest = split_meta(record.meta)
    model = f"{record.model.name} {record.model.version}"
    article: Cells = {
        "text_id": record.id,
        "source": record.source,
        **own,
        "meta": rest,
        "model": model,
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
        cells = (
            article
            | {"text_name": record.id}
            | _quote_cells(quote)
            | _quotation_tool_cells(quote, speaker, named)
        )
        if speaker:
            cells |= _speaker_cells(speaker)
        yield tuple(without_surrogates(cells.get(name)) for name in COLUMNS)


def without_surrogates(value: Any) -> Any:
    """Replace lone surrogates in a text, which UTF-8 can't hold, by U+FFFD. Return other values as
    they are."""
    return _SURROGATE.sub(REPLACEMENT, value) if isinstance(value, str) else value


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
        "page": quote.page,
        "flags": LIST_SEPARATOR.join(quote.flags) or None,
        "why": quote.why or None,
        "spans": dump(quote.spans),
        "time": quote.time,
        "doubtful": quote.doubtful,
    }
    if cue := quote.cue:
        cells |= {
            "cue": cue.text,
            "cue_lemma": cue.lemma,
            "cue_start": cue.start,
            "cue_end": cue.end,
        }
    if mention := quote.mention:
        cells |= {"speaker_mention": mention.text, "mention_kind": mention.kind}
        cells |= {"mention_start": mention.start, "mention_end": mention.end}
    return cells


def _speaker_cells(speaker: Speaker) -> Cells:
    cells: Cells = {
        "speaker": speaker.name,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "role_confidence": speaker.role_confidence,
        "affiliation_confidence": speaker.affiliation_confidence,
        "speaker_kind": speaker.kind,
        "aliases": LIST_SEPARATOR.join(speaker.aliases) or None,
        "speaker_id": speaker.id,
        "pronouns": speaker.pronouns,
    }
    if known := speaker.known:
        cells["known_status"] = known.status
        if row := known.row:
            cells |= {"known_key": row.key, "known_name": row.name, "known_score": float(row.score)}
    return cells


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
    is_entity = speaker is not None and speaker.kind in _LABELS
    return {
        "quote_index": _pair(quote),
        "quote_entities": dump(list(within)),
        "speaker_index": _pair(quote.mention),
        "speaker_entities": dump(
            [[speaker.name, _LABELS[speaker.kind]]] if speaker and is_entity else []
        ),
        "verb": quote.cue.text if quote.cue else None,
        "verb_index": _pair(quote.cue),
        "quote_token_count": len(_TOKEN.findall(quote.text.replace(PART_SEPARATOR, " "))),
        "is_floating_quote": quote.cue is None,
    }


def _pair(part: Quote | Cue | Mention | None) -> str | None:
    return f"({part.start}, {part.end})" if part else None
