"""The loss that training minimizes: one number per batch."""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from batching import Batch
from labels import UNKNOWN
from network import Network
from torch import Tensor
from torch.nn import functional

from quoteminer.network.tags import DISTANCE_EDGES, LAYERS

_EDGES = torch.tensor(DISTANCE_EDGES)
_NEVER = -1e4


@cache
def has_bf16(device: str) -> bool:
    """True if products of 16-bit floats (bfloat16) are fast on a device; processors without
    AVX512-BF16 or AMX emulate them, which takes thirty times as long as 32-bit floats."""
    if device == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    found = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(found.get("avx512_bf16") or found.get("amx_bf16"))


def link_scores(
    network: Network, query: Tensor, key: Tensor, batch: Batch, link: int, layer: int
) -> Tensor:
    """Return scores (b, t, c + 1) of every piece with every candidate of its window; the last one
    is "none"."""
    candidates = batch.candidates[link][:, layer]
    query, key = query[:, :, link, layer].float(), key[:, :, link].float()
    keys = torch.gather(key, 1, candidates.clamp(min=0)[:, :, None].expand(-1, -1, key.shape[-1]))
    distance = (
        candidates[:, None, :] - torch.arange(query.shape[1], device=query.device)[None, :, None]
    )
    bias = network.distance[link, layer][torch.bucketize(distance, _EDGES.to(query.device))]
    scores = torch.einsum("btd,bcd->btc", query, keys) + bias
    scores = scores.masked_fill((candidates < 0)[:, None, :], _NEVER)
    return torch.cat([scores, (query @ network.nowhere[link])[:, :, None]], dim=-1)


def total_loss(
    network: Network, batch: Batch, weights: dict[str, float]
) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of a batch and its parts. ``weights``: of roles, nested (layer 1), cues and
    sources (the links), names, acts, speakers (coreference), attributes, and of a teacher's
    predictions for roles, nested and names.
    """
    device = batch.mask.device.type
    with torch.autocast(device, dtype=torch.bfloat16, enabled=has_bf16(device)):
        x = network.encode(*batch.inputs, mask=batch.mask, convention=batch.convention)
        roles, names, acts, query, key = network.heads(x)
    parts: dict[str, Tensor] = {}
    for layer in range(LAYERS):
        parts["nested" if layer else "roles"] = _tag_loss(roles[:, :, layer], batch.tags[:, layer])
        for link, name in enumerate(("cues", "sources")):
            scores = link_scores(network, query, key, batch, link, layer)
            parts[name] = parts.get(name, 0.0) + _link_loss(scores, batch.targets[link], layer)
    parts["names"] = _tag_loss(names, batch.names, batch.trust)
    parts["acts"] = _act_loss(acts, batch)
    parts["speakers"] = speaker_loss(network, x, batch)
    parts["attributes"] = attribute_loss(network, x, batch)
    if batch.taught.any():
        parts |= {
            "taught_roles": _divergence(roles[:, :, 0], batch.taught_roles[:, :, 0], batch.taught),
            "taught_nested": _divergence(roles[:, :, 1], batch.taught_roles[:, :, 1], batch.taught),
            "taught_names": _divergence(names, batch.taught_names, batch.taught),
        }
    total = sum(
        (weights[name] * value for name, value in parts.items()), torch.zeros((), device=device)
    )
    return total, {name: float(value.detach()) for name, value in parts.items()}


def _tag_loss(logits: Tensor, tags: Tensor, trust: Tensor | None = None) -> Tensor:
    """Return the mean over the pieces with known tags, weighted by the ``trust`` (b,) of their
    windows; 0 if none."""
    flat = logits.float().flatten(0, 1)
    known = (tags != UNKNOWN).float() if trust is None else (tags != UNKNOWN) * trust[:, None]
    loss = functional.cross_entropy(flat, tags.flatten(), ignore_index=UNKNOWN, reduction="none")
    return (loss * known.flatten()).sum() / known.sum().clamp(min=1)


def _divergence(logits: Tensor, wanted: Tensor, known: Tensor) -> Tensor:
    """Return the divergence of the tags from a teacher's log-probabilities (Hinton, Vinyals and
    Dean 2015)."""
    own = logits[known].float().log_softmax(-1)
    return functional.kl_div(own, wanted[known], reduction="sum", log_target=True) / len(own)


def speaker_loss(network: Network, x: Tensor, batch: Batch) -> Tensor:
    """Return the mean over all anchors of -log of the share of mentions of the same speaker among
    all mentions of the article and "nobody else"; the anchor's own source is not a candidate.
    Vectors (b, t, width)."""
    anchors, mentions = batch.anchors, batch.mentions
    if not len(anchors) or not len(mentions):
        return x.sum() * 0.0
    here = (anchors[:, None, 0] == mentions[None, :, 0]) & (
        anchors[:, None, 1] <= mentions[None, :, 1]
    )
    own = here & (mentions[None, :, 1] < anchors[:, None, 2])
    return network.pairs.mean_loss(
        x[anchors[:, 0], anchors[:, 1]].float(),
        x[mentions[:, 0], mentions[:, 1]].float(),
        mentions[None, :, 3] - anchors[:, None, 4],
        anchors[:, None, 3] == mentions[None, :, 2],
        own | (anchors[:, None, 5] != mentions[None, :, 4]),
    )


def attribute_loss(network: Network, x: Tensor, batch: Batch) -> Tensor:
    """Return the mean over the mentions of people whose roles are known of the loss of all tags
    near them. Vectors (b, t, width)."""
    total = x.sum() * 0.0
    for window in batch.people[:, 0].unique().tolist():
        people, attributes = (
            rows[rows[:, 0] == window, 1:].cpu() for rows in (batch.people, batch.attributes)
        )
        total = total + network.attributes.total_loss(
            x[window, batch.mask[window]].float(), people, attributes
        )
    return total / max(1, len(batch.people))


def _link_loss(scores: Tensor, targets: Tensor, layer: int) -> Tensor:
    """Return the sum over one layer, divided by the links of layer 0, so that the rare layer 1 does
    not dominate."""
    loss = functional.cross_entropy(
        scores.flatten(0, 1), targets[:, layer].flatten(), ignore_index=UNKNOWN, reduction="sum"
    )
    return loss / (targets[:, 0] != UNKNOWN).sum().clamp(min=1)


def _act_loss(logits: Tensor, batch: Batch) -> Tensor:
    known = batch.acts != UNKNOWN
    if not known.any():
        return logits.sum() * 0.0
    return functional.binary_cross_entropy_with_logits(
        logits.float()[known], batch.acts[known].float()
    )


def weights_of(config: dict[str, Any]) -> dict[str, float]:
    return {
        "roles": 1.0,
        "nested": 0.5,
        "cues": 0.3,
        "sources": 0.2,
        "names": 0.3,
        "acts": 0.2,
        "speakers": 0.1,
        "attributes": 0.05,
        "taught_roles": 1.0,
        "taught_nested": 0.5,
        "taught_names": 0.3,
        **config.get("weights", {}),
    }
