"""Whether a record that a request brings is one: it may have been corrected by hand, or come from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator

from quoteminer.errors import InputError
from quoteminer.records import ArticleRecord, Quote, record_schema
from quoteminer.types import Span


def checked_record(value: dict[str, Any]) -> ArticleRecord:
    """The record of a request.

    Raises:
        InputError: it does not obey the schema, has no text, points out of its text or to speakers that it hasn't.
    """
    fault = next(iter(sorted(_validator().iter_errors(value), key=lambda error: list(map(str, error.path)))), None)
    if fault is not None:
        where = ".".join(map(str, fault.absolute_path)) or "record"
        raise InputError(f"{where}: {fault.message[:300]}. Compare it with the schema of records.")
    record = ArticleRecord.from_dict(value)
    for problem in _problems(record):
        raise InputError(f"{problem}. Give the record as it came, with its text; change speakers and types alone.")
    return record


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(record_schema())


def _problems(record: ArticleRecord) -> Iterator[str]:
    if record.text is None:
        yield "record: has no text"
        return
    speakers = {speaker.id for speaker in record.speakers}
    if len(speakers) < len(record.speakers):
        yield "speakers: two have the same id"
    if len({quote.id for quote in record.quotes}) < len(record.quotes):
        yield "quotes: two have the same id"
    for speaker in record.speakers:
        yield from _outside(record.text, speaker.mentions, f"speakers: the mentions of {speaker.id}")
    for quote in record.quotes:
        if quote.speaker is not None and quote.speaker not in speakers:
            yield f"quotes: {quote.id} has a speaker that there is not"
        for name, spans in _spans_of(quote):
            yield from _outside(record.text, spans, f"quotes: the {name} of {quote.id}")


def _spans_of(quote: Quote) -> Iterator[tuple[str, tuple[Span, ...]]]:
    yield "spans", quote.spans
    yield "span", ((quote.start, quote.end),)
    if quote.cue:
        yield "cue", quote.cue.spans
    if quote.mention:
        yield "mention", ((quote.mention.start, quote.mention.end),)


def _outside(text: str, spans: tuple[Span, ...], what: str) -> Iterator[str]:
    if any(not 0 <= start < end <= len(text) for start, end in spans):
        yield f"{what} do not lie in the text"
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        yield f"{what} overlap or stand in another order"
