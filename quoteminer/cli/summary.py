"""Summarise articles in lines: their totals, and the warnings of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final, get_args

from quoteminer.records import ArticleRecord
from quoteminer.records.parts import counted
from quoteminer.types import Article, QuoteType, Warning

MOST_FILES: Final = 20


class RecordTotals:
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
        """Return "24 quotes (6 direct, 18 indirect) by 10 speakers; 2 are doubtful (?); 3 warnings
        (in the JSON)"."""
        kinds = ", ".join(
            f"{self.types[name]} {name}" for name in get_args(QuoteType) if self.types[name]
        )
        line = counted(self.types.total(), "quote") + (f" ({kinds})" if kinds else "")
        line += f" by {counted(self.speakers, 'speaker')}{self._in_articles()}"
        if self.doubtful:
            line += f"; {self.doubtful} {'is' if self.doubtful == 1 else 'are'} doubtful (?)"
        return line + (
            f"; {counted(self.warnings, 'warning')} (in the JSON)" if self.warnings else ""
        )

    def speakers_line(self) -> str:
        """Return "10 speakers of 24 quotes (512 words)"."""
        line = f"{counted(self.speakers, 'speaker')} of {counted(self.types.total(), 'quote')}"
        return f"{line} ({counted(self.words, 'word')}){self._in_articles()}"

    def _in_articles(self) -> str:
        return "" if self.articles == 1 else f" in {counted(self.articles, 'article')}"


class ArticleNotes:
    """Report articles read as transcripts, a line for each of the first 20; and how many repeat an
    earlier id."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._transcripts = self._repeats = 0
        self._first_repeat = ""
        self._ids: set[int] = set()  # hashes: a million take 76 MB at the most

    def add(self, article: Article) -> None:
        """Count an article; report a transcript: "hearing.vtt: a transcript, 5 speakers, 132
        turns"."""
        if hash(article.id) in self._ids:
            self._repeats += 1
            self._first_repeat = self._first_repeat or f"{article.id!r} in {article.source}"
        self._ids.add(hash(article.id))
        if not article.transcript or not article.transcript.turns:
            return
        self._transcripts += 1
        if self._transcripts <= MOST_FILES:
            speakers, turns = article.transcript.speakers, article.transcript.turns
            what = (
                f"a transcript, {counted(len(speakers), 'speaker')}, {counted(len(turns), 'turn')}"
            )
            if article.transcript.is_interview:
                what = (
                    "an interview,"
                    f" {counted(sum(turn.speaker is None for turn in turns), 'question')}"
                )
            self._tell(f"{article.shown}: {what}")

    def close(self) -> None:
        if self._transcripts > MOST_FILES:
            self._tell(f"{counted(self._transcripts - MOST_FILES, 'more transcript')}.")
        if self._repeats:
            repeat, their = (
                ("article repeats", "its") if self._repeats == 1 else ("articles repeat", "their")
            )
            self._tell(
                f"{self._repeats:,} {repeat} an earlier id (first: {self._first_repeat}), so"
                f" {their} results can't be told apart. Give each article its own id; --id-column"
                " names a column that has them."
            )


class FileWarnings:
    """Pass warnings to ``tell``: one line for each of the first 20 files with warnings, and one for
    the others."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._source: str | None = None
        self._articles = self._files = 0
        self._counts: Counter[str] = Counter()
        self._firsts: dict[str, tuple[str, Warning]] = {}

    def add(self, article: Article | ArticleRecord) -> None:
        """Add an article's warnings. Articles of one file must follow each other."""
        if article.source != self._source:
            self._end_file()
            self._source = article.source
        self._articles += 1
        for warning in article.warnings:
            self._counts[warning.code] += 1
            self._firsts.setdefault(warning.code, (article.id, warning))

    def close(self) -> None:
        self._end_file()
        if self._files > MOST_FILES:
            self._tell(
                f"{counted(self._files - MOST_FILES, 'more file')} had warnings: see the records."
            )

    def _end_file(self) -> None:
        self._files += bool(self._firsts)
        if self._firsts and self._files <= MOST_FILES:
            self._tell(f"{self._source}: {' '.join(map(self._first, self._firsts))}")
        self._articles = 0
        self._counts.clear()
        self._firsts.clear()

    def _first(self, code: str) -> str:
        """Return the first warning with a code: its message, its position, and how many there
        are."""
        id, warning = self._firsts[code]
        notes = [f"in {id}"] if self._articles > 1 else []
        if warning.start is not None:
            notes.append(f"at character {warning.start}")
        if self._counts[code] > 1:
            notes.append(f"the first of {self._counts[code]:,}")
        return f"{warning.message[:-1]} ({', '.join(notes)})." if notes else warning.message
