"""``quoteminer speakers``: each article's speakers, with their shares of the quoted words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from quoteminer.cli import groups
from quoteminer.cli import parameters as opt
from quoteminer.cli.options import refuse

TallyFormats = Literal["table", "json", "jsonl", "csv"]

TallyFormat = Annotated[TallyFormats | None, opt.option(opt.BY_SUFFIX)]
Corrected = Annotated[
    Path | None,
    opt.path(
        "CSV of this command or of extract, in which you corrected speakers, roles or"
        " affiliations: keep them beside the records of FILE, as serve does, and list nothing.",
        metavar="CSV",
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True)
@groups.grouped
def speakers(
    *,
    format: TallyFormat = None,
    output: opt.Output = None,
    corrected: Corrected = None,
    chosen: groups.Chosen,
    guess_gender: opt.GuessGender = False,
    reading: groups.Reading,
    running: groups.Running,
) -> None:
    """List each article's speakers and their shares of the words. Exit status as for
    extract."""
    from quoteminer.cli.mining import mine
    from quoteminer.commands.speakers.outputs import tally_sink

    if corrected:
        from quoteminer.commands.speakers.correct_speakers import correct_speakers

        if format or output:
            refuse("--corrected", "it writes no list; run the command twice.")
        correct_speakers(reading.files, corrected, quiet=running.quiet)
        return

    sink = tally_sink(format, output, guess_gender=guess_gender)
    raise typer.Exit(mine(reading.inputs(), chosen, running, sink))
