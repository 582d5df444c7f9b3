"""Print the speakers of articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quoteminer.cli.screen import ScreenWriter
from quoteminer.commands.speakers.pronoun_lines import pronoun_lines
from quoteminer.commands.speakers.speaker_views import speakers_view
from quoteminer.output.tally import PronounCounts, tally
from quoteminer.records import ArticleRecord


class SpeakersWriter(ScreenWriter[ArticleRecord]):
    """Prints a table of speakers for each article, then the totals. ``complete``: adds guessed
    pronouns to a record."""

    def __init__(
        self, *screen: Any, complete: Callable[[ArticleRecord], ArticleRecord], **settings: Any
    ) -> None:
        super().__init__(*screen, **settings)
        self._complete, self._pronouns = complete, PronounCounts()

    def write(self, record: ArticleRecord) -> None:
        tallied = tally(self._complete(record))
        self._totals.add(record)
        self._pronouns.add_people(tallied)
        self._article(record, speakers_view(tallied))

    def close(self, *, several: bool = False) -> None:
        for line in (self._totals.speakers_line(), *pronoun_lines(self._pronouns.shares())):
            self._screen.show_line(line)
