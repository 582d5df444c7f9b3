"""Writers that print tables and other views on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from rich.console import Console, RenderableType

from quoteminer.checking.record import CheckRecord
from quoteminer.cli.options import Show
from quoteminer.output.writer import Item, Writer
from quoteminer.records import ArticleRecord
from quoteminer.report.tally import tally
from quoteminer.views.check import check_highlight, check_totals, check_view
from quoteminer.views.highlight import highlight_legend, highlight_view
from quoteminer.views.look import Drawn
from quoteminer.views.quotes import article_view
from quoteminer.views.speakers import speakers_view, summary_view
from quoteminer.views.totals import Totals

_PADDING: Final = re.compile(r" +(?=(?:\x1b\[[\d;]*m)*$)", re.MULTILINE)


class ScreenWriter(Writer[Item]):
    """Prints on a screen. ``titles``: name each article above its views."""

    def __init__(self, screen: Console, *, titles: bool = False) -> None:
        self._console = screen
        self._titles = titles

    def print(self, what: RenderableType) -> None:
        """Print a view without the spaces that fill up its lines; old Windows consoles are painted, not written to."""
        if self._console.legacy_windows:
            self._console.print(what)
            return
        with self._console.capture() as capture:
            self._console.print(what)
        self._console.file.write(_PADDING.sub("", capture.get()))

    def line(self, line: str, style: str = "dim") -> None:
        """Print a line of text; dim lines are notes below a table."""
        self.print(Drawn(lambda look: look.text(line, style)))

    def article(self, article: ArticleRecord | CheckRecord, views: Iterable[RenderableType]) -> None:
        """Print the views of an article, its name above, an empty line below."""
        if self._titles:
            self.line(_title(article), "bold")
        for view in (*views, ""):
            self.print(view)

    def write(self, record: Item) -> None:
        raise NotImplementedError


def _title(article: ArticleRecord | CheckRecord) -> str:
    """Return the source of an article, with its id if the source holds several."""
    if not article.source or not article.id:
        return article.source or article.id
    path = PurePath(article.source)
    names = {path.with_suffix(""), path.with_suffix("").with_suffix("")}  # a file's id is the end of its name
    alone = article.source == article.id or any(f"/{name.as_posix()}".endswith(f"/{article.id}") for name in names)
    return article.source if alone else f"{article.source} ({article.id})"


class TableWriter(ScreenWriter[ArticleRecord]):
    """Prints the quotes of each article and a summary of its speakers, then a line of totals."""

    def __init__(self, screen: Console, show: Show, *, titles: bool) -> None:
        super().__init__(screen, titles=titles)
        self._totals = Totals()
        self._show = show

    def write(self, record: ArticleRecord) -> None:
        if self._show.highlight and not self._totals.articles:
            self.print(highlight_legend())
            self.print("")
        self._totals.add(record)
        table = article_view(record, wide=self._show.wide, context=self._show.context)
        self.article(record, [highlight_view(record) if self._show.highlight else table, summary_view(tally(record))])

    def close(self, *, several: bool = False) -> None:
        self.line(self._totals.line())


class SpeakersWriter(ScreenWriter[ArticleRecord]):
    """Prints a table of speakers for each article, then a line of totals."""

    def __init__(self, screen: Console, *, titles: bool) -> None:
        super().__init__(screen, titles=titles)
        self._totals = Totals()

    def write(self, record: ArticleRecord) -> None:
        self._totals.add(record)
        self.article(record, [speakers_view(tally(record))])

    def close(self, *, several: bool = False) -> None:
        self.line(self._totals.speakers_line())


class CheckWriter(ScreenWriter[CheckRecord]):
    """Prints the verdicts on each draft's quotations, with a line of totals below. ``highlight``: both texts in place
    of the table."""

    def __init__(self, screen: Console, *, highlight: bool, titles: bool) -> None:
        super().__init__(screen, titles=titles)
        self._view = check_highlight if highlight else check_view

    def write(self, record: CheckRecord) -> None:
        self.article(record, [self._view(record)])
        self.line(check_totals(record))
        if self._titles:
            self.print("")
