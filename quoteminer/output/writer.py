"""What every writer does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, Protocol, TextIO, TypeVar


class Jsonable(Protocol):
    """What can be JSON text: a record, a tally of its speakers."""

    def to_json(self, *, indent: int | None = None) -> str: ...


Item = TypeVar("Item", contravariant=True)


class Writer(ABC, Generic[Item]):
    """Takes records, or what was made of them, one by one and writes them as soon as the format allows."""

    @abstractmethod
    def write(self, record: Item) -> None:
        """Add a record.

        Raises:
            OutputError: the format can't hold it; nothing of it is written, and the next one may follow.
        """

    def close(self, *, several: bool = False) -> None:  # noqa: B027  most formats end as they go on
        """Write what must stand at the end; nothing follows. ``several``: more articles were asked for than could be
        read, so that the form for several is right even where one record came."""

    def abandon(self) -> None:  # noqa: B027  most hold nothing
        """Let go of what is open, in place of `close`: what was written is not wanted."""


class StreamWriter(Writer[Item]):
    """A writer of text.

    Args:
        stream: where to; UTF-8. It is neither closed nor flushed here.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
