"""Spans that overlap, cut so that they nest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.types import Span
from quoteminer.writers.nesting import nested

SPANS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=7
)


@pytest.mark.parametrize(
    ("spans", "pieces"),
    [
        ([], []),
        ([(3, 5), (0, 2)], [(0, 2, 1), (3, 5, 0)]),
        ([(0, 9), (2, 4), (5, 9)], [(0, 9, 0), (2, 4, 1), (5, 9, 2)]),  # one in the other
        ([(2, 4), (0, 9), (2, 4)], [(0, 9, 1), (2, 4, 0), (2, 4, 2)]),  # the same words
        ([(0, 5), (3, 8)], [(0, 5, 0), (3, 5, 1), (5, 8, 1)]),  # crossing
        ([(0, 5), (3, 8), (4, 9)], [(0, 5, 0), (3, 5, 1), (4, 5, 2), (5, 9, 2), (5, 8, 1)]),
        ([(0, 5), (0, 5), (5, 6)], [(0, 5, 0), (0, 5, 1), (5, 6, 2)]),
    ],
)
def test_pieces(spans: list[Span], pieces: list[tuple[int, int, int]]) -> None:
    assert nested((span, owner) for owner, span in enumerate(spans)) == pieces


@given(SPANS)
def test_any_two_pieces_are_apart_or_one_in_the_other(spans: list[Span]) -> None:
    pieces = nested((span, owner) for owner, span in enumerate(spans))
    for at, one in enumerate(pieces):
        for other in pieces[at + 1 :]:
            assert one.start <= other.start
            assert one.end <= other.start or one.end >= other.end


@given(SPANS)
def test_the_pieces_of_a_span_are_the_span(spans: list[Span]) -> None:
    pieces = nested((span, owner) for owner, span in enumerate(spans))
    for owner, (start, end) in enumerate(spans):
        own = sorted(piece[:2] for piece in pieces if piece.owner == owner)
        assert [at for a, b in own for at in range(a, b)] == list(range(start, end))
        assert all(a < b for a, b in own)


@given(SPANS)
def test_what_crosses_nothing_is_not_cut(spans: list[Span]) -> None:
    pieces = nested((span, owner) for owner, span in enumerate(spans))
    for owner, (start, end) in enumerate(spans):
        if not any(a < start < b < end or start < a < end < b for a, b in spans):
            assert [piece[:2] for piece in pieces if piece.owner == owner] == [(start, end)]
