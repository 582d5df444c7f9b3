"""Write the speakers of each article, with their shares of the quoted words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from quoteminer.cli.outputs import Sink
from quoteminer.commands.speakers.speaker_table import SpeakerRowsWriter
from quoteminer.linking.guessed_pronouns import with_guesses
from quoteminer.output.formats import FORMATS
from quoteminer.output.tally import tally
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord

Complete = Callable[[ArticleRecord], ArticleRecord]


def tally_sink(asked: str | None, output: Path | None, *, guess_gender: bool) -> Sink:
    """Return the sink for records that writes their tallies."""
    complete = with_guesses if guess_gender else _unchanged
    makers: dict[str, Callable[[TextIO], Writer[Any]]] = {
        "json": FORMATS["json"].make,
        "jsonl": FORMATS["jsonl"].make,
        "csv": SpeakerRowsWriter,
    }
    formats = {
        name: replace(FORMATS[name], make=partial(_Tallied, make, complete))
        for name, make in makers.items()
    }
    return Sink(formats, asked, output, partial(_table, complete=complete))


def _unchanged(record: ArticleRecord) -> ArticleRecord:
    return record


class _Tallied(Writer[ArticleRecord]):
    """Passes the tally of each record to another writer."""

    def __init__(
        self, make: Callable[[TextIO], Writer[Any]], complete: Complete, stream: TextIO
    ) -> None:
        self._writer, self._complete = make(stream), complete

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(tally(self._complete(record)))

    def close(self, *, several: bool = False) -> None:
        self._writer.close(several=several)


def _table(*screen: Any, **settings: Any) -> Writer[Any]:
    # rich takes 50 ms to import
    from quoteminer.commands.speakers.table_writer import SpeakersWriter

    return SpeakersWriter(*screen, **settings)
