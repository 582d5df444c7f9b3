"""Schemathesis asks the server whatever its description allows, and what it does not: nothing but
what is described is answered, and never a 5xx."""

import subprocess
import sys
from pathlib import Path

import pytest
from served import served


@pytest.mark.extra("fuzz")
def test_the_interface_is_as_it_describes_itself(tmp_path: Path) -> None:
    config = Path(__file__).with_name("schemathesis.toml")
    with served() as server:
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
            *("run", f"{server.url}/openapi.json", "--seed", "1", "--max-examples", "10"),
            # One worker: Python 3.11 can't parse source in two threads (AST constructor recursion
            # depth mismatch).
            *("--workers", "1", "--generation-database", "none", "--no-color"),
            *("--suppress-health-check", "too_slow"),  # on a busy machine
        ]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=600
        )
        _, complaints = server.stop()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Tested: 8" in done.stdout
    assert complaints == ""
