"""JSON values with one value of another type in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

_VALUES = st.sampled_from([None, True, 0, -1, 10**9, 1.5, "", "x", [], [1], ["x"], [[]], [None], {}, {"a": 1}, [{}]])


def damage(values: list[Any], data: st.DataObject) -> None:
    """Put another value in the place of one, however deep."""
    *way, last = data.draw(st.sampled_from(sorted(_places(values), key=str)))
    inner: Any = values
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(_VALUES)


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value inside."""
    if above:
        yield above
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _places(item, (*above, key))
