"""Make a trained network smaller: drop the least important attention heads and inner units, layer
by layer.

The importance of a part is the first-order effect on the loss of leaving it out, |value x gradient|
summed over training windows (Molchanov et al., ICLR 2017; for heads Michel et al., NeurIPS 2019). A
short training afterwards recovers most of the loss.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import torch
from batching import collate, plan_batches
from corpus import epoch_windows, read_corpus
from losses import total_loss, weights_of
from network import Layer, Network
from pretrained import find_encoder
from torch import Tensor
from train import load_tokenizer, load_trained

_BATCHES = 300
_BATCH_PIECES = 512  # small, since the effects of many windows would cancel out


def prune(config: dict[str, Any], checkpoint: Path, out: Path, *, data: Path) -> Path:
    """Write ``out``, a checkpoint to start from, with ``config["prune"]``'s heads and inner units
    in every layer."""
    network = load_trained(checkpoint, dropout=0.0)
    heads, inner = config["prune"]["heads"], config["prune"]["inner"]
    head_scores, inner_scores = importance(network, config, data)
    for layer, by_head, by_unit in zip(network.layers, head_scores, inner_scores, strict=True):
        _keep_heads(layer, _best(by_head, heads))
        _keep_inner(layer, _best(by_unit, inner))
    shape = {**network.shape, "heads": heads, "inner": inner}
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"average": network.state_dict(), "shape": shape, "config": json.dumps(config)}, out)
    return out


def importance(
    network: Network, config: dict[str, Any], data: Path
) -> tuple[list[Tensor], list[Tensor]]:
    """Return the importance of each head and of each inner unit, one tensor per layer."""
    windows = epoch_windows(
        read_corpus(config, data), load_tokenizer(find_encoder(config["tokenizer"])), config, 0
    )
    heads = [torch.zeros(layer.heads) for layer in network.layers]
    inner = [torch.zeros(layer.up.out_features) for layer in network.layers]
    for batch in map(collate, plan_batches(windows, _BATCH_PIECES, random.Random(0))[:_BATCHES]):
        network.zero_grad()
        total_loss(network, batch, weights_of(config))[0].backward()
        for index, layer in enumerate(network.layers):
            # Leaving a unit out is setting its outgoing weights to zero.
            heads[index] += _effect(layer.out.weight).view(layer.heads, -1).sum(1).abs()
            inner[index] += _effect(layer.down.weight).abs()
    return heads, inner


def _effect(weight: Tensor) -> Tensor:
    assert weight.grad is not None
    return (weight.detach() * weight.grad).sum(0)


def _best(scores: Tensor, count: int) -> Tensor:
    return scores.topk(count).indices.sort().values


def _keep_heads(layer: Layer, kept: Tensor) -> None:
    size = layer.out.in_features // layer.heads
    units = (kept[:, None] * size + torch.arange(size)).flatten()
    width = layer.out.in_features
    _keep_rows(layer.qkv, torch.cat([units + part * width for part in range(3)]))
    _keep_columns(layer.out, units)
    layer.heads = len(kept)


def _keep_inner(layer: Layer, kept: Tensor) -> None:
    _keep_rows(layer.up, kept)
    _keep_columns(layer.down, kept)


def _keep_rows(linear: torch.nn.Linear, kept: Tensor) -> None:
    linear.weight = torch.nn.Parameter(linear.weight.detach()[kept].clone())
    linear.bias = torch.nn.Parameter(linear.bias.detach()[kept].clone())
    linear.out_features = len(kept)


def _keep_columns(linear: torch.nn.Linear, kept: Tensor) -> None:
    linear.weight = torch.nn.Parameter(linear.weight.detach()[:, kept].clone())
    linear.in_features = len(kept)
