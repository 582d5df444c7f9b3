"""What passes between the tasks of a run on a cluster: Python values in Arrow tables."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from quoteminer.errors import need

EXTRA: Final = "ray"
WHAT: Final = "--engine ray"


class Placed(NamedTuple):
    """An Item or an Outcome, and where it is from: the number of its file, and its place in it, both from 0."""

    file: int
    place: int
    value: Any


def table_of(values: Iterable[Any]) -> Any:
    """A pyarrow.Table with a row for each value. They are pickled: none leaves the run, and texts may hold what Arrow's
    strings can't (lone surrogates)."""
    arrow = need("pyarrow", extra=EXTRA, what=WHAT)
    return arrow.table({"value": arrow.array([pickle.dumps(value) for value in values], arrow.large_binary())})


def values_of(table: Any) -> Iterator[Any]:
    """The values of such a table, one after the other."""
    for value in table.column("value"):
        yield pickle.loads(value.as_py())
