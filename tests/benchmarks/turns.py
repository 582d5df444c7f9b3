"""Measured runs in turn: every round each system reads the same texts, in an order that moves on from round to round.

What else runs on the machine then slows all of them alike; figures are medians over the rounds, and ratios are taken
within a round.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS")
Batches = Sequence[Sequence[tuple[str, str]]]


@dataclass
class Series:
    """The runs of one system, one entry a round. ``seconds`` has one number for each batch; ``peak`` is in bytes."""

    system: str
    seconds: list[list[float]] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)
    lost: int = 0
    records: list[dict[str, Any]] = field(default_factory=list)

    def totals(self) -> list[float]:
        """Seconds of each round."""
        return [sum(batches) for batches in self.seconds]

    def medians(self) -> list[float]:
        """Seconds of each batch."""
        return [median(rounds) for rounds in zip(*self.seconds, strict=True)]


def all_cores() -> list[int]:
    """The numbers of the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def in_turn(
    systems: Sequence[str], batches: Batches, *, cores: Sequence[int], rounds: int, tell: Callable[[str], None]
) -> list[Series]:
    """Let every system read the batches ``rounds`` times, each time in a process of its own that is pinned to
    ``cores``. The records are those of the first round. ``tell`` gets a line of progress for each run."""
    series = {system: Series(system) for system in systems}
    for number in range(rounds):
        for system in rotated(systems, number):
            job = {"system": system, "cores": list(cores), "batches": batches, "keep": number == 0}
            result = _in_process(job)
            one = series[system]
            one.seconds.append(result["seconds"])
            one.lost = result["lost"]
            one.records = result["records"] or one.records
            one.peak += [result["peak"]] if result["peak"] else []
            tell(f"round {number + 1} of {rounds}: {system}, {sum(result['seconds']):.2f} s on {len(cores)} core(s)")
    return list(series.values())


def rotated(items: Sequence[str], by: int) -> list[str]:
    """The items in order from another first one."""
    by %= len(items)
    return [*items[by:], *items[:by]]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """How many times as fast ours was, round by round, from the seconds of both."""
    return [b / a for a, b in zip(ours, theirs, strict=True)]


def commands_in_turn(commands: Sequence[Sequence[str]], *, rounds: int) -> list[list[float]]:
    """Seconds that each command takes from its start to its end, for every round; one more round comes first, to have
    all files read and compiled."""
    seconds: list[list[float]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for at, command in enumerate(commands):
            began = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir(), check=True)
            if number:
                seconds[at].append(time.perf_counter() - began)
    return seconds


def _in_process(job: dict[str, Any]) -> dict[str, Any]:
    environment = {**os.environ, **dict.fromkeys(THREADS, str(len(job["cores"])))}
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "job.json"), Path(folder, "result.json")
        question.write_text(json.dumps(job), encoding="utf-8")
        command = [sys.executable, str(HERE / "worker.py"), str(question), str(answer)]
        done = subprocess.run(command, env=environment, cwd=folder, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"A run of {job['system']} failed:\n{done.stderr}")
        result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return result
