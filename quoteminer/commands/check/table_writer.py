"""Print the verdicts of a check."""

from __future__ import annotations

from quoteminer.cli.screen import ScreenWriter
from quoteminer.commands.check.check_record import CheckRecord
from quoteminer.commands.check.check_views import check_highlight, check_view
from quoteminer.commands.check.sentences import totals


class CheckWriter(ScreenWriter[CheckRecord]):
    """Prints the verdicts on each draft's quotations, followed by a line of totals."""

    def write(self, record: CheckRecord) -> None:
        self._article(record, (check_highlight if self._show.highlight else check_view)(record))
        self._screen.show_line(totals(record))
        if self._titles:
            self._screen.show("")
