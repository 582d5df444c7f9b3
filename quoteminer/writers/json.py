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

    _held: Jsonable | None = None
    _in_list = False

    def write(self, record: Jsonable) -> None:
        if self._held or self._in_list:
            self._add_to_list(record)
        else:
            self._held = record

    def close(self, *, several: bool = False) -> None:
        if self._held and several:
            self._add_to_list()
        if self._held:
            self.stream.write(self._held.to_json(indent=INDENT) + "\n")
        elif self._in_list:
            self.stream.write("\n]\n")
        elif several:
            self.stream.write("[]\n")

    def _add_to_list(self, *records: Jsonable) -> None:
        for record in (self._held, *records):
            if record:
                self.stream.write((",\n" if self._in_list else "[\n") + record.to_json(indent=INDENT))
                self._in_list = True
        self._held = None
