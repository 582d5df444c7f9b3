"""Open files: their first bytes, their content unpacked, their lines."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, FileIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError
from quoteminer.inputs.options import ReadOptions
from quoteminer.inputs.packed import CHUNK, PACKED, Stream, unpacked
from quoteminer.text.encoding import refuse_known_kinds, stream_encoding

STDIN: Final = "-"
ENDLESS: Final = 64
"""Reading stops in a line that is so many times as long as the limit of a line."""


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

    ``cut``: longer than the limit, and ``text`` is empty. ``marks``: how many quotation marks (") a cut line has.
    """

    number: int
    text: str
    cut: bool = False
    marks: int = 0


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

    def refuse_known_kinds(self) -> None:
        """Raise InputError if the content is an image, an archive or the like."""
        try:
            refuse_known_kinds(self.head)
        except ValueError as error:
            raise self.error(str(error)) from None

    def text(self, newline: str = "\n") -> TextIOWrapper:
        """Return the content as text, without a byte order mark. Bytes that are not UTF-8 become surrogate escapes."""
        wide = stream_encoding(self.head)
        errors = "replace" if wide else "surrogateescape"
        return TextIOWrapper(BufferedReader(self.stream), wide or "utf-8-sig", errors, newline)

    def lines(self, *, newline: str = "\n") -> Iterator[Line]:
        """Yield the lines, each as soon as it can be read. ``newline`` ends a line.

        Raises InputError if a packed file is damaged, or a line does not end.
        """
        stream, number, most = self.text(newline), 0, self.options.row_size
        while text := stream.readline(most + 1):
            number += 1
            if len(text) <= most or text.endswith(newline):
                yield Line(number, text)
                continue
            length = marks = 0
            while text:
                length, marks = length + len(text), marks + text.count('"')
                if length > ENDLESS * most:
                    raise self.error(
                        "has no end of line in many millions of bytes; the rest is not read.", f"line {number}"
                    )
                text = "" if text.endswith(newline) else stream.readline(CHUNK)
            yield Line(number, "", True, marks)

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
def opened(found: Found, options: ReadOptions, stdin: BinaryIO | None = None) -> Iterator[File]:
    """Open a file; packed content is unpacked while it is read. Raises InputError, OSError, ValueError."""
    if found.source == STDIN:
        stream = stdin or getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise InputError(f"{STDIN}: there is no standard input. Give a file.", source=found.source)
        yield _file(found, options, getattr(stream, "read1", stream.read), "")
        return
    path = Path(found.source)
    with path.open("rb", buffering=0) as raw:
        yield _file(found, options, raw.read, suffix_and_stem(path.name)[0], plain=path.is_file(), raw=raw)


@contextmanager
def in_memory(content: BinaryIO, name: str, options: ReadOptions) -> Iterator[File]:
    """Wrap content that is in memory; its name is not opened. Raises InputError if it is packed and damaged."""
    suffix, stem = suffix_and_stem(name)
    yield _file(Found(name, stem), options, content.read, suffix)


def _file(
    found: Found,
    options: ReadOptions,
    read: Callable[[int], bytes],
    suffix: str,
    *,
    plain: bool = False,
    raw: FileIO | None = None,
) -> File:
    stream = Stream(read)
    inner = unpacked(stream, found.source)
    return File(found.source, found.stem, suffix, options, plain and inner is None, inner or stream, raw)
