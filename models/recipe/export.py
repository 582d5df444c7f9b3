"""A checkpoint to the model directory: weights.onnx (int8), tokenizer.json, config.json, meta.json."""

from __future__ import annotations

import hashlib
import json
import math
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from network import Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from pretrained import find_encoder
from torch import Tensor, nn
from torch.nn import functional
from train import load_average

from quoteminer.network.encode import INPUTS
from quoteminer.network.load import FILES, FORMAT
from quoteminer.network.tags import SPEAKER_WIDTH

OUTPUTS = ("roles", "names", "acts", "query", "speaker_query", "speaker_key", "key")


class _Attention(torch.autograd.Function):
    """onnxruntime's fused attention, as one node of the graph."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        b, t, w = query.shape
        split = lambda x: x.view(b, t, heads, w // heads).transpose(1, 2)  # noqa: E731
        mixed = functional.scaled_dot_product_attention(split(query), split(key), split(value))
        return mixed.transpose(1, 2).reshape(b, t, w)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads).setType(query.type())


class _Graph(nn.Module):
    """The network as inference runs it: no mask, since each window is alone, and attention as one node."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, case: Tensor, first: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        x = self.network.embed(ids, case, first, quote)
        for layer in self.network.layers:
            mixed = _Attention.apply(*layer.qkv(x).chunk(3, dim=-1), layer.heads)
            x = layer.norm1(x + layer.out(mixed))
            x = layer.norm2(x + layer.down(functional.gelu(layer.up(x))))
        roles, names, acts, query, key = self.network.heads(x)
        speaker = self.network.speaker_query(x) / math.sqrt(SPEAKER_WIDTH), self.network.speaker_key(x)
        return roles.log_softmax(-1), names.log_softmax(-1), acts.sigmoid(), query, *speaker, key


def export(config: dict[str, Any], checkpoint: Path, out: Path) -> None:
    """Write the model directory: ``config["export"]`` has the settings of inference and the shares of the conventions
    that it asks for (``convention``, default the first one alone), ``config["meta"]`` name, version and what the card
    says."""
    out.mkdir(parents=True, exist_ok=True)
    network = load_average(checkpoint, dropout=0.0).eval()
    settings = dict(config["export"])
    network.fold_convention(settings.pop("convention", [1.0]))
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _trace(network, full)
        _quantize(full, out / "weights.onnx")
    _copy_tokenizer(find_encoder(config["tokenizer"]), out)
    _write_json(out / "ranker.json", {})  # the step "rank" fills it
    tables = {name: _rounded(getattr(network, name)) for name in ("nowhere", "distance", "nobody")}
    _write_json(out / "config.json", {**settings, **tables})
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    _write_json(out / "meta.json", {"format": FORMAT, **config["meta"], "sha256": sums})


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def _rounded(values: Tensor) -> Any:
    return json.loads(json.dumps(values.tolist()), parse_float=lambda x: round(float(x), 5))


def _trace(network: Network, path: Path) -> None:
    example = tuple(torch.zeros((2, 16), dtype=torch.long) for _ in INPUTS)
    axes = {name: {0: "windows", 1: "pieces"} for name in INPUTS + OUTPUTS}
    torch.onnx.export(
        _Graph(network).eval(),
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
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.onnx"
        quantize_dynamic(full, tables, op_types_to_quantize=["Gather"], **options)
        quantize_dynamic(tables, out, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True, **options)


def _copy_tokenizer(folder: Path, out: Path) -> None:
    """The tokenizer without the truncation and padding that its package sets."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
