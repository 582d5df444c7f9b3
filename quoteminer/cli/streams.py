"""The command's ends: standard output and error, what is said there, and how an error becomes one line and a status."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from quoteminer.errors import OutputError, QuoteMinerError
from quoteminer.output.files import explained, whole_file
from quoteminer.views.letters import PLAINER, register_plainer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from typing_extensions import Self


@contextmanager
def explained_errors() -> Iterator[None]:
    """Tell an expected error in one line and exit with status 1. When the reader of a pipe has gone, exit with 0."""
    try:
        yield
    except BrokenPipeError:
        _forget_stdout()
        raise typer.Exit(0) from None
    except QuoteMinerError as error:
        complain(str(error))
        raise typer.Exit(1) from None


def complain(message: str) -> None:
    """One line on standard error."""
    typer.echo("quoteminer: " + "\\n".join(message.splitlines()), err=True)


def complain_of(error: QuoteMinerError) -> None:
    """An error that is no reason to stop, on standard error."""
    complain(str(error))


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """The stream to write to: a file that is whole or not there, or standard output as UTF-8. Raises OutputError."""
    if path and str(path) != "-":
        with whole_file(path) as stream:
            yield stream
        return
    stream = sys.stdout
    if stream is None:  # closed, as by >&-
        raise OutputError("standard output: is closed. Give a file with --output.")
    if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
        stream.reconfigure(encoding="utf-8", newline="\n")
    elif isinstance(stream, io.TextIOWrapper):
        register_plainer()
        stream.reconfigure(errors=PLAINER)  # a terminal that can't show a letter is no reason to stop
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget_stdout()
        raise explained(error, "standard output") from error


def _forget_stdout() -> None:
    """Send what is still buffered to nowhere, so that Python's own flush at the end doesn't fail again."""
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):  # not a real stream, as in tests
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)


class Screened:
    """What stands on a terminal for as long as a block lasts. ``_progress`` is None where nothing does."""

    _progress: Progress | None = None
    _task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._progress:
            self._progress.stop()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar off the screen while something else is printed."""
        if not self._progress:
            yield
            return
        self._progress.stop()
        yield
        self._progress.start()


class Bar(Screened):
    """A progress bar on standard error, shown on a terminal only.

    Args:
        shown: whether it is wanted at all.
        total: how many articles there will be; None where nobody knows.
    """

    def __init__(self, *, shown: bool, total: int | None) -> None:
        if shown and shows_bars():
            self._progress, self._task = _rich_bar(total)

    def step(self) -> None:
        """One more article is done."""
        if self._progress and self._task is not None:
            self._progress.advance(self._task)


def shows_bars() -> bool:
    """Whether a progress bar can be shown: whether standard error is a terminal where the cursor can be moved."""
    return sys.stderr.isatty() and not is_dumb()


def is_dumb() -> bool:
    """Whether the terminal knows neither colours nor a cursor that moves."""
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")


def _rich_bar(total: int | None) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )
    return progress, progress.add_task("articles", total=total)
