"""Open files: their first bytes, their content unpacked, their lines."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from io import BufferedReader, FileIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError
from quoteminer.inputs.options import ReadOptions
from quoteminer.inputs.packed import CHUNK, PACKED, Stream, unpacked
from quoteminer.text.encoding import is_binary, refuse_known_kinds, stream_encoding

STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read.

    ``source`` is its path as given or found, "-" for standard input. ``stem`` is the id of its article, or the
    beginning of its rows' ids. ``given``: named by the user, not found in a folder or by a glob.
    """

    source: str
    stem: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, and its number from 1.

    ``cut``: longer than the limit, and ``text`` is empty. ``marks``: how many quotation marks (") it has.
    """

    number: int
    text: str
    marks: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """An open file.

    ``suffix`` is the one below the packing, in lower case ("news.CSV.gz": ".csv"). ``stream`` gives the unpacked
    bytes; ``plain``: these are the bytes on the disk. ``raw`` is the file as opened, None for standard input.
    ``options`` say how its articles are to be read.
    """

    source: str
    stem: str
    suffix: str
    options: ReadOptions
    plain: bool
    stream: Stream = field(repr=False)
    raw: FileIO | None = field(default=None, repr=False)

    @property
    def head(self) -> bytes:
        """The first bytes."""
        return self.stream.head

    def error(self, reason: str, place: str = "", *, id: Any = None) -> InputError:
        """Make an error about the file, or a ``place`` in it ("line 3")."""
        where = f"{self.source}, {place}" if place else self.source
        return InputError(f"{where}: {reason}", source=self.source, id=None if id is None else str(id))

    def damaged(self, what: str, error: Exception, advice: str, place: str = "") -> InputError:
        """Make an error for what a library can't read; the libraries have no one class for that."""
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return self.error(f"{what} ({reason}). {advice}", place)

    def refuse_known_kinds(self) -> None:
        """Raise InputError if the content is an image, an archive or the like."""
        try:
            refuse_known_kinds(self.head)
        except ValueError as error:
            raise self.error(str(error)) from None

    def refuse_binary(self, instead: str) -> None:
        """Raise InputError if the content is of another kind, or binary; ``instead`` is what to give."""
        self.refuse_known_kinds()
        if is_binary(self.head):
            raise self.error(f"is a binary file, not text. {instead}")

    def text(self) -> TextIOWrapper:
        """Return the content as text, without a byte order mark. Bytes that are not UTF-8 become surrogate escapes."""
        wide = stream_encoding(self.head)
        errors = "replace" if wide else "surrogateescape"
        return TextIOWrapper(BufferedReader(self.stream), wide or "utf-8-sig", errors, newline="\n")

    def lines(self) -> Iterator[Line]:
        """Yield the lines, each as soon as it can be read. Raises InputError if a packed file is damaged."""
        stream, number, most = self.text(), 0, self.options.row_size
        while text := stream.readline(most + 1):
            number += 1
            marks = text.count('"')
            if len(text) <= most or text.endswith("\n"):
                yield Line(number, text, marks)
                continue
            while not text.endswith("\n") and (text := stream.readline(CHUNK)):
                marks += text.count('"')
            yield Line(number, "", marks, cut=True)

    @contextmanager
    def on_disk(self, most: int) -> Iterator[BinaryIO]:
        """Open the file for random access; a temporary copy of up to ``most`` bytes if it is packed or a stream.

        Raises InputError if there are more bytes.
        """
        if self.plain:
            with Path(self.source).open("rb") as opened:
                yield opened
            return
        with tempfile.TemporaryFile(prefix="quoteminer.") as copy:
            while data := self.stream.read(CHUNK):
                copy.write(data)
                if copy.tell() > most:
                    raise self.error(f"has more than {most:,} bytes when it is unpacked. Unpack it yourself first.")
            copy.seek(0)
            yield copy


def suffix_and_stem(name: str) -> tuple[str, str]:
    """Split the name of a file into its suffix below the packing, in lower case, and the name without both."""
    path = Path(name)
    if path.suffix.lower() in PACKED and path.stem:
        path = Path(path.stem)
    return path.suffix.lower(), path.stem


@contextmanager
def opened(found: Found, options: ReadOptions, stream: BinaryIO | None = None) -> Iterator[File]:
    """Open a file, or read ``stream`` in its place; packed content is unpacked while it is read.

    Raises InputError, OSError, ValueError.
    """
    if found.source == STDIN and stream is None:
        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise InputError(f"{STDIN}: there is no standard input. Give a file.", source=STDIN)
    path = Path(found.source)
    with nullcontext() if stream else path.open("rb", buffering=0) as raw:
        bytes_of: Any = stream or raw
        packed = Stream(getattr(bytes_of, "read1", bytes_of.read))
        inner = unpacked(packed, found.source)
        plain = raw is not None and inner is None and path.is_file()
        suffix = suffix_and_stem(path.name)[0]
        yield File(found.source, found.stem, suffix, options, plain, inner or packed, raw)
