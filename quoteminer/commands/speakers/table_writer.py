"""Print the speakers of articles."""

from __future__ import annotations

from quoteminer.cli.screen import ScreenWriter
from quoteminer.commands.speakers.speaker_views import speakers_view
from quoteminer.output.tally import tally
from quoteminer.records import ArticleRecord


class SpeakersWriter(ScreenWriter[ArticleRecord]):
    """Prints a table of speakers for each article, then a line of totals."""

    def write(self, record: ArticleRecord) -> None:
        self._totals.add(record)
        self._article(record, speakers_view(tally(record)))

    def close(self, *, several: bool = False) -> None:
        self._screen.show_line(self._totals.speakers_line())
