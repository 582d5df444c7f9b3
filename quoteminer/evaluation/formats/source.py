"""A file of annotated articles: its bytes, plain or packed by gzip, as text that nothing has changed."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from quoteminer.evaluation.formats.place import Place

GZIP: Final = ".gz"
BOM: Final = "\ufeff"
_WIDE: Final = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file to read. ``name`` is what its article is called where the file itself doesn't say: the file's name, or its
    path below the folder that was given, without the suffix."""

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The suffix in small letters, that of a packed file without ``.gz``."""
        return suffix_of(self.path)

    def at(self, line: int | None = None) -> Place:
        """The place to name in an error."""
        return Place(str(self.path), line)

    def text(self) -> str:
        """The whole file, line ends as they are; a byte order mark stays where it is, as U+FEFF.

        Raises:
            GoldError: it can't be opened or unpacked, or is not UTF-8 (or UTF-16 or UTF-32 with their mark).
        """
        with self._opened() as stream:
            data = stream.read()
        return _decoded(data, self.at(), wide=True)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """The number of each line, from 1, and its bytes in UTF-8 without the line end, read as they are asked for.

        Raises:
            GoldError: as for `text`.
        """
        with self._opened() as stream:
            first = stream.readline()
            if any(first.startswith(mark) for mark, _ in _WIDE):
                whole = _decoded(first + stream.read(), self.at(), wide=True)
                rest: Iterable[bytes] = BytesIO(whole.encode("utf-8"))
            else:
                rest = chain([first], stream)
            for number, line in enumerate(rest, start=1):
                bare = line.removesuffix(b"\n").removesuffix(b"\r")
                yield number, bare.removeprefix(BOM.encode()) if number == 1 else bare

    def line(self, number: int, data: bytes) -> str:
        """A line that `lines` gave, as text. Raises GoldError where it is not UTF-8."""
        return _decoded(data, self.at(number), wide=False)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        try:
            with self.path.open("rb") as plain:
                packed = plain.read(2) == _MAGIC
                plain.seek(0)
                yield cast("BinaryIO", gzip.GzipFile(fileobj=plain)) if packed else plain
        except FileNotFoundError:
            reason = f"there is no such file. Check the name and the folder ({os.getcwd()})."
            raise self.at().error(reason) from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise self.at().error(f"is no whole gzip file ({error}). Pack it again, or give it unpacked.") from None
        except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
            reason = f"can't be read ({getattr(error, 'strerror', None) or error}). Check its name and its rights."
            raise self.at().error(reason) from None


def suffix_of(path: Path) -> str:
    """The suffix in small letters, that of a packed file without ``.gz``."""
    suffix = path.suffix.lower()
    return path.with_suffix("").suffix.lower() if suffix == GZIP else suffix


def parse_json(text: str, place: Place, *, before: int = 0) -> Any:
    """A JSON text's value; ``before`` characters stand before it in its line. Raises GoldError where it is none, which
    names line and column."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = Place(place.path, error.lineno) if place.line is None else place
        raise where.error(f"is no JSON ({error.msg}). Mend it, or take it out.", before + error.colno) from None
    except (ValueError, RecursionError) as error:
        raise place.error(f"is no JSON that can be read ({error}). Mend it, or take it out.") from None


def _decoded(data: bytes, place: Place, *, wide: bool) -> str:
    encoding = next((name for mark, name in _WIDE if data.startswith(mark)), "utf-8") if wide else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1 if place.line is None and encoding == "utf-8" else place.line
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        reason = f"byte 0x{data[error.start]:02x} is no {encoding.upper()}. Save the file as UTF-8."
        raise Place(place.path, line).error(reason, column if encoding == "utf-8" else None) from None
