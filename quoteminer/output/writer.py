"""Writers, which write records one by one, and formats, which open writers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, Literal, Protocol, TextIO, TypeVar

from quoteminer.output.whole_files import whole_bytes, whole_file, whole_folder, whole_path


class Jsonable(Protocol):
    def to_json(self, *, indent: int | None = None) -> str: ...


Item = TypeVar("Item", contravariant=True)
Stream = TypeVar("Stream")
Target = Literal["text", "bytes", "file", "folder"]
_OPENERS: Final[Mapping[Target, Callable[[str | Path], AbstractContextManager[Any]]]] = {
    "text": whole_file,
    "bytes": whole_bytes,
    "file": whole_path,
    "folder": whole_folder,
}


class Writer(ABC, Generic[Item]):
    """Writes records one by one, each as soon as the format allows."""

    @abstractmethod
    def write(self, record: Item) -> None:
        """Add a record. Raises OutputError if the format can't hold it; the next one may follow."""

    def close(self, *, several: bool = False) -> None:  # noqa: B027  most formats need no end
        """Write the end of the file. ``several``: use the form for several records, even if only
        one was written."""

    def abandon(self) -> None:  # noqa: B027  most formats hold nothing
        """Release open resources; called instead of `close` if the output is discarded."""


def written(
    make: Callable[[Stream], Writer[Item]], records: Iterable[Item], stream: Stream
) -> Stream:
    """Write records to a stream, from first to last, and return the stream."""
    writer = make(stream)
    for record in records:
        writer.write(record)
    writer.close()
    return stream


class StreamWriter(Writer[Item]):
    """A writer of text. ``stream`` is UTF-8 and neither closed nor flushed here."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream


@dataclass(frozen=True, slots=True)
class Format(Generic[Item]):
    """A format, and how to open a writer for it.

    Attributes:
        make: makes a writer for a target: a text stream, a byte stream, the path of an empty file,
            or an empty folder. Raises DependencyError.
        suffixes: the suffixes of files in this format; the first is the default.
        media: the media type of such a file.
        target: the kind of target that ``make`` takes.
        needs_text: True if the output contains the articles, so that stored records must have their
            text.
        beside: returns additional files to write, by the ending that replaces the file's last
            suffix.
    """

    make: Callable[[Any], Writer[Item]]
    suffixes: tuple[str, ...] = ()
    media: str = "application/octet-stream"
    target: Target = "text"
    needs_text: bool = False
    beside: Callable[[], Mapping[str, str]] = dict

    @contextmanager
    def open(self, path: str | Path) -> Iterator[Writer[Item]]:
        """Open a writer for the block. After an error nothing is written. Raises OutputError,
        DependencyError."""
        with _OPENERS[self.target](path) as target:
            writer = self.make(target)
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
        if Path(path).is_file():  # not beside a device or a pipe
            for ending, content in self.beside().items():
                with whole_file(Path(path).with_suffix(ending)) as stream:
                    stream.write(content)
