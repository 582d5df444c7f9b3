"""Bytes as they come, whose beginning can be looked at before they are read."""

from __future__ import annotations

from collections.abc import Callable
from io import RawIOBase
from typing import Any, Final

from quoteminer.errors import InputError

CHUNK: Final = 1 << 16
"""Bytes that are asked for at a time."""
ENOUGH: Final = 512
"""What tells kinds of files apart stands in so many bytes, or in a line of fewer."""


class Stream(RawIOBase):
    """A stream of bytes with a look at its head.

    ``head`` has the first bytes, ``given`` is how many bytes have been read of it.

    Args:
        read: gives up to so many bytes as soon as there are any, b"" at the end. Nothing is read ahead of what is
            asked for but the head, and of that no more than a line where it comes slowly: standard input may be a live
            feed.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._failed: InputError | None = None
        self.given = 0
        self._head = self.head = self._first()

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Up to ``size`` bytes, fewer where there are no more yet; all that are left for -1. Raises InputError where
        a packed file is damaged, after all that could be unpacked."""
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(CHUNK), b""))
        data = self._next(size)
        self.given += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        """As RawIOBase has it, for what reads through a buffer of its own."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read_up_to(self, most: int) -> bytes | None:
        """All bytes of the stream; None where there are more than ``most``, of which no more than that are read."""
        parts, left = [], most + 1
        while left and (data := self.read(min(left, CHUNK * 16))):
            parts.append(data)
            left -= len(data)
        return b"".join(parts) if left else None

    def _next(self, size: int) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        if self._failed:
            raise self._failed
        return self._read(size)

    def _first(self) -> bytes:
        head = b""
        try:
            while data := self._read(CHUNK):
                head += data
                if len(head) >= ENOUGH or b"\n" in head.lstrip():
                    break
        except InputError as error:  # what stands before the damage is to be read first
            self._failed = error
        return head
