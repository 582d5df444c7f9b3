"""The progress of a run on standard error: articles, quotes, words a second, time left."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from quoteminer.corpus.journal import Totals

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class RunBar:
    """A progress bar, shown on a terminal only.

    Args:
        shown: whether it is wanted at all.
    """

    def __init__(self, *, shown: bool) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._begun: tuple[float, int] | None = None
        if shown and sys.stderr.isatty():
            self._progress, self._task = _rich_bar()

    def __enter__(self) -> RunBar:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._progress:
            self._progress.stop()

    def show(self, totals: Totals) -> None:
        """Show what is done so far. What was done before the first call does not count for the speed."""
        if not self._progress or self._task is None:
            return
        now = time.monotonic()
        begun, words = self._begun = self._begun or (now, totals.words)
        speed = (totals.words - words) / (now - begun) if now > begun else 0.0
        self._progress.update(
            self._task, completed=totals.items, quotes=totals.quotes, failed=totals.failed, speed=round(speed)
        )


def _rich_bar() -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.completed:,.0f} articles"),
        BarColumn(),
        TextColumn("{task.fields[quotes]:,} quotes · {task.fields[failed]:,} failed · {task.fields[speed]:,} words/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    return progress, progress.add_task("articles", total=None, quotes=0, failed=0, speed=0)
