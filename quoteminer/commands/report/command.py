"""``quoteminer report``: an HTML page of articles and quotes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import InputFiles, Tools, selection
from quoteminer.inputs import MAX_CHARS, ReadOptions

ReportFile = Annotated[
    Path, opt.output("FILE", "HTML file to write, or - for standard output.", opt.HTML)
]
ReportTitle = Annotated[str, opt.setting("TEXT", "Title of the page.")]

app = opt.new_app()


@app.command(no_args_is_help=True)
def report(
    files: opt.Files,
    output: ReportFile,
    title: ReportTitle = "Who said what",
    types: opt.Types = "all",
    acts: opt.Acts = "speech",
    min_confidence: opt.MinConfidence = 0.0,
    people: opt.People = None,
    guess_gender: opt.GuessGender = False,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Write an HTML page of articles and quotes in one file. It has filters and a search. Exit
    status as for extract."""
    from quoteminer.cli.mining import mine
    from quoteminer.commands.report.outputs import report_sink

    inputs = InputFiles(files, ReadOptions(text_column, id_column, max_chars))
    chosen, tools = selection(types, acts, min_confidence), Tools(model, threads, people)
    sink = report_sink(output, title, guess_gender=guess_gender)
    raise typer.Exit(mine(inputs, chosen, tools, sink, quiet=quiet))
