"""Find pairs of quotes that may be one statement, in time that grows linearly with the number of
quotes. README.md describes the keys of a quote and how they are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

_RAREST: Final = 8  # keys of a quote that are looked up
_NEIGHBOURS: Final = 5  # quotes before, and as many after, with which a key pairs
_CHUNK: Final = 50_000  # quotes whose pairs are in memory at a time

Numbers: TypeAlias = "npt.NDArray[np.unsignedinteger[Any] | np.signedinteger[Any]]"


def candidate_pairs(stems: Numbers, owners: Numbers, count: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of quotes (number, greater number), each once. ``stems``: of the content words,
    quote after quote, as 32-bit numbers; ``owners``: the quote of each stem. ``count`` quotes are
    numbered from 0 in order of date.
    """
    keys, owners = _keys(stems, owners)
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    is_first = np.ones(len(keys), bool)
    is_first[1:] = keys[1:] != keys[:-1]
    starts = np.append(np.flatnonzero(is_first), len(keys))  # of each key's quotes
    key = np.cumsum(is_first, dtype=np.uint32) - 1
    places = _rarest(owners, np.diff(starts)[key], count)
    edges = np.searchsorted(owners[places], np.arange(0, count + _CHUNK, _CHUNK))
    chunks = (places[low:high] for low, high in zip(edges, edges[1:], strict=False) if low < high)
    pairs = [
        _paired(chunk, owners, starts[key[chunk]], starts[key[chunk] + 1], count)
        for chunk in chunks
    ]
    for pair in np.unique(np.concatenate(pairs)) if pairs else ():
        yield divmod(int(pair), count)


def _keys(stems: Numbers, owners: Numbers) -> tuple[Numbers, Numbers]:
    """Return the distinct keys of each quote, and their quotes, in order of the quotes."""
    keys, key_owners = [], []
    for apart in (1, 2):
        here, there = stems[:-apart].astype(np.uint64), stems[apart:].astype(np.uint64)
        inside = (owners[:-apart] == owners[apart:]) & (here != there)
        keys.append((np.minimum(here, there) << np.uint64(32) | np.maximum(here, there))[inside])
        key_owners.append(owners[:-apart][inside])
    all_keys, all_owners = np.concatenate(keys), np.concatenate(key_owners)
    order = np.lexsort((all_keys, all_owners))
    all_keys, all_owners = all_keys[order], all_owners[order]
    is_new = np.ones(len(all_keys), bool)
    is_new[1:] = (all_keys[1:] != all_keys[:-1]) | (all_owners[1:] != all_owners[:-1])
    return all_keys[is_new], all_owners[is_new]


def _rarest(owners: Numbers, sizes: Numbers, count: int) -> Numbers:
    """Return the places of the rarest shared keys of each quote, in order of the quotes."""
    shared = np.flatnonzero(sizes > 1)
    order = shared[np.lexsort((sizes[shared], owners[shared]))]
    firsts = np.searchsorted(owners[order], np.arange(count))
    rank = np.arange(len(order)) - firsts[owners[order]]
    return order[rank < _RAREST]


def _paired(
    places: Numbers, owners: Numbers, starts: Numbers, stops: Numbers, count: int
) -> Numbers:
    """Return the pairs of the quotes at places and their neighbours between start and stop, each
    pair as one number."""
    pairs = []
    for step in (*range(-_NEIGHBOURS, 0), *range(1, _NEIGHBOURS + 1)):
        inside = places[(places + step >= starts) & (places + step < stops)]
        pairs.append(owners[inside].astype(np.int64) * count + owners[inside + step])
    directed, times = np.unique(np.concatenate(pairs), return_counts=True)
    here, there = np.divmod(directed, count)
    looked_up = np.bincount(owners[places], minlength=count)
    enough = times >= np.minimum(2, looked_up[here])
    return (np.minimum(here, there) * count + np.maximum(here, there))[enough]
