"""``quoteminer extract``: files in, records out, one after the other. What else reads articles runs by it as well."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from quoteminer.cli.choices import FormatChoice, suffix_note
from quoteminer.cli.streams import Bar, complain, open_output
from quoteminer.errors import InputError
from quoteminer.text.read import JSON_LINES, STDIN, read_inputs
from quoteminer.types import Act, Article, QuoteType
from quoteminer.writers import FORMATS, Writer

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner
    from quoteminer.records import ArticleRecord


_IDS = "Give each its own (a file has its name), else evaluate and convert can't tell them apart."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which quotes are written; None of ``acts`` is all of them."""

    types: frozenset[QuoteType]
    acts: frozenset[Act] | None
    min_confidence: float

    def of(self, record: ArticleRecord) -> ArticleRecord:
        """The record with these quotes only."""
        return record.filter(types=self.types, acts=self.acts, min_confidence=self.min_confidence)


@dataclass(frozen=True, slots=True)
class Tools:
    """What articles are read with: the model (None: the one in the package), threads of its network (None: all cores),
    a file of people to look the speakers up in (None: they are not looked up)."""

    model: Path | None = None
    threads: int | None = None
    people: Path | None = None


class MakeWriter(Protocol):
    """Makes the writer of a format. ``titles``: in the table, name each article."""

    def __call__(self, format: FormatChoice, stream: TextIO, *, titles: bool) -> Writer[ArticleRecord]: ...


def run(
    paths: Sequence[str],
    format: FormatChoice | None,
    output: Path | None,
    wanted: Wanted,
    tools: Tools,
    make_writer: MakeWriter,
    *,
    quiet: bool,
) -> int:
    """Write what a writer makes of the record of every article that can be read; the others are told on standard error.

    Where no ``format`` is given, the suffix of ``output`` tells it.

    Returns:
        How many could not be read. Where that is all of them, nothing is written.

    Raises:
        ModelError, OutputError, PeopleFileError: nothing more can be done.
    """
    open_ended = any(path == STDIN or Path(path).suffix.lower() in JSON_LINES for path in paths)
    with Bar(shown=not quiet and (open_ended or len(paths) > 1), total=None if open_ended else len(paths)) as bar:
        intake = _Intake(paths, bar, quiet=quiet)
        first = next(intake, None)
        if first is None:
            return intake.failures
        note = None if quiet else suffix_note(format, output)
        with open_output(output) as stream:
            if note:
                with bar.aside():
                    complain(note)
            miner = load_miner(tools)
            writer = make_writer(FormatChoice.of(format, output), stream, titles=open_ended or len(paths) > 1)
            # Standard input may be a live feed, whose next line comes when this record has been seen.
            for record in miner.mine_articles(chain([first], intake), ahead=STDIN not in paths):
                with bar.aside():
                    writer.write(wanted.of(record))
                bar.step()
            with bar.aside():
                writer.close(several=len(paths) > 1 or intake.failures > 0)
        return intake.failures


def load_miner(tools: Tools) -> QuoteMiner:
    """The miner, whose libraries and weights are loaded here and not before."""
    with _kept_for_good():
        from quoteminer.miner import QuoteMiner

        return QuoteMiner(tools.model, tools.threads, people=tools.people)


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """What is made here lives as long as the command: Python need not look through it for garbage, neither while it is
    made nor at the end, which took a sixth of the command's time for one article."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def make_writer(format: FormatChoice, stream: TextIO, *, titles: bool) -> Writer[ArticleRecord]:
    """The writer of records in a format. ``titles``: in the table, name each article."""
    if format is FormatChoice.TABLE:
        from quoteminer.cli.table import TableWriter

        return TableWriter(stream, titles=titles)
    return FORMATS[format.value](stream)


class _Intake(Iterator[Article]):
    """The articles that can be read; counts and tells the others."""

    def __init__(self, paths: Iterable[str], bar: Bar, *, quiet: bool) -> None:
        self.failures = 0
        self._inputs = read_inputs(paths)
        self._ids: set[str] = set()
        self._bar = bar
        self._quiet = quiet

    def __next__(self) -> Article:
        for item in self._inputs:
            if not isinstance(item, InputError):
                return self._noted(item.article())
            self.failures += 1
            self._tell(str(item))
            self._bar.step()
        raise StopIteration

    def _noted(self, article: Article) -> Article:
        """The article; a warning about it as a whole (its encoding) is told at once."""
        for warning in article.warnings:
            if warning.start is None and not self._quiet:
                self._tell(f"{article.source} ({article.id}): {warning.message}")
        if article.id in self._ids and not self._quiet:
            self._tell(f"{article.source}: the id {article.id!r} is that of an article before it. {_IDS}")
        self._ids.add(article.id)
        return article

    def _tell(self, message: str) -> None:
        with self._bar.aside():
            complain(message)
