"""Linear layers with a few inputs of 32 bits, because one scale for all inputs would be too
coarse."""

from __future__ import annotations

from pathlib import Path

import torch
from batching import make_windows
from export_graph import Graph
from gold import read_examples
from labels import label
from network import Network
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

_ARTICLES = Path(__file__).parent / "written" / "written_train.jsonl.gz"
_SAMPLE = 20  # articles


class SplitLinear(nn.Module):
    """A linear layer that computes with 32 bits for the ``count`` inputs that vary most widely and
    with 8 bits for the rest, whose common scale those would make too coarse (Dettmers et al.,
    NeurIPS 2022)."""

    def __init__(self, linear: nn.Linear, widest: Tensor, count: int) -> None:
        super().__init__()
        columns = widest.topk(count).indices.sort().values
        kept = torch.ones_like(widest).index_fill(0, columns, 0.0)
        self.weight = nn.Parameter(linear.weight.detach() * kept)
        self.bias = linear.bias
        for name, value in (
            ("columns", columns),
            ("kept", kept),
            ("wide", linear.weight.detach()[:, columns].T),
        ):
            self.register_buffer(name, value.contiguous())

    def forward(self, x: Tensor) -> Tensor:
        narrow = functional.linear(x * self.kept, self.weight, self.bias)
        return narrow + x.index_select(-1, self.columns) @ self.wide


@torch.no_grad()
def split_layers(network: Network, tokenizer: Tokenizer, count: int, size: int) -> None:
    """Give each feed-forward layer ``count`` inputs of 32 bits: the inputs with the largest values
    on a few of our own articles. The inputs of other layers vary too little for this to matter."""
    chosen = [part for layer in network.layers for part in (layer.up, layer.down)]
    widest = {part: torch.zeros(part.in_features) for part in chosen}

    def note(part: nn.Module, inputs: tuple[Tensor, ...], _: Tensor) -> None:
        widest[part] = torch.maximum(widest[part], inputs[0].abs().flatten(0, -2).amax(0))

    hooks = [part.register_forward_hook(note) for part in chosen]
    graph = Graph(network)
    for example in read_examples(_ARTICLES)[:_SAMPLE]:
        for window in make_windows(label(example, tokenizer), size=size):
            graph(*torch.from_numpy(window.inputs)[:, None])
    for hook in hooks:
        hook.remove()
    for layer in network.layers:
        layer.up, layer.down = (
            SplitLinear(part, widest[part], count) for part in (layer.up, layer.down)
        )
