"""Check files of drafts against files of sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from quoteminer.cli import mining
from quoteminer.cli.options import InputFiles, Show, Tools
from quoteminer.cli.outputs import Formats, Sink
from quoteminer.cli.streams import Bar, complain
from quoteminer.cli.summary import FileWarnings
from quoteminer.output.formats import FORMATS
from quoteminer.output.writer import Format, Writer
from quoteminer.types import Article


def check_files(
    drafts: InputFiles, sources: InputFiles, tools: Tools, sink: Sink, *, quiet: bool
) -> bool:
    """Write the verdicts on the drafts' quotations; return True if all files were read and no
    quotation is wrong."""
    from quoteminer.commands.check.check import check_drafts

    with Bar(quiet=quiet) as bar:

        def stepped(inputs: InputFiles) -> Iterator[Article]:
            warnings = FileWarnings(bar.note)
            for article in mining.read_articles(inputs, bar):
                warnings.add(article)
                yield article
                bar.step()
            warnings.close()

        articles = list(stepped(drafts))
        if not articles:
            return False
        records = check_drafts(
            articles, stepped(sources), miner=cache(lambda: mining.load_miner(tools))
        )
    for record in records:
        for warning in record.warnings:
            complain(f"{record.source or record.id}: {warning.message}")
    several = len(records) > 1
    with sink.open(several) as writer:
        for record in records:
            writer.write(record)
        writer.close(several=several)
    return not bar.failures and not any(record.wrong for record in records)


def check_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    from quoteminer.commands.check.check_docx import CheckDocxWriter
    from quoteminer.commands.check.check_page import CheckPageWriter

    formats: Formats = {
        **{name: FORMATS[name] for name in ("json", "jsonl")},
        "html": Format(CheckPageWriter, (".html",)),
        "docx": Format(CheckDocxWriter, (".docx",), target="file"),
    }
    return Sink(formats, asked, output, _table, show)


def _table(*screen: Any, **settings: Any) -> Writer[Any]:
    from quoteminer.commands.check.table_writer import CheckWriter  # rich takes 50 ms to import

    return CheckWriter(*screen, **settings)
