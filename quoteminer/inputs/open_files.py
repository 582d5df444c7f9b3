"""Open files of articles, records and gold. They are unpacked and decoded while they are read,
within limits."""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from io import BufferedReader, FileIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final

from quoteminer.errors import ConfigError, InputError, no_such_file, one_line
from quoteminer.inputs.unpack import CHUNK, PACKED, Stream, unpacked
from quoteminer.text.encoding import is_binary, need_ftfy, refuse_known_kinds, stream_encoding

STDIN: Final = "-"
MAX_CHARS: Final = 5_000_000  # default limit of an article in characters, some 800,000 words
SLACK: Final = 1 << 20  # bytes that a row may have besides its text
# limit in bytes of a Parquet, Word or Excel file that is unpacked to the disk
DISK: Final = 4 << 30


def ignore(message: str) -> None:
    """Discard a message."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options for reading.

    Args:
        text_column, id_column: columns, or JSON keys, of the texts and the ids; None guesses them
            by their names.
        max_chars: limit of an article in characters. Raises ConfigError if it is less than 1.
        fix_encoding: repair garbled characters (``â€œ`` for “) with ftfy; the record then has the
            repaired text. Raises DependencyError if ftfy is not installed.
        tell: called with messages about guessed columns and kinds, and about skipped files.
    """

    text_column: str | None = None
    id_column: str | None = None
    max_chars: int = MAX_CHARS
    fix_encoding: bool = False
    tell: Callable[[str], None] = ignore

    def __post_init__(self) -> None:
        if self.max_chars < 1:
            raise ConfigError(f"max_chars is {self.max_chars}; give 1 or more.")
        if self.fix_encoding:
            need_ftfy()

    @property
    def text_bytes(self) -> int:
        return 4 * self.max_chars + 4  # four for each character, and a byte order mark

    @property
    def row_size(self) -> int:
        # characters: six for each of the article, as in JSON's escapes
        return 6 * self.max_chars + SLACK


