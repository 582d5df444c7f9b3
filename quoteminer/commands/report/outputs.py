"""Choose the destination of a report."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from quoteminer.cli.outputs import Sink
from quoteminer.output.writer import Format


def report_sink(output: Path, title: str, *, guess_gender: bool) -> Sink:
    from quoteminer.commands.report.page import ReportWriter

    make = partial(ReportWriter, title=title, guess_gender=guess_gender)
    return Sink({"html": Format(make)}, "html", output)
