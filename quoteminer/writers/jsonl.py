"""JSON lines: one record a line, each as soon as it is there."""

from __future__ import annotations

from quoteminer.records import ArticleRecord
from quoteminer.writers.base import Writer


class JsonLinesWriter(Writer):
    """One record a line."""

    def write(self, record: ArticleRecord) -> None:
        self.stream.write(record.to_json() + "\n")
