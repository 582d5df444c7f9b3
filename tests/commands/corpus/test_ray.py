"""A run on a cluster: two nodes on this machine, one of which is killed. They speak through
127.0.0.2, since Ray takes 127.0.0.1 for a name of the machine's other addresses."""

import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from fake_corpus import QUOTE, articles, no_reader, serve_told, unable
from pyarrow import parquet

from quoteminer.commands.corpus.cluster import ray_run
from quoteminer.commands.corpus.worker import Settings
from quoteminer.errors import PeopleFileError, WorkerError
from quoteminer.output import article_rows as tables
from quoteminer.output.run.run_file import RunTotals
from quoteminer.records import ArticleRecord

if sys.platform != "linux":
    pytest.skip("127.0.0.2 is an address on Linux only", allow_module_level=True)

with suppress(ImportError):  # then all of them are skipped
    import ray
    from ray.cluster_utils import Cluster

pytestmark = pytest.mark.extra("ray")
SUPPORT = Path(__file__).resolve().parents[2] / "support"
NODE = {"num_cpus": 1, "node_ip_address": "127.0.0.2", "object_store_memory": 80 << 20}
NOTICED_SOON = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 1000}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster of one node, whose processes can import what tests give them; this process is
    connected to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(SUPPORT), prepend=os.pathsep)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_BACKEND_LOG_LEVEL", "fatal")
        head = {**NODE, "include_dashboard": False, "_system_config": NOTICED_SOON}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        ray.init(address=cluster.address, logging_level="ERROR", log_to_driver=False)
        yield cluster
        ray.shutdown()
        cluster.shutdown()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_run, "PART_BATCHES", 2)


def folder_of(path: Path, files: int, count: int, text: str = QUOTE) -> Path:
    folder = path / "in"
    folder.mkdir()
    for file in range(files):
        articles(folder, count, text, f"f{file}.jsonl", f"{file}-")
    return folder


def ids(out: Path) -> list[str]:
    return [record.id for record in records(out)]


def records(out: Path) -> list[ArticleRecord]:
    paths = sorted((out / "quotes.parquet").iterdir())
    return [record for path in paths for record in tables.read_parquet_records(path)]


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "quoteminer", "corpus", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", timeout=300, check=False)


def test_the_command_gives_the_records_of_the_local_engine(
    cluster: Any, tmp_path: Path, root: Path
) -> None:
    paths = sorted((root / "samples").glob("*.txt"))[:6]
    texts = [path.read_text("utf-8") for path in paths]
    meta = {"section": "news"}
    rows = [{"body": text, "doc_id": f"p{n}", **meta, "page": n} for n, text in enumerate(texts)]
    source, far_out, near_out = (tmp_path / name for name in ("in", "far", "near"))
    source.mkdir()
    table = pyarrow.Table.from_pylist(rows)
    parquet.write_table(table, source / "a.parquet", row_group_size=2)
    lines = [json.dumps({"text": text, "author": "Ana"}) for text in texts[:3]]
    (source / "b.jsonl").write_text("\n".join([*lines, "[]", '{"id": 7}']) + "\n")
    (tmp_path / "empty.txt").touch()
    there = [source, tmp_path / "empty.txt", "--with-text", "--out"]
    far = command(*there, far_out, "--engine", "ray", "--ray-address", cluster.address)
    near = command(*there, near_out, "--workers", 1)
    assert (far.returncode, near.returncode, far.stdout) == (1, 1, ""), far.stderr
    omitted = "A quote opens again|INFO quoteminer.corpus"
    # A cluster reports no warnings of articles; a run that takes long logs its progress.
    far_lines, near_lines = (
        [line for line in stderr.splitlines() if not re.search(omitted, line)]
        for stderr in (far.stderr.replace("far", "near"), near.stderr)
    )
    assert [line.replace("quotes.parquet", "quotes.jsonl") for line in far_lines] == near_lines
    lines = lines_of(near_out / "quotes.jsonl")
    assert len(lines) == 9
    assert [record.to_json() for record in records(far_out)] == lines
    far_errors, near_errors = (lines_of(out / "errors.jsonl") for out in (far_out, near_out))
    assert far_errors == near_errors
    assert len(far_errors) == 3


