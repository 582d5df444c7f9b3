"""``quoteminer speakers``: files in, for each the table of who says how much."""

from __future__ import annotations

from typing import TextIO

from quoteminer.cli.choices import FormatChoice
from quoteminer.records import ArticleRecord
from quoteminer.tally import Tally, tally
from quoteminer.writers import FORMATS, Writer


def make_writer(format: FormatChoice, stream: TextIO, *, titles: bool) -> Writer[ArticleRecord]:
    """The writer of a format. ``titles``: in the table, name each article."""
    if format is FormatChoice.TABLE:
        from quoteminer.cli.table import SpeakersWriter

        return _Tallied(SpeakersWriter(stream, titles=titles))
    return _Tallied(FORMATS[format.value](stream))


class _Tallied(Writer[ArticleRecord]):
    """Hands the tally of each record to another writer."""

    def __init__(self, writer: Writer[Tally]) -> None:
        super().__init__(writer.stream)
        self._writer = writer

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(tally(record))

    def close(self, *, several: bool = False) -> None:
        self._writer.close(several=several)
