"""Write JSON: a readable object or list, or one object per line."""

from __future__ import annotations

from quoteminer.output.writer import Jsonable, StreamWriter


class JsonLinesWriter(StreamWriter[Jsonable]):
    """Write one record per line."""

    def write(self, record: Jsonable) -> None:
        self.stream.write(record.to_json() + "\n")


class JsonWriter(StreamWriter[Jsonable]):
    """Write one record as an object, several as a list: the first is held back until the second, or
    `close`."""

    _held: str | None = None
    _in_list = False

    def write(self, record: Jsonable) -> None:
        text = record.to_json(indent=2)
        if self._in_list:
            self.stream.write(f",\n{text}")
        elif self._held is None:
            self._held = text
        else:
            self.stream.write(f"[\n{self._held},\n{text}")
            self._held, self._in_list = None, True

    def close(self, *, several: bool = False) -> None:
        if self._in_list:
            self.stream.write("\n]\n")
        elif self._held:
            self.stream.write(f"[\n{self._held}\n]\n" if several else f"{self._held}\n")
        elif several:
            self.stream.write("[]\n")
