"""Spans that may overlap, cut so that they nest, as elements of XML must."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from quoteminer.types import Span


class Piece(NamedTuple):
    """A piece of a span, and whose it is."""

    start: int
    end: int
    owner: int


def nested(spans: Iterable[tuple[Span, int]]) -> list[Piece]:
    """The spans, each with its owner, as pieces of which any two are apart or one in the other, in the order in which
    they open.

    Where two cross, the one that starts later is cut at the end of the other. A span that crosses none stays whole. Of
    two that cover the same, the one with the lower owner is the outer one.
    """
    waiting = [(start, -end, owner) for (start, end), owner in spans]
    heapify(waiting)
    pieces: list[Piece] = []
    open_ends: list[int] = []
    while waiting:
        start, end, owner = heappop(waiting)
        end = -end
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if open_ends and open_ends[-1] < end:
            heappush(waiting, (open_ends[-1], -end, owner))
            end = open_ends[-1]
        open_ends.append(end)
        pieces.append(Piece(start, end, owner))
    return pieces
