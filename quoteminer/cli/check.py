"""``quoteminer check``: a draft's quotations, looked for in sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path

from quoteminer.checking.check import check_drafts
from quoteminer.checking.record import CheckRecord
from quoteminer.cli.choices import CheckFormat
from quoteminer.cli.extract import Given, Tools, load_miner
from quoteminer.cli.streams import Bar, complain, open_output
from quoteminer.errors import InputError
from quoteminer.output.writer import Writer
from quoteminer.types import Article
from quoteminer.writers import JsonLinesWriter, JsonWriter


def run(
    drafts: Given,
    sources: Given,
    tools: Tools,
    format: CheckFormat,
    output: Path | None,
    *,
    highlight: bool,
    quiet: bool,
) -> bool:
    """Write what the sources say of the drafts' quotations.

    Returns:
        True where all is well: everything could be read, and nothing is altered, not found or another speaker's.

    Raises:
        InputError, ModelError, OutputError, DependencyError: nothing more can be done.
    """
    with Bar(shown=not quiet, total=None) as bar:
        intake = _Intake(bar, quiet=quiet)
        miner = cache(lambda: load_miner(tools))
        articles = list(intake.articles(drafts))
        if not articles:
            return False
        records = check_drafts(articles, intake.articles(sources), miner=miner)
    for record in records:
        for warning in record.warnings:
            complain(f"{record.source or record.id}: {warning.message}")
    with _writer(format, output, highlight=highlight, titles=len(records) > 1) as writer:
        for record in records:
            writer.write(record)
        writer.close(several=len(records) > 1)
    return not intake.failures and not any(record.wrong for record in records)


class _Intake:
    """Reads articles; counts and tells those that can't be read."""

    def __init__(self, bar: Bar, *, quiet: bool) -> None:
        self.failures = 0
        self._bar = bar
        self._quiet = quiet

    def articles(self, given: Given) -> Iterator[Article]:
        for item in given.read(self._note):
            if isinstance(item, InputError):
                self.failures += 1
                self._tell(str(item))
            else:
                for warning in item.warnings:
                    self._note(f"{item.source} ({item.id}): {warning.message}")
                yield item.article(with_text=True)
            self._bar.step()

    def _note(self, message: str) -> None:
        if not self._quiet:
            self._tell(message)

    def _tell(self, message: str) -> None:
        with self._bar.aside():
            complain(message)


@contextmanager
def _writer(
    format: CheckFormat, output: Path | None, *, highlight: bool, titles: bool
) -> Iterator[Writer[CheckRecord]]:
    with open_output(output) as stream:
        if format is CheckFormat.HTML:
            from quoteminer.report.check import CheckPageWriter

            yield CheckPageWriter(stream)
        elif format is CheckFormat.TABLE:
            from quoteminer.cli.screen import paged, screen_on
            from quoteminer.cli.table import CheckWriter

            with paged(stream) if highlight else nullcontext(screen_on(stream)) as screen:
                yield CheckWriter(screen, highlight=highlight, titles=titles)
        else:
            yield (JsonWriter if format is CheckFormat.JSON else JsonLinesWriter)(stream)
