"""The network: a BERT-like encoder with inputs for case, quotation marks and paragraphs, and heads
for roles, links, names and acts. It consists of plain modules, so that the exported graph has only
what inference needs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from attributes import Layers as AttributeLayers
from pairs import PairScorer
from torch import Tensor, nn
from torch.nn import functional

from quoteminer.network.encode import CASES, QUOTE_STATES, STARTS
from quoteminer.network.tags import (
    DISTANCE_BUCKETS,
    LAYERS,
    LINK_WIDTH,
    LINKS,
    NAME_TAGS,
    ROLE_TAGS,
)

CONVENTIONS = 4  # ways to annotate, see gold.Example
_POOL_SIZE = 1 << 24
_FARTHEST = 128  # pieces; farther ones share the last bucket of MPNet


class Dropout(nn.Module):
    """Dropout (Srivastava et al. 2014) that takes its masks from random positions of one pool of
    random numbers: drawing new numbers costs the CPU an eighth of a training step."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability
        self.pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.probability == 0.0:
            return x
        if self.pool is None:
            keep = 1 - self.probability
            # its own, so that a resumed run has the same pool
            source = torch.Generator().manual_seed(0)
            pool = torch.bernoulli(torch.full((_POOL_SIZE,), keep), generator=source)
            self.pool = pool.div_(keep).bfloat16().to(x.device)
        start = int(torch.randint(_POOL_SIZE - x.numel(), ()))
        return x * self.pool[start : start + x.numel()].view(x.shape)


class Linear(nn.Linear):
    """A linear layer whose weights are rounded as the export rounds them, to ``bits`` per output
    channel (0: not at all); gradients pass the rounding unchanged (Jacob et al., CVPR 2018)."""

    bits = 0

    def forward(self, x: Tensor) -> Tensor:
        if not self.bits:
            return super().forward(x)
        most = 1 << (self.bits - 1)
        scale = self.weight.detach().abs().amax(dim=1).clamp(min=1e-8) / most
        zero = torch.zeros_like(scale, dtype=torch.int32)
        weight = torch.fake_quantize_per_channel_affine(self.weight, scale, zero, 0, -most, most)
        return functional.linear(x, weight, self.bias)


class Layer(nn.Module):
    """One transformer layer (post-norm, as BERT). Dropout on the outputs only: on the attention
    weights it would cost the CPU its fused attention."""

    def __init__(
        self, width: int, heads: int, size: int, inner: int, epsilon: float, dropout: Dropout
    ) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = Linear(width, 3 * heads * size)
        self.out = Linear(heads * size, width)
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.up = Linear(width, inner)
        self.down = Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)

    def forward(
        self, x: Tensor, mask: Tensor, places: Tensor, nearness: Tensor | None = None
    ) -> Tensor:
        """Return the vectors of the n pieces that are not padding (n, width), whose positions in
        the flat ``mask`` (b, t) are ``places`` (n,); only the attention sees the padding.
        ``nearness`` (heads, t, t) is added to its scores."""
        b, t = mask.shape
        qkv = self.qkv(x)
        q, k, v = spread(qkv, places, b * t).view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        bias = torch.zeros_like(mask, dtype=q.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        if nearness is not None:
            bias = bias + nearness.to(bias.dtype)
        a = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        a = self.out(a.transpose(1, 2).reshape(b * t, -1).index_select(0, places))
        x = self.norm1(x + self.dropout(a))
        h = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + self.dropout(h))


def spread(x: Tensor, places: Tensor, size: int) -> Tensor:
    """Put rows (n, width) at their positions among ``size`` rows, with zeros elsewhere."""
    return x.new_zeros(size, x.shape[1]).index_copy(0, places, x)


