"""The progress of a run on standard error: articles, quotes, words a second, time left."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from quoteminer.cli.streams import Screened, shows_bars
from quoteminer.corpus.journal import Totals
from quoteminer.inputs import Meter

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class RunBar(Screened):
    """A progress bar, shown on a terminal only.

    Args:
        meter: how far the input was read, by which the time that is left is guessed; None shows nothing.
    """

    def __init__(self, meter: Meter | None) -> None:
        self._meter = meter
        self._begun: tuple[float, int] | None = None
        if meter and shows_bars():
            self._progress, self._task = _rich_bar(meter.total)

    def show(self, totals: Totals) -> None:
        """Show what is done so far. What was done before the first call does not count for the speed."""
        if not self._progress or self._task is None or not self._meter:
            return
        now = time.monotonic()
        begun, words = self._begun = self._begun or (now, totals.words)
        speed = (totals.words - words) / (now - begun) if now > begun else 0.0
        self._progress.update(
            self._task,
            completed=self._meter.read,
            items=totals.items,
            quotes=totals.quotes,
            failed=totals.failed,
            speed=round(speed),
        )


def _rich_bar(total: int | None) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.fields[items]:,} articles"),
        BarColumn(),
        TextColumn("{task.fields[quotes]:,} quotes · {task.fields[failed]:,} failed · {task.fields[speed]:,} words/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    return progress, progress.add_task("articles", total=total, items=0, quotes=0, failed=0, speed=0)
