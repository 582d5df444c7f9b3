"""Look up which of many spans are at an offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from quoteminer.types import Span


class SpanIndex:
    """An index of spans in text order that don't overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        spans = list(spans)
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]

    def first_from(self, offset: int) -> int:
        """Return the index of the first span that starts at or after an offset; the number of spans
        if none does."""
        return bisect_left(self.starts, offset)

    def at_or_before(self, offset: int) -> int:
        """Return the index of the last span that starts at or before an offset; 0 if there is
        none."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def touching(self, start: int, end: int) -> range:
        """Return the indices of the spans that overlap a span."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))
