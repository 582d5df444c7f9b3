"""The command reference, made from what ``--help`` prints:

python tests/support/command_reference.py > quoteminer/cli/COMMANDS.md
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "quoteminer" / "cli" / "COMMANDS.md"
WIDTH = 100


def reference() -> str:
    """The whole document, in Markdown."""
    top = _help()
    parts = [
        "# The command",
        "What `--help` prints, written by `python tests/support/command_reference.py`; a test compares the two.",
        _block(top),
        *(f"## quoteminer {name}\n\n{_block(_help(name))}" for name in _commands(top)),
    ]
    return "\n\n".join(parts) + "\n"


def _commands(top: str) -> list[str]:
    """The names below "Commands:"."""
    return re.findall(r"^  ([a-z]+)", top.partition("\nCommands:\n")[2], flags=re.MULTILINE)


def _help(*command: str) -> str:
    arguments = [sys.executable, "-m", "quoteminer", *command, "--help"]
    environment = {**os.environ, "COLUMNS": str(WIDTH), "TERMINAL_WIDTH": str(WIDTH), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(arguments, env=environment, capture_output=True, encoding="utf-8", check=True)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def _block(text: str) -> str:
    return f"```text\n{text}\n```"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(reference())
