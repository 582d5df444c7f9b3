"""What every writer does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, Protocol, TextIO, TypeVar


class Jsonable(Protocol):
    """What can be JSON text: a record, a tally of its speakers."""

    def to_json(self, *, indent: int | None = None) -> str: ...


Item = TypeVar("Item", contravariant=True)


class Writer(ABC, Generic[Item]):
    """Takes records, or what was made of them, one by one and writes them to a stream of text as soon as the format
    allows.

    Args:
        stream: where to; UTF-8. It is neither closed nor flushed here.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @abstractmethod
    def write(self, record: Item) -> None:
        """Add a record."""

    def close(self, *, several: bool = False) -> None:  # noqa: B027  most formats end as they go on
        """Write what must stand at the end. ``several``: more articles were asked for than could be read, so that the
        form for several is right even where one record came."""
