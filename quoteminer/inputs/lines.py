"""The lines of a file, of which none is held that is longer than anybody's."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from quoteminer.inputs.file import File
from quoteminer.inputs.stream import CHUNK, ENOUGH
from quoteminer.text.encoding import wide_encoding

UTF8_MARK: Final = b"\xef\xbb\xbf"
ENDLESS: Final = 64
"""A line so many times as long as what is held of one is not read to its end."""

Read = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, and its number from 1. ``cut``: it is longer than what is held of a line, and there are no
    bytes of it. ``marks``: how many quotation marks (") a line has that is cut."""

    number: int
    data: bytes
    cut: bool = False
    marks: int = 0


def lines_of(file: File, most: int, *, end: bytes = b"\n") -> Iterator[Line]:
    """The lines of a file in UTF-8 or some older encoding that has the ASCII's line ends, without a byte order mark;
    UTF-16 and UTF-32 become UTF-8.

    Args:
        file: what to read; no more is read ahead than it has to give.
        most: bytes that are held of a line, its end not counted.
        end: of a line.

    Raises:
        InputError: the file is packed and damaged, or a line has no end.
    """
    read, number, held = narrow(file), 1, _Held(most)
    while data := read(CHUNK):
        *whole, last = data.split(end)
        for part in whole:
            held.add(part)
            yield held.line(number, end)
            number += 1
        held.add(last)
        if held.size > ENDLESS * most:
            raise file.error("has no end of line in many millions of bytes; the rest is not read.", f"line {number}")
    if held.size:
        yield held.line(number, b"")


def narrow(file: File) -> Read:
    """Reads the file's bytes as `lines_of` needs them."""
    wide = wide_encoding(file.head)
    read = _transcoded(file.stream.read, wide) if wide else file.stream.read
    return _without_mark(read)


def _transcoded(read: Read, encoding: str) -> Read:
    decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read_utf8(size: int) -> bytes:
        while data := read(size):
            if text := decoder.decode(data):
                return text.encode("utf-8", "surrogatepass")
        return decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")

    return read_utf8


def _without_mark(read: Read) -> Read:
    started = False

    def read_on(size: int) -> bytes:
        nonlocal started
        if started:
            return read(size)
        started = True
        data = read(max(size, ENOUGH))
        return data.removeprefix(UTF8_MARK) or read(size)

    return read_on


class _Held:
    """The parts of a line, as long as they are not too much."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: list[bytes] = []
        self._marks = 0
        self.size = 0

    def add(self, part: bytes) -> None:
        self.size += len(part)
        self._marks += part.count(b'"')
        if self.size <= self._most:
            self._parts.append(part)
        else:
            self._parts.clear()

    def line(self, number: int, end: bytes) -> Line:
        """The line that the parts are; the next one begins."""
        cut = self.size > self._most
        line = Line(number, b"" if cut else b"".join(self._parts) + end, cut, self._marks if cut else 0)
        self._parts, self._marks, self.size = [], 0, 0
        return line
