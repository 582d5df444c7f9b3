"""JSON-LD: one document with a list of items that come as they are found."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from quoteminer.output.jsontext import dump
from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord


class JsonLdWriter(StreamWriter[ArticleRecord]):
    """A document: an opening, a list of items, one a line, and an ending."""

    _count = 0

    @abstractmethod
    def items(self, record: ArticleRecord) -> Iterable[Mapping[str, Any]]:
        """The items of a record. Raises OutputError where it can't be held."""

    @abstractmethod
    def opening(self) -> str:
        """What stands before the list's bracket."""

    @abstractmethod
    def ending(self, count: int) -> str:
        """What stands behind the list's bracket; ``count`` items are in it."""

    def seen(self, line: str) -> None:
        """Called with the text of each item, in order."""

    def write(self, record: ArticleRecord) -> None:
        for line in [dump(item) for item in self.items(record)]:
            self.seen(line)
            self.stream.write((",\n" if self._count else f"{self.opening()}[\n") + line)
            self._count += 1

    def close(self, *, several: bool = False) -> None:
        self.stream.write(("\n]" if self._count else f"{self.opening()}[]") + f"{self.ending(self._count)}\n")
