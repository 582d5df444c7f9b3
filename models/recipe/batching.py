"""Turn labelled articles into batches of windows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import groupby

import numpy as np
import torch
from labels import NOWHERE, UNKNOWN, Ints, Labelled
from teacher import Taught
from torch import Tensor

from quoteminer.network.encode import CLS, SEP, cut_windows
from quoteminer.network.tags import LAYERS, LINK_TARGETS, LINKS, NAME_TAGS, ROLE_TAGS


@dataclass
class Window:
    """One window with [CLS] and [SEP] around it, labels aligned (UNKNOWN at both). Positions of
    ``mentions``, ``anchors``, ``people`` and ``attributes`` are those of this window."""

    inputs: Ints  # (4, t): ids, case, first, quote
    tags: Ints  # (layers, t)
    links: Ints  # (links, layers, t): position of the target in this window, NOWHERE or UNKNOWN
    names: Ints
    acts: Ints
    mentions: Ints
    anchors: Ints
    people: Ints
    attributes: Ints
    convention: int
    trust: float
    article: tuple[int, int]
    taught: Taught | None = None  # without [CLS] and [SEP]

    def __len__(self) -> int:
        return self.inputs.shape[1]


def make_windows(
    labelled: Labelled, *, size: int, article: tuple[int, int] = (0, 0)
) -> list[Window]:
    """Return the windows of one version of an article; ``article`` is its unique number in the
    epoch."""
    return [
        _window(labelled, w.own_start, w.own_end, article)
        for w in cut_windows(labelled.pieces, size=size)
    ]


def _window(labelled: Labelled, a: int, b: int, article: tuple[int, int]) -> Window:
    p = labelled.pieces
    pad = lambda row, left, right: np.concatenate(([left], row[a:b], [right]))  # noqa: E731
    inputs = np.stack(
        [pad(p.ids, CLS, SEP), pad(p.case, 0, 0), pad(p.first, 0, 0), pad(p.quote, 0, 0)]
    )
    links = labelled.links[:, :, a:b]
    inside = (links >= a) & (links < b)
    links = np.where(links == UNKNOWN, UNKNOWN, np.where(inside, links - a + 1, NOWHERE))
    return Window(
        inputs=inputs,
        tags=np.pad(labelled.tags[:, a:b], ((0, 0), (1, 1)), constant_values=UNKNOWN),
        links=np.pad(links, ((0, 0), (0, 0), (1, 1)), constant_values=UNKNOWN),
        names=pad(labelled.names, UNKNOWN, UNKNOWN),
        acts=pad(labelled.acts, UNKNOWN, UNKNOWN),
        mentions=_inside(labelled.mentions, p.starts, a, b) - np.array([a - 1, 0, 0]),
        anchors=_inside(labelled.anchors, p.starts, a, b) - np.array([a - 1, a - 1, 0, 0]),
        people=_whole(labelled.people, a, b),
        attributes=_whole(labelled.attributes, a, b),
        convention=labelled.convention,
        trust=labelled.trust,
        article=article,
        taught=labelled.taught and labelled.taught.cut(a, b),
    )


def _inside(rows: Ints, starts: Ints, a: int, b: int) -> Ints:
    """Return the rows whose first pieces are in a window, each with that piece's offset in the
    text."""
    rows = rows[(rows[:, 0] >= a) & (rows[:, 0] < b)]
    return np.column_stack([rows, starts[rows[:, 0]]])


def _whole(rows: Ints, a: int, b: int) -> Ints:
    """Return the rows whose first and end pieces are in a window, with the positions of these
    pieces in it."""
    own = rows[(rows[:, 0] >= a) & (rows[:, 1] <= b)].copy()
    own[:, :2] -= a - 1
    return own


@dataclass
class Batch:
    inputs: Tensor  # (4, b, t)
    mask: Tensor  # (b, t), False at padding
    tags: Tensor  # (b, layers, t)
    # by link (b, layers, c): positions of the possible targets, -1 at padding
    candidates: list[Tensor]
    targets: list[Tensor]  # by link (b, layers, t): index of the candidate, c for none, UNKNOWN
    names: Tensor
    acts: Tensor
    mentions: Tensor  # (m, 5): window, position, speaker, offset in the text, article
    # (k, 6): window, position, end of the source, speaker, offset in the text, article
    anchors: Tensor
    people: Tensor  # (p, 4): window, first and end position, speaker; see labels.Labelled
    attributes: Tensor  # (a, 5): window, first and end position, kind, speaker
    convention: Tensor  # (b,)
    trust: Tensor  # (b,)
    taught: Tensor  # (b, t), True where a teacher was asked
    taught_roles: Tensor  # (b, t, layers, tags): its log-probabilities
    taught_names: Tensor  # (b, t, tags)

    def to(self, device: torch.device) -> Batch:
        """Return the batch on a device."""
        move = lambda x: [move(one) for one in x] if isinstance(x, list) else x.to(device)  # noqa: E731
        return Batch(*(move(getattr(self, field.name)) for field in fields(self)))


def collate(windows: list[Window]) -> Batch:
    b, t = len(windows), max(map(len, windows))
    inputs = np.zeros((4, b, t), np.int64)
    mask = np.zeros((b, t), bool)
    tags = np.full((b, LAYERS, t), UNKNOWN)
    names, acts = np.full((2, b, t), UNKNOWN)
    taught = np.zeros((b, t), bool)
    taught_roles = np.zeros((b, t, LAYERS, ROLE_TAGS), np.float32)
    taught_names = np.zeros((b, t, NAME_TAGS), np.float32)
    for i, w in enumerate(windows):
        n = len(w)
        if w.taught is not None:
            taught[i, 1 : n - 1] = w.taught.known
            taught_roles[i, 1 : n - 1], taught_names[i, 1 : n - 1] = w.taught.roles, w.taught.names
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
        as_tensor(_gathered(windows, [w.mentions for w in windows])),
        as_tensor(_gathered(windows, [w.anchors for w in windows])),
        as_tensor(_numbered([w.people for w in windows])),
        as_tensor(_numbered([w.attributes for w in windows])),
        torch.tensor([w.convention for w in windows]),
        torch.tensor([w.trust for w in windows]),
        *map(as_tensor, (taught, taught_roles, taught_names)),
    )


def _gathered(windows: list[Window], rows: list[Ints]) -> Ints:
    """Return the rows of all windows, with the index of the window before and the index of its
    article after each."""
    articles = {
        article: index for index, article in enumerate(dict.fromkeys(w.article for w in windows))
    }
    edge = lambda value, n: np.full((n, 1), value)  # noqa: E731
    return np.concatenate(
        [
            np.hstack([edge(i, len(own)), own, edge(articles[w.article], len(own))])
            for i, (w, own) in enumerate(zip(windows, rows, strict=True))
        ]
    )


def _numbered(rows: list[Ints]) -> Ints:
    """Return the rows of all windows, with the index of the window before each."""
    return np.concatenate([np.insert(own, 0, i, axis=1) for i, own in enumerate(rows)])


def _links(windows: list[Window], link: int, t: int) -> tuple[Ints, Ints]:
    starts = [
        [np.flatnonzero(w.tags[layer] == LINK_TARGETS[link]) for layer in range(LAYERS)]
        for w in windows
    ]
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


def plan_batches(windows: list[Window], pieces: int, rng: random.Random) -> list[list[Window]]:
    """Group whole articles with windows of similar length in batches of at most ``pieces`` pieces,
    in random order.

    The windows of an article stay together, because its mentions are compared across windows; they
    must be consecutive in ``windows``. An article that is too long for a batch is split.
    """
    units = [
        unit
        for _, own in groupby(windows, key=lambda w: w.article)
        for unit in _units(list(own), pieces)
    ]
    units.sort(key=lambda unit: max(map(len, unit)) * rng.uniform(0.95, 1.05))
    groups: list[list[Window]] = [[]]
    for unit in units:
        together = groups[-1] + unit
        if groups[-1] and len(together) * max(map(len, together)) > pieces:
            groups.append([])
        groups[-1].extend(unit)
    rng.shuffle(groups)
    return [group for group in groups if group]


def _units(own: list[Window], pieces: int) -> Iterator[list[Window]]:
    most = max(1, pieces // max(map(len, own)))
    return (own[at : at + most] for at in range(0, len(own), most))
