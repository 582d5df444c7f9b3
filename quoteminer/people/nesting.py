"""Which contents enclose the source of an attribution."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from quoteminer.types import Attribution, Span

#: The contents before a source that are searched for one that encloses it.
_SPANS_BACK = 20


class Nesting:
    """The contents around each source, or around the content of an attribution without one."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._attributions = attributions
        self._contents = sorted((s, e, i) for i, a in enumerate(attributions) for s, e in a.content)

    def enclosing(self, i: int) -> int | None:
        """Return the attribution with the innermost content around that of index ``i``."""
        attribution = self._attributions[i]
        start, end = attribution.source or next(iter(attribution.content), (0, 0))
        behind = bisect_right(self._contents, start, key=lambda content: content[0])
        near = self._contents[max(0, behind - _SPANS_BACK) : behind]
        inmost = max(((s, e, k) for s, e, k in near if k != i and end <= e), default=None)
        return inmost[2] if inmost is not None else None

    def depth(self, i: int) -> int:
        """Count the attributions around one, and itself. Those around each other count once."""
        seen = {i}
        while (outer := self.enclosing(i)) is not None and outer not in seen:
            seen.add(outer)
            i = outer
        return len(seen)


def bounds(spans: Sequence[Span]) -> Span:
    return min((start for start, _ in spans), default=0), max((end for _, end in spans), default=0)
