"""JSON: an object or a list that is pleasant to read, or one object a line."""

from __future__ import annotations

from quoteminer.output.writer import Jsonable, StreamWriter

INDENT = 2


class JsonLinesWriter(StreamWriter[Jsonable]):
    """Write one record a line."""

    def write(self, record: Jsonable) -> None:
        self.stream.write(record.to_json() + "\n")


class JsonWriter(StreamWriter[Jsonable]):
    """Write one record as an object, several as a list.

    The first record is held back until the second one, or `close`, decides; the others are written at once.
    """

    _first: Jsonable | None = None
    _in_list = False

    def write(self, record: Jsonable) -> None:
        if self._first is None:
            self._first = record
            return
        self._open_list(self._first)
        self._add(record, opening=",\n")

    def close(self, *, several: bool = False) -> None:
        if several and self._first:
            self._open_list(self._first)
        if self._in_list:
            self.stream.write("\n]\n")
        elif self._first:
            self._add(self._first, opening="")
            self.stream.write("\n")
        elif several:
            self.stream.write("[]\n")

    def _open_list(self, first: Jsonable) -> None:
        if not self._in_list:
            self._add(first, opening="[\n")
            self._in_list = True

    def _add(self, record: Jsonable, *, opening: str) -> None:
        self.stream.write(opening + record.to_json(indent=INDENT))