def test_a_node_that_dies_costs_nothing(cluster: Any, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    source = folder_of(tmp_path, 3, 80, f"NOTE {notes} " + QUOTE)
    with (source / "f1.jsonl").open("a") as stream:
        stream.write('[]\n{"id": "x", "text": "DIE"}\n')
    node = cluster.add_node(**NODE)
    killer = threading.Thread(
        target=cluster.remove_node, args=(node,), kwargs={"allow_graceful": False}
    )

    def kill(totals: RunTotals) -> None:
        if totals.items and not killer.ident and len(set(notes.read_text().splitlines())) == 2:
            killer.start()

    options: dict[str, Any] = {"workers": 2, "serve": serve_told, "batch_articles": 8}
    for attempt in range(5):  # Ray may give all work to one node; then there is nothing to kill
        notes.write_text("")
        out = tmp_path / f"out{attempt}"
        done = ray_run.run([str(source)], str(out), Settings(), on_progress=kill, **options)
        if killer.ident:
            break
    assert killer.ident
    killer.join()
    # more if a batch that was begun is lost
    assert len(notes.read_text().splitlines()) >= 240
    assert (done.totals.items, done.totals.records, done.totals.failed) == (242, 240, 2)
    assert ids(out) == [f"{file}-{n}" for file in range(3) for n in range(80)]
    batches = [(file, n) for file, count in enumerate((80, 82, 80)) for n in range(0, count, 8)]
    names = sorted(path.name for path in (out / "quotes.parquet").iterdir())
    assert names == [f"{file:06d}-{n:09d}.parquet" for file, n in batches[::2]]
    errors = [json.loads(line) for line in lines_of(out / "errors.jsonl")]
    places = [(row["index"], row["id"], row["error"]) for row in errors]
    assert places == [(160, None, "InputError"), (161, "x", "WorkerError")]


def test_two_actors_mine_one_file(cluster: Any, tmp_path: Path) -> None:
    """Each article waits until both actors have begun one."""
    notes = tmp_path / "notes"
    source, out = folder_of(tmp_path, 1, 200, f"MEET {notes} " + QUOTE), tmp_path / "out"
    ray_run.run([str(source)], str(out), Settings(), workers=2, serve=serve_told)
    actors = Counter(notes.read_text().splitlines())
    assert (len(actors), actors.total()) == (2, 200)
    assert min(actors.values()) >= 8  # the last batch is the smallest: 200 = 6 * 32 + 8
    assert ids(out) == [f"0-{n}" for n in range(200)]


def test_an_interrupted_run_goes_on(cluster: Any, tmp_path: Path) -> None:
    """Of one file, which several actors mine; nothing of the finished parts is mined again."""
    notes, out = tmp_path / "notes", tmp_path / "out"
    source = folder_of(tmp_path, 1, 60, f"NOTE {notes} " + QUOTE)
    options: dict[str, Any] = {"workers": 2, "serve": serve_told, "batch_articles": 4}

    def stop(totals: RunTotals) -> None:
        if totals.items >= 16:
            raise KeyboardInterrupt

    def parts() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (out / "quotes.parquet").iterdir()}

    notes.touch()
    with pytest.raises(KeyboardInterrupt):
        ray_run.run([str(source)], str(out), Settings(), on_progress=stop, **options)
    # those reported; of a later one the file may be there, but not yet what is known of it
    before = dict(sorted(parts().items())[:2])
    assert not (out / "_SUCCESS").exists()
    assert len(before) == 2
    shown: list[RunTotals] = []
    notes.write_text("")
    done = ray_run.run([str(source)], str(out), Settings(), on_progress=shown.append, **options)
    assert done.totals.items == 60
    assert shown[0].items >= 16
    assert len(notes.read_text().splitlines()) <= 60 - 16
    assert ids(out) == [f"0-{n}" for n in range(60)]
    assert before.items() <= parts().items()
    assert sorted(path.name for path in out.iterdir()) == ["_SUCCESS", "quotes.parquet"]


@pytest.mark.parametrize(("options", "error", "reason"), [
    ({"serve": unable}, PeopleFileError, r"^people\.csv: can't be read\.$"),
    ({"serve": serve_told, "read": no_reader}, WorkerError, "Ray gave up: ZeroDivisionError: no reader"),
], ids=["of a machine", "of Ray"])  # fmt: skip
def test_an_error_leaves_nothing(
    cluster: Any, tmp_path: Path, options: dict[str, Any], error: type[Exception], reason: str
) -> None:
    source = folder_of(tmp_path, 1, 1)
    with pytest.raises(error, match=reason):
        ray_run.run([str(source)], str(tmp_path / "out"), Settings(), workers=1, **options)
    assert not (tmp_path / "out").exists()
