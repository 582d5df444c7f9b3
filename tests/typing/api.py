"""A typed user's program: mypy --strict reads it in CI, and it runs nothing when imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from quoteminer import (
    ArticleRecord,
    CheckedQuote,
    InputError,
    KnownPeople,
    QuoteMiner,
    Speaker,
    check,
    extract,
    to_table,
)

if TYPE_CHECKING:
    import pyarrow


def who_said_what(text: str) -> dict[str, list[str]]:
    """The speech of a text by its speakers' names."""
    said: dict[str, list[str]] = {}
    record: ArticleRecord = extract(text, acts="all").filter(
        types={"direct", "mixed"}, acts="speech", min_confidence=0.5
    )
    for quote in record.quotes:
        speaker: Speaker | None = record.speaker_of(quote)
        if speaker is not None:
            said.setdefault(speaker.name, []).append(quote.text)
    return said


def chosen(text: str, types: list[str], acts: list[str]) -> int:
    """The number of quotes of some types and acts, as a configuration file has them."""
    return len(extract(text, types=types, acts=acts).filter(types=types, acts=acts).quotes)


def saved(text: str) -> ArticleRecord | None:
    """A record read back from JSON."""
    try:
        return ArticleRecord.from_json(text)
    except InputError:
        return None


def stream(rows: Iterable[Mapping[str, str | int]]) -> Iterator[str]:
    """Records of rows of a table as JSON lines, also of rows that can't be read."""
    miner = QuoteMiner(threads=1, acts="all")
    return (record.to_json() for record in miner.mine_many(rows, on_error="record"))


def by_day(pairs: Iterable[tuple[str, date]]) -> dict[date, int]:
    """The number of quotes of each day."""
    counts: dict[date, int] = {}
    for record, day in QuoteMiner().mine_many(pairs, as_tuples=True):
        counts[day] = counts.get(day, 0) + len(record.quotes)
    return counts


def keys(text: str, list_of_people: str) -> dict[str, str | None]:
    """The keys of the speakers that a list has, None where it is not sure."""
    record = QuoteMiner(people=KnownPeople(list_of_people)).mine(text)
    links = {speaker.name: speaker.known for speaker in record.speakers}
    return {name: link.row.key if link and link.row else None for name, link in links.items()}


def table(texts: Iterable[str]) -> pyarrow.Table:
    """The quotes of many texts, for pandas, polars, DuckDB or pyarrow."""
    return to_table(QuoteMiner().mine_many(texts))


def wrong(draft: str, sources: Iterable[str]) -> dict[str, list[str]]:
    """Return the sources' words for each wrong quotation."""
    found: tuple[CheckedQuote, ...] = check(draft, sources, miner=QuoteMiner(threads=1)).wrong
    return {one.text: [difference.source for difference in one.differences] for one in found}
