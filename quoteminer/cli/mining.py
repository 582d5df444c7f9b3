"""Load a miner and read articles with it, for all commands that extract."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quoteminer.cli.options import InputFiles, Tools, check_output
from quoteminer.cli.outputs import Sink
from quoteminer.cli.parameters import Chosen, Running
from quoteminer.cli.streams import DONE, FAILED, Bar
from quoteminer.cli.summary import ArticleNotes, FileWarnings
from quoteminer.errors import InputError, OutputError
from quoteminer.inputs import STDIN
from quoteminer.inputs.open_files import suffix_and_stem
from quoteminer.types import Article

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner
    from quoteminer.records import ArticleRecord


_RECORDS: Final = frozenset({".jsonl", ".ndjson", ".json", ".parquet"})
"""Suffixes of files that may have records."""


def mine(
    inputs: InputFiles, chosen: Chosen, running: Running, sink: Sink, *, with_text: bool = False
) -> int:
    """Write the record of every article, and return the exit status. If no article can be read,
    nothing is written. Records given as input, of a run or a file, come first, with their
    corrections."""
    selection, tools = chosen.selection, running.tools(chosen.people)
    check_output(inputs.files(tools.people), sink.output)
    several = inputs.is_many or len(inputs.paths) > 1
    with Bar(
        quiet=running.quiet, shown=several, total=None if inputs.is_many else len(inputs.paths)
    ) as bar:
        runs = _with_records(inputs.paths)
        articles = read_articles(
            replace(inputs, paths=[path for path in inputs.paths if path not in runs]), bar
        )
        first = next(articles, None)
        if first is None and not runs:
            return FAILED if bar.failures else DONE
        with sink.open(several) as writer:
            if sink.note:
                bar.note(sink.note)
            warnings = FileWarnings(bar.note)
            # Standard input may be a live feed, whose next line may come only after this record was
            # printed.
            ahead = STDIN not in inputs.paths
            mined = (
                load_miner(tools).mine_articles(chain([first], articles), ahead=ahead)
                if first
                else ()
            )
            for record in chain(_known(runs, tools.people), mined):
                warnings.add(record)
                with bar.aside():
                    try:
                        writer.write(
                            replace(
                                selection.of(record), omits_text=record.omits_text and not with_text
                            )
                        )
                    except OutputError as error:
                        bar.fail(error)
                bar.step()
            warnings.close()
            with bar.aside():
                writer.close(several=len(inputs.paths) > 1 or bar.failures > 0)
        return FAILED if bar.failures else DONE


def _with_records(paths: Sequence[str]) -> list[str]:
    """Return the paths of runs, and of files with records instead of articles."""
    likely = [path for path in paths if os.path.isdir(path) or suffix_and_stem(path)[0] in _RECORDS]
    if not likely:
        return []
    from quoteminer.output.run.corrections import holds_records  # brings what a run needs

    return [path for path in likely if holds_records(path)]


def _known(runs: Sequence[str], people: Path | None) -> Iterator[ArticleRecord]:
    """Yield the corrected records of these runs and files, with their speakers looked up in a list
    of people."""
    if not runs:
        return
    from quoteminer.output.run.corrections import corrected_records
    from quoteminer.pipeline import load_people

    known = load_people(people)
    for record in chain.from_iterable(map(corrected_records, runs)):
        yield known.link(record) if known else record


def read_articles(inputs: InputFiles, bar: Bar) -> Iterator[Article]:
    """Yield the articles that can be read; print an error for each of the others."""
    notes = ArticleNotes(bar.note)
    for item in inputs.read(bar.note):
        if isinstance(item, InputError):
            bar.fail(item)
            bar.step()
        else:
            article = item.article()
            notes.add(article)
            yield article
    notes.close()


def load_miner(tools: Tools) -> QuoteMiner:
    """Load the libraries and the weights. Garbage collection is off while loading, and these
    objects are frozen, because scanning them takes a sixth of the command's time for one
    article."""
    gc.disable()
    try:
        from quoteminer.miner import QuoteMiner

        miner = QuoteMiner(tools.model, tools.threads, people=tools.people)
        gc.freeze()
    finally:
        gc.enable()
    return miner
