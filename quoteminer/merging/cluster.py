"""Which of some nodes are one person, told by their scores two by two.

Agglomerative, with complete linkage where it counts: two groups become one only where no member of one is in conflict
with a member of the other, so that no chain ("John Smith, mayor" - "J. Smith" - "Jane Smith, striker") ties different
people together. And a node that is torn, since it agrees with two that are in conflict, is tied to neither.
Errors in the records are rare, but there are many in many articles: nodes of few articles come last, so that one odd
row does not keep two halves of a person apart.
The result depends on the values alone; of equal scores those of the first nodes come first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]
Weights = NDArray[np.float64]

MERGE: Final = 1.0
"""The least score of two nodes that are one person."""
CLEAR: Final = 1.0
"""How much better than another a score must be to make it no rival."""
OUTWEIGHS: Final = 10.0
"""How many times as many articles as its rivals a reading needs."""
NOISE: Final = 0.03
"""The share of all articles below which nodes may be errors in the records: they rival none, and come last."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """``labels`` has the number of each node's cluster: that of its first node. ``torn``: nodes that might have been
    tied to several who are not one person."""

    labels: tuple[int, ...]
    torn: frozenset[int]


def cluster(scores: Scores, conflicts: Flags, weights: Weights) -> Clusters:
    """The clusters of n nodes.

    Args:
        scores: n x n, symmetric; the diagonal is not read.
        conflicts: n x n, symmetric: nodes that can't be one person, whatever else agrees.
        weights: n, above 0: how many articles each node stands for.
    """
    edges = (scores >= MERGE) & ~conflicts
    np.fill_diagonal(edges, False)
    steady = _steady(scores, edges, conflicts, weights)
    torn = frozenset(np.flatnonzero((edges & ~steady).any(axis=1)).tolist())
    usable = edges & steady & steady.T
    light = weights < NOISE * weights.sum()
    order = sorted((bool(light[x] or light[y]), -scores[x, y], x, y) for x, y in np.argwhere(np.triu(usable)).tolist())
    labels, members = list(range(len(weights))), {node: [node] for node in range(len(weights))}
    for _, _, x, y in order:
        one, other = sorted((labels[x], labels[y]))
        if one != other and not conflicts[np.ix_(members[one], members[other])].any():
            members[one] += members.pop(other)
            for node in members[one]:
                labels[node] = one
    return Clusters(tuple(labels), torn)


def _steady(scores: Scores, edges: Flags, conflicts: Flags, weights: Weights) -> Flags:
    """[x, y]: whether x may be tied to y, though it could be tied to others, in conflict with y, as well."""
    steady = edges.copy()
    if not conflicts.any():
        return steady
    for x in np.flatnonzero(edges.any(axis=1)).tolist():
        near = np.flatnonzero(edges[x])
        against = conflicts[np.ix_(near, near)]
        if not against.any():
            continue
        rivals = against & (scores[x, near][None, :] > scores[x, near][:, None] - CLEAR)
        rival, support = rivals @ weights[near], ~against @ weights[near]
        steady[x, near] = (support >= OUTWEIGHS * rival) | (rival < NOISE * weights.sum())
    return steady
