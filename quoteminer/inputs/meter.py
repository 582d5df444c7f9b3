"""How far the reading of the inputs is, for those who wait."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from quoteminer.inputs.file import STDIN
from quoteminer.inputs.find import paths_read


class Meter:
    """Counts the bytes of files that were read, packed as they are.

    Args:
        paths: what is to be read, as `read_inputs` takes it.
        without: what is passed over, as it takes it.
    """

    def __init__(self, paths: Iterable[str | Path], *, without: Sequence[Path] = ()) -> None:
        listed = list(paths)
        self.total = None if STDIN in map(str, listed) else sum(map(_size, paths_read(listed, without=without)))
        """How many there are in all; None where standard input is among them."""
        self._before = 0
        self._raw: io.FileIO | None = None

    @property
    def read(self) -> int:
        """How many of them were read so far."""
        return self._before + (self._raw.tell() if self._raw else 0)

    @contextmanager
    def reading(self, raw: io.FileIO) -> Iterator[None]:
        """Count what is read of a file in the block; in the end, all of it."""
        self._raw = raw
        try:
            yield
        finally:
            self._raw = None
            self._before += _size(Path(str(raw.name)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
