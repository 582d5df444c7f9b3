"""Screens: a terminal, its pager, or a file of plain text."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console

from quoteminer.cli.streams import is_dumb, open_output
from quoteminer.views.letters import PLAINER, register_plainer

FILE_WIDTH: Final = 100
"""Cells of a line in a file."""
TERMINAL_WIDTH: Final = 80
"""Cells of a line on a terminal of unknown width."""
LEAST_WIDTH: Final = 20
"""Cells of a line at least; a narrower terminal wraps the lines itself."""
LESS: Final = "FRX"
"""Default options of less, as in git: no pager for what fits, colours, and the text stays on the screen."""


@dataclass(frozen=True, slots=True)
class Screen:
    """``styles``: True if it understands codes for bold and colours. ``width``: cells of a line."""

    stream: TextIO
    styles: bool
    width: int

    def console(self) -> Console:
        """Return a console that prints here and reads nothing in a text as markup."""
        return _Console(
            file=self.stream,
            force_terminal=self.styles,
            width=self.width,
            no_color=bool(os.environ.get("NO_COLOR")),  # an empty one counts as none: no-color.org
            height=25,  # with both given, rich does not determine a size
            legacy_windows=None if self.stream.isatty() else False,
            highlight=False,
            markup=False,
            emoji=False,
        )


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command, which treats all formats alike; rich would exit with status 1."""
        raise BrokenPipeError


def screen_on(stream: TextIO) -> Screen:
    """Return the screen of a stream. It has styles if it is a terminal, or standard output with FORCE_COLOR set."""
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0") and not os.environ.get("NO_COLOR")
    styles = stream.isatty() or (stream is sys.stdout and forced)
    return Screen(stream, styles, _width(stream))


@contextmanager
def open_screen(output: Path | None, *, pager: bool = False) -> Iterator[Screen]:
    """Open a file, or standard output for None and "-", as a screen. Raises OutputError."""
    with open_output(output) as stream, paged(stream) if pager else nullcontext(screen_on(stream)) as screen:
        yield screen


@contextmanager
def paged(stream: TextIO) -> Iterator[Screen]:
    """Yield a screen whose content, kept in a file, goes to the user's pager at the end; or the stream's own screen if
    the stream is not a terminal or there is no pager."""
    command = _pager(os.environ) if stream.isatty() and not is_dumb() else None
    if command is None:
        yield screen_on(stream)
        return
    register_plainer()
    with tempfile.TemporaryFile("w+", encoding=stream.encoding, errors=PLAINER) as content:
        yield Screen(content, _shows_styles(command, os.environ), _width(stream))
        content.flush()
        content.seek(0)
        stream.flush()
        environment = {"LESS": LESS, "LV": "-c", **os.environ}
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


def _pager(environment: Mapping[str, str]) -> str | None:
    """Return the command in $PAGER, or less; None if it is not found or is cat, which changes nothing."""
    command = environment.get("PAGER", "less").strip()
    program = _words(command)[:1]
    return command if program and Path(program[0]).stem != "cat" and shutil.which(program[0]) else None


def _shows_styles(command: str, environment: Mapping[str, str]) -> bool:
    """Return True if the pager shows codes for colours. less does so with -R or -r, which `LESS` has; the user's own
    options may lack it."""
    program, *options = _words(command)
    if Path(program).stem != "less":
        return True
    told = " ".join([environment.get("LESS", LESS), *options])
    return bool(re.search(r"(?:^|\s)-?[A-Za-z~]*[Rr]|(?i:raw-control-chars)", told))


def _words(command: str) -> list[str]:
    try:
        return [word.strip("\"'") for word in shlex.split(command, posix=os.name == "posix")]
    except ValueError:  # an unpaired quotation mark
        return []
