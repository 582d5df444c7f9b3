"""Fit the comparison of mentions (`quoteminer.network.reading.PairLayer`): which mentions of an
article are the same speaker as a source.

Each source is asked which of all other mentions of the article belong to its speaker, or whether
none does. The layer is trained with the network (`losses.speaker_loss`). Then it is fitted anew on
the vectors of whole articles; for this the network is not trained further.
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
from torch.nn import functional

from quoteminer.network.reading import PAIR_BUCKETS, PAIR_EDGES, Ints, MentionVectors, PairLayer

WIDTH, DROPOUT = 192, 0.1
EPOCHS, RATE = 8, 2e-3
_NEVER = -1e4
_EDGES = torch.from_numpy(PAIR_EDGES)


@dataclass(frozen=True)
class Questions:
    """The sources of an article, and its mentions. Of ``sources`` (s, width) and ``mentions`` (m,
    width) the vectors; ``distances`` (s, m) in characters; ``same`` (s, m): the same speaker;
    ``own`` (s, m): the mention is the source.
    """

    sources: Vectors
    mentions: Vectors
    distances: Ints
    same: npt.NDArray[np.bool_]
    own: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sources)


class PairScorer(Layer):
    """The layer that is trained with the network and then fitted. In a model directory its
    ``query`` and ``key`` are in weights.onnx, its other tables in config.json."""

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
        vectors = (torch.from_numpy(own).float() for own in (article.sources, article.mentions))
        rest = map(torch.from_numpy, (article.distances, article.same, article.own))
        return self.mean_loss(*vectors, *rest) * len(article)

    def mean_loss(
        self, sources: Tensor, mentions: Tensor, distances: Tensor, same: Tensor, barred: Tensor
    ) -> Tensor:
        """Return the mean over the sources of -log of the share of right mentions. As `Questions`;
        ``barred`` (s, m): the mention is no candidate."""
        query, key = self.query(self.dropout(sources)), self.key(self.dropout(mentions))
        near = torch.bucketize(distances, _EDGES.to(distances.device))
        pairs = self._points(query[:, None] + key[None] + self.distance(near)).masked_fill(
            barred, _NEVER
        )
        nobody = self._points(query + self.nobody)[:, None]
        same = same & ~barred
        alone = ~same.any(1, keepdim=True)
        right = torch.cat([pairs.masked_fill(~same, _NEVER), nobody.masked_fill(~alone, _NEVER)], 1)
        return (torch.cat([pairs, nobody], 1).logsumexp(1) - right.logsumexp(1)).mean()

    def widened(self, width: int) -> PairScorer:
        """Return the layer for vectors of ``width``, of which it reads the first part."""
        wide, state = PairScorer(width), self.state_dict()
        for name in ("query.weight", "key.weight"):
            state[name] = functional.pad(state[name], (0, width - state[name].shape[1]))
        wide.load_state_dict(state)
        return wide

    def _points(self, hidden: Tensor) -> Tensor:
        points: Tensor = self.weight(self.dropout(hidden.relu())).squeeze(-1)
        return points


def questions(labelled: Labelled, vectors: Vectors) -> Questions | None:
    """Return the questions of an article; None if it has no source with a speaker, or no
    mention."""
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


def fit_pairs(articles: Sequence[Questions]) -> PairScorer:
    """Return the layer fitted on these articles, of which there must be at least one."""
    torch.manual_seed(0)
    scorer = PairScorer(articles[0].sources.shape[1])
    fit(scorer, articles, epochs=EPOCHS, rate=RATE)
    return scorer


def write_pairs(model: Path, scorer: PairScorer) -> None:
    """Write the layer into the model's weights.onnx and config.json, with their checksums."""
    matrices = {"pair_query": scorer.query.weight, "pair_key": scorer.key.weight}
    tables = {
        "distance": scorer.distance.weight,
        "weight": scorer.weight.weight[0],
        "nobody": scorer.nobody,
    }
    write_layer(model, "pairs", matrices, tables)


@torch.no_grad()
def compared(scorer: PairScorer, starts: Ints, vectors: Vectors) -> MentionVectors:
    """Return the vectors of all pieces of an article, for the package to compare them with this
    layer."""
    x = torch.from_numpy(vectors).float()
    query, key = (part(x).half().numpy() for part in (scorer.query, scorer.key))
    tables = (scorer.distance.weight, scorer.weight.weight[0], scorer.nobody)
    layer = PairLayer(*(table.detach().numpy() for table in tables))
    return MentionVectors(starts, query, key, layer)
