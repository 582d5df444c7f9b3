"""The table as a format among the others."""

from __future__ import annotations

import os
from typing import TextIO

from rich.console import Console
from rich.text import Text

from quoteminer.records import ArticleRecord
from quoteminer.views import Totals, article_view
from quoteminer.writers import Writer

FILE_WIDTH = 100
"""Characters, where no terminal says how wide it is."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command, which treats all formats alike; rich would end the process with status 1."""
        raise BrokenPipeError


class TableWriter(Writer):
    """A table for each article, then a line of totals. ``titles``: name each article above its table."""

    def __init__(self, stream: TextIO, *, titles: bool) -> None:
        super().__init__(stream)
        width = None if stream.isatty() or "COLUMNS" in os.environ else FILE_WIDTH
        self._console = _Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
        self._titles = titles
        self._totals = Totals()

    def write(self, record: ArticleRecord) -> None:
        self._totals.add(record)
        self._console.print(article_view(record, title=self._titles))
        self._console.print()

    def close(self, *, several: bool = False) -> None:
        self._console.print(Text(self._totals.line(), style="dim"))
