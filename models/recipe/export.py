"""A checkpoint to the model directory: weights.onnx (int8), tokenizer.json, config.json, meta.json."""

from __future__ import annotations

import hashlib
import json
import math
import tempfile
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import onnx
import torch
from batching import make_windows
from gold import read_examples, read_jsonl
from labels import label
from network import Network, load_exported
from onnxruntime.quantization import QuantType, quantize_dynamic
from pretrained import find_encoder
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.onnx.symbolic_helper import _optional_input_placeholder_tensor
from train import load_average, load_tokenizer

from quoteminer.network.encode import INPUTS
from quoteminer.network.load import FILES, FORMAT
from quoteminer.network.tags import SPEAKER_WIDTH

_ARTICLES = Path(__file__).parent / "written" / "written_train.jsonl.gz"
_SAMPLE = 20  # articles
_LEAST = 3  # times that a piece of the vocabulary is seen
_LAST_SPECIAL = 103  # BERT's number of [MASK]
_TABLES = ("nowhere", "distance", "nobody")
OUTPUTS = ("roles", "names", "acts", "query", "speaker_query", "speaker_key", "key")


class _Attention(torch.autograd.Function):
    """onnxruntime's fused attention, as one node of the graph. ``bias`` (1, heads, t, t) is added to the scores; None
    where the encoder has no relative positions."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None, heads: int) -> Tensor:
        b, t, w = query.shape
        split = lambda x: x.view(b, t, heads, w // heads).transpose(1, 2)  # noqa: E731
        mixed = functional.scaled_dot_product_attention(split(query), split(key), split(value), attn_mask=bias)
        return mixed.transpose(1, 2).reshape(b, t, w)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, bias: Any, heads: int) -> Any:
        inputs = [query, key, value]
        if bias is not None:
            inputs += [_optional_input_placeholder_tensor(g), _optional_input_placeholder_tensor(g), bias]
        return g.op("com.microsoft::MultiHeadAttention", *inputs, num_heads_i=heads).setType(query.type())


class _Split(nn.Module):
    """A linear layer that computes with 32 bits for the ``count`` inputs that vary most widely and with 8 bits for the
    rest, whose common scale those would make too coarse (Dettmers et al., NeurIPS 2022)."""

    def __init__(self, linear: nn.Linear, widest: Tensor, count: int) -> None:
        super().__init__()
        columns = widest.topk(count).indices.sort().values
        kept = torch.ones_like(widest).index_fill(0, columns, 0.0)
        self.weight = nn.Parameter(linear.weight.detach() * kept)
        self.bias = linear.bias
        for name, value in (("columns", columns), ("kept", kept), ("wide", linear.weight.detach()[:, columns].T)):
            self.register_buffer(name, value.contiguous())

    def forward(self, x: Tensor) -> Tensor:
        narrow = functional.linear(x * self.kept, self.weight, self.bias)
        return narrow + x.index_select(-1, self.columns) @ self.wide


class _Graph(nn.Module):
    """The network as inference runs it: no mask, since each window is alone, and attention as one node."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        # Computed here and not by each processor, whose logarithms differ in the last bit.
        self.farthest = network.shape["positions"] - 1
        self.buckets = network.buckets(torch.arange(-self.farthest, self.farthest + 1))

    def _nearness(self, t: int) -> Tensor:
        """Return the bias of the attention scores by relative position (1, heads, t, t)."""
        assert self.network.relative is not None
        place = torch.arange(t)
        ahead = place[None, :] - place[:, None] + self.farthest
        return self.network.relative(self.buckets[ahead]).permute(2, 0, 1)[None]

    def forward(self, ids: Tensor, case: Tensor, first: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        x = self.network.embed(ids, case, first, quote)
        nearness = None if self.network.relative is None else self._nearness(ids.shape[1])
        for layer in self.network.layers:
            mixed = _Attention.apply(*layer.qkv(x).chunk(3, dim=-1), nearness, layer.heads)
            x = layer.norm1(x + layer.out(mixed))
            x = layer.norm2(x + layer.down(functional.gelu(layer.up(x))))
        roles, names, acts, query, key = self.network.heads(x)
        speaker = self.network.speaker_query(x) / math.sqrt(SPEAKER_WIDTH), self.network.speaker_key(x)
        return roles.log_softmax(-1), names.log_softmax(-1), acts.sigmoid(), query, *speaker, key

    def tables(self) -> dict[str, Tensor]:
        """Return the parts of the scores of links and speakers that don't depend on the text, for config.json."""
        return {name: getattr(self.network, name) for name in _TABLES}


class _Mean(_Graph):
    """The weighted mean of what two networks say, as one graph. The product of joined queries and keys is the mean of
    the products of each network's."""

    def __init__(self, network: Network, other: Network, share: float) -> None:
        super().__init__(network)
        self.other, self.share = _Graph(other), share

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        own, other = super().forward(*inputs), self.other(*inputs)
        roles, names = (self._mean(own[i].exp(), other[i].exp()).clamp(min=1e-9).log() for i in (0, 1))
        acts = self._mean(own[2], other[2])
        query, speaker_query = (torch.cat([self.share * own[i], (1 - self.share) * other[i]], dim=-1) for i in (3, 4))
        speaker_key, key = (torch.cat([own[i], other[i]], dim=-1) for i in (5, 6))
        return roles, names, acts, query, speaker_query, speaker_key, key

    def _mean(self, own: Tensor, other: Tensor) -> Tensor:
        return self.share * own + (1 - self.share) * other

    def tables(self) -> dict[str, Tensor]:
        pairs = {name: (getattr(self.network, name), getattr(self.other.network, name)) for name in _TABLES}
        return {
            name: self._mean(own, other) if name == "distance" else torch.cat([own, other], dim=-1)
            for name, (own, other) in pairs.items()
        }


def export(config: dict[str, Any], checkpoint: Path, out: Path, data: Path | None = None) -> None:
    """Write the model directory: ``config["export"]`` has the settings of inference, ``config["meta"]`` name, version
    and what the card says. Settings that are used up here:

    - ``convention``: the shares of the conventions that inference asks for; default the first one alone.
    - ``wide``: how many inputs of each feed-forward layer stay at 32 bits; default none.
    - ``mean``: the folder of another model, with whose network this one is averaged, and this one's ``share``.
    - ``vocabulary``: gold files of ``data``; word pieces that these and the corpus have less than thrice are dropped.
      Other pieces then spell their words.
    """
    out.mkdir(parents=True, exist_ok=True)
    network = load_average(checkpoint, dropout=0.0).eval()
    settings = dict(config["export"])
    network.fold_convention(settings.pop("convention", [1.0]))
    mean = settings.pop("mean", None)
    other = load_exported(Path(mean["model"]), dropout=0.0).eval() if mean else None
    tokenizer = load_tokenizer(find_encoder(config["tokenizer"]))
    if count := settings.pop("wide", 0):
        _split(network, tokenizer, count, settings["window"])
    if files := settings.pop("vocabulary", ()):
        if data is None:
            raise SystemExit("The configuration cuts the vocabulary: say with --data where the gold files are.")
        corpus = [part["gold"] for part in config["corpus"]]
        tokenizer = _cut_vocabulary(tokenizer, [data / name for name in (*corpus, *files)], [network, other])
    graph = _Graph(network) if other is None else _Mean(network, other, mean["share"])
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _trace(graph, full)
        _quantize(full, out / "weights.onnx")
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    _write_json(out / "ranker.json", {})  # the step "rank" fills it
    tables = {name: _rounded(table) for name, table in graph.tables().items()}
    _write_json(out / "config.json", {**settings, **tables})
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    _write_json(out / "meta.json", {"format": FORMAT, **config["meta"], "sha256": sums})


@torch.no_grad()
def _split(network: Network, tokenizer: Tokenizer, count: int, size: int) -> None:
    """Give the feed-forward layers ``count`` inputs of 32 bits each: those with the largest values on a few of our own
    articles. Those of the other layers vary too little for that to matter."""
    chosen = [part for layer in network.layers for part in (layer.up, layer.down)]
    widest = {part: torch.zeros(part.in_features) for part in chosen}

    def note(part: nn.Module, inputs: tuple[Tensor, ...], _: Tensor) -> None:
        widest[part] = torch.maximum(widest[part], inputs[0].abs().flatten(0, -2).amax(0))

    hooks = [part.register_forward_hook(note) for part in chosen]
    graph = _Graph(network)
    for example in read_examples(_ARTICLES)[:_SAMPLE]:
        for window in make_windows(label(example, tokenizer), size=size):
            graph(*torch.from_numpy(window.inputs)[:, None])
    for hook in hooks:
        hook.remove()
    for layer in network.layers:
        layer.up, layer.down = (_Split(part, widest[part], count) for part in (layer.up, layer.down))


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def _rounded(values: Tensor) -> Any:
    return json.loads(json.dumps(values.tolist()), parse_float=lambda x: round(float(x), 5))


def _trace(graph: _Graph, path: Path) -> None:
    example = tuple(torch.zeros((2, 16), dtype=torch.long) for _ in INPUTS)
    axes = {name: {0: "windows", 1: "pieces"} for name in INPUTS + OUTPUTS}
    torch.onnx.export(
        graph.eval(),
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
        custom_opsets={"com.microsoft": 1},
    )


def _quantize(full: Path, out: Path) -> None:
    """Dynamic int8: tables of 8 bits, matrices of 7, per channel.

    Processors without VNNI add two products of 8 bits in 16, which overflow with weights of 8 bits and not with those
    of 7 (2 x 255 x 64 < 2^15): so every processor computes the same sums.
    """
    options = {"weight_type": QuantType.QInt8, "extra_options": {"DefaultTensorType": onnx.TensorProto.FLOAT}}
    names = ("network.relative.weight", ".wide")
    full_sized = [n.name for n in onnx.load(str(full)).graph.node if any(i.endswith(names) for i in n.input)]
    options["nodes_to_exclude"] = full_sized
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.onnx"
        quantize_dynamic(full, tables, op_types_to_quantize=["Gather"], **options)
        quantize_dynamic(tables, out, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True, **options)


@torch.no_grad()
def _cut_vocabulary(tokenizer: Tokenizer, files: Sequence[Path], networks: Sequence[Network | None]) -> Tokenizer:
    """Return the tokenizer without the pieces that are rare in the files, and cut the networks' tables accordingly.
    Single letters and signs stay, so that no word becomes unknown; so do the numbers of BERT's special pieces."""
    used = Counter(number for file in files for row in read_jsonl(file) for number in tokenizer.encode(row["text"]).ids)
    pieces = sorted(tokenizer.get_vocab().items(), key=itemgetter(1))
    kept = [
        (piece, number)
        for piece, number in pieces
        if used[number] >= _LEAST or number <= _LAST_SPECIAL or len(piece.removeprefix("##")) == 1
    ]
    for network in filter(None, networks):
        network.words = nn.Embedding.from_pretrained(network.words.weight[[number for _, number in kept]])
    settings = json.loads(tokenizer.to_str())
    settings["model"]["vocab"] = {piece: number for number, (piece, _) in enumerate(kept)}
    return Tokenizer.from_str(json.dumps(settings))
