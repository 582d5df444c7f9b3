"""Screens: consoles of a terminal, its pager, or a file of plain text."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console

from quoteminer.cli.streams import is_dumb, open_output
from quoteminer.views.letters import PLAINER

FILE_WIDTH: Final = 100
"""Cells of a line in a file."""
TERMINAL_WIDTH: Final = 80
"""Cells of a line on a terminal of unknown width."""
LEAST_WIDTH: Final = 20
"""Cells of a line at least; a narrower terminal wraps the lines itself."""
LESS: Final = "FX"
"""Default options of less, as in git: no pager for what fits, and the text stays on the screen."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command, which treats all formats alike; rich would exit with status 1."""
        raise BrokenPipeError


def screen_on(stream: TextIO) -> Console:
    """Return the console of a stream. It has styles if it is a terminal, or standard output with FORCE_COLOR set."""
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0") and not os.environ.get("NO_COLOR")
    return _console(stream, _width(stream), styles=stream.isatty() or (stream is sys.stdout and forced))


def _console(stream: TextIO, width: int, *, styles: bool) -> Console:
    return _Console(
        file=stream,
        force_terminal=styles,
        width=width,
        no_color=bool(os.environ.get("NO_COLOR")),  # an empty one counts as none: no-color.org
        height=25,  # with both given, rich does not determine a size
        legacy_windows=None if stream.isatty() else False,
        highlight=False,
        markup=False,
        emoji=False,
    )


@contextmanager
def open_screen(output: Path | None, *, pager: bool = False) -> Iterator[Console]:
    """Open a file, or standard output for None and "-", as a console. Raises OutputError.

    Args:
        pager: on a terminal, show the content in the user's pager at the end.
    """
    with open_output(output) as stream:
        if pager and stream.isatty() and not is_dumb() and (command := _pager()):
            with _paged(stream, command) as screen:
                yield screen
        else:
            yield screen_on(stream)


@contextmanager
def _paged(stream: TextIO, command: str) -> Iterator[Console]:
    with tempfile.TemporaryFile("w+", encoding=stream.encoding, errors=PLAINER) as content:
        yield _console(content, _width(stream), styles=True)
        content.flush()
        content.seek(0)
        stream.flush()
        less = os.environ.get("LESS", LESS)
        environment = {"LV": "-c", **os.environ, "LESS": f"{less} -R"}  # -R shows colours
        with subprocess.Popen(command, shell=True, stdin=content, env=environment) as process:
            while process.returncode is None:
                with suppress(KeyboardInterrupt):  # Ctrl-C is for the pager; it stops a search there, for example
                    process.wait()


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(int(columns), LEAST_WIDTH)
    if not stream.isatty():
        return FILE_WIDTH
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or TERMINAL_WIDTH, LEAST_WIDTH)
    except (OSError, ValueError):
        return TERMINAL_WIDTH


def _pager() -> str | None:
    """Return the command in $PAGER, or less; None if it is not found or is cat, which changes nothing."""
    command = os.environ.get("PAGER", "less").strip()
    try:
        program = shlex.split(command, posix=os.name == "posix")[0].strip('"')
    except (ValueError, IndexError):  # an unpaired quotation mark, or nothing
        return None
    return command if Path(program).stem != "cat" and shutil.which(program) else None
