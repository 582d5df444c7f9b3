"""The load test in short; ``python tests/web/load.py --seconds 300`` is the long one."""

from __future__ import annotations

import sys
from pathlib import Path

from quoteminer.miner import QuoteMiner

sys.path.append(str(Path(__file__).parent))  # where load.py can be run by itself
import load  # noqa: E402


def test_twice_what_it_can_serve() -> None:
    found = load.run(10, QuoteMiner().mine, fake=False, options=["--queue", "4"])
    assert found["wrong"] == []
    assert found["others"] == 0
    assert found["200"] > 10
    assert found["429"] > 0.1 * found["200"]
    assert found["RSS MB, last third, median"] < 1.1 * found["RSS MB, first third, median"] + 10
