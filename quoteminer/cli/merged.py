"""Read the records of a run, and show what is merged from them: people, statements."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quoteminer.cli.streams import Bar, complain
from quoteminer.output.run.corrections import corrected_records
from quoteminer.records import ArticleRecord

if TYPE_CHECKING:
    from rich.console import RenderableType


SHOWN: Final = 20
"""The most people or statements printed; the table has all of them."""
# new objects after which garbage is collected; Python's 700 take a seventh of the time
_NEW_OBJECTS: Final = 100_000


def stepped_records(records: Path, bar: Bar) -> Iterator[ArticleRecord]:
    gc.set_threshold(_NEW_OBJECTS)
    for record in corrected_records(records):
        yield record
        bar.step()


def show_merged(
    view: RenderableType, lines: Iterable[str], undated: int, tables: Iterable[Path], *, quiet: bool
) -> None:
    """Print a view with lines below it, and name the tables that were written."""
    from quoteminer.cli.screen import open_screen

    with open_screen(None) as screen:
        screen.show(view)
        for line in lines:
            screen.show_line(line)
        if undated:
            screen.show_line(f"Articles without a date that can be read: {undated:,}.")
    if not quiet:
        complain(f"written: {', '.join(map(str, tables))}")
