"""Summaries of the warnings of articles, one line for each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from quoteminer.records import ArticleRecord
from quoteminer.types import Article, Warning

MOST_FILES: Final = 20


class FileWarnings:
    """Summarize the warnings of articles: a line for each of the first 20 files with any, and one for all others.
    ``tell`` prints a line."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._source: str | None = None
        self._articles = self._files = 0
        self._counts: Counter[str] = Counter()
        self._firsts: dict[str, tuple[str, Warning]] = {}

    def add(self, article: Article | ArticleRecord) -> None:
        """Take the warnings of an article. Articles of one file must follow each other."""
        if article.source != self._source:
            self._end_file()
            self._source = article.source
        self._articles += 1
        for warning in article.warnings:
            self._counts[warning.code] += 1
            self._firsts.setdefault(warning.code, (article.id, warning))

    def close(self) -> None:
        """Print the line of the last file, and the number of files after the first 20."""
        self._end_file()
        if self._files > MOST_FILES:
            more = self._files - MOST_FILES
            self._tell(f"{more:,} more file{'s' * (more > 1)} had something odd: see the warnings in the records.")

    def _end_file(self) -> None:
        self._files += bool(self._firsts)
        if self._firsts and self._files <= MOST_FILES:
            self._tell(f"{self._source}: {' '.join(map(self._first, self._firsts))}")
        self._articles = 0
        self._counts.clear()
        self._firsts.clear()

    def _first(self, code: str) -> str:
        """Return the first warning with a code: its message, where it is, and how many there are."""
        id, warning = self._firsts[code]
        notes = [f"in {id}"] if self._articles > 1 else []
        if warning.start is not None:
            notes.append(f"at character {warning.start}")
        if self._counts[code] > 1:
            notes.append(f"the first of {self._counts[code]:,}")
        return f"{warning.message[:-1]} ({', '.join(notes)})." if notes else warning.message
