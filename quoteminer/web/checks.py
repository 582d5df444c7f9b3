"""Checks of the record that a request brings: it may have been corrected by hand, or come from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from quoteminer.errors import InputError
from quoteminer.output.jsontext import DEEPEST, plain
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Quote, with_quotes
from quoteminer.types import Span


def checked_record(value: dict[str, Any]) -> ArticleRecord:
    """Return the record of a request, each speaker with the ids of its quotes.

    Raises:
        InputError: the value is no record, or it lacks its text, points out of it, or names speakers that it lacks.
    """
    check_json(value)
    record = ArticleRecord.from_dict(value)
    for problem in _problems(record):
        raise InputError(f"{problem}. Give the record as it came, with its text; change speakers and types alone.")
    return replace(record, speakers=with_quotes(record.speakers, record.quotes))


def check_json(value: Any) -> None:
    """Raise InputError for what a record can't hold: deep nesting, and NaN or infinity, which Python's reader takes."""
    if plain(value) != value:
        raise InputError(
            f"The JSON has a number that is infinite or none, or is nested deeper than {DEEPEST} levels. Give null for "
            "such a number; leave out what is nested so deeply."
        )


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
        if not speaker.name:
            yield f"speakers: {speaker.id} has no name"
        if not _within(text, speaker.mentions):
            yield f"speakers: the mentions of {speaker.id} do not lie in the text"
    for quote in record.quotes:
        if quote.speaker is not None and quote.speaker not in speakers:
            yield f"quotes: {quote.id} has a speaker that is not among the speakers"
        for problem in _misplaced(quote, text):
            yield f"quotes: {quote.id} has {problem}"


def _misplaced(quote: Quote, text: str) -> Iterator[str]:
    """Yield what is wrong with the positions of a quote."""
    if not quote.spans:
        yield "no spans"
    others = [(part.start, part.end) for part in (quote.cue, quote.mention) if part]
    if not _within(text, (*quote.spans, *(quote.cue.spans if quote.cue else ()), *others)):
        yield "parts that do not lie in the text"
    if any(first[1] > second[0] for first, second in pairwise(quote.spans)):
        yield "spans that overlap or are not in text order"
    if (quote.start, quote.end) != (quote.spans[0][0], quote.spans[-1][1]):
        yield "a start or end that differs from its spans"
    if quote.text != PART_SEPARATOR.join(text[start:end] for start, end in quote.spans):
        yield "a text that differs from the article there"


def _within(text: str, spans: tuple[Span, ...]) -> bool:
    return all(0 <= start < end <= len(text) for start, end in spans)
