"""What is packed by gzip or Zstandard, unpacked as it is read."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from io import BufferedReader
from typing import BinaryIO, Final

from quoteminer.errors import InputError, need
from quoteminer.inputs.stream import Stream

GZIP, ZSTANDARD = ".gz", ".zst"
PACKED: Final = (GZIP, ZSTANDARD)
_MAGIC: Final = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "Zstandard"}
_SKIPPABLE: Final = tuple(bytes([number]) + b"\x2a\x4d\x18" for number in range(0x50, 0x60))
"""What a Zstandard file may have before its content (RFC 8878, 3.1.2)."""
WINDOW_LOG: Final = 27
"""Zstandard needs 2 to the power of this, 128 MB, at most to unpack; `zstd --long=28` makes files that need more."""
BOMB: Final = 1 << 30
RATIO: Final = 5000
"""Once `BOMB` bytes have come out, no file of articles is so many times as large as what it was unpacked from."""


def unpacked(stream: Stream, source: str) -> Stream | None:
    """The content of a packed stream; None where it is not packed. Reading it raises InputError where it is damaged or
    cut off, after all that stands before. Raises DependencyError where a library is missing."""
    head = stream.head
    method = next((method for magic, method in _MAGIC.items() if head.startswith(magic)), None)
    if head.startswith(_SKIPPABLE):
        method = "Zstandard"
    if method is None:
        return None
    inner = Stream(_Unpacking(stream, method, source).read)
    if not inner.head:
        inner.read(1)  # tells what is wrong, if anything is
    if inner.head.startswith(tuple(_MAGIC)):
        raise InputError(f"{source}: is packed twice. Unpack it once.", source=source)
    return inner


class _Unpacking:
    """Reads through the library of a method; its errors become ours."""

    def __init__(self, stream: Stream, method: str, source: str) -> None:
        self._stream = stream
        self._name = f"{source}: the {method} file"
        self._source = source
        self._given = 0
        self._unpack, self._damage = (_gzip if method == "gzip" else _zstandard)(BufferedReader(stream))

    def read(self, size: int) -> bytes:
        """Up to so many bytes of the content, b"" at its end."""
        try:
            data = self._unpack(size)
        except EOFError:
            raise self._error("is cut off: it ends before its content does. Copy or download it again.") from None
        except self._damage as error:
            raise self._error(f"is damaged ({error}). Copy or download it again.") from None
        self._given += len(data)
        if self._given > max(BOMB, RATIO * self._stream.given):
            raise self._error(
                f"becomes more than {RATIO:,} times its size, which no articles do. The rest is not read."
            )
        return data

    def _error(self, reason: str) -> InputError:
        return InputError(f"{self._name} {reason}", source=self._source)


Unpack = Callable[[int], bytes]
Damage = tuple[type[Exception], ...]


def _gzip(stream: BinaryIO) -> tuple[Unpack, Damage]:
    return gzip.GzipFile(fileobj=stream, mode="rb").read1, (gzip.BadGzipFile, zlib.error)


def _zstandard(stream: BinaryIO) -> tuple[Unpack, Damage]:
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    zstd = need(name, extra="zst", what="Reading .zst")
    options = {zstd.DecompressionParameter.window_log_max: WINDOW_LOG}
    return zstd.ZstdFile(stream, "r", options=options).read1, (zstd.ZstdError,)
