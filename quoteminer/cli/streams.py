"""Write to standard output and standard error: results, errors in one line with an exit status,
progress bars."""

from __future__ import annotations

import errno
import io
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import typer
from typer.core import TyperGroup

from quoteminer.cli.letters import PLAINER, without_controls
from quoteminer.errors import OutputError, QuoteMinerError
from quoteminer.output.whole_files import explained, explaining, whole_file
from quoteminer.records.parts import counted

if TYPE_CHECKING:
    from rich.progress import Progress
    from typing_extensions import Self

    from quoteminer.inputs import Meter
    from quoteminer.output.run.run_file import RunTotals


STDOUT: Final = "-"
_LOG: Final = logging.getLogger("quoteminer.corpus")
LOG_SECONDS: Final = 30.0
"""Between two lines of progress, where there is no terminal."""
DONE, FAILED, STOPPED = 0, 1, 128
"""Exit statuses; for a signal, STOPPED plus its number. For wrong usage typer exits with 2."""
_UsageError: Final[Any] = typer.BadParameter.__base__  # which typer does not export


class ReportingGroup(TyperGroup):
    """A group of commands. An expected error is printed in one line; a closed pipe is not an
    error."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        with _reporting_errors(), explaining("standard output"):  # where --version and --help print
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        with _reporting_errors():
            try:
                return super().invoke(ctx)
            except _UsageError as error:
                error.message = error.message.removeprefix("Value error, ")  # pydantic's, by typer
                # then typer prints neither usage nor where to find help
                if getattr(error, "ctx", None) is None:
                    error.message += f" See quoteminer {ctx.invoked_subcommand} --help."
                raise


@contextmanager
def _reporting_errors() -> Iterator[None]:
    """Print an expected error of the block in one line, and end the command with an exit status."""
    try:
        yield
    except BrokenPipeError:
        _forget_stdout()
        raise typer.Exit(DONE) from None
    except QuoteMinerError as error:
        complain(error)
    except OSError as error:
        if error.filename:
            long = error.errno == errno.ENAMETOOLONG
            advice = "Give a shorter name." if long else "Check its name and its permissions."
            complain(f"{error.filename}: {error.strerror}. {advice}")
        elif error.errno == errno.ENOSPC:
            _forget_stdout()
            complain(explained(error, "the output or a temporary file"))
        else:
            raise
    else:
        return
    raise typer.Exit(FAILED)


def complain(message: object) -> None:
    """Print a message or an error on standard error, in one line and without control characters: it
    may have the name of a file, or words of a server. If standard error is full or gone, the
    command goes on."""
    with suppress(OSError):
        typer.echo(f"quoteminer: {without_controls(str(message))}", err=True)


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Open a file like `whole_file`, or standard output as UTF-8 for None and "-". Raises
    OutputError."""
    if path and str(path) != STDOUT:
        with whole_file(path) as stream:
            yield stream
        return
    stream = sys.stdout
    if stream is None:  # closed, as by >&-
        raise OutputError("standard output: is closed. Give a file with --output.")
    if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
        stream.reconfigure(encoding="utf-8", newline="\n")
    elif isinstance(stream, io.TextIOWrapper):
        # a letter that the terminal lacks is not a reason to stop
        stream.reconfigure(errors=PLAINER)
    try:
        yield stream
        stream.flush()
    except OSError as error:
        if error.filename:  # of another file, which has a name
            raise
        _forget_stdout()
        if isinstance(error, BrokenPipeError):
            raise
        raise explained(error, "standard output") from error


def _forget_stdout() -> None:
    """Redirect buffered output to the null device, so that Python's own flush at exit does not fail
    again."""
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):  # not a real stream, as in tests
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)


class Bar:
    """A progress bar on standard error, if that is a terminal, and messages. ``quiet`` hides the
    bar and the notes, ``shown=False`` hides the bar. ``total``: number of articles, None if
    unknown. ``failures``: errors so far.
    """

    def __init__(self, *, quiet: bool, shown: bool = True, total: int | None = None) -> None:
        self.failures = 0
        self._done = 0
        self._quiet = quiet
        self._progress = _progress(total) if shown and not quiet and shows_bars() else None

    def __enter__(self) -> Self:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._progress:
            self._progress.stop()
            self._progress = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar off the screen while something else is printed."""
        if self._progress:
            self._progress.stop()
        yield
        if self._progress:
            self._progress.start()

    def step(self) -> None:
        self._done += 1
        self.update(counted(self._done, "article"), self._done)

    def update(self, words: str, completed: int) -> None:
        if self._progress:
            self._progress.update(
                self._progress.task_ids[0], description=words, completed=completed
            )

    def note(self, message: str) -> None:
        """Print a message that is not an error."""
        if not self._quiet:
            with self.aside():
                complain(message)

    def fail(self, error: QuoteMinerError) -> None:
        """Print and count an error after which the command continues."""
        self.failures += 1
        with self.aside():
            complain(error)


class RunBar(Bar):
    """The progress of a run: a bar or, without a terminal, a line of the log from time to time.
    ``meter`` counts the bytes read, to estimate the time left; None shows nothing. ``clock``
    returns seconds."""

    def __init__(
        self, meter: Meter | None, *, quiet: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._meter = meter
        self._clock = clock
        self._begun: tuple[float, int, int] | None = None
        self._logged = 0.0
        super().__init__(quiet=quiet, shown=meter is not None, total=meter.total if meter else None)

    def show(self, totals: RunTotals) -> None:
        """Show the totals so far. What was done before the first call does not count for the
        speed."""
        now, read = self._clock(), self._meter.read if self._meter else 0
        if self._begun is None:
            self._begun, self._logged = (now, totals.words, read), now
        begun, words, read_before = self._begun
        speed = (totals.words - words) / (now - begun) if now > begun else 0.0
        counts = (
            f"{counted(totals.items, 'article')} · {counted(totals.quotes, 'quote')} ·"
            f" {totals.failed:,} failed"
        )
        told = f"{counts} · {speed:,.0f} words/s"
        self.update(told, read)
        silent = self._quiet or self._progress or not self._meter
        if not silent and now - self._logged >= LOG_SECONDS:
            self._logged = now
            rate = (read - read_before) / (now - begun)
            total = self._meter.total if self._meter else None
            left = f" · {_duration((total - read) / rate)} left" if total and rate > 0 else ""
            _LOG.info("%s%s", told, left)


def _duration(seconds: float) -> str:
    """Return a time as hours and minutes ("2:05 h"), or as minutes if it is less than an hour."""
    hours, minutes = divmod(round(max(seconds, 0) / 60), 60)
    return f"{hours:,}:{minutes:02} h" if hours else f"{minutes} min"


def shows_bars() -> bool:
    # None: closed, as by 2>&-
    return sys.stderr is not None and sys.stderr.isatty() and not is_dumb()


def is_dumb() -> bool:
    """True if the terminal has neither colours nor a cursor that moves."""
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")


def _progress(total: int | None) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False
    )
    progress.add_task("0 articles", total=total)
    return progress
