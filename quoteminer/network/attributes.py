"""Read the role and the affiliation of named people from the network's vectors.

For a name of a person and each piece near it, a layer decides whether the piece begins or continues
(BIO) that person's role, and whether it does so for their affiliation. Its input is the sum of four
vectors, behind a ReLU: one of the piece, one each of the first and the last piece of the name, and
one of the distance between them. The network computes the first three; models/recipe/attributes.py
fits all of them. Wei et al., "A novel cascade binary tagging framework for relational triple
extraction" (ACL 2020), also tag the objects of each relation for one subject at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from quoteminer.network.reading import AttributeKind, Floats, Ints

KINDS: Final[tuple[AttributeKind, ...]] = ("role", "affiliation")
TAGS: Final = 3  # of each kind: outside, begin, inside
REACH: Final = 64  # pieces on each side of a name
LONGEST: Final = 12  # pieces of a name
# Edges of the buckets of signed distances from a name to a piece outside it.
_EDGES: Final = np.array([-48, -32, -24, -16, -12, -10, *range(-8, 9), 10, 12, 16, 24, 32, 48])
BUCKETS: Final = len(_EDGES) + 2  # the last one is for the pieces of the name
_AT_ONCE: Final = 64  # names that are read together, so that memory is bounded
_LEAST: Final = 0.1  # the least probability with which a span begins


@dataclass(frozen=True, slots=True)
class AttributeLayer:
    """The part of the layer that is not in the network: ``distance`` (buckets, width) is the vector
    of each distance, ``weight`` (width, kinds * tags) and ``bias`` (kinds * tags,) give the logits
    of the tags."""

    distance: Floats
    weight: Floats
    bias: Floats


def bucket(pieces: Ints, first: int | Ints, end: int | Ints) -> Ints:
    """Return the bucket of the distance from a name, the pieces first..end, to each piece (or from
    a name for each piece)."""
    distance = np.where(pieces < first, pieces - first, pieces - end + 1)
    inside = (pieces >= first) & (pieces < end)
    return np.where(inside, BUCKETS - 1, np.searchsorted(_EDGES, distance, side="left"))


def find_attributes(
    layer: AttributeLayer, vectors: Floats, paragraph: Ints, names: Iterable[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], AttributeKind, int, int, float]]:
    """Yield a name, the kind, first piece, end piece and mean probability, 0..1, of each likely
    role and affiliation. ``vectors`` (n, 3 * width): of a piece, of the first and of the last piece
    of a name. ``paragraph`` (n,): ascending numbers; no attribute crosses a paragraph's end.
    ``names``: the first and end pieces of the people's names.
    """
    own, *ends = np.split(vectors, 3, axis=1)
    for some in _batches(names, _AT_ONCE):
        first = np.array([start for start, _ in some])
        end = np.minimum([end for _, end in some], first + LONGEST)
        low, high = np.maximum(0, first - REACH), np.minimum(len(own), end + REACH)
        stops = np.cumsum(high - low)
        # the rows of all names, one behind the other: the name and the piece of each
        of = np.repeat(np.arange(len(some)), high - low)
        pieces = np.arange(len(of)) + (high - stops)[of]
        distance = layer.distance[bucket(pieces, first[of], end[of])]
        hidden = np.maximum(own[pieces] + distance + (ends[0][first] + ends[1][end - 1])[of], 0)
        logits = (hidden @ layer.weight + layer.bias).reshape(-1, len(KINDS), TAGS)
        shares = np.exp(logits - logits.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        rows, kinds = np.nonzero(_begins(shares))
        for number, kind in sorted(set(zip(of[rows].tolist(), kinds.tolist(), strict=True))):
            start, stop = int(low[number]), int(stops[number])
            here = slice(stop - int(high[number]) + start, stop)
            for a, b, score in _spans(shares[here, kind], paragraph[pieces[here]]):
                yield some[number], KINDS[kind], start + a, start + b, score


def _batches(names: Iterable[tuple[int, int]], size: int) -> Iterator[list[tuple[int, int]]]:
    rest = iter(names)
    while batch := list(islice(rest, size)):
        yield batch


def _begins(shares: Floats) -> npt.NDArray[np.bool_]:
    """Return where a span begins (…,), from the probabilities (…, tags): where anything is likely
    enough and "begin" at least half as likely as "inside"."""
    begins: npt.NDArray[np.bool_] = (1 - shares[..., 0] > _LEAST) & (
        shares[..., 1] > shares[..., 2] / 2
    )
    return begins


def _spans(shares: Floats, paragraph: Ints) -> Iterator[tuple[int, int, float]]:
    """Yield the first piece, end piece and mean probability of likely spans, from the probabilities
    (n, tags)."""
    likely, inside = 1 - shares[:, 0], shares[:, 2] > shares[:, 1]
    end = 0
    for start in np.flatnonzero(_begins(shares)).tolist():
        if start >= end:
            end = start + 1
            half = likely[start] / 2
            while (
                end < len(shares)
                and paragraph[end] == paragraph[start]
                and inside[end]
                and shares[end, 2] > half
            ):
                end += 1
            yield start, end, float(np.add.reduce(likely[start:end]) / (end - start))
