"""Base classes of writers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, Protocol, TextIO, TypeVar


class Jsonable(Protocol):
    """A value with JSON text: a record, a tally of its speakers."""

    def to_json(self, *, indent: int | None = None) -> str: ...


Item = TypeVar("Item", contravariant=True)


class Writer(ABC, Generic[Item]):
    """Takes records, or values made of them, one by one, and writes them as soon as the format allows."""

    @abstractmethod
    def write(self, record: Item) -> None:
        """Add a record.

        Raises:
            OutputError: the format can't hold it. Nothing of it is written, and the next one may follow.
        """

    def close(self, *, several: bool = False) -> None:  # noqa: B027  most formats end as they go on
        """Write the end; nothing follows. ``several``: more articles were asked for than could be read, so that the
        form for several is right even for one record."""

    def abandon(self) -> None:  # noqa: B027  most hold nothing
        """Release what is open, in place of `close`, where the output is discarded."""


class StreamWriter(Writer[Item]):
    """A writer of text.

    Args:
        stream: UTF-8; it is neither closed nor flushed here.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
