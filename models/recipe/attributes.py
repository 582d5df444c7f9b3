"""Fit the reading of roles and affiliations (quoteminer/network/attributes.py) on gold whose speakers have them.

The network is not trained further: its vectors of all articles are computed once. The labels are the annotated forms
that stand near a mention of their person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from frozen import Layer, Vectors, fit, open_frozen, scores_of, write_layer
from gold import MentionSpan, occurrences, read_examples, read_jsonl, set_path
from torch import Tensor, nn
from torch.nn import functional

from quoteminer.network.attributes import BUCKETS, KINDS, LONGEST, REACH, TAGS, bucket
from quoteminer.network.encode import Pieces, make_pieces
from quoteminer.network.reading import Ints
from quoteminer.text.article import make_article
from quoteminer.text.marks import read_marks
from quoteminer.types import Span

WIDTH, DROPOUT = 96, 0.1
EPOCHS, RATE = 12, 3e-3
_FAR = {"role": 160, "affiliation": 400}  # characters between a form and a mention of its person
_CLOSER = 15  # characters by which a role may be nearer to somebody else
_FARTHEST = 1000  # of the nearest form, if none is near


@dataclass(frozen=True)
class Labelled:
    """The vectors of an article's pieces (n, width), and for each name of a person its first and end piece, and the
    tags of the pieces within REACH (m, kinds)."""

    vectors: Vectors
    names: list[tuple[int, int]]
    tags: list[Ints]

    def __len__(self) -> int:
        return len(self.names)


class Layers(Layer):
    """The layer that is fitted. The export splits it: ``piece``, ``first`` and ``last`` go into the network."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.piece, self.first, self.last = (nn.Linear(width, WIDTH, bias=False) for _ in range(3))
        self.distance = nn.Embedding(BUCKETS, WIDTH)
        nn.init.normal_(self.distance.weight, std=0.3)
        self.tags = nn.Linear(WIDTH, len(KINDS) * TAGS)
        self.dropout = nn.Dropout(DROPOUT)

    def loss(self, article: Labelled) -> Tensor:
        """Return the sum of the losses of all names with all pieces near them."""
        x = self.dropout(torch.from_numpy(article.vectors).float())
        own, firsts, lasts = self.piece(x), self.first(x), self.last(x)
        parts = []
        for (first, end), tags in zip(article.names, article.tags, strict=True):
            low = max(0, first - REACH)
            near = torch.from_numpy(bucket(np.arange(low, low + len(tags)), first, end))
            parts.append(own[low : low + len(tags)] + self.distance(near) + (firsts[first] + lasts[end - 1]))
        logits = self.tags(self.dropout(torch.cat(parts).relu())).view(-1, TAGS)
        tags = torch.from_numpy(np.concatenate(article.tags)).flatten()
        return functional.cross_entropy(logits, tags, reduction="sum")


def fit_attributes(model: Path, *, data: Path, sets: Sequence[str]) -> dict[str, float]:
    """Fit the layer and write it into the model's weights.onnx and config.json, with their checksums. ``sets``: gold
    files, each with the file of its names behind a colon. Returns the number of mentions of people, and the loss of the
    last epoch for each of them."""
    articles = [article for pair in sets for article in _read(model, data, *pair.split(":"))]
    torch.manual_seed(0)
    layers = Layers(articles[0].vectors.shape[1])
    loss = fit(layers, articles, epochs=EPOCHS, rate=RATE)
    matrix = torch.cat([layers.piece.weight, layers.first.weight, layers.last.weight])
    tables = {"distance": layers.distance.weight, "weight": layers.tags.weight.T, "bias": layers.tags.bias}
    write_layer(model, "attributes", {"attributes": matrix}, tables)
    return {"mentions": sum(map(len, articles)), "loss": round(loss, 3)}


# the gold


def _read(model: Path, data: Path, gold: str, names: str | None = None) -> Iterator[Labelled]:
    """Yield the articles of a gold file that say of a person which role and affiliation are right (or that the article
    gives none)."""
    file = set_path(data, gold)
    examples = {one.id: one for one in read_examples(file, names=set_path(data, names) if names else None)}
    with open_frozen(model) as frozen:
        for row in read_jsonl(file):
            people = list(_forms(row["text"], row["speakers"], examples[row["id"]].mentions))
            if not people:
                continue
            article = make_article(row["text"], id=row["id"])
            pieces = make_pieces(article, read_marks(article.text, article.paragraphs), frozen.tokenizer)
            found, tags = [], []
            for mentions, forms in people:
                spans = [[_pieces(pieces, form) for form in forms[kind]] for kind in KINDS]
                for first, end in (_pieces(pieces, mention) for mention in mentions):
                    if end > first:
                        found.append((first, min(end, first + LONGEST)))
                        tags.append(_tags(*found[-1], len(pieces), spans))
            if found:
                yield Labelled(scores_of(frozen, pieces)[1], found, tags)


def _pieces(pieces: Pieces, span: Span) -> tuple[int, int]:
    first = int(np.searchsorted(pieces.ends, span[0], side="right"))
    return first, int(np.searchsorted(pieces.starts, span[1], side="left"))


def _tags(first: int, end: int, length: int, spans: Sequence[Sequence[tuple[int, int]]]) -> Ints:
    low, high = max(0, first - REACH), min(length, end + REACH)
    tags = np.zeros((high - low, len(spans)), dtype=np.int64)
    for kind, some in enumerate(spans):
        for a, b in some:
            tags[max(0, a - low) : max(0, b - low), kind] = 2
            if low <= a < high:
                tags[a - low, kind] = 1
    return tags


def _forms(
    text: str, speakers: Sequence[dict[str, Any]], mentions: Sequence[MentionSpan]
) -> Iterator[tuple[list[Span], dict[str, list[Span]]]]:
    """Yield the mentions of each person whose role and affiliation are annotated, and where their forms stand."""
    for speaker in speakers:
        own = [(a, b) for a, b, who in mentions if who == speaker["id"]]
        others = [(a, b) for a, b, who in mentions if who != speaker["id"]]
        if own and speaker["kind"] == "person" and "role" in speaker and "affiliation" in speaker:
            yield own, {kind: list(_near(text, kind, speaker[kind], own, others)) for kind in KINDS}


def _near(text: str, kind: str, forms: Sequence[str], own: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
    """Yield where one of the forms stands near a mention of its person (a role: nearer than to anybody else), else the
    nearest one; the first form wins where two overlap."""
    places = []
    for rank, form in enumerate(forms):
        for span in occurrences(text, form):
            gap = min(_gap(span, mention) for mention in own)
            other = min(filter(None, (_gap(span, mention) for mention in others)), default=_FARTHEST)
            places.append((rank, gap, span, kind == "affiliation" or gap <= other + _CLOSER))
    good = [place for place in places if place[1] <= _FAR[kind] and place[3]]
    nearest = sorted((place for place in places if place[1] <= _FARTHEST), key=lambda place: place[1])[:1]
    taken: list[Span] = []
    for _, _, span, _ in sorted(good or nearest):
        if all(_gap(span, one) for one in taken):
            taken.append(span)
            yield span


def _gap(one: Span, other: Span) -> int:
    """Return the number of characters between two spans plus one; 0 if they overlap."""
    return max(0, one[0] - other[1] + 1, other[0] - one[1] + 1)
