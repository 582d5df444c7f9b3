"""A record does not depend on the processor: no product of the network overflows on one without VNNI."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from own_gold import own_articles

from quoteminer import QuoteMiner
from quoteminer.network.load import ThreadPool, find_model


@pytest.fixture(scope="module")
def texts(root: Path) -> list[str]:
    samples = [path.read_bytes().decode("utf-8") for path in sorted((root / "samples").glob("*.txt"))]
    return [*samples, *(one.gold.text for one in own_articles())]


def test_records_are_those_of_exact_arithmetic(texts: list[str]) -> None:
    """With `session.x64quantprecision`, onnxruntime uses the slower products that can't overflow."""
    miner, exact = QuoteMiner(threads=1, acts="all"), QuoteMiner(threads=1, acts="all")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(
        str(find_model() / "weights.onnx"),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )
    exact._model = replace(exact._model, pool=ThreadPool(session, 1))
    differ = [text[:40] for text in texts if miner.mine(text).to_dict() != exact.mine(text).to_dict()]
    assert len(texts) > 50
    assert differ == []


def test_two_products_fit_in_16_bits() -> None:
    """Holds on every processor, also where this one has instructions that don't overflow."""
    onnx = pytest.importorskip("onnx", reason="reading the graph needs the extra: pip install '.[train]'")
    graph = onnx.load(str(find_model() / "weights.onnx")).graph
    stored = {one.name: one for one in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    largest = max(int(np.abs(onnx.numpy_helper.to_array(stored[node.input[1]]).astype(int)).max()) for node in products)
    assert len(products) >= 24
    assert 2 * 255 * largest < 1 << 15
