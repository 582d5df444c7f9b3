"""What is shown of records goes to a screen: a terminal, its pager, or a file that keeps plain text."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console

from quoteminer.cli.streams import is_dumb
from quoteminer.views.letters import PLAINER, register_plainer

FILE_WIDTH: Final = 100
"""Characters, where no terminal says how wide it is."""
TERMINAL_WIDTH: Final = 80
"""Cells, where a terminal doesn't say it."""
LEAST_WIDTH: Final = 20
"""Cells of a line at least; a terminal of fewer wraps the lines itself."""
LESS: Final = "FRX"
"""Options of less where the user has set none, as git has them: no pager for what fits, colours, and what was shown
stays on the screen."""


@dataclass(frozen=True, slots=True)
class Screen:
    """``styles``: whether it understands codes for bold and colours. ``width``: cells of a line."""

    stream: TextIO
    styles: bool
    width: int

    def console(self) -> Console:
        """A console that prints here, and takes nothing in the text for markup."""
        return _Console(
            file=self.stream,
            force_terminal=self.styles,
            width=self.width,
            no_color=bool(os.environ.get("NO_COLOR")),  # an empty one counts as none: no-color.org
            height=25,  # with both given, rich does not look for a size of its own
            legacy_windows=None if self.stream.isatty() else False,
            highlight=False,
            markup=False,
            emoji=False,
        )


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command, which treats all formats alike; rich would end the process with status 1."""
        raise BrokenPipeError


def screen_on(stream: TextIO) -> Screen:
    """The screen that a stream is. Standard output has styles where it is a terminal, or where the user wants them all
    the same (FORCE_COLOR)."""
    styles = stream.isatty() or (stream is sys.stdout and _forced(os.environ))
    return Screen(stream, styles, _width(stream))


@contextmanager
def paged(stream: TextIO) -> Iterator[Screen]:
    """A screen whose content goes to the user's pager in the end, when the stream is a terminal that has one; else the
    stream's own. However much it is, it is kept in a file."""
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
            _wait(process)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Ctrl-C is the pager's: it stops a search there, for example."""
    while process.returncode is None:
        try:
            process.wait()
        except KeyboardInterrupt:
            continue


def _forced(environment: Mapping[str, str]) -> bool:
    return environment.get("FORCE_COLOR", "") not in ("", "0") and not environment.get("NO_COLOR")


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
    """The command that $PAGER names, or less; None where it can't be found, or is cat, which shows what any stream
    does."""
    command = environment.get("PAGER", "less").strip()
    program = _words(command)[:1]
    return command if program and Path(program[0]).stem != "cat" and shutil.which(program[0]) else None


def _shows_styles(command: str, environment: Mapping[str, str]) -> bool:
    """Whether the pager lets codes for colours through: less does so only where it is told to (-R, -r), and is told so
    here where the user has set no options of his own."""
    program, *options = _words(command)
    if Path(program).stem != "less":
        return True
    told = " ".join([environment.get("LESS", LESS), *options])
    return bool(re.search(r"(?:^|\s)-?[A-Za-z~]*[Rr]|(?i:raw-control-chars)", told))


def _words(command: str) -> list[str]:
    try:
        return [word.strip("\"'") for word in shlex.split(command, posix=os.name == "posix")]
    except ValueError:  # a quotation mark without its other
        return []
