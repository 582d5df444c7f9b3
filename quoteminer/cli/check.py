"""``quoteminer check``: look a draft's quotations up in sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from quoteminer.checking.check import check_drafts
from quoteminer.cli.extract import load_miner, read_articles
from quoteminer.cli.options import Given, Tools
from quoteminer.cli.outputs import Sink
from quoteminer.cli.streams import Bar, complain
from quoteminer.types import Article
from quoteminer.views.file_warnings import FileWarnings


def run(drafts: Given, sources: Given, tools: Tools, sink: Sink, *, quiet: bool) -> bool:
    """Write the verdicts on the drafts' quotations.

    Returns:
        True if everything could be read and nothing is altered, not found or another speaker's.

    Raises:
        InputError, ModelError, OutputError, DependencyError: nothing more can be done.
    """
    with Bar(quiet=quiet) as bar:

        def stepped(given: Given) -> Iterator[Article]:
            odd = FileWarnings(bar.note)
            for article in read_articles(given, bar, with_text=True):
                odd.add(article)
                yield article
                bar.step()
            odd.close()

        if sink.note:
            bar.note(sink.note)
        articles = list(stepped(drafts))
        if not articles:
            return False
        records = check_drafts(articles, stepped(sources), miner=cache(lambda: load_miner(tools)))
    for record in records:
        for warning in record.warnings:
            complain(f"{record.source or record.id}: {warning.message}")
    several = len(records) > 1
    with sink.open(several) as writer:
        for record in records:
            writer.write(record)
        writer.close(several=several)
    return not bar.failures and not any(record.wrong for record in records)
