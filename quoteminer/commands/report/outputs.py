"""Choose the destination of a report."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from quoteminer.cli.outputs import Sink
from quoteminer.output.writer import Format


def report_sink(output: Path, title: str) -> Sink:
    from quoteminer.commands.report.page import ReportWriter

    return Sink({"html": Format(partial(ReportWriter, title=title))}, "html", output)
