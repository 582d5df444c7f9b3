"""Records as tables for people. Every cell is a ``Text``, which rich neither searches for [markup] nor cuts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quoteminer.records import ArticleRecord, Quote

NOBODY = "—"
"""Stands where no speaker is known."""
TABLE_WIDTH = 60
"""Characters that the table needs; where there are fewer, the quotes are stacked."""
_SPACE = re.compile(r"\s+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would move the cursor, turn the direction of the line, or can't be encoded."""


def article_view(record: ArticleRecord, *, title: bool = False) -> RenderableType:
    """One article's quotes as a table, in text order; what they are (``title``) stands above it. Where it is narrow,
    they are stacked."""
    parts: list[RenderableType] = [Text(_clean(record.source or record.id), style="bold")] if title else []
    parts.append(_Fitting(record) if record.quotes else Text("No quotes."))
    return Group(*parts)


@dataclass(frozen=True, slots=True)
class _Fitting:
    """The quotes in the form that fits into the width that there turns out to be."""

    record: ArticleRecord

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield quote_table(self.record) if options.max_width >= TABLE_WIDTH else quote_stack(self.record)


def quote_stack(record: ArticleRecord) -> Group:
    """For each quote a line "Speaker · type · 0.85", and the quote below it, indented."""
    names = {speaker.id: speaker.name for speaker in record.speakers}
    parts: list[RenderableType] = []
    for quote in record.quotes:
        speaker = names.get(quote.speaker) if quote.speaker is not None else None
        parts.append(Text(f"{_clean(speaker or NOBODY)} · {quote.type} · {_confidence(quote)}", overflow="fold"))
        parts.append(Padding(Text(_clean(quote.text), overflow="fold"), (0, 0, 0, 2), expand=False))
    return Group(*parts)


def quote_table(record: ArticleRecord) -> Table:
    """Speaker, quote, type and confidence of every quote. Nothing is cut: long cells run over several lines."""
    names = {speaker.id: speaker.name for speaker in record.speakers}
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("Speaker", overflow="fold", min_width=12, max_width=28)
    table.add_column("Quote", overflow="fold", ratio=1)
    table.add_column("Type", no_wrap=True)
    table.add_column("Conf.", justify="right", no_wrap=True)
    for quote in record.quotes:
        speaker = names.get(quote.speaker) if quote.speaker is not None else None
        table.add_row(
            Text(_clean(speaker or NOBODY), style="" if speaker else "dim"),
            Text(_clean(quote.text)),
            Text(quote.type),
            Text(_confidence(quote)),
        )
    return table


class Totals:
    """Counts what goes by, so that a stream need not be kept."""

    def __init__(self) -> None:
        self.articles = self.speakers = self.warnings = 0
        self.types = {"direct": 0, "mixed": 0, "indirect": 0}

    def add(self, record: ArticleRecord) -> None:
        self.articles += 1
        self.speakers += len(record.speakers)
        self.warnings += len(record.warnings)
        for quote in record.quotes:
            self.types[quote.type] += 1

    def line(self) -> str:
        """ "24 quotes (6 direct, 18 indirect) by 10 speakers; 3 warnings (in the JSON)"."""
        kinds = ", ".join(f"{count} {name}" for name, count in self.types.items() if count)
        line = _counted(sum(self.types.values()), "quote") + (f" ({kinds})" if kinds else "")
        line += f" by {_counted(self.speakers, 'speaker')}"
        if self.articles != 1:
            line += f" in {_counted(self.articles, 'article')}"
        return line + (f"; {_counted(self.warnings, 'warning')} (in the JSON)" if self.warnings else "")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _confidence(quote: Quote) -> str:
    return f"{quote.confidence:.2f}"


def _clean(text: str) -> str:
    """The words on one line; what would disturb a terminal becomes U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _SPACE.sub(" ", text))
