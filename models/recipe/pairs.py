"""Fit the comparison of mentions (`quoteminer.network.reading.PairLayer`): which mentions of an article are the same
speaker as a source.

The network is not trained further. Each source is asked which of all other mentions belong to its speaker, or whether
none does; a mention counts as in the network's own loss (`losses.speaker_loss`), so mentions are compared across
windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from frozen import Layer, Vectors, fit, write_layer
from labels import Labelled
from torch import Tensor, nn

from quoteminer.network.reading import PAIR_BUCKETS, PAIR_EDGES, Ints, MentionVectors, PairLayer

WIDTH, DROPOUT = 192, 0.1
EPOCHS, RATE = 8, 2e-3
_NEVER = -1e4


@dataclass(frozen=True)
class Questions:
    """The sources of an article, and its mentions. Of ``sources`` (s, width) and ``mentions`` (m, width) the vectors;
    ``distances`` (s, m) in characters; ``same`` (s, m): the same speaker; ``own`` (s, m): the mention is the source."""

    sources: Vectors
    mentions: Vectors
    distances: Ints
    same: npt.NDArray[np.bool_]
    own: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sources)


class Layers(Layer):
    """The layer that is fitted. The export splits it: ``query`` and ``key`` go into the network."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query, self.key = (nn.Linear(width, WIDTH, bias=False) for _ in range(2))
        self.distance = nn.Embedding(PAIR_BUCKETS, WIDTH)
        nn.init.normal_(self.distance.weight, std=0.3)
        self.nobody = nn.Parameter(torch.zeros(WIDTH))
        self.weight = nn.Linear(WIDTH, 1, bias=False)
        self.dropout = nn.Dropout(DROPOUT)

    def loss(self, article: Questions) -> Tensor:
        """Return the sum over the sources of -log of the share of right mentions."""
        query = self.query(self.dropout(torch.from_numpy(article.sources).float()))
        key = self.key(self.dropout(torch.from_numpy(article.mentions).float()))
        near = torch.from_numpy(np.searchsorted(PAIR_EDGES, article.distances, side="left"))
        pairs = self._points(query[:, None] + key[None] + self.distance(near))
        nobody = self._points(query + self.nobody)[:, None]
        own, same = torch.from_numpy(article.own), torch.from_numpy(article.same & ~article.own)
        pairs = pairs.masked_fill(own, _NEVER)
        alone = ~same.any(1, keepdim=True)
        right = torch.cat([pairs.masked_fill(~same, _NEVER), nobody.masked_fill(~alone, _NEVER)], 1)
        return (torch.cat([pairs, nobody], 1).logsumexp(1) - right.logsumexp(1)).sum()

    def _points(self, hidden: Tensor) -> Tensor:
        points: Tensor = self.weight(self.dropout(hidden.relu())).squeeze(-1)
        return points


def questions(labelled: Labelled, vectors: Vectors) -> Questions | None:
    """Return the questions of an article; None if it has no source with a speaker, or no mention."""
    anchors, mentions, starts = labelled.anchors, labelled.mentions, labelled.pieces.starts
    if not len(anchors) or not len(mentions):
        return None
    first, end, who = anchors.T[:, :, None]
    return Questions(
        vectors[anchors[:, 0]],
        vectors[mentions[:, 0]],
        starts[mentions[:, 0]][None] - starts[anchors[:, 0]][:, None],
        mentions[:, 1] == who,
        (mentions[:, 0] >= first) & (mentions[:, 0] < end),
    )


def fit_pairs(articles: Sequence[Questions]) -> Layers:
    """Return the layer fitted on these articles, of which there must be at least one."""
    torch.manual_seed(0)
    layers = Layers(articles[0].sources.shape[1])
    fit(layers, articles, epochs=EPOCHS, rate=RATE)
    return layers


def write_pairs(model: Path, layers: Layers) -> None:
    """Write the layer into the model's weights.onnx and config.json, with their checksums."""
    matrices = {"pair_query": layers.query.weight, "pair_key": layers.key.weight}
    tables = {"distance": layers.distance.weight, "weight": layers.weight.weight[0], "nobody": layers.nobody}
    write_layer(model, "pairs", matrices, tables)


@torch.no_grad()
def compared(layers: Layers, starts: Ints, vectors: Vectors) -> MentionVectors:
    """Return the vectors of all pieces of an article, for the package to compare them with this layer."""
    x = torch.from_numpy(vectors).float()
    query, key = (part(x).half().numpy() for part in (layers.query, layers.key))
    tables = (layers.distance.weight, layers.weight.weight[0], layers.nobody)
    layer = PairLayer(*(table.detach().numpy() for table in tables))
    return MentionVectors(starts, query, key, layer.nobody, layer)
