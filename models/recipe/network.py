"""The network: a BERT-shaped encoder that knows case, quotation marks and paragraphs, with heads for roles, links,
names and acts. Plain modules, so that the exported graph has nothing in it that inference does not need."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from quoteminer.network.encode import CASES, QUOTE_STATES, STARTS
from quoteminer.network.tags import DISTANCE_BUCKETS, LAYERS, LINK_WIDTH, LINKS, NAME_TAGS, ROLE_TAGS

_POOL_SIZE = 1 << 24


class Dropout(nn.Module):
    """Dropout (Srivastava et al. 2014) that takes its masks from one pool of random ones, each at a random place:
    drawing them afresh costs the CPU an eighth of a training step."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability
        self.pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.probability == 0.0:
            return x
        if self.pool is None:
            keep = 1 - self.probability
            source = torch.Generator().manual_seed(0)  # its own, so that a resumed run has the same pool
            pool = torch.bernoulli(torch.full((_POOL_SIZE,), keep), generator=source)
            self.pool = pool.div_(keep).bfloat16()
        start = int(torch.randint(_POOL_SIZE - x.numel(), ()))
        return x * self.pool[start : start + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One transformer layer (post-norm, as BERT). Dropout on the outputs only: on the attention weights it would cost
    the CPU its fused attention."""

    def __init__(self, width: int, heads: int, size: int, inner: int, epsilon: float, dropout: Dropout) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(width, 3 * heads * size)
        self.out = nn.Linear(heads * size, width)
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        a = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        a = self.out(a.transpose(1, 2).reshape(b, t, -1))
        x = self.norm1(x + self.dropout(a))
        h = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + self.dropout(h))


class Network(nn.Module):
    """``shape``: vocabulary, width, layers, heads, head_size, inner, positions, epsilon."""

    def __init__(self, shape: dict[str, Any], dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, Dropout(dropout)
        width = shape["width"]
        self.words = nn.Embedding(shape["vocabulary"], width)
        self.positions = nn.Embedding(shape["positions"], width)
        self.case = nn.Embedding(CASES, width)
        self.first = nn.Embedding(STARTS, width)
        self.quote = nn.Embedding(QUOTE_STATES, width)
        self.norm = nn.LayerNorm(width, eps=shape["epsilon"])
        self.layers = nn.ModuleList(
            Layer(width, shape["heads"], shape["head_size"], shape["inner"], shape["epsilon"], self.dropout)
            for _ in range(shape["layers"])
        )
        self.roles = nn.Linear(width, LAYERS * ROLE_TAGS)
        self.names = nn.Linear(width, NAME_TAGS)
        self.act = nn.Linear(width, 1)
        self.query = nn.Linear(width, LINKS * LAYERS * LINK_WIDTH)
        self.key = nn.Linear(width, LINKS * LINK_WIDTH)
        self.nowhere = nn.Parameter(torch.zeros(LINKS, LINK_WIDTH))
        self.distance = nn.Parameter(torch.zeros(LINKS, LAYERS, DISTANCE_BUCKETS))
        for table in (self.case, self.first, self.quote):
            nn.init.normal_(table.weight, std=0.01)

    def encode(self, ids: Tensor, case: Tensor, first: Tensor, quote: Tensor, mask: Tensor | None = None) -> Tensor:
        """ids and features (b, t) -> vectors (b, t, width). ``mask`` (b, t) is False at padding."""
        x = self.dropout(self.embed(ids, case, first, quote))
        bias = None if mask is None else torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :].to(x.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def embed(self, ids: Tensor, case: Tensor, first: Tensor, quote: Tensor) -> Tensor:
        positions = self.positions.weight[: ids.shape[1]]
        embedded: Tensor = self.norm(
            self.words(ids) + positions + self.case(case) + self.first(first) + self.quote(quote)
        )
        return embedded

    def heads(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Vectors (b, t, width) -> role logits (b, t, layers, tags), name logits (b, t, tags), act logits (b, t),
        queries (b, t, links, layers, link width), keys (b, t, links, link width)."""
        x = self.dropout(x)
        b, t, _ = x.shape
        roles = self.roles(x).view(b, t, LAYERS, ROLE_TAGS)
        query = self.query(x).view(b, t, LINKS, LAYERS, LINK_WIDTH) / math.sqrt(LINK_WIDTH)
        return roles, self.names(x), self.act(x).squeeze(-1), query, self.key(x).view(b, t, LINKS, LINK_WIDTH)


def load_pretrained(folder: Path, dropout: float = 0.1) -> Network:
    """A network whose encoder is that of a BERT checkpoint (config.json, model.safetensors) and whose heads are new."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    saved = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): value for name, value in saved.items()}
    shape = {
        "vocabulary": config["vocab_size"],
        "width": config["hidden_size"],
        "layers": config["num_hidden_layers"],
        "heads": config["num_attention_heads"],
        "head_size": config["hidden_size"] // config["num_attention_heads"],
        "inner": config["intermediate_size"],
        "positions": config["max_position_embeddings"],
        "epsilon": config["layer_norm_eps"],
    }
    network = Network(shape, dropout)
    network.load_state_dict(_renamed(weights, shape["layers"]), strict=False)
    return network


def _renamed(weights: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    # Every piece is of type 0, so that type's vector is a part of each position's.
    types = weights["embeddings.token_type_embeddings.weight"]
    out = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"] + types[0],
    }
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        out[f"norm.{kind}"] = weights[f"embeddings.LayerNorm.{kind}"]
        for i in range(layers):
            old = {new: weights[f"encoder.layer.{i}.{name}.{kind}"] for new, name in parts.items()}
            out[f"layers.{i}.qkv.{kind}"] = torch.cat([old.pop("q"), old.pop("k"), old.pop("v")])
            out |= {f"layers.{i}.{new}.{kind}": value for new, value in old.items()}
    return out
