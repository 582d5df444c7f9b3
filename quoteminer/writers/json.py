"""JSON to read: one record as an object, several as a list, which may be empty."""

from __future__ import annotations

from quoteminer.output.writer import Jsonable, StreamWriter

INDENT = 2


class JsonWriter(StreamWriter[Jsonable]):
    """One record is an object, several are a list. The first one waits for the second to tell; no others wait."""

    _first: Jsonable | None = None
    _in_list = False

    def write(self, record: Jsonable) -> None:
        if self._in_list:
            self._item(record, opening=",\n")
        elif self._first is None:
            self._first = record
        else:
            self._open_list()
            self._item(record, opening=",\n")

    def close(self, *, several: bool = False) -> None:
        if several and self._first and not self._in_list:
            self._open_list()
        if self._in_list:
            self.stream.write("\n]\n")
        elif self._first:
            self.stream.write(self._first.to_json(indent=INDENT) + "\n")
        elif several:
            self.stream.write("[]\n")

    def _open_list(self) -> None:
        if self._first:
            self._item(self._first, opening="[\n")
            self._in_list = True

    def _item(self, record: Jsonable, *, opening: str) -> None:
        self.stream.write(opening + record.to_json(indent=INDENT))
