"""JSON lines: one record a line, each as soon as it is there."""

from __future__ import annotations

from quoteminer.output.writer import Jsonable, StreamWriter


class JsonLinesWriter(StreamWriter[Jsonable]):
    """One record a line."""

    def write(self, record: Jsonable) -> None:
        self.stream.write(record.to_json() + "\n")
