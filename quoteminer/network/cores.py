"""How many cores this process may use: by its affinity, and by the CPU quota of its container
(control groups of Linux, versions 1 and 2)."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

_ROOT: Final = Path("/")


def cores(root: Path = _ROOT) -> int:
    """Return the number of cores, at least 1; a quota of 1.5 cores counts as 2. ``root``: the
    folder with ``proc`` and ``sys``."""
    allowed = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    quota = cpu_quota(root)
    return allowed if quota is None else max(1, min(allowed, math.ceil(quota)))


def cpu_quota(root: Path = _ROOT) -> float | None:
    """Return the lowest CPU quota of the control groups that this process is in, in cores; None if
    there is none."""
    quotas = (_quota_of(folder) for folder in _group_folders(root))
    return min((quota for quota in quotas if quota is not None), default=None)


def _group_folders(root: Path) -> Iterator[Path]:
    """Yield the folders of the process's groups and of the groups above them. In a container,
    those that can't be seen are missing, and the topmost folder is the container's."""
    try:
        lines = (root / "proc/self/cgroup").read_text("utf-8").splitlines()
    except (OSError, ValueError):  # another system
        return
    for line in lines:
        _, _, named = line.partition(":")
        controllers, _, path = named.partition(":")
        if controllers and "cpu" not in controllers.split(","):
            continue
        mounts = ("cpu", "cpu,cpuacct") if controllers else ("", "unified")
        parts = [part for part in PurePosixPath(path).parts if part not in ("/", "..")]
        for mount in mounts:
            for length in range(len(parts) + 1):
                yield (root / "sys/fs/cgroup" / mount).joinpath(*parts[:length])


def _quota_of(folder: Path) -> float | None:
    """Return the quota of a group in cores; None if it has none or can't be read."""
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text("utf-8").split()
        else:
            quota, period = (
                (folder / f"cpu.cfs_{name}_us").read_text("utf-8") for name in ("quota", "period")
            )
        cores = int(quota) / int(period)  # ValueError for "max"
    except (OSError, ValueError, ZeroDivisionError):
        return None
    return cores if cores > 0 else None  # -1: none
