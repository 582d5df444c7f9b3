"""Fit the comparison of mentions (`quoteminer.network.reading.PairLayer`): which mentions of an article are the same
speaker as a source.

The network is not trained further. Each source is asked which of all other mentions belong to its speaker, or whether
none does; a mention counts as in the network's own loss (`losses.speaker_loss`), so mentions are compared across
windows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from frozen import Layer, fit, open_frozen, vectors_of, write_layer
from gold import read_examples, set_path
from labels import label
from torch import Tensor, nn

from quoteminer.network.reading import PAIR_BUCKETS, PAIR_EDGES, Ints

WIDTH, DROPOUT = 192, 0.1
EPOCHS, RATE = 8, 2e-3
_NEVER = -1e4


@dataclass(frozen=True)
class Questions:
    """The sources of an article, and its mentions. Of ``sources`` (s, width) and ``mentions`` (m, width) the vectors;
    ``distances`` (s, m) in characters; ``same`` (s, m): the same speaker; ``own`` (s, m): the mention is the source."""

    sources: npt.NDArray[np.float16]
    mentions: npt.NDArray[np.float16]
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


def fit_pairs(model: Path, *, data: Path, sets: Sequence[str], sample: int) -> dict[str, float]:
    """Fit the layer and write it into the model's weights.onnx and config.json, with their checksums. Fit the ranker
    afterwards. ``sets``: gold files, each with the file of its names behind a colon; ``sample``: the most articles of
    each. Returns the number of sources, and the loss of the last epoch for each of them."""
    articles = [article for pair in sets for article in _read(model, data, sample, *pair.split(":"))]
    torch.manual_seed(0)
    layers = Layers(articles[0].sources.shape[1])
    loss = fit(layers, articles, epochs=EPOCHS, rate=RATE)
    matrices = {"pair_query": layers.query.weight, "pair_key": layers.key.weight}
    tables = {"distance": layers.distance.weight, "weight": layers.weight.weight[0], "nobody": layers.nobody}
    write_layer(model, "pairs", matrices, tables)
    return {"sources": sum(map(len, articles)), "loss": round(loss, 3)}


def _read(model: Path, data: Path, sample: int, gold: str, names: str | None = None) -> Iterator[Questions]:
    """Yield the articles of a gold file that have sources with speakers."""
    examples = read_examples(set_path(data, gold), names=set_path(data, names) if names else None)
    with open_frozen(model) as frozen:
        for example in random.Random(set_path(data, gold).name).sample(examples, min(sample, len(examples))):
            labelled = label(example, frozen.tokenizer)
            anchors, mentions = labelled.anchors, labelled.mentions
            if len(anchors) and len(mentions):
                vectors, starts = vectors_of(frozen, labelled.pieces), labelled.pieces.starts
                first, end, who = anchors.T[:, :, None]
                yield Questions(
                    vectors[anchors[:, 0]],
                    vectors[mentions[:, 0]],
                    starts[mentions[:, 0]][None] - starts[anchors[:, 0]][:, None],
                    mentions[:, 1] == who,
                    (mentions[:, 0] >= first) & (mentions[:, 0] < end),
                )
