"""Pairs of quotes that may be one statement, found in time that grows with the number of quotes.

The keys of a quote are its pairs of neighbouring content words, by stem and in either order, also those with another
content word between them. Each quote looks up its rarest keys, and is paired with its neighbours, by date, among the
quotes that have them too; a pair counts if it is found by two keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

_RAREST: Final = 8  # keys of a quote that are looked up
_NEIGHBOURS: Final = 5  # quotes before, and as many after, with which a key pairs
_CHUNK: Final = 50_000  # quotes whose pairs are in memory at a time

Numbers = npt.NDArray[np.int64]


def candidate_pairs(stems: npt.NDArray[np.uint32], owners: Numbers, count: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of quotes (number, greater number), each once.

    Args:
        stems: the stems of the content words, quote after quote.
        owners: the quote of each, from 0 on in order of date; ``count`` is their number.
    """
    keys, key_owners = _keys(stems.astype(np.uint64), owners)
    order = np.argsort(keys, kind="stable")
    keys, key_owners = keys[order], key_owners[order]
    starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] + 1)) if len(keys) else np.zeros(0, int)
    sizes = np.diff(starts, append=len(keys))
    group_size, group_start = np.repeat(sizes, sizes), np.repeat(starts, sizes)
    places = _rarest(key_owners, group_size, count)
    bounds = np.searchsorted(key_owners[places], np.arange(0, count + _CHUNK, _CHUNK))
    found = [
        _paired(places[low:high], key_owners, group_start, group_start + group_size, count)
        for low, high in zip(bounds, bounds[1:], strict=False)
    ]
    for pair in np.unique(np.concatenate(found)) if found else ():
        yield divmod(int(pair), count)


def _keys(stems: npt.NDArray[np.uint64], owners: Numbers) -> tuple[npt.NDArray[np.uint64], Numbers]:
    """Return the keys of all quotes, and their quotes; each key of a quote once."""
    keys, key_owners = [], []
    for apart in (1, 2):
        here, there = stems[:-apart], stems[apart:]
        inside = (owners[:-apart] == owners[apart:]) & (here != there)
        keys.append((np.minimum(here, there) << np.uint64(32) | np.maximum(here, there))[inside])
        key_owners.append(owners[:-apart][inside])
    keys_, owners_ = np.concatenate(keys), np.concatenate(key_owners)
    order = np.lexsort((keys_, owners_))
    keys_, owners_ = keys_[order], owners_[order]
    new = np.ones(len(keys_), bool)
    new[1:] = (keys_[1:] != keys_[:-1]) | (owners_[1:] != owners_[:-1])
    return keys_[new], owners_[new]


def _rarest(owners: Numbers, sizes: Numbers, count: int) -> Numbers:
    """Return the places of the rarest shared keys of each quote, by quote."""
    shared = np.flatnonzero(sizes > 1)
    order = shared[np.lexsort((sizes[shared], owners[shared]))]
    firsts = np.searchsorted(owners[order], np.arange(count))
    rank = np.arange(len(order)) - firsts[owners[order]]
    return order[rank < _RAREST]


def _paired(places: Numbers, owners: Numbers, starts: Numbers, stops: Numbers, count: int) -> Numbers:
    """Return the pairs, as one number each, of the quotes at places with their neighbours."""
    pairs = []
    for step in (*range(-_NEIGHBOURS, 0), *range(1, _NEIGHBOURS + 1)):
        inside = places[(places + step >= starts[places]) & (places + step < stops[places])]
        here, there = owners[inside], owners[inside + step]
        pairs.append(here * count + there)
    directed, times = np.unique(np.concatenate(pairs), return_counts=True)
    here, there = np.divmod(directed, count)
    keys_of = np.bincount(owners[places] - owners[places].min(), minlength=1) if len(places) else np.zeros(1, int)
    enough = times >= np.minimum(2, keys_of[here - owners[places].min()]) if len(places) else times > 0
    return (np.minimum(here, there) * count + np.maximum(here, there))[enough]
