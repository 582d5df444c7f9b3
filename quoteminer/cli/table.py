"""Tables as a format among the others."""

from __future__ import annotations

import os
from typing import TextIO, TypeVar

from rich.console import Console, RenderableType
from rich.text import Text

from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.tally import Tally
from quoteminer.views import SpeakerTotals, Totals, article_view, speakers_view

FILE_WIDTH = 100
"""Characters, where no terminal says how wide it is."""
Item = TypeVar("Item", contravariant=True)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command, which treats all formats alike; rich would end the process with status 1."""
        raise BrokenPipeError


class _TableWriter(StreamWriter[Item]):
    """Prints what is made of each item. ``titles``: name each article above its table."""

    def __init__(self, stream: TextIO, *, titles: bool) -> None:
        super().__init__(stream)
        width = None if stream.isatty() or "COLUMNS" in os.environ else FILE_WIDTH
        self._console = _Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
        self._titles = titles

    def _print(self, what: RenderableType) -> None:
        """Print it; into a file or a pipe, without the spaces that fill up the lines."""
        if self.stream.isatty():
            self._console.print(what)
            return
        with self._console.capture() as capture:
            self._console.print(what)
        self.stream.writelines(line.rstrip(" ") + "\n" for line in capture.get().removesuffix("\n").split("\n"))

    def _print_dim(self, line: str) -> None:
        self._print(Text(line, style="dim"))


class TableWriter(_TableWriter[ArticleRecord]):
    """A table of quotes for each article, then a line of totals."""

    def __init__(self, stream: TextIO, *, titles: bool) -> None:
        super().__init__(stream, titles=titles)
        self._totals = Totals()

    def write(self, record: ArticleRecord) -> None:
        self._totals.add(record)
        self._print(article_view(record, title=self._titles))
        self._print("")

    def close(self, *, several: bool = False) -> None:
        self._print_dim(self._totals.line())


class ViewWriter(_TableWriter[RenderableType]):
    """Prints what is ready to be shown, and lines below it."""

    def write(self, record: RenderableType) -> None:
        self._print(record)

    def note(self, line: str) -> None:
        """A line that is read second."""
        self._print_dim(line)


class SpeakersWriter(_TableWriter[Tally]):
    """A table of speakers for each article, then a line of totals."""

    def __init__(self, stream: TextIO, *, titles: bool) -> None:
        super().__init__(stream, titles=titles)
        self._totals = SpeakerTotals()

    def write(self, record: Tally) -> None:
        self._totals.add(record)
        self._print(speakers_view(record, title=self._titles))
        self._print("")

    def close(self, *, several: bool = False) -> None:
        self._print_dim(self._totals.line())
