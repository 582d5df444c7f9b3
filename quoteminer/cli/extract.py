"""Read articles and write a record for each: ``extract``, ``speakers`` and ``report``."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from quoteminer.cli.options import Given, Tools
from quoteminer.cli.outputs import Sink
from quoteminer.cli.streams import Bar
from quoteminer.errors import InputError, OutputError
from quoteminer.inputs import STDIN
from quoteminer.records import Selection
from quoteminer.types import Article
from quoteminer.views.file_warnings import FileWarnings

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

_SAME_ID = (
    "{source}: the id {id!r} is that of an article before it. Give each its own (a file has its name), else evaluate "
    "and convert can't tell them apart."
)


def run(given: Given, wanted: Selection, tools: Tools, sink: Sink, *, quiet: bool, with_text: bool = False) -> int:
    """Write the record of every article that can be read; print an error for each of the others and for each that the
    format can't hold.

    Args:
        with_text: whether records hold the article even if the sink does not need it.

    Returns:
        The number of failures. If no article can be read, nothing is written.

    Raises:
        ModelError, OutputError, PeopleFileError, DependencyError: nothing more can be done.
    """
    several = given.is_many or len(given.paths) > 1
    with Bar(quiet=quiet, shown=several, total=None if given.is_many else len(given.paths)) as bar:
        articles = _noting_ids(read_articles(given, bar, with_text=with_text or sink.needs_text), bar)
        first = next(articles, None)
        if first is None:
            return bar.failures
        with sink.open(several) as writer:
            if sink.note:
                bar.note(sink.note)
            miner, odd = load_miner(tools), FileWarnings(bar.note)
            # Standard input may be a live feed, whose next line comes when this record has been seen.
            for record in miner.mine_articles(chain([first], articles), ahead=STDIN not in given.paths):
                odd.add(record)
                with bar.aside():
                    try:
                        writer.write(wanted.of(record))
                    except OutputError as error:
                        bar.fail(error)
                bar.step()
            odd.close()
            with bar.aside():
                writer.close(several=len(given.paths) > 1 or bar.failures > 0)
        return bar.failures


def read_articles(given: Given, bar: Bar, *, with_text: bool) -> Iterator[Article]:
    """Yield the articles that can be read; print an error for each of the others."""
    for item in given.read(bar.note):
        if isinstance(item, InputError):
            bar.fail(item)
            bar.step()
            continue
        yield item.article(with_text=with_text)


def _noting_ids(articles: Iterator[Article], bar: Bar) -> Iterator[Article]:
    seen: set[str] = set()
    for article in articles:
        if article.id in seen:
            bar.note(_SAME_ID.format(source=article.source, id=article.id))
        seen.add(article.id)
        yield article


def load_miner(tools: Tools) -> QuoteMiner:
    """Load the libraries and the weights. What is made here lives as long as the command, so that the collector need
    not look through it, neither now nor at the end, which took a sixth of the command's time for one article."""
    gc.disable()
    try:
        from quoteminer.miner import QuoteMiner

        miner = QuoteMiner(tools.model, tools.threads, people=tools.people)
        gc.freeze()
    finally:
        gc.enable()
    return miner
