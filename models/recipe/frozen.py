"""Read articles with a network that is not trained further, and add outputs to its graph: layers
that are fitted on the vectors of its last layer."""

from __future__ import annotations

import json
import math
import random
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from checked import write_checked
from onnx import helper, numpy_helper
from torch import Tensor, nn

from quoteminer.network.encode import Pieces, Scores, cut_windows, gather, send
from quoteminer.network.load import Model, load_model
from quoteminer.network.reading import Floats

Vectors = npt.NDArray[np.float16]
BATCH, WARM, DECAY = 4, 50, 0.02  # articles, steps, weight decay
_VECTORS = "vectors"
_ENCODER = re.compile(r"(.*network)\.layers\.(\d+)\.norm2\.weight")


class Layer(nn.Module):
    """A layer on frozen vectors."""

    def loss(self, article: Any) -> Tensor:
        """Return the sum of the losses of an article's questions, of which there are
        ``len(article)``."""
        raise NotImplementedError


def fit(layer: Layer, articles: Sequence[Sized], *, epochs: int, rate: float) -> float:
    """Fit a layer in place by AdamW with a rate that falls to 0; deterministic. Return the last
    epoch's mean loss."""
    dice = random.Random(0)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=rate, weight_decay=DECAY)
    steps = epochs * math.ceil(len(articles) / BATCH)
    rise = lambda step: min(1.0, (step + 1) / WARM) * (1 - step / steps)  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rise)
    order = list(articles)
    for _ in range(epochs):
        dice.shuffle(order)
        total = 0.0
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            loss = sum(map(layer.loss, batch), torch.zeros(()))
            (loss / sum(map(len, batch))).backward()
            nn.utils.clip_grad_norm_(layer.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += loss.item()
    layer.eval()
    return total / sum(map(len, order))


def write_layer(
    model: Path, name: str, matrices: Mapping[str, Tensor], tables: Mapping[str, Tensor]
) -> None:
    """Write the ``matrices`` (columns, width) of a layer into weights.onnx as outputs, its other
    ``tables`` into config.json under ``name``, and the checksums into meta.json."""
    add_outputs(model, {output: matrix.detach().numpy().T for output, matrix in matrices.items()})
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    config[name] = {
        key: np.round(table.detach().numpy().astype(float), 4).tolist()
        for key, table in tables.items()
    }
    write_checked(model / "config.json", json.dumps(config, indent=1) + "\n")


@contextmanager
def open_frozen(model: Path) -> Iterator[Model]:
    """Load a model for `scores_of`, with one thread."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(model, Path(folder) / "model"))
        graph = _with_vectors(copy)
        output = (
            next((one for one in graph.graph.output if one.name == "attributes"), None)
            or graph.graph.output.add()
        )
        output.CopyFrom(_value(_VECTORS))
        _order(graph)
        write_checked(copy / "weights.onnx", graph.SerializeToString())
        yield replace(load_model(copy, threads=1), attributes=None)


def scores_of(model: Model, pieces: Pieces) -> tuple[Scores, Vectors]:
    """Return the scores of an article, and the last layer's vectors of its pieces (n, width); for a
    mean of two networks, those of both."""
    scores = gather(
        send(model, pieces, cut_windows(pieces, size=model.window, context=model.context))
    )
    assert scores.attributes is not None
    return scores, scores.attributes.astype(np.float16)


def add_outputs(model: Path, matrices: Mapping[str, Floats]) -> None:
    """Add the products of the vectors with each matrix (width, columns) to the outputs of
    weights.onnx, and its checksum to meta.json. The output of an earlier fit is replaced."""
    graph = _with_vectors(model)
    for name, matrix in matrices.items():
        for part in (graph.graph.node, graph.graph.initializer):
            for old in [
                one for one in part if one.name in (name, f"{name}_matrix", f"{name}_wide")
            ]:
                part.remove(old)
        half = np.ascontiguousarray(matrix, dtype=np.float16)  # half the size in the wheel
        graph.graph.initializer.append(numpy_helper.from_array(half, f"{name}_matrix"))
        cast = {"name": f"{name}_wide", "to": onnx.TensorProto.FLOAT}
        graph.graph.node.append(
            helper.make_node("Cast", [f"{name}_matrix"], [f"{name}_wide"], **cast)
        )
        graph.graph.node.append(
            helper.make_node("MatMul", [_VECTORS, f"{name}_wide"], [name], name=name)
        )
        known = (one for one in graph.graph.output if one.name == name)
        (next(known, None) or graph.graph.output.add()).CopyFrom(_value(name))
    _order(graph)
    write_checked(model / "weights.onnx", graph.SerializeToString())


def _with_vectors(model: Path) -> onnx.ModelProto:
    """Return the graph with a node for the last layer's vectors, of both networks where it is a
    mean."""
    whole = onnx.load(str(model / "weights.onnx"))
    last: dict[str, tuple[int, str]] = {}
    for node in whole.graph.node:
        if node.op_type == "LayerNormalization" and (found := _ENCODER.fullmatch(node.input[1])):
            last[found[1]] = max(last.get(found[1], (0, "")), (int(found[2]), node.output[0]))
    if not any(node.name == _VECTORS for node in whole.graph.node):
        sources = [name for _, name in last.values()]
        whole.graph.node.append(
            helper.make_node("Concat", sources, [_VECTORS], name=_VECTORS, axis=-1)
        )
    return whole


def _value(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["windows", "pieces", None])


def _order(graph: onnx.ModelProto) -> None:
    """Put the keys of links last, as `quoteminer.network.encode.gather` expects."""
    outputs = sorted(graph.graph.output, key=lambda one: one.name == "key")
    del graph.graph.output[:]
    graph.graph.output.extend(outputs)
