"""``quoteminer extract``: files in, records out, one after the other. What else reads articles runs by it as well."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from quoteminer.cli.outputs import Sink
from quoteminer.cli.streams import Bar, complain
from quoteminer.errors import InputError, OutputError
from quoteminer.inputs import MAX_CHARS, STDIN, Columns, Input, Meter, is_many, paths_read, read_inputs
from quoteminer.output.writer import Writer
from quoteminer.records import Selection
from quoteminer.types import Article

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner
    from quoteminer.records import ArticleRecord


_IDS = "Give each its own (a file has its name), else evaluate and convert can't tell them apart."


@dataclass(frozen=True, slots=True)
class Tools:
    """What articles are read with: the model (None: the one in the package), threads of its network (None: all cores),
    a file of people to look the speakers up in (None: they are not looked up)."""

    model: Path | None = None
    threads: int | None = None
    people: Path | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Where the articles are: paths as `read_inputs` takes them, the columns of texts and ids (None: guessed), how many
    characters one may have."""

    paths: Sequence[str]
    text_column: str | None = None
    id_column: str | None = None
    max_chars: int = MAX_CHARS

    def read(
        self, tell: Callable[[str], None], meter: Meter | None = None, *, without: Sequence[Path] = ()
    ) -> Iterator[Input | InputError]:
        """The articles; what is guessed of them is told."""
        columns = Columns(self.text_column, self.id_column)
        return read_inputs(
            self.paths, columns=columns, max_chars=self.max_chars, tell=tell, meter=meter, without=without
        )

    def is_many(self) -> bool:
        """Whether there may be more articles than paths."""
        return any(map(is_many, self.paths))

    def files_read(self, *more: Path | None) -> Iterator[str]:
        """The names of all files that are read, these among them, and of standard input."""
        yield from (str(path) for path in more if path)
        yield from (path for path in self.paths if path == STDIN)
        yield from map(str, paths_read(self.paths))


def run(given: Given, wanted: Selection, tools: Tools, sink: Sink, *, quiet: bool, with_text: bool = False) -> int:
    """Write the record of every article that can be read; the others are told on standard error, and so are those that
    the format can't hold. ``with_text``: records hold the article, also where the sink does not need it.

    Returns:
        How many failed. Where no article can be read, nothing is written.

    Raises:
        ModelError, OutputError, PeopleFileError, DependencyError: nothing more can be done.
    """
    paths, open_ended = given.paths, given.is_many()
    with Bar(shown=not quiet and (open_ended or len(paths) > 1), total=None if open_ended else len(paths)) as bar:
        intake = _Intake(given, bar, quiet=quiet, with_text=with_text or sink.needs_text)
        first = next(intake, None)
        if first is None:
            return intake.failures
        with sink.open(open_ended or len(paths) > 1) as writer:
            if sink.note and not quiet:
                with bar.aside():
                    complain(sink.note)
            miner = load_miner(tools)
            # Standard input may be a live feed, whose next line comes when this record has been seen.
            for record in miner.mine_articles(chain([first], intake), ahead=STDIN not in paths):
                with bar.aside():
                    intake.failures += not _written(wanted.of(record), writer)
                bar.step()
            with bar.aside():
                writer.close(several=len(paths) > 1 or intake.failures > 0)
        return intake.failures


def _written(record: ArticleRecord, writer: Writer[ArticleRecord]) -> bool:
    try:
        writer.write(record)
    except OutputError as error:
        complain(str(error))
        return False
    return True


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


class _Intake(Iterator[Article]):
    """The articles that can be read; counts and tells the others."""

    def __init__(self, given: Given, bar: Bar, *, quiet: bool, with_text: bool) -> None:
        self.failures = 0
        self._with_text = with_text
        self._ids: set[str] = set()
        self._bar = bar
        self._quiet = quiet
        self._inputs = given.read(self._note)

    def __next__(self) -> Article:
        for item in self._inputs:
            if not isinstance(item, InputError):
                return self._noted(item.article(with_text=self._with_text))
            self.failures += 1
            self._tell(str(item))
            self._bar.step()
        raise StopIteration

    def _noted(self, article: Article) -> Article:
        """The article; a warning about it as a whole (its encoding) is told at once."""
        for warning in article.warnings:
            if warning.start is None:
                self._note(f"{article.source} ({article.id}): {warning.message}")
        if article.id in self._ids:
            self._note(f"{article.source}: the id {article.id!r} is that of an article before it. {_IDS}")
        self._ids.add(article.id)
        return article

    def _note(self, message: str) -> None:
        if not self._quiet:
            self._tell(message)

    def _tell(self, message: str) -> None:
        with self._bar.aside():
            complain(message)
