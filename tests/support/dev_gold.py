"""The development gold, which is not ours to ship, and the scorer that goes with it."""

from __future__ import annotations

import gzip
import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"

needs_gold = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason=f"the accuracy gate needs the development gold in {SHARED / 'data'}"
)


def gold_file(name: str) -> Path:
    """A file in shared/data."""
    return SHARED / "data" / name


def read_gold(name: str) -> list[dict[str, Any]]:
    """The articles of a file in shared/data, packed or not."""
    path = gold_file(name)
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def scorer() -> dict[str, Any]:
    """What shared/tools/score.py defines, by name."""
    return runpy.run_path(str(SHARED / "tools" / "score.py"))