DEFAULTS: Final = ReadOptions()
# records and gold are longer than their articles
LONG_ROWS: Final = ReadOptions(max_chars=100_000_000)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read. ``source`` is its path, "-" for standard input; ``stem`` is the id of its
    article, or the start of the ids of its rows; ``given``: the user named this file, it was not
    found in a folder or by a glob.
    """

    source: str
    stem: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line including its line end, numbered from 1. ``marks``: the number of quotation marks (");
    ``cut``: the line was too long to keep."""

    number: int
    text: str
    marks: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """An open file. ``suffix``: in lower case, without the suffix of the packing. ``stream``: the
    unpacked bytes; ``plain``: the file on the disk is not packed. ``raw``: the file as opened, None
    for a stream. ``whole``: the unpacked content, if it is already open for random access."""

    source: str
    stem: str
    suffix: str
    options: ReadOptions
    plain: bool
    stream: Stream = field(repr=False)
    raw: FileIO | None = field(default=None, repr=False)
    whole: BinaryIO | None = field(default=None, repr=False)

    @property
    def head(self) -> bytes:
        return self.stream.head

    def error(self, reason: str, place: str = "", *, id: Any = None) -> InputError:
        """Make an error about the file, or a ``place`` in it ("line 3")."""
        where = f"{self.source}, {place}" if place else self.source
        return InputError(
            f"{where}: {reason}", source=self.source, id=None if id is None else str(id)
        )

    @contextmanager
    def explained(self, what: str, advice: str, place: str = "") -> Iterator[None]:
        """Convert a library's errors, of any class but MemoryError, to InputError, and ignore its
        warnings."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        except MemoryError:
            raise
        except Exception as error:
            raise self.error(f"{what} ({one_line(error)}). {advice}", place) from None

    def refuse_known_kinds(self) -> None:
        try:
            refuse_known_kinds(self.head)
        except ValueError as error:
            raise self.error(str(error)) from None

    def refuse_binary(self, instead: str) -> None:
        """Raise InputError if the content has another kind, or is binary; ``instead`` says what to
        give."""
        self.refuse_known_kinds()
        if is_binary(self.head):
            raise self.error(f"is a binary file, not text. {instead}")

    def text(self, errors: str = "replace") -> TextIOWrapper:
        """Return the content as text, without a byte order mark. Bytes that are not UTF-8 become
        surrogate escapes; ``errors`` is used for UTF-16 and UTF-32."""
        wide = stream_encoding(self.head)
        how = errors if wide else "surrogateescape"
        return TextIOWrapper(BufferedReader(self.stream), wide or "utf-8-sig", how, newline="\n")

    def lines(self, errors: str = "replace") -> Iterator[Line]:
        """Yield the lines of `text`, each as soon as it can be read."""
        stream, number, most = self.text(errors), 0, self.options.row_size
        while text := stream.readline(most + 1):
            number += 1
            marks, cut = text.count('"'), len(text) > most and not text.endswith("\n")
            kept = "" if cut else text
            while cut and not text.endswith("\n") and (text := stream.readline(CHUNK)):
                marks += text.count('"')
            yield Line(number, kept, marks, cut)

    @contextmanager
    def on_disk(self) -> Iterator[BinaryIO]:
        """Open the file for random access; if it is packed or a stream, open a temporary copy.
        Raises InputError if the copy has more than `DISK` bytes."""
        if self.whole:
            self.whole.seek(0)
            yield self.whole
            return
        if self.plain:
            with Path(self.source).open("rb") as opened:
                yield opened
            return
        with tempfile.TemporaryFile(prefix="quoteminer.") as copy:
            copy.writelines(self.pieces())
            copy.seek(0)
            yield copy

    def pieces(self) -> Iterator[bytes]:
        """Yield the unpacked content in pieces. Raises InputError if it has more than `DISK`
        bytes."""
        size = 0
        while data := self.stream.read(CHUNK):
            size += len(data)
            if size > DISK:
                raise self.error(
                    f"has more than {DISK:,} bytes when it is unpacked. Unpack it yourself first."
                )
            yield data


def suffix_and_stem(name: str) -> tuple[str, str]:
    """Split the name of a file into its suffix (in lower case, without the suffix of the packing),
    and its stem."""
    path = Path(name)
    if path.suffix.lower() in PACKED and path.stem:
        path = Path(path.stem)
    return path.suffix.lower(), path.stem


@contextmanager
def opened(file: FoundFile, options: ReadOptions, stream: BinaryIO | None = None) -> Iterator[File]:
    """Open a file, or read ``stream`` instead; packed content is unpacked while it is read. Raises
    InputError if it can't be opened, and for an OSError or a ValueError in the block;
    DependencyError if a library is missing.
    """
    if file.source == STDIN and stream is None:
        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise InputError(f"{STDIN}: there is no standard input. Give a file.", source=STDIN)
    path = Path(file.source)
    try:
        with nullcontext() if stream else path.open("rb", buffering=0) as raw:
            bytes_of: Any = stream or raw
            packed = Stream(getattr(bytes_of, "read1", bytes_of.read))
            inner = unpacked(packed, file.source)
            plain = raw is not None and inner is None and path.is_file()
            yield File(
                file.source,
                file.stem,
                suffix_and_stem(path.name)[0],
                options,
                plain,
                inner or packed,
                raw,
            )
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name; a closed stream
        raise InputError(
            f"{file.source}: {_reason(error, file.source)}", source=file.source
        ) from None


def _reason(error: Exception, source: str) -> str:
    if source == STDIN:
        return f"standard input can't be read ({error}). Give a file."
    if isinstance(error, FileNotFoundError):
        return no_such_file()
    if isinstance(error, PermissionError):
        return "you have no permission to read it. Change its permissions, or copy it."
    if isinstance(error, UnicodeDecodeError):
        return f"is not {error.encoding.upper()} ({error.reason}). Save the file as UTF-8."
    return (
        f"can't be read ({getattr(error, 'strerror', None) or error}). Check its name and its"
        " permissions."
    )
