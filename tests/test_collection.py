"""Every process collects the same tests in the same order; where two differ, pytest-xdist stops."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_another_time_and_another_hash_change_no_name(root: Path) -> None:
    command = [Path(sys.executable).with_name("pytest"), "--collect-only", "--quiet", "-m", ""]
    first, second = (
        subprocess.run(command, cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    )
    names = first.stdout.splitlines()[:-1]  # without the seconds
    assert len(names) > 4000
    assert names == second.stdout.splitlines()[:-1]