class Network(nn.Module):
    """``shape``: vocabulary, width, layers, heads, head_size, inner, positions, epsilon;
    ``buckets`` of relative positions where the encoder is MPNet (Song et al., NeurIPS 2020), else
    none."""

    def __init__(self, shape: dict[str, Any], dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, Dropout(dropout)
        width = shape["width"]
        self.words = nn.Embedding(shape["vocabulary"], width)
        self.positions = nn.Embedding(shape["positions"], width)
        self.case = nn.Embedding(CASES, width)
        self.first = nn.Embedding(STARTS, width)
        self.quote = nn.Embedding(QUOTE_STATES, width)
        self.convention = nn.Embedding(CONVENTIONS, width)
        self.norm = nn.LayerNorm(width, eps=shape["epsilon"])
        self.layers = nn.ModuleList(
            Layer(
                width,
                shape["heads"],
                shape["head_size"],
                shape["inner"],
                shape["epsilon"],
                self.dropout,
            )
            for _ in range(shape["layers"])
        )
        self.relative = (
            nn.Embedding(shape["buckets"], shape["heads"]) if shape.get("buckets") else None
        )
        self.roles = Linear(width, LAYERS * ROLE_TAGS)
        self.names = Linear(width, NAME_TAGS)
        self.act = Linear(width, 1)
        self.query = Linear(width, LINKS * LAYERS * LINK_WIDTH)
        self.key = Linear(width, LINKS * LINK_WIDTH)
        self.pairs = PairScorer(width)
        self.attributes = AttributeLayers(width)
        self.nowhere = nn.Parameter(torch.zeros(LINKS, LINK_WIDTH))
        self.distance = nn.Parameter(torch.zeros(LINKS, LAYERS, DISTANCE_BUCKETS))
        for table in (self.case, self.first, self.quote, self.convention):
            nn.init.normal_(table.weight, std=0.01)

    def round_weights(self, bits: int) -> None:
        """From now on, compute with weights of ``bits`` bits (see `Linear`)."""
        for module in self.modules():
            if isinstance(module, Linear):
                module.bits = bits

    def keep_layers(self, numbers: Sequence[int]) -> None:
        """Keep only the layers with these numbers, from 0, for further training with fewer
        layers."""
        self.layers = nn.ModuleList(self.layers[number] for number in numbers)
        self.shape = {**self.shape, "layers": len(numbers)}

    def encode(
        self,
        ids: Tensor,
        case: Tensor,
        first: Tensor,
        quote: Tensor,
        *,
        mask: Tensor,
        convention: Tensor,
    ) -> Tensor:
        """Encode ids and features (b, t) as vectors (b, t, width). ``mask`` (b, t): False at
        padding; ``convention`` (b,)."""
        places = mask.flatten().nonzero().squeeze(1)
        x = self.embed(ids, case, first, quote, convention).flatten(0, 1).index_select(0, places)
        x = self.dropout(x)
        nearness = None if self.relative is None else self._nearness(mask.shape[1])
        for layer in self.layers:
            x = layer(x, mask, places, nearness)
        return spread(x, places, mask.numel()).view(*mask.shape, -1)

    def _nearness(self, t: int) -> Tensor:
        """Return the bias of the attention scores by relative position (heads, t, t). It is frozen,
        because the CPU has no fused attention with a gradient for it."""
        assert self.relative is not None
        place = torch.arange(t, device=self.relative.weight.device)
        return (
            self.relative(self.buckets(place[None, :] - place[:, None])).permute(2, 0, 1).detach()
        )

    def buckets(self, ahead: Tensor) -> Tensor:
        """Return the rows of the table ``relative`` for distances in pieces, as MPNet numbers
        them."""
        half = self.shape.get("buckets", 0) // 2
        near = half // 2
        far = ahead.abs().clamp(min=1).float().div(max(1, near)).log() / math.log(
            _FARTHEST / max(1, near)
        )
        bucket = torch.where(ahead.abs() < near, ahead.abs(), near + (far * (half - near)).long())
        return bucket.clamp(max=half - 1) + half * (ahead > 0)

    def embed(
        self,
        ids: Tensor,
        case: Tensor,
        first: Tensor,
        quote: Tensor,
        convention: Tensor | None = None,
    ) -> Tensor:
        """Embed the input. Without ``convention``, the positions must include it (see
        `fold_convention`)."""
        positions = self.positions.weight[: ids.shape[1]]
        if convention is not None:
            positions = positions + self.convention(convention)[:, None]
        embedded: Tensor = self.norm(
            self.words(ids) + positions + self.case(case) + self.first(first) + self.quote(quote)
        )
        return embedded

    @torch.no_grad()
    def fold_convention(self, shares: Sequence[float]) -> None:
        """Add the mean of the conventions' vectors, weighted by ``shares``, to every position, so
        that inference does not need this input."""
        for share, vector in zip(shares, self.convention.weight, strict=False):
            self.positions.weight += share * vector
        self.convention.weight.zero_()

    def heads(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Vectors (b, t, width) -> role logits (b, t, layers, tags), name logits (b, t, tags), act
        logits (b, t), queries (b, t, links, layers, link width), keys (b, t, links, link width).
        `pairs` compares mentions, `attributes` reads roles and affiliations."""
        x = self.dropout(x)
        b, t, _ = x.shape
        roles = self.roles(x).view(b, t, LAYERS, ROLE_TAGS)
        query = self.query(x).view(b, t, LINKS, LAYERS, LINK_WIDTH) / math.sqrt(LINK_WIDTH)
        return (
            roles,
            self.names(x),
            self.act(x).squeeze(-1),
            query,
            self.key(x).view(b, t, LINKS, LINK_WIDTH),
        )
