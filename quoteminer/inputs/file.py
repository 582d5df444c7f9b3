"""A file that is open to be read, whatever it is packed in."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError
from quoteminer.inputs.packed import PACKED, unpacked
from quoteminer.inputs.stream import CHUNK, Stream
from quoteminer.text.encoding import refuse_known_kinds

STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is to be read. ``source`` is its path as given or found, "-" for standard input; ``stem`` the id of
    the article in it, or what the ids of its rows begin with. ``given``: the user named it; else a folder or a glob
    led to it."""

    source: str
    stem: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """An open file. ``suffix`` is that below the packing, in small letters ("news.CSV.gz": ".csv"). ``stream`` gives
    its bytes unpacked; ``plain`` says whether they are those on the disk. ``raw`` is the file as the system has it,
    None for standard input."""

    source: str
    stem: str
    suffix: str
    plain: bool
    stream: Stream = field(repr=False)
    raw: FileIO | None = field(default=None, repr=False)

    @property
    def head(self) -> bytes:
        """The first bytes."""
        return self.stream.head

    def error(self, reason: str, place: str = "", *, id: Any = None) -> InputError:
        """What is wrong with it, or with a ``place`` in it ("line 3"), and what to do."""
        where = f"{self.source}, {place}" if place else self.source
        return InputError(f"{where}: {reason}", source=self.source, id=None if id is None else str(id))

    def refuse_known_kinds(self) -> None:
        """Raises InputError where the content is an image, an archive or the like."""
        try:
            refuse_known_kinds(self.head)
        except ValueError as error:
            raise self.error(str(error)) from None

    @contextmanager
    def on_disk(self, most: int) -> Iterator[BinaryIO]:
        """The file to jump about in: itself, or a temporary one with the content, which may have ``most`` bytes.
        Raises InputError where it has more."""
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
    """The suffix of a file below its packing, in small letters, and its name without both."""
    path = Path(name)
    if path.suffix.lower() in PACKED and path.stem:
        path = Path(path.stem)
    return path.suffix.lower(), path.stem


@contextmanager
def opened(found: Found, stdin: BinaryIO | None) -> Iterator[File]:
    """The file, unpacked as it is read where it is packed, whatever its name says. Raises InputError, OSError,
    ValueError."""
    if found.source == STDIN:
        yield _file(found, Stream(_reading(found, stdin)), "", plain=False, raw=None)
        return
    path = Path(found.source)
    with path.open("rb", buffering=0) as raw:
        yield _file(found, Stream(raw.read), suffix_and_stem(path.name)[0], plain=path.is_file(), raw=raw)


@contextmanager
def in_memory(content: BinaryIO, name: str) -> Iterator[File]:
    """A file that is none here: its content, and the name that it had somewhere else, which is not opened. Raises
    InputError where it is packed and damaged."""
    suffix, stem = suffix_and_stem(name)
    yield _file(Found(name, stem), Stream(content.read), suffix, plain=False, raw=None)


def _file(found: Found, stream: Stream, suffix: str, *, plain: bool, raw: FileIO | None) -> File:
    inner = unpacked(stream, found.source)
    return File(found.source, found.stem, suffix, plain and inner is None, inner or stream, raw)


def _reading(found: Found, stdin: BinaryIO | None) -> Any:
    stream = stdin or getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError(f"{STDIN}: there is no standard input. Give a file.", source=found.source)
    return getattr(stream, "read1", stream.read)
