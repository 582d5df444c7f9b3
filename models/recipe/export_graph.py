"""The network for inference: one graph, of one network or of the mean of two."""

from __future__ import annotations

from typing import Any

import torch
from network import Network
from torch import Tensor, nn
from torch.nn import functional
from torch.onnx.symbolic_helper import _optional_input_placeholder_tensor

_TABLES = ("nowhere", "distance")


class _Attention(torch.autograd.Function):
    """onnxruntime's fused attention, as one node of the graph. ``bias`` (1, heads, t, t) is added
    to the scores; None where the encoder has no relative positions."""

    @staticmethod
    def forward(
        ctx: Any, query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None, heads: int
    ) -> Tensor:
        b, t, w = query.shape
        split = lambda x: x.view(b, t, heads, w // heads).transpose(1, 2)  # noqa: E731
        mixed = functional.scaled_dot_product_attention(
            split(query), split(key), split(value), attn_mask=bias
        )
        return mixed.transpose(1, 2).reshape(b, t, w)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, bias: Any, heads: int) -> Any:
        inputs = [query, key, value]
        if bias is not None:
            inputs += [
                _optional_input_placeholder_tensor(g),
                _optional_input_placeholder_tensor(g),
                bias,
            ]
        return g.op("com.microsoft::MultiHeadAttention", *inputs, num_heads_i=heads).setType(
            query.type()
        )


class Graph(nn.Module):
    """The network for inference: no mask, because each window is a batch, and attention as one
    node. ``width``: of the vectors of the last layer."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.width = network.shape["width"]
        # Computed here and not by each processor, whose logarithms differ in the last bit.
        self.farthest = network.shape["positions"] - 1
        self.buckets = network.buckets(torch.arange(-self.farthest, self.farthest + 1))

    def _nearness(self, t: int) -> Tensor:
        """Return the bias of the attention scores by relative position (1, heads, t, t)."""
        assert self.network.relative is not None
        place = torch.arange(t)
        ahead = place[None, :] - place[:, None] + self.farthest
        return self.network.relative(self.buckets[ahead]).permute(2, 0, 1)[None]

    def forward(
        self, ids: Tensor, case: Tensor, first: Tensor, quote: Tensor
    ) -> tuple[Tensor, ...]:
        x = self.network.embed(ids, case, first, quote)
        nearness = None if self.network.relative is None else self._nearness(ids.shape[1])
        for layer in self.network.layers:
            mixed = _Attention.apply(*layer.qkv(x).chunk(3, dim=-1), nearness, layer.heads)
            x = layer.norm1(x + layer.out(mixed))
            x = layer.norm2(x + layer.down(functional.gelu(layer.up(x))))
        roles, names, acts, query, key = self.network.heads(x)
        return roles.log_softmax(-1), names.log_softmax(-1), acts.sigmoid(), query, key

    def tables(self) -> dict[str, Tensor]:
        """Return the parts of link scores that don't depend on the text, for config.json."""
        return {name: getattr(self.network, name) for name in _TABLES}


class MeanGraph(Graph):
    """The weighted mean of the outputs of two networks, as one graph. ``share`` is the share of the
    first network, ``names`` its share for the tags of names. The product of joined queries and keys
    is the mean of the products of each network."""

    def __init__(self, network: Network, other: Network, share: float, names: float) -> None:
        super().__init__(network)
        self.other, self.share, self.names = Graph(other), share, names
        self.width += self.other.width

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        own, other = super().forward(*inputs), self.other(*inputs)
        shares = ((0, self.share), (1, self.names))
        roles, names = (
            _mean(own[i].exp(), other[i].exp(), share).clamp(min=1e-9).log() for i, share in shares
        )
        acts = _mean(own[2], other[2], self.share)
        query = torch.cat([self.share * own[3], (1 - self.share) * other[3]], dim=-1)
        return roles, names, acts, query, torch.cat([own[4], other[4]], dim=-1)

    def tables(self) -> dict[str, Tensor]:
        pairs = {
            name: (getattr(self.network, name), getattr(self.other.network, name))
            for name in _TABLES
        }
        return {
            name: (
                _mean(own, other, self.share)
                if name == "distance"
                else torch.cat([own, other], dim=-1)
            )
            for name, (own, other) in pairs.items()
        }


def _mean(own: Tensor, other: Tensor, share: float) -> Tensor:
    return share * own + (1 - share) * other
