"""JSON of any length, value by value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, TextIO

CHUNK: Final = 1 << 20
"""Characters that are read at once."""
_SPACE: Final = " \t\r\n"


def json_items(stream: TextIO) -> Iterator[Any]:
    """The items of a JSON list, each when it is asked for; any other JSON value is the one item. Only one item is held
    at a time.

    Raises:
        ValueError: it is no JSON.
    """
    text = _Text(stream)
    if text.peek() != "[":
        yield text.value()
    else:
        text.skip()
        while text.peek() != "]":
            yield text.value()
            if text.peek() == ",":
                text.skip()
            elif text.peek() != "]":
                raise ValueError("a comma or the end of the list is missing")
        text.skip()
    if text.peek():
        raise ValueError("something stands behind its end")


class _Text:
    """A text, read as far as it is needed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._buffer, self._at = "", 0
        self._decoder = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in _SPACE:
                    return self._buffer[self._at]
                self._at += 1
            if not self._more(CHUNK):
                return ""

    def skip(self) -> None:
        """Go on behind the next character."""
        self._at += 1

    def value(self) -> Any:
        """The value that begins at the next character. A number at the very end of what was read may go on."""
        size = CHUNK
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
                if end < len(self._buffer) or not self._more(size):
                    self._at = end
                    return value
            except RecursionError:
                raise ValueError("it is nested too deeply") from None
            except ValueError:
                if not self._more(size):
                    raise
            size *= 2  # so that a long value is not tried over and over

    def _more(self, size: int) -> bool:
        read = self._stream.read(size)
        self._buffer = self._buffer[self._at :] + read
        self._at = 0
        return bool(read)
