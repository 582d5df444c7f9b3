"""What is begun ahead, beside what a stream of single articles does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quoteminer.pipeline import looking_ahead


class Fake:
    """Stands for an article on its way: all that matters is how many of its windows are."""

    def __init__(self, windows: int) -> None:
        self.windows = windows


def watch(
    sizes: list[int], windows: int, fails_at: int | None, most: int | None = None
) -> tuple[list[int], list[list[int]], bool]:
    """Which items were given; at each, the sizes of those begun behind it; and whether it ended with an error."""
    begun: list[int] = []
    given_: list[int] = []
    behind: list[list[int]] = []

    def items() -> Iterator[int]:
        for number in range(len(sizes)):
            if number == fails_at:
                raise OSError
            yield number

    def begin(number: int) -> Any:
        begun.append(number)
        return Fake(sizes[number])

    try:
        for number, reading in looking_ahead(items(), begin, windows=windows, most=most):
            assert reading.windows == sizes[number]
            given_.append(number)
            behind.append([sizes[i] for i in begun if i > number])
    except OSError:
        return given_, behind, True
    return given_, behind, False


@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.integers(0, 12),
    st.none() | st.integers(0, 11),
    st.none() | st.integers(1, 5),
)
def test_everything_is_given_in_order_with_just_enough_begun(
    sizes: list[int], windows: int, fails_at: int | None, most: int | None
) -> None:
    given_, behind, failed = watch(sizes, windows, fails_at, most)
    last = len(sizes) if fails_at is None else min(fails_at, len(sizes))
    assert given_ == list(range(last))
    assert failed == (fails_at is not None and fails_at < len(sizes))
    assert behind == [sizes[number + 1 : end] for number, end in enumerate(slow_ends(sizes[:last], windows, most))]


def slow_ends(sizes: list[int], windows: int, most: int | None) -> list[int]:
    """For each item how many items are begun when it is given: the fewest that put enough windows behind it, or are the
    most that may wait, and never fewer than for the item before."""
    ends: list[int] = []
    for number in range(len(sizes)):
        enough = [
            end for end in range(number + 1, len(sizes) + 1)
            if sum(max(1, size) for size in sizes[number + 1 : end]) >= windows or end - number == most
        ]  # fmt: skip
        ends.append(max([*ends[-1:], *enough[:1]] if enough else [len(sizes)]))
    return ends
