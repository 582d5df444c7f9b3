"""Whether a record that a request brings is one: it may have been corrected by hand, or come from anywhere."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from quoteminer.errors import InputError
from quoteminer.jsontext import DEEPEST
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Quote, record_schema, with_quotes
from quoteminer.types import Span

_MOST: Final = 2**31
"""Numbers as large are no position, and no format has to hold them."""


def checked_record(value: dict[str, Any]) -> ArticleRecord:
    """The record of a request.

    Raises:
        InputError: it does not obey the schema, has no text, points out of its text or to speakers that it hasn't.
    """
    check_json(value)
    fault = next(_validator().iter_errors(value), None)
    if fault is not None:
        where = ".".join(map(str, fault.absolute_path)) or "record"
        raise InputError(f"{where}: {fault.message[:300]}. Compare it with the schema of records.")
    record = ArticleRecord.from_dict(value)
    for problem in _problems(record):
        raise InputError(f"{problem}. Give the record as it came, with its text; change speakers and types alone.")
    return replace(record, speakers=with_quotes(record.speakers, record.quotes))


def check_json(value: Any) -> None:
    """Raises InputError where lists and objects are nested deeper than records can hold, or where a number is none,
    which Python reads in JSON though there it can't be."""
    level, depth = [value], 0
    while level:
        if depth > DEEPEST:
            raise InputError(f"The JSON is nested deeper than {DEEPEST} levels. Give it flatter.")
        if any(isinstance(one, float) and not math.isfinite(one) for one in level):
            raise InputError("The JSON has a number that is infinite or none. Give null for it.")
        inner = [one for one in level if isinstance(one, dict | list)]
        level = [item for one in inner for item in (one.values() if isinstance(one, dict) else one)]
        depth += 1


@cache
def _validator() -> Any:
    """Of the schema; integers are Python's own here, which 1.0 is not, and small."""
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: _is_small(value))
    return extend(Draft202012Validator, type_checker=types)(record_schema())


def _is_small(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_MOST < value < _MOST


def _problems(record: ArticleRecord) -> Iterator[str]:
    text = record.text
    if text is None:
        yield "record: has no text"
        return
    speakers = {speaker.id for speaker in record.speakers}
    if len(speakers) < len(record.speakers):
        yield "speakers: two have the same id"
    if len({quote.id for quote in record.quotes}) < len(record.quotes):
        yield "quotes: two have the same id"
    for speaker in record.speakers:
        if not _within(text, speaker.mentions):
            yield f"speakers: the mentions of {speaker.id} do not lie in the text"
    for quote in record.quotes:
        for problem in _problems_of(quote, text, speakers):
            yield f"quotes: {quote.id} has {problem}"


def _problems_of(quote: Quote, text: str, speakers: set[int]) -> Iterator[str]:
    if quote.speaker is not None and quote.speaker not in speakers:
        yield "a speaker that there is not"
    if not all(_within(text, spans) for spans in _spans_of(quote)):
        yield "parts that do not lie in the text"
    if any(first[1] > second[0] for first, second in pairwise(quote.spans)):
        yield "spans that overlap or stand in another order"
    if (quote.start, quote.end) != (quote.spans[0][0], quote.spans[-1][1]):
        yield "another start or end than its spans"
    if quote.text != PART_SEPARATOR.join(text[start:end] for start, end in quote.spans):
        yield "a text that is not what stands there"


def _spans_of(quote: Quote) -> Iterator[tuple[Span, ...]]:
    yield quote.spans
    if quote.cue:
        yield (*quote.cue.spans, (quote.cue.start, quote.cue.end))
    if quote.mention:
        yield ((quote.mention.start, quote.mention.end),)


def _within(text: str, spans: tuple[Span, ...]) -> bool:
    return all(0 <= start < end <= len(text) for start, end in spans)
