"""What the network is trained to do: one number from a batch."""

from __future__ import annotations

from typing import Any

import torch
from batching import Batch
from labels import UNKNOWN
from network import Network
from torch import Tensor
from torch.nn import functional

from quoteminer.network.tags import DISTANCE_EDGES, LAYERS

_EDGES = torch.tensor(DISTANCE_EDGES)


def link_scores(network: Network, query: Tensor, key: Tensor, batch: Batch, link: int, layer: int) -> Tensor:
    """Scores (b, t, c + 1) of every piece with every candidate of its window; the last one is "none"."""
    candidates = batch.candidates[link][:, layer]
    query, key = query[:, :, link, layer].float(), key[:, :, link].float()
    keys = torch.gather(key, 1, candidates.clamp(min=0)[:, :, None].expand(-1, -1, key.shape[-1]))
    distance = candidates[:, None, :] - torch.arange(query.shape[1])[None, :, None]
    bias = network.distance[link, layer][torch.bucketize(distance, _EDGES)]
    scores = torch.einsum("btd,bcd->btc", query, keys) + bias
    scores = scores.masked_fill((candidates < 0)[:, None, :], -1e4)
    return torch.cat([scores, (query @ network.nowhere[link])[:, :, None]], dim=-1)


def total_loss(network: Network, batch: Batch, weights: dict[str, float]) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch and its parts. ``weights``: of roles, nested (layer 1), cues and sources (the links), names
    and acts."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = network.encode(*batch.inputs, mask=batch.mask)
        roles, names, acts, query, key = network.heads(x)
    parts: dict[str, Tensor] = {}
    for layer in range(LAYERS):
        parts["nested" if layer else "roles"] = _tag_loss(roles[:, :, layer], batch.tags[:, layer])
        for link, name in enumerate(("cues", "sources")):
            scores = link_scores(network, query, key, batch, link, layer)
            parts[name] = parts.get(name, 0.0) + _link_loss(scores, batch.targets[link], layer)
    parts["names"] = _tag_loss(names, batch.names)
    parts["acts"] = _act_loss(acts, batch)
    total = sum((weights[name] * value for name, value in parts.items()), torch.zeros(()))
    return total, {name: float(value.detach()) for name, value in parts.items()}


def _tag_loss(logits: Tensor, tags: Tensor) -> Tensor:
    """Mean over the pieces whose tag is known; 0 where none is."""
    known = (tags != UNKNOWN).sum().clamp(min=1)
    flat = logits.float().flatten(0, 1)
    return functional.cross_entropy(flat, tags.flatten(), ignore_index=UNKNOWN, reduction="sum") / known


def _link_loss(scores: Tensor, targets: Tensor, layer: int) -> Tensor:
    """Summed over one layer, divided by the links of layer 0, so that the rare layer 1 does not outweigh it."""
    loss = functional.cross_entropy(
        scores.flatten(0, 1), targets[:, layer].flatten(), ignore_index=UNKNOWN, reduction="sum"
    )
    return loss / (targets[:, 0] != UNKNOWN).sum().clamp(min=1)


def _act_loss(logits: Tensor, batch: Batch) -> Tensor:
    known = batch.acts != UNKNOWN
    if not known.any():
        return logits.sum() * 0.0
    return functional.binary_cross_entropy_with_logits(logits.float()[known], batch.acts[known].float())


def weights_of(config: dict[str, Any]) -> dict[str, float]:
    return {
        "roles": 1.0,
        "nested": 0.5,
        "cues": 0.3,
        "sources": 0.2,
        "names": 0.3,
        "acts": 0.2,
        **config.get("weights", {}),
    }
