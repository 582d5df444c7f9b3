"""Fit the reading of roles and affiliations (quoteminer/network/attributes.py) on gold whose
speakers have them.

The layer is trained with the network (`losses.attribute_loss`). Then it is fitted anew on the
vectors of whole articles; for this the network is not trained further. The labels are the annotated
forms that stand near a mention of their person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from frozen import Layer, Vectors, fit, open_frozen, scores_of, write_layer
from gold import read_examples, set_path
from labels import label
from torch import Tensor, nn
from torch.nn import functional

from quoteminer.network.attributes import BUCKETS, KINDS, REACH, TAGS, bucket
from quoteminer.network.reading import Ints

WIDTH, DROPOUT = 96, 0.1
EPOCHS, RATE = 12, 3e-3
_OUTSIDE = 4.0  # logit


@dataclass(frozen=True)
class Described:
    """The vectors of an article's pieces (n, width), and its ``people`` and ``attributes``, as
    `Labelled` has them."""

    vectors: Vectors
    people: Ints
    attributes: Ints

    def __len__(self) -> int:
        return len(self.people)


class Layers(Layer):
    """The layer that is fitted. The export splits it: ``piece``, ``first`` and ``last`` go into the
    network."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.piece, self.first, self.last = (nn.Linear(width, WIDTH, bias=False) for _ in range(3))
        self.distance = nn.Embedding(BUCKETS, WIDTH)
        nn.init.normal_(self.distance.weight, std=0.3)
        self.tags = nn.Linear(WIDTH, len(KINDS) * TAGS)
        nn.init.zeros_(self.tags.weight)  # a layer that was never trained finds nothing
        self.tags.bias = nn.Parameter(torch.tensor([_OUTSIDE, 0.0, 0.0] * len(KINDS)))
        self.dropout = nn.Dropout(DROPOUT)

    def loss(self, article: Described) -> Tensor:
        """Return the sum of the losses of all names with all pieces near them."""
        x = torch.from_numpy(article.vectors).float()
        return self.total_loss(
            x, torch.from_numpy(article.people), torch.from_numpy(article.attributes)
        )

    def total_loss(self, x: Tensor, people: Tensor, attributes: Tensor) -> Tensor:
        """Return the sum of the losses of the names in ``people`` (p, 3), at least one, with all
        pieces near them. ``x`` (n, width): the vectors of all pieces; ``attributes`` (a, 4): what
        is right (see `Labelled`).
        """
        x = self.dropout(x)
        own, firsts, lasts = self.piece(x), self.first(x), self.last(x)
        parts, targets = [], []
        for first, end, who in people.tolist():
            low, high = max(0, first - REACH), min(len(x), end + REACH)
            near = torch.from_numpy(bucket(np.arange(low, high), first, end)).to(x.device)
            parts.append(own[low:high] + self.distance(near) + (firsts[first] + lasts[end - 1]))
            targets.append(tags_near(low, high, attributes[attributes[:, 3] == who].tolist()))
        logits = self.tags(self.dropout(torch.cat(parts).relu())).view(-1, TAGS)
        return functional.cross_entropy(logits, torch.cat(targets).to(x.device), reduction="sum")

    def widened(self, width: int) -> Layers:
        """Return the layer for vectors of ``width``, of which it reads the first part."""
        wide, state = Layers(width), self.state_dict()
        for name in ("piece.weight", "first.weight", "last.weight"):
            state[name] = functional.pad(state[name], (0, width - state[name].shape[1]))
        wide.load_state_dict(state)
        return wide


def tags_near(low: int, high: int, spans: Sequence[Sequence[int]]) -> Tensor:
    """Return the tags ((high - low) * kinds,) of the pieces low..high; ``spans``: first and end
    piece, kind."""
    tags = torch.zeros(high - low, len(KINDS), dtype=torch.long)
    for first, end, kind, *_ in spans:
        tags[max(0, first - low) : max(0, end - low), kind] = 2
        if low <= first < high:
            tags[first - low, kind] = 1
    return tags.flatten()


def fit_attributes(model: Path, *, data: Path, sets: Sequence[str]) -> dict[str, float]:
    """Fit the layer and write it into the model's weights.onnx and config.json, with their
    checksums. ``sets``: gold files, each with the file of its names behind a colon. Returns the
    number of mentions of people, and the loss of the last epoch for each of them."""
    articles = [article for pair in sets for article in _read(model, data, *pair.split(":"))]
    torch.manual_seed(0)
    layers = Layers(articles[0].vectors.shape[1])
    loss = fit(layers, articles, epochs=EPOCHS, rate=RATE)
    write_attributes(model, layers)
    return {"mentions": sum(map(len, articles)), "loss": round(loss, 3)}


def write_attributes(model: Path, layers: Layers) -> None:
    """Write the layer into the model's weights.onnx and config.json, with their checksums."""
    matrix = torch.cat([layers.piece.weight, layers.first.weight, layers.last.weight])
    tables = {
        "distance": layers.distance.weight,
        "weight": layers.tags.weight.T,
        "bias": layers.tags.bias,
    }
    write_layer(model, "attributes", {"attributes": matrix}, tables)


def _read(model: Path, data: Path, gold: str, names: str | None = None) -> Iterator[Described]:
    """Yield the articles of a gold file that say of a person which role and affiliation are right
    (or that the article gives none)."""
    examples = read_examples(set_path(data, gold), names=set_path(data, names) if names else None)
    with open_frozen(model) as frozen:
        for example in examples:
            if example.described:
                labelled = label(example, frozen.tokenizer)
                if len(labelled.people):
                    yield Described(
                        scores_of(frozen, labelled.pieces)[1], labelled.people, labelled.attributes
                    )
