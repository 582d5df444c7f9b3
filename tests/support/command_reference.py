"""The command reference, made from what ``--help`` prints:

python tests/support/command_reference.py > quoteminer/cli/COMMANDS.md
"""

import os
import re
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "quoteminer" / "cli" / "COMMANDS.md"
TITLE = """# The command

What `--help` prints, written by `python tests/support/command_reference.py`; a test compares the two."""


def reference() -> str:
    top = _help()
    names = re.findall(r"^  ([a-z]+)", top.partition("\nCommands:\n")[2], flags=re.MULTILINE)
    return "\n\n".join([TITLE, top, *(f"## quoteminer {name}\n\n{_help(name)}" for name in names)]) + "\n"


def _help(*command: str) -> str:
    arguments = [sys.executable, "-m", "quoteminer", *command, "--help"]
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(arguments, env=environment, capture_output=True, encoding="utf-8", check=True)
    lines = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
    return f"```text\n{lines}\n```"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(reference())
