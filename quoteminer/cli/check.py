"""``quoteminer check``: look a draft's quotations up in sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from quoteminer.checking.check import check_drafts
from quoteminer.checking.record import CheckRecord
from quoteminer.cli.extract import load_miner, read_articles
from quoteminer.cli.options import TABLE, Given, Tools
from quoteminer.cli.outputs import JSON
from quoteminer.cli.streams import Bar, complain, open_output
from quoteminer.output.writer import Writer
from quoteminer.types import Article
from quoteminer.views.file_warnings import FileWarnings


def run(
    drafts: Given, sources: Given, tools: Tools, format: str, output: Path | None, *, highlight: bool, quiet: bool
) -> bool:
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

        articles = list(stepped(drafts))
        if not articles:
            return False
        records = check_drafts(articles, stepped(sources), miner=cache(lambda: load_miner(tools)))
    for record in records:
        for warning in record.warnings:
            complain(f"{record.source or record.id}: {warning.message}")
    with _writer(format, output, highlight=highlight, titles=len(records) > 1) as writer:
        for record in records:
            writer.write(record)
        writer.close(several=len(records) > 1)
    return not bar.failures and not any(record.wrong for record in records)


@contextmanager
def _writer(format: str, output: Path | None, *, highlight: bool, titles: bool) -> Iterator[Writer[CheckRecord]]:
    if format == TABLE:
        from quoteminer.cli.screen import open_screen
        from quoteminer.cli.table import CheckWriter

        with open_screen(output, pager=highlight) as screen:
            yield CheckWriter(screen, highlight=highlight, titles=titles)
        return
    from quoteminer.report.check import CheckPageWriter

    with open_output(output) as stream:
        yield CheckPageWriter(stream) if format == "html" else JSON[format](stream)
