"""Unpack streams (gzip, Zstandard) while they are read, within limits."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from io import BufferedReader, RawIOBase
from typing import Any, Final

from quoteminer.errors import InputError, need

PACKED: Final = (".gz", ".zst")
CHUNK: Final = 1 << 16  # bytes that are read at a time
_HEAD: Final = 512  # bytes that are enough to tell the kind of a file, as is a shorter line
_MAGIC: Final = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    # Frames before the content that readers skip (RFC 8878, 3.1.2).
    **{bytes([number]) + b"\x2a\x4d\x18": "Zstandard" for number in range(0x50, 0x60)},
}
# limit of memory to unpack Zstandard: 128 MB. `zstd --long=28` makes files that need more.
_WINDOW_LOG: Final = 27
BOMB: Final = 1 << 30
IMPLAUSIBLE: Final = (
    "times its size in the file, which is implausible for articles. It is not read."
)
# reading stops after more than `BOMB` bytes and this many times the size of the packed file
RATIO: Final = 5000


class Stream(RawIOBase):
    """A stream of bytes. ``head`` has the first bytes, ``given`` counts the bytes that were read.
    Only the first line is read ahead, because standard input may be a live feed."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._failed: InputError | None = None
        self.head = b""
        self.given = 0
        try:
            while (
                len(self.head) < _HEAD and b"\n" not in self.head.lstrip() and (data := read(CHUNK))
            ):
                self.head += data
        except InputError as error:  # raised after the bytes before the damage are read
            self._failed = error
        self._ahead = self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
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
    """Return the content of a packed stream, None if it is not packed. Raises DependencyError.
    Reading the content raises InputError where the stream is damaged or cut off."""
    method = next((_MAGIC[magic] for magic in _MAGIC if stream.head.startswith(magic)), None)
    if method is None:
        return None
    packed, damage = (_gzip if method == "gzip" else _zstandard)(BufferedReader(stream))
    size = 0

    def fail(reason: str) -> InputError:
        return InputError(f"{source}: the {method} file {reason}", source=source)

    def read(most: int) -> bytes:
        nonlocal size
        try:
            data: bytes = packed.read1(most)
        except EOFError:
            reason = "is cut off: it ends before its content does. Copy or download it again."
            raise fail(reason) from None
        except damage as error:
            raise fail(f"is damaged ({error}). Copy or download it again.") from None
        size += len(data)
        if size > max(BOMB, RATIO * stream.given):
            reason = "which is implausible for articles. Reading stops."
            raise fail(f"becomes more than {RATIO:,} times its size, {reason}")
        return data

    inner = Stream(read)
    if not inner.head:
        inner.read(1)  # raises if the stream is damaged from the beginning
    if inner.head.startswith(tuple(_MAGIC)):
        raise InputError(f"{source}: is packed twice. Unpack it once.", source=source)
    return inner


def _gzip(stream: BufferedReader) -> tuple[Any, tuple[type[Exception], ...]]:
    """Return the unpacked stream, and the errors that it raises if the stream is damaged."""
    return gzip.GzipFile(fileobj=stream, mode="rb"), (gzip.BadGzipFile, zlib.error)


def _zstandard(stream: BufferedReader) -> tuple[Any, tuple[type[Exception], ...]]:
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    zstd = need(name, extra="zst", what="Reading .zst")
    limit = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    return zstd.ZstdFile(stream, "r", options=limit), (zstd.ZstdError,)
