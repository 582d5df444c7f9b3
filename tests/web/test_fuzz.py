"""Schemathesis asks the server whatever its description allows, and what it does not: nothing but what is described is
answered, and never a 5xx."""

import subprocess
import sys
from pathlib import Path

import pytest
from served import served

FAULT_OF_PYTHON = "AST constructor recursion depth mismatch"
"""A SystemError that Python 3.11 raises now and then when schemathesis compiles its tests; run it again then."""


@pytest.mark.extra("fuzz")
def test_the_interface_is_as_it_describes_itself(tmp_path: Path) -> None:
    config = Path(__file__).with_name("schemathesis.toml")
    with served() as server:
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
            *("run", f"{server.url}/openapi.json", "--seed", "1", "--max-examples", "30"),
            *("--workers", "2", "--generation-database", "none", "--no-color"),
        ]
        for _ in range(3):
            done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=180)
            if FAULT_OF_PYTHON not in done.stdout:
                break
        _, complaints = server.stop()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Tested: 7" in done.stdout
    assert complaints == ""
