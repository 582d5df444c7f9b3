"""Memory of a long run, and what a second worker gains:
``python tests/benchmarks/memory.py [ARTICLES [MODEL]]`` (Linux)."""

import json
import multiprocessing
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from articles import real_articles

from quoteminer.commands.corpus.run import RunPaths, run
from quoteminer.commands.corpus.worker import Settings
from quoteminer.inputs import read_inputs
from quoteminer.output.run.run_file import RunTotals


def main(articles: str = "2000", model: str | None = None) -> None:
    count = int(articles)
    texts = cycle(article["text"] for some in real_articles().values() for article in some)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        lines = (
            json.dumps({"id": str(number), "text": text})
            for number, text in enumerate(islice(texts, count))
        )
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for workers in (1, 2):
            _run(source, Path(folder, f"run{workers}"), Settings(model), workers, early=count // 10)


def _run(source: Path, out: Path, settings: Settings, workers: int, early: int) -> None:
    begun = 0.0
    memory: list[tuple[float, float]] = []

    def on_progress(totals: RunTotals) -> None:
        nonlocal begun
        if totals.items == 1:  # the workers have loaded the model
            begun = time.perf_counter()
        if totals.items and totals.items % early == 0:
            pids = [process.pid for process in multiprocessing.active_children()]
            memory.append((max(map(_megabytes, pids)), _megabytes("self")))

    done = run(
        read_inputs([source]),
        RunPaths.of(out, None),
        settings,
        workers=workers,
        on_progress=on_progress,
    )
    speed = done.totals.words / (time.perf_counter() - begun)
    (worker, parent), (worker_late, parent_late) = memory[0], memory[-1]
    print(
        f"{workers} worker(s): {speed:,.0f} words a second; from article {early} to"
        f" {done.totals.items} the largest worker has {worker:.0f} -> {worker_late:.0f} MB, the"
        f" process that reads {parent:.0f} -> {parent_late:.0f} MB",
        flush=True,
    )


def _megabytes(pid: int | str | None) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
