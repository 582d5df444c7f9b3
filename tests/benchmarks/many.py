"""``python tests/benchmarks/many.py``: ``quoteminer corpus`` over many articles: what a second worker gains, and
whether the memory of a worker grows with the number of articles (Linux). The machine should have nothing else to do."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from articles import real_articles

EARLY = 200
"""The article from which on a worker's memory should not grow."""
ONE_RUN = "--run"


def main() -> None:
    """Measure; the figures go to standard output."""
    parser = argparse.ArgumentParser(prog="python tests/benchmarks/many.py", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="those of the benchmark, repeated (default 2000)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of one and of two workers, in turn (default 3)")
    parser.add_argument(ONE_RUN, nargs=3, metavar=("FILE", "OUT", "WORKERS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        file, out, workers = options.run
        print(json.dumps(_run(Path(file), Path(out), int(workers))))
        return
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), options.articles, options.rounds)


def _measure(folder: Path, count: int, rounds: int) -> None:
    words = _write_articles(folder / "articles.jsonl", count)
    print(f"{count} articles, {words:,} words; memory: of the largest worker, at article {EARLY} and at the end")
    ratios = []
    for number in range(rounds):
        seconds = {}
        for workers in (1, 2):
            ran = json.loads(_in_process(folder / "articles.jsonl", folder / f"{number}-{workers}", workers))
            seconds[workers] = ran["seconds"]
            grown = ran["late"] / ran["early"] - 1
            print(
                f"round {number + 1}, {workers} worker(s): {words / ran['seconds']:,.0f} words/s, "
                f"{ran['early']:.0f} -> {ran['late']:.0f} MB ({grown:+.1%}); the process that feeds them: "
                f"{ran['parent_early']:.0f} -> {ran['parent_late']:.0f} MB",
                flush=True,
            )
        ratios.append(seconds[1] / seconds[2])
    print(f"two workers over one: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def _write_articles(path: Path, count: int) -> int:
    """The articles under ids of their own; returns their words."""
    texts = [text for one in real_articles() for _, text in one.texts]
    words = 0
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(islice(cycle(texts), count)):
            stream.write(json.dumps({"id": str(number), "text": text}) + "\n")
            words += len(text.split())
    return words


def _in_process(file: Path, out: Path, workers: int) -> str:
    arguments = [sys.executable, __file__, ONE_RUN, str(file), str(out), str(workers)]
    return subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout


def _run(file: Path, out: Path, workers: int) -> dict[str, float]:
    """Seconds from the first article to the last (processes start, the model loads and the result is written besides),
    and memory in MB, of the workers (the largest) and of this process."""
    from quoteminer.corpus.journal import Totals
    from quoteminer.corpus.place import Place
    from quoteminer.corpus.run import run
    from quoteminer.corpus.settings import Settings
    from quoteminer.inputs import read_inputs

    seen: dict[str, float] = {}

    def watch(totals: Totals) -> None:
        if totals.items == 1:
            seen["begun"] = time.perf_counter()
        if totals.items == EARLY:
            seen["early"], seen["parent_early"] = _memory()
        seen["ended"] = time.perf_counter()
        if totals.items and totals.items % 100 == 0:
            seen["late"], seen["parent_late"] = _memory()

    run(read_inputs([file]), Place.of(out, "jsonl"), Settings(), workers=workers, watch=watch)
    return {**seen, "seconds": seen["ended"] - seen["begun"]}


def _memory() -> tuple[float, float]:
    workers = [process.pid for process in multiprocessing.active_children() if process.pid]
    return max(map(_resident, workers)), _resident("self")


def _resident(pid: int | str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
