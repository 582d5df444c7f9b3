"""``quoteminer report``: an HTML page of articles and quotes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quoteminer.cli import parameters as opt

ReportFile = Annotated[
    Path, opt.output("FILE", "HTML file to write, or - for standard output.", opt.HTML)
]
ReportTitle = Annotated[str, opt.setting("TEXT", "Title of the page.")]

app = opt.new_app()


@app.command(no_args_is_help=True)
@opt.grouped
def report(
    *,
    output: ReportFile,
    title: ReportTitle = "Who said what",
    chosen: opt.Chosen,
    guess_gender: opt.GuessGender = False,
    reading: opt.Reading,
    running: opt.Running,
) -> None:
    """Write an HTML page of articles and quotes in one file. It has filters and a search. Exit
    status as for extract."""
    from quoteminer.cli.mining import mine
    from quoteminer.commands.report.outputs import report_sink

    sink = report_sink(output, title, guess_gender=guess_gender)
    raise typer.Exit(mine(reading.inputs(), chosen, running, sink))
