"""The network on any processor and any number of threads, and model folders that can't be
loaded."""

import json
import math
import os
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from annotated_articles import own_articles

from quoteminer import QuoteMiner
from quoteminer.errors import ModelError
from quoteminer.network.cores import cores, cpu_quota
from quoteminer.network.load import FORMAT, ThreadPool, find_model, load_model, read_info


class Session:
    """Gives its inputs back after a while, and keeps account of who runs at the same time."""

    def __init__(self) -> None:
        self.running = self.most = 0
        self.threads: set[int] = set()
        self._lock = threading.Lock()

    def run(self, names: None, inputs: Mapping[str, Any]) -> list[Any]:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
            self.threads.add(threading.get_ident())
        time.sleep(inputs["seconds"])
        with self._lock:
            self.running -= 1
        if inputs["seconds"] > 1:
            raise RuntimeError("too long")
        return [inputs["seconds"]]


def pool_of(session: Session, threads: int | None) -> ThreadPool:
    return ThreadPool(session, threads)  # type: ignore[arg-type]


def test_windows_run_side_by_side_and_each_waits_for_its_own() -> None:
    session = Session()
    pool = pool_of(session, 2)
    waits = [pool.start({"seconds": seconds}) for seconds in (0.05, 0.01, 0.03, 0.02)]
    assert [wait() for wait in waits] == [[0.05], [0.01], [0.03], [0.02]]
    assert session.most == 2
    assert threading.get_ident() not in session.threads


def test_one_thread_is_the_callers_own_and_runs_when_asked() -> None:
    session = Session()
    wait = pool_of(session, 1).start({"seconds": 0})
    assert not session.threads
    assert wait() == [0]
    assert session.threads == {threading.get_ident()}


@pytest.mark.parametrize("threads", [1, 2])
def test_what_fails_is_told_to_who_waits(threads: int) -> None:
    pool = pool_of(Session(), threads)
    bad, good = pool.start({"seconds": 1.01}), pool.start({"seconds": 0})
    with pytest.raises(RuntimeError, match="too long"):
        bad()
    assert good() == [0]


def test_by_default_there_is_a_thread_for_each_core() -> None:
    assert pool_of(Session(), None).threads == cores()
    assert 1 <= cores() <= (os.cpu_count() or 1)


GROUPS_1 = "5:cpuset:/\n2:cpu,cpuacct:/docker/ab\n"


@pytest.mark.parametrize(("groups", "files", "quota"), [
    ("0::/\n", {"cpu.max": "150000 100000\n"}, 1.5),  # a container sees its own group as /
    ("0::/\n", {"cpu.max": "max 100000\n"}, None),
    ("0::/\n", {}, None),
    ("0::/a/b\n", {"a/cpu.max": "200000 100000", "a/b/cpu.max": "max 100000"}, 2),
    ("0::/a/b\n", {"a/cpu.max": "200000 100000", "a/b/cpu.max": "50000 100000"}, 0.5),
    ("0::/../x\n", {"cpu.max": "300000 100000"}, 3),
    (GROUPS_1, {"cpu/cpu.cfs_quota_us": "250000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 2.5),
    (GROUPS_1, {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
    (
        GROUPS_1,
        {
            "cpu,cpuacct/docker/ab/cpu.cfs_quota_us": "400000",
            "cpu,cpuacct/docker/ab/cpu.cfs_period_us": "100000",
        },
        4,
    ),
    ("2:cpuacct:/\n0::/\n", {"unified/cpu.max": "100000 100000"}, 1),
    ("nonsense", {"cpu.max": "nonsense"}, None),
    (None, {"cpu.max": "100000 100000"}, None),
])  # fmt: skip
def test_the_quota_of_a_container(
    tmp_path: Path, groups: str | None, files: Mapping[str, str], quota: float | None
) -> None:
    if groups is not None:
        (tmp_path / "proc/self").mkdir(parents=True)
        (tmp_path / "proc/self/cgroup").write_text(groups)
    for name, content in files.items():
        path = tmp_path / "sys/fs/cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    assert cpu_quota(tmp_path) == quota
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda process: range(3), raising=False)
        assert cores(tmp_path) == min(3, math.ceil(quota or 3))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_has_threads_of_its_own() -> None:
    pool = pool_of(Session(), 2)
    assert pool.start({"seconds": 0})() == [0]
    child = os.fork()
    if not child:
        os._exit(0 if pool.start({"seconds": 0})() == [0] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture(scope="module")
def texts(root: Path) -> list[str]:
    samples = [
        path.read_bytes().decode("utf-8") for path in sorted((root / "samples").glob("*.txt"))
    ]
    return [*samples, *(one.gold.text for one in own_articles())]


@pytest.mark.slow
def test_records_are_those_of_exact_arithmetic(texts: list[str]) -> None:
    """With `session.x64quantprecision`, onnxruntime uses the slower products that can't
    overflow."""
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
    differ = [
        text[:40] for text in texts if miner.mine(text).to_dict() != exact.mine(text).to_dict()
    ]
    assert len(texts) > 50
    assert differ == []


@pytest.mark.extra("train")
def test_two_products_fit_in_16_bits() -> None:
    """Holds on every processor, also where this one has instructions that don't overflow."""
    import onnx

    graph = onnx.load(str(find_model() / "weights.onnx")).graph
    stored = {one.name: one for one in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    largest = max(
        int(np.abs(onnx.numpy_helper.to_array(stored[node.input[1]]).astype(int)).max())
        for node in products
    )
    assert len(products) >= 24
    assert 2 * 255 * largest < 1 << 15


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_model(), tmp_path / "model"))


def test_the_model_that_ships_is_whole() -> None:
    info = read_info(find_model())
    assert info.name == "en_news"
    assert len(info.sha256) == 64
    assert (info.path / "weights.onnx").stat().st_size < 30_000_000


@pytest.mark.parametrize("name", ["weights.onnx", "tokenizer.json", "config.json", "ranker.json"])
def test_one_changed_byte_is_noticed(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match=f"{name} is missing or damaged"):
        load_model(copy)


def test_a_file_is_missing(copy: Path) -> None:
    (copy / "weights.onnx").unlink()
    with pytest.raises(ModelError, match="weights.onnx"):
        load_model(copy)


@pytest.mark.parametrize(("changed", "message"), [
    ({"format": FORMAT + 1}, rf"has format {FORMAT + 1}; this quoteminer reads format {FORMAT}"),
    *(({key: []}, r"meta.json is damaged: name, version or sha256 is missing\. Re") for key in ("name", "sha256")),
    (None, "meta.json can't be read"),
])  # fmt: skip
def test_meta_that_is_not_right(copy: Path, changed: dict[str, Any] | None, message: str) -> None:
    meta = json.loads((copy / "meta.json").read_text(encoding="utf-8"))
    text = "{" if changed is None else json.dumps({**meta, **changed})
    (copy / "meta.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        load_model(copy)
