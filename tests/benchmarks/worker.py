"""One measured run, in a process of its own: ``python worker.py JOB.json RESULT.json``, as turns.py starts it.

The process pins itself to its cores before anything is loaded, reads some articles to warm up, and then measures.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WARM_UP = 5
"""Articles that are read before the clock starts, each cut to WARM_UP_CHARACTERS."""
WARM_UP_CHARACTERS = 4000


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Load the system, read every batch of texts, say how long each took."""
    _pin(job["cores"])
    from systems import SYSTEMS

    read = SYSTEMS[job["system"]](len(job["cores"]))
    batches = [[(id, text) for id, text in batch] for batch in job["batches"]]
    read([(id, text[:WARM_UP_CHARACTERS]) for id, text in batches[0][:WARM_UP]])
    seconds, lost, records = [], 0, []
    for batch in batches:
        began = time.perf_counter()
        outcome = read(batch)
        seconds.append(time.perf_counter() - began)
        lost += outcome.lost
        records += outcome.records
    return {"seconds": seconds, "lost": lost, "peak": peak_memory(), "records": records if job["keep"] else None}


def _pin(cores: Sequence[int]) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)


def peak_memory() -> int | None:
    """The most memory that this process ever had in use, in bytes; None where the system doesn't tell."""
    status = Path("/proc/self/status")
    if status.exists():  # exact; ru_maxrss begins with what the parent had
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines["VmHWM"].split()[0]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    result = run(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    Path(sys.argv[2]).write_text(json.dumps(result), encoding="utf-8")
