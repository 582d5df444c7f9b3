"""Print the command reference, made from the output of ``--help``:

python tests/support/command_reference.py > quoteminer/cli/COMMANDS.md
"""

import re
import sys
from pathlib import Path

from typer.testing import CliRunner

from quoteminer.cli.app import app

HOME = Path(__file__).resolve().parents[2] / "quoteminer" / "cli" / "COMMANDS.md"
TITLE = """# The command

What `--help` prints, written by `python tests/support/command_reference.py`; a test compares the two."""


def reference() -> str:
    top = _help()
    names = re.findall(r"^  ([a-z]+)", top.partition("\nCommands:\n")[2], flags=re.MULTILINE)
    return (
        "\n\n".join([TITLE, top, *(f"## quoteminer {name}\n\n{_help(name)}" for name in names)])
        + "\n"
    )


def _help(*command: str) -> str:
    done = CliRunner().invoke(app, [*command, "--help"], prog_name="quoteminer", terminal_width=78)
    assert done.exit_code == 0, done.output
    lines = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
    return f"```text\n{lines}\n```"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(reference())
