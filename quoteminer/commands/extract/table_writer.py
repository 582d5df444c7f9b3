"""Print the quotes and the speakers of articles."""

from __future__ import annotations

from quoteminer.cli.screen import ScreenWriter
from quoteminer.commands.extract.article_views import article_view, highlight_legend, highlight_view
from quoteminer.commands.speakers.speaker_views import summary_view
from quoteminer.output.tally import tally
from quoteminer.records import ArticleRecord


class TableWriter(ScreenWriter[ArticleRecord]):
    """Prints the quotes of each article and a summary of its speakers, then a line of totals."""

    def write(self, record: ArticleRecord) -> None:
        if self._show.highlight and not self._totals.articles:
            self._screen.show(highlight_legend())
            self._screen.show("")
        self._totals.add(record)
        table = article_view(record, self._show)
        self._article(
            record,
            highlight_view(record) if self._show.highlight else table,
            summary_view(tally(record)),
        )

    def close(self, *, several: bool = False) -> None:
        self._screen.show_line(self._totals.line())
