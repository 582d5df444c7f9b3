"""Tables as a format among the others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final, TypeVar

from rich.console import RenderableType

from quoteminer.checking.record import CheckRecord
from quoteminer.cli.choices import Show
from quoteminer.cli.screen import Screen
from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.tally import Tally, tally
from quoteminer.views.check import check_highlight, check_totals, check_view
from quoteminer.views.highlight import highlight_legend, highlight_view
from quoteminer.views.look import Drawn
from quoteminer.views.quotes import article_view
from quoteminer.views.speakers import speakers_view, summary_view
from quoteminer.views.totals import SpeakerTotals, Totals
from quoteminer.views.wide import wide_view

_FILLED_UP: Final = re.compile(r" +(?=(?:\x1b\[[\d;]*m)*$)", re.MULTILINE)
"""The spaces that fill up a line."""
Item = TypeVar("Item", contravariant=True)


class _TableWriter(StreamWriter[Item]):
    """Prints what is made of each item. ``titles``: name each article above its table."""

    def __init__(self, screen: Screen, *, titles: bool = False) -> None:
        super().__init__(screen.stream)
        self._console = screen.console()
        self._titles = titles

    def _print(self, what: RenderableType) -> None:
        """Print it without the spaces that fill up the lines; old Windows consoles are painted, not written to."""
        if self._console.legacy_windows:
            self._console.print(what)
            return
        with self._console.capture() as capture:
            self._console.print(what)
        self.stream.write(_FILLED_UP.sub("", capture.get()))

    def _print_line(self, line: str, style: str) -> None:
        self._print(Drawn(lambda look: look.text(line, style)))

    def _print_article(self, article: ArticleRecord | Tally | CheckRecord, views: Iterable[RenderableType]) -> None:
        """What is shown of an article, its name above, an empty line below."""
        if self._titles:
            self._print_line(_title(article), "bold")
        for view in views:
            self._print(view)
        self._print("")


def _title(article: ArticleRecord | Tally | CheckRecord) -> str:
    """Where it came from; of one of several in a file, which one as well."""
    if not article.source or not article.id:
        return article.source or article.id
    path = PurePath(article.source)
    names = {path.with_suffix(""), path.with_suffix("").with_suffix("")}  # a file's id is the end of its name
    alone = article.source == article.id or any(f"/{name.as_posix()}".endswith(f"/{article.id}") for name in names)
    return article.source if alone else f"{article.source} ({article.id})"


class TableWriter(_TableWriter[ArticleRecord]):
    """The quotes of each article and a summary of its speakers, then a line of totals."""

    def __init__(self, screen: Screen, show: Show, *, titles: bool) -> None:
        super().__init__(screen, titles=titles)
        self._totals = Totals()
        self._show = show

    def write(self, record: ArticleRecord) -> None:
        if self._show.highlight and not self._totals.articles:
            self._print(highlight_legend())
            self._print("")
        self._totals.add(record)
        self._print_article(record, [self._view(record), summary_view(tally(record))])

    def _view(self, record: ArticleRecord) -> RenderableType:
        if self._show.highlight:
            return highlight_view(record)
        return (wide_view if self._show.wide else article_view)(record, context=self._show.context)

    def close(self, *, several: bool = False) -> None:
        self._print_line(self._totals.line(), "dim")


class ViewWriter(_TableWriter[RenderableType]):
    """Prints what is ready to be shown, and lines below it."""

    def write(self, record: RenderableType) -> None:
        self._print(record)

    def note(self, line: str) -> None:
        """A line that is read second."""
        self._print_line(line, "dim")


class SpeakersWriter(_TableWriter[Tally]):
    """A table of speakers for each article, then a line of totals."""

    def __init__(self, screen: Screen, *, titles: bool) -> None:
        super().__init__(screen, titles=titles)
        self._totals = SpeakerTotals()

    def write(self, record: Tally) -> None:
        self._totals.add(record)
        self._print_article(record, [speakers_view(record)])

    def close(self, *, several: bool = False) -> None:
        self._print_line(self._totals.line(), "dim")


class CheckWriter(_TableWriter[CheckRecord]):
    """What the sources say of each draft's quotations, with a line of totals below. ``highlight``: both texts in place
    of the table."""

    def __init__(self, screen: Screen, *, highlight: bool, titles: bool) -> None:
        super().__init__(screen, titles=titles)
        self._view = check_highlight if highlight else check_view

    def write(self, record: CheckRecord) -> None:
        self._print_article(record, [self._view(record)])
        self._print_line(check_totals(record), "dim")
        if self._titles:
            self._print("")
