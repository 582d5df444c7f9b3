"""A record as rows of the flat table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from quoteminer.output.jsontext import dump, plain
from quoteminer.records import ArticleRecord, Cue, Known, Mention, Quote, Speaker
from quoteminer.tables.columns import COLUMNS, LIST_SEPARATOR, META_COLUMNS, Cell
from quoteminer.tables.quotation_tool import Named, quotation_tool_cells

Cells = dict[str, Cell]
"""Those of some columns by their names; where one is missing, its cell is None."""
Row = tuple[Cell, ...]
"""The cells of COLUMNS, in that order."""
REPLACEMENT: Final = "\ufffd"
"""Stands for what a format can't hold (Unicode's replacement character)."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def rows_of(record: ArticleRecord) -> Iterator[Row]:
    """One row a quote, in the order of the record. Lone surrogates, which UTF-8 can't hold, are U+FFFD in it."""
    article = _article_cells(record)
    speakers = {speaker.id: speaker for speaker in record.speakers}
    named = Named(record.speakers)
    for quote in record.quotes:
        speaker = None if quote.speaker is None else speakers.get(quote.speaker)
        cells = {
            **article,
            **_quote_cells(quote),
            **_cue_cells(quote.cue),
            **_mention_cells(quote.mention),
            **_speaker_cells(speaker),
            **quotation_tool_cells(record, quote, speaker, named),
        }
        yield tuple(_valid(cells.get(name)) for name in COLUMNS)


def without_surrogates(text: str) -> str:
    """The text as UTF-8 can hold it."""
    return _SURROGATE.sub(REPLACEMENT, text)


def split_meta(meta: Mapping[str, Any]) -> tuple[dict[str, str | None], str | None]:
    """What has a column of its own, whatever capitals it is written with, and the rest as JSON text, None where there
    is none."""
    rest = plain(meta)
    own = {name: _taken(rest, name) for name in META_COLUMNS}
    return own, dump(rest) if rest else None


def _taken(meta: dict[str, Any], name: str) -> str | None:
    keys = [name, *(key for key in meta if key.strip().lower() == name)]
    key = next((key for key in keys if _is_scalar(meta.get(key))), None)
    return None if key is None else _text(meta.pop(key))


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | bool | int | float)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else dump(value)


def _article_cells(record: ArticleRecord) -> Cells:
    own, rest = split_meta(record.meta)
    model = f"{record.model.name} {record.model.version}"
    return {"text_id": record.id, "source": record.source, **own, "meta": rest, "model": model}


def _quote_cells(quote: Quote) -> Cells:
    return {
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
        "spans": dump([list(span) for span in quote.spans]),
    }


def _cue_cells(cue: Cue | None) -> Cells:
    if not cue:
        return {}
    return {"cue": cue.text, "cue_lemma": cue.lemma, "cue_start": cue.start, "cue_end": cue.end}


def _mention_cells(mention: Mention | None) -> Cells:
    if not mention:
        return {}
    return {
        "speaker_mention": mention.text,
        "mention_kind": mention.kind,
        "mention_start": mention.start,
        "mention_end": mention.end,
    }


def _speaker_cells(speaker: Speaker | None) -> Cells:
    if not speaker:
        return {}
    return {
        "speaker": speaker.name,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "speaker_kind": speaker.kind,
        "aliases": LIST_SEPARATOR.join(speaker.aliases) or None,
        "speaker_id": speaker.id,
        **_known_cells(speaker.known),
    }


def _known_cells(known: Known | None) -> Cells:
    if not known:
        return {}
    row = known.row
    if not row:
        return {"known_status": known.status}
    return {
        "known_status": known.status,
        "known_key": row.key,
        "known_name": row.name,
        "known_score": float(row.score),
    }


def _valid(cell: Cell) -> Cell:
    return without_surrogates(cell) if isinstance(cell, str) else cell
