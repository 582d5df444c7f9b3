"""The probabilities of links: from contents to their cues, and from cues to their sources."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from quoteminer.network.encode import Scores, Window
from quoteminer.network.load import Model
from quoteminer.network.reading import Ints
from quoteminer.network.tags import DISTANCE_EDGES, LAYERS, ROLES

SOURCE, CUE, CONTENT = (ROLES.index(role) for role in ROLES)


class RolePieces(NamedTuple):
    """The pieces start..end with a role (an index into ROLES) in a layer."""

    start: int
    end: int
    layer: int
    role: int


def link_chances(
    model: Model, scores: Scores, spans: Sequence[RolePieces]
) -> dict[tuple[int, int], float]:
    """Return log-probabilities of content -> cue and cue -> source, by indices of spans; (span, -1)
    means no target."""
    links: dict[tuple[int, int], float] = {}
    own_starts = [window.own_start for window in scores.windows]
    for link, (owner, target) in enumerate(((CONTENT, CUE), (CUE, SOURCE))):
        for layer in range(LAYERS):
            here = [(index, span) for index, span in enumerate(spans) if span.layer == layer]
            owners = [(index, span) for index, span in here if span.role == owner]
            targets = [index for index, span in here if span.role == target]
            firsts = np.array([spans[index].start for index in targets], dtype=np.int64)
            parts = sorted(
                part
                for index, span in owners
                for part in _owner_parts(index, span, scores.windows, own_starts)
            )
            for number, members in groupby(parts, key=lambda part: part[0]):
                window = scores.windows[number]
                low, high = np.searchsorted(firsts, [window.start, window.end])
                pieces = [part[1:] for part in members]
                for index, values in _link_scores(
                    model, scores, pieces, firsts[low:high], number, link, layer
                ):
                    for to, value in zip([*targets[low:high], -1], values, strict=True):
                        known = links.get((index, to), value)
                        links[index, to] = min(known, value) if to == -1 else max(known, value)
    return links


def _owner_parts(
    index: int, span: RolePieces, windows: Sequence[Window], own_starts: Sequence[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the parts of a span that its links start from: the number of a window, the index, the
    first piece and the end piece. A cue links from its first piece; a content from all its pieces
    in the window where it begins, and from those in the window where it ends, which has the cue
    behind it."""
    first, last = (bisect_right(own_starts, piece) - 1 for piece in (span.start, span.end - 1))
    if span.role == CUE:
        yield first, index, span.start, span.start + 1
        return
    for number in sorted({first, last}):
        window = windows[number]
        yield number, index, max(span.start, window.own_start), min(span.end, window.own_end)


def _link_scores(
    model: Model,
    scores: Scores,
    owners: Sequence[tuple[int, int, int]],
    firsts: Ints,
    window: int,
    link: int,
    layer: int,
) -> Iterator[tuple[int, list[float]]]:
    """Yield the index and the scores (targets + 1,) of every owner (index, first piece, end piece)
    of a window. A score is the mean over its pieces of the log-probability of a target; the last
    score is that of no target.
    """
    where = np.concatenate([np.arange(a, b) for _, a, b in owners])
    query = scores.query[where, link, layer]
    keys = scores.keys[window][firsts - scores.windows[window].start, link]
    bias = model.distance[link, layer][
        np.searchsorted(DISTANCE_EDGES, firsts[None, :] - where[:, None], side="left")
    ]
    raw = np.concatenate([query @ keys.T + bias, (query @ model.nowhere[link])[:, None]], axis=1)
    raw = raw - raw.max(axis=1, keepdims=True)
    logs = raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))
    sizes = np.array([b - a for _, a, b in owners])
    means = np.add.reduceat(logs, np.cumsum(sizes) - sizes, axis=0) / sizes[:, None]
    return zip((index for index, _, _ in owners), means.tolist(), strict=True)
