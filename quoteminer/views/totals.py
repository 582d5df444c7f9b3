"""What goes by, counted, so that a stream need not be kept."""

from __future__ import annotations

from quoteminer.records import ArticleRecord
from quoteminer.report.tally import Tally


class Totals:
    """Counts the records that go by."""

    def __init__(self) -> None:
        self.articles = self.speakers = self.doubtful = self.warnings = 0
        self.types = {"direct": 0, "mixed": 0, "indirect": 0}

    def add(self, record: ArticleRecord) -> None:
        self.articles += 1
        self.speakers += len(record.speakers)
        self.warnings += len(record.warnings)
        for quote in record.quotes:
            self.types[quote.type] += 1
            self.doubtful += quote.doubtful

    def line(self) -> str:
        """ "24 quotes (6 direct, 18 indirect) by 10 speakers; 2 are doubtful (?); 3 warnings (in the JSON)"."""
        kinds = ", ".join(f"{count} {name}" for name, count in self.types.items() if count)
        line = counted(sum(self.types.values()), "quote") + (f" ({kinds})" if kinds else "")
        line += f" by {counted(self.speakers, 'speaker')}"
        if self.articles != 1:
            line += f" in {counted(self.articles, 'article')}"
        if self.doubtful:
            line += f"; {self.doubtful} {'is' if self.doubtful == 1 else 'are'} doubtful (?)"
        return line + (f"; {counted(self.warnings, 'warning')} (in the JSON)" if self.warnings else "")


class SpeakerTotals:
    """Counts the tallies that go by."""

    def __init__(self) -> None:
        self.articles = self.speakers = self.quotes = self.words = 0

    def add(self, tally: Tally) -> None:
        self.articles += 1
        self.speakers += len(tally.speakers)
        self.quotes += sum(share.quotes for _, share in tally.speakers) + tally.unresolved.quotes
        self.words += tally.words

    def line(self) -> str:
        """ "10 speakers of 24 quotes (512 words)"."""
        line = f"{counted(self.speakers, 'speaker')} of {counted(self.quotes, 'quote')}"
        line += f" ({counted(self.words, 'word')})"
        return line + (f" in {counted(self.articles, 'article')}" if self.articles != 1 else "")


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
