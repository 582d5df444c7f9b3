"""Write the speakers of each article, with their shares of the quoted words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from quoteminer.cli.outputs import Sink
from quoteminer.output.formats import FORMATS
from quoteminer.output.tally import tally
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord


def tally_sink(asked: str | None, output: Path | None) -> Sink:
    """Return the sink for records that writes their tallies."""
    formats = {
        name: replace(FORMATS[name], make=partial(_Tallied, FORMATS[name].make))
        for name in ("json", "jsonl")
    }
    return Sink(formats, asked, output, _table)


class _Tallied(Writer[ArticleRecord]):
    """Passes the tally of each record to another writer."""

    def __init__(self, make: Callable[[TextIO], Writer[Any]], stream: TextIO) -> None:
        self._writer = make(stream)

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(tally(record))

    def close(self, *, several: bool = False) -> None:
        self._writer.close(several=several)


def _table(*screen: Any, **settings: Any) -> Writer[Any]:
    # rich takes 50 ms to import
    from quoteminer.commands.speakers.table_writer import SpeakersWriter

    return SpeakersWriter(*screen, **settings)
