"""Counts of the records that pass, so that a stream need not be kept."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from quoteminer.records import ArticleRecord
from quoteminer.types import QuoteType


class Totals:
    """Counts records."""

    def __init__(self) -> None:
        self.articles = self.speakers = self.words = self.doubtful = self.warnings = 0
        self.types: Counter[str] = Counter()

    def add(self, record: ArticleRecord) -> None:
        self.articles += 1
        self.speakers += len(record.speakers)
        self.warnings += len(record.warnings)
        self.types.update(quote.type for quote in record.quotes)
        self.words += sum(quote.words for quote in record.quotes)
        self.doubtful += sum(quote.doubtful for quote in record.quotes)

    def line(self) -> str:
        """ "24 quotes (6 direct, 18 indirect) by 10 speakers; 2 are doubtful (?); 3 warnings (in the JSON)"."""
        kinds = ", ".join(f"{self.types[name]} {name}" for name in get_args(QuoteType) if self.types[name])
        line = counted(self.types.total(), "quote") + (f" ({kinds})" if kinds else "")
        line += f" by {counted(self.speakers, 'speaker')}{self._in_articles()}"
        if self.doubtful:
            line += f"; {self.doubtful} {'is' if self.doubtful == 1 else 'are'} doubtful (?)"
        return line + (f"; {counted(self.warnings, 'warning')} (in the JSON)" if self.warnings else "")

    def speakers_line(self) -> str:
        """ "10 speakers of 24 quotes (512 words)"."""
        line = f"{counted(self.speakers, 'speaker')} of {counted(self.types.total(), 'quote')}"
        return f"{line} ({counted(self.words, 'word')}){self._in_articles()}"

    def _in_articles(self) -> str:
        return "" if self.articles == 1 else f" in {counted(self.articles, 'article')}"


def counted(number: int, thing: str) -> str:
    """Return a number with its noun in singular or plural."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
