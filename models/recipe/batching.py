"""Labelled articles to batches of windows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from labels import NOWHERE, UNKNOWN, Ints, Labelled
from torch import Tensor

from quoteminer.network.encode import CLS, SEP, cut_windows
from quoteminer.network.tags import LAYERS, LINK_TARGETS, LINKS


@dataclass
class Window:
    """One window with [CLS] and [SEP] around it, labels aligned (UNKNOWN at both)."""

    inputs: Ints  # (4, t): ids, case, first, quote
    tags: Ints  # (layers, t)
    links: Ints  # (links, layers, t): position of the target in this window, NOWHERE or UNKNOWN
    names: Ints
    acts: Ints

    def __len__(self) -> int:
        return self.inputs.shape[1]


def make_windows(labelled: Labelled, *, size: int) -> list[Window]:
    return [_window(labelled, w.own_start, w.own_end) for w in cut_windows(labelled.pieces, size=size)]


def _window(labelled: Labelled, a: int, b: int) -> Window:
    p = labelled.pieces
    pad = lambda row, left, right: np.concatenate(([left], row[a:b], [right]))  # noqa: E731
    inputs = np.stack([pad(p.ids, CLS, SEP), pad(p.case, 0, 0), pad(p.first, 0, 0), pad(p.quote, 0, 0)])
    links = labelled.links[:, :, a:b]
    inside = (links >= a) & (links < b)
    links = np.where(links == UNKNOWN, UNKNOWN, np.where(inside, links - a + 1, NOWHERE))
    return Window(
        inputs=inputs,
        tags=np.pad(labelled.tags[:, a:b], ((0, 0), (1, 1)), constant_values=UNKNOWN),
        links=np.pad(links, ((0, 0), (0, 0), (1, 1)), constant_values=UNKNOWN),
        names=pad(labelled.names, UNKNOWN, UNKNOWN),
        acts=pad(labelled.acts, UNKNOWN, UNKNOWN),
    )


@dataclass
class Batch:
    inputs: Tensor  # (4, b, t)
    mask: Tensor  # (b, t), False at padding
    tags: Tensor  # (b, layers, t)
    candidates: list[Tensor]  # by link (b, layers, c): positions of the possible targets, -1 at padding
    targets: list[Tensor]  # by link (b, layers, t): index of the candidate, c for none, UNKNOWN
    names: Tensor
    acts: Tensor


def collate(windows: list[Window]) -> Batch:
    b, t = len(windows), max(map(len, windows))
    inputs = np.zeros((4, b, t), np.int64)
    mask = np.zeros((b, t), bool)
    tags = np.full((b, LAYERS, t), UNKNOWN)
    names, acts = np.full((2, b, t), UNKNOWN)
    for i, w in enumerate(windows):
        n = len(w)
        inputs[:, i, :n], mask[i, :n], tags[i, :, :n] = w.inputs, True, w.tags
        names[i, :n], acts[i, :n] = w.names, w.acts
    linked = [_links(windows, link, t) for link in range(LINKS)]
    as_tensor = torch.from_numpy
    return Batch(
        as_tensor(inputs),
        as_tensor(mask),
        as_tensor(tags),
        [as_tensor(c) for c, _ in linked],
        [as_tensor(targets) for _, targets in linked],
        as_tensor(names),
        as_tensor(acts),
    )


def _links(windows: list[Window], link: int, t: int) -> tuple[Ints, Ints]:
    starts = [[np.flatnonzero(w.tags[layer] == LINK_TARGETS[link]) for layer in range(LAYERS)] for w in windows]
    most = max(1, max(len(s) for row in starts for s in row))
    candidates = np.full((len(windows), LAYERS, most), -1)
    targets = np.full((len(windows), LAYERS, t), UNKNOWN)
    for i, w in enumerate(windows):
        for layer in range(LAYERS):
            found = starts[i][layer]
            candidates[i, layer, : len(found)] = found
            targets[i, layer, : len(w)] = _target(w.links[link, layer], found, most)
    return candidates, targets


def _target(links: Ints, starts: Ints, most: int) -> Ints:
    out = np.where(links == UNKNOWN, UNKNOWN, most)
    if len(starts):
        index = np.clip(np.searchsorted(starts, links), 0, len(starts) - 1)
        hit = (links >= 0) & (starts[index] == links)
        out = np.where(hit, index, out)
    return out


def batches(windows: list[Window], pieces: int, rng: random.Random) -> Iterator[Batch]:
    """Windows of like length together, at most ``pieces`` pieces a batch, in random order."""
    order = sorted(windows, key=lambda w: len(w) * rng.uniform(0.9, 1.1))
    groups: list[list[Window]] = [[]]
    for window in order:
        group = groups[-1]
        if group and (len(group) + 1) * max(len(window), *map(len, group)) > pieces:
            groups.append([])
        groups[-1].append(window)
    rng.shuffle(groups)
    return (collate(group) for group in groups if group)
