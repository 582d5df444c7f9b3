"""A checkpoint to the model directory: weights.onnx (int8), tokenizer.json, config.json, meta.json."""

from __future__ import annotations

import hashlib
import json
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

OUTPUTS = ("roles", "names", "acts", "query", "key")


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
    """What inference runs: no mask, since every window goes alone, and attention as one node."""

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
        return roles.log_softmax(-1), names.log_softmax(-1), acts.sigmoid(), query, key


def export(config: dict[str, Any], checkpoint: Path, out: Path) -> None:
    """Write the model directory: ``config["export"]`` has the settings of inference, ``config["meta"]`` name, version
    and what the card says."""
    out.mkdir(parents=True, exist_ok=True)
    network = load_average(checkpoint, dropout=0.0).eval()
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _trace(network, full)
        _quantize(full, out / "weights.onnx")
    _copy_tokenizer(find_encoder(config["tokenizer"]), out)
    _write_json(out / "ranker.json", {})  # the step "rank" fills it
    tables = {"nowhere": _rounded(network.nowhere), "distance": _rounded(network.distance)}
    _write_json(out / "config.json", {**config["export"], **tables})
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
    """Dynamic int8 of all matrix products and tables, per channel."""
    quantize_dynamic(
        full,
        out,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _copy_tokenizer(folder: Path, out: Path) -> None:
    """The tokenizer without the truncation and padding that its package sets."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
