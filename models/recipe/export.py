"""Export a checkpoint to a model directory: weights.onnx (int8), tokenizer.json, config.json,
meta.json."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from attributes import write_attributes
from export_graph import Graph, MeanGraph
from onnxruntime.quantization import QuantType, quantize_dynamic
from pairs import write_pairs
from pretrained import find_encoder
from split_weights import split_layers
from starting_weights import load_exported
from torch import Tensor
from train import load_tokenizer, load_trained
from vocabulary import cut_vocabulary, renumber

from quoteminer.network.encode import INPUTS
from quoteminer.network.load import FILES, FORMAT

OUTPUTS = ("roles", "names", "acts", "query", "key")


def export(config: dict[str, Any], checkpoint: Path, out: Path, data: Path | None = None) -> None:
    """Write the model directory. ``config["export"]`` has the settings for inference,
    ``config["meta"]`` the name, the version and the texts of the card. These settings are used only
    here:

    - ``convention``: the shares of the conventions for inference; default: only the first one.
    - ``wide``: the number of inputs of each feed-forward layer that keep 32 bits; default: none.
    - ``mean``: the folder of another model, with whose network this one is averaged, and the
      ``share`` of this one; for the tags of names the share is ``names``. The other model needs all
      pieces of this one's vocabulary.
    - ``vocabulary``: gold files of ``data``; word pieces that occur less than three times in these
      and the corpus are dropped. Other pieces then spell their words.
    """
    out.mkdir(parents=True, exist_ok=True)
    network = load_trained(checkpoint, dropout=0.0).eval()
    settings = dict(config["export"])
    network.fold_convention(settings.pop("convention", [1.0]))
    trained = tokenizer = load_tokenizer(find_encoder(config["tokenizer"]))
    if count := settings.pop("wide", 0):
        split_layers(network, tokenizer, count, settings["window"])
    if files := settings.pop("vocabulary", ()):
        if data is None:
            raise SystemExit(
                "The configuration cuts the vocabulary: say with --data where the gold files are."
            )
        tokenizer = cut_vocabulary(
            trained, [data / name for name in (*(p["gold"] for p in config["corpus"]), *files)]
        )
        renumber(network, trained, tokenizer)
    graph = Graph(network)
    if mean := settings.pop("mean", None):
        other = load_exported(Path(mean["model"]), dropout=0.0).eval()
        renumber(other, load_tokenizer(Path(mean["model"])), tokenizer)
        graph = MeanGraph(network, other, mean["share"], mean.get("names", mean["share"]))
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
    write_pairs(out, network.pairs.widened(graph.width))
    write_attributes(out, network.attributes.widened(graph.width))


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def _rounded(values: Tensor) -> Any:
    return json.loads(json.dumps(values.tolist()), parse_float=lambda x: round(float(x), 5))


def _trace(graph: Graph, path: Path) -> None:
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

    Processors without VNNI add two products of 8 bits in 16, which overflow with weights of 8 bits
    and not with those of 7 (2 x 255 x 64 < 2^15): so every processor computes the same sums.
    """
    options = {
        "weight_type": QuantType.QInt8,
        "extra_options": {"DefaultTensorType": onnx.TensorProto.FLOAT},
    }
    names = ("network.relative.weight", ".wide")
    full_sized = [
        n.name for n in onnx.load(str(full)).graph.node if any(i.endswith(names) for i in n.input)
    ]
    options["nodes_to_exclude"] = full_sized
    logging.disable(logging.WARNING)  # its advice is for networks of images
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.onnx"
        quantize_dynamic(full, tables, op_types_to_quantize=["Gather"], **options)
        quantize_dynamic(
            tables,
            out,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            **options,
        )
    logging.disable(logging.NOTSET)
