"""JSON lines: one record a line, each as soon as it is there."""

from __future__ import annotations

from quoteminer.writers.base import Jsonable, Writer


class JsonLinesWriter(Writer[Jsonable]):
    """One record a line."""

    def write(self, record: Jsonable) -> None:
        self.stream.write(record.to_json() + "\n")
