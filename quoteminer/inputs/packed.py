"""Streams of bytes, unpacked by gzip or Zstandard while they are read."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from io import BufferedReader, RawIOBase
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.extras import need

PACKED: Final = (".gz", ".zst")
CHUNK: Final = 1 << 16
"""Bytes that are read at a time."""
_HEAD: Final = 512
"""Bytes that are enough to tell the kind of a file; a shorter line is, too."""
_MAGIC: Final = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    # Frames before the content that readers skip (RFC 8878, 3.1.2).
    **{bytes([number]) + b"\x2a\x4d\x18": "Zstandard" for number in range(0x50, 0x60)},
}
_WINDOW_LOG: Final = 27
"""Logarithm of the memory that unpacking Zstandard may take: 128 MB. `zstd --long=28` makes files that need more."""
BOMB: Final = 1 << 30
RATIO: Final = 5000
"""A packed file that unpacks to more than `BOMB` bytes and more than `RATIO` times its size is not read on."""


class Stream(RawIOBase):
    """A stream of bytes whose beginning can be looked at before it is read.

    ``head`` has the first bytes, ``given`` counts those that were read.

    Args:
        read: returns up to so many bytes as soon as there are any, b"" at the end. Only the head is read ahead, and of
            it no more than the first line: standard input may be a live feed.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._failed: InputError | None = None
        self.head = b""
        self.given = 0
        try:
            while len(self.head) < _HEAD and b"\n" not in self.head.lstrip() and (data := read(CHUNK)):
                self.head += data
        except InputError as error:  # raised when what stands before the damage has been read
            self._failed = error
        self._ahead = self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes. Raises InputError if a packed file is damaged, after all that could be unpacked."""
        size = len(buffer)
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
        elif self._failed:
            raise self._failed
        else:
            data = self._read(size)
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)


def unpacked(stream: Stream, source: str) -> Stream | None:
    """Return the content of a packed stream, None if it is not packed.

    Reading it raises InputError if the stream is damaged or cut off, after all that stands before. Raises
    DependencyError if a library is missing.
    """
    method = next((method for magic, method in _MAGIC.items() if stream.head.startswith(magic)), None)
    if method is None:
        return None
    inner = Stream(_unpacking(stream, method, source))
    if not inner.head:
        inner.read(1)  # raises if the stream is damaged from the beginning
    if inner.head.startswith(tuple(_MAGIC)):
        raise InputError(f"{source}: is packed twice. Unpack it once.", source=source)
    return inner


def _unpacking(stream: Stream, method: str, source: str) -> Callable[[int], bytes]:
    given = 0
    unpack: Callable[[int], bytes]
    damage: tuple[type[Exception], ...]
    if method == "gzip":
        unpack, damage = gzip.GzipFile(fileobj=BufferedReader(stream), mode="rb").read1, (gzip.BadGzipFile, zlib.error)
    else:
        name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
        zstd = need(name, extra="zst", what="Reading .zst")
        limit = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
        unpack, damage = zstd.ZstdFile(BufferedReader(stream), "r", options=limit).read1, (zstd.ZstdError,)

    def fail(reason: str) -> InputError:
        return InputError(f"{source}: the {method} file {reason}", source=source)

    def read(size: int) -> bytes:
        nonlocal given
        try:
            data = unpack(size)
        except EOFError:
            raise fail("is cut off: it ends before its content does. Copy or download it again.") from None
        except damage as error:
            raise fail(f"is damaged ({error}). Copy or download it again.") from None
        given += len(data)
        if given > max(BOMB, RATIO * stream.given):
            raise fail(f"becomes more than {RATIO:,} times its size, which no articles do. The rest is not read.")
        return data

    return read
