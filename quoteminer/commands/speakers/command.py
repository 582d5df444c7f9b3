"""``quoteminer speakers``: each article's speakers, with their shares of the quoted words."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from quoteminer.cli import parameters as opt

TallyFormats = Literal["table", "json", "jsonl"]

TallyFormat = Annotated[TallyFormats | None, opt.option(opt.BY_SUFFIX)]

app = opt.new_app()


@app.command(no_args_is_help=True)
@opt.grouped
def speakers(
    *,
    format: TallyFormat = None,
    output: opt.Output = None,
    chosen: opt.Chosen,
    guess_gender: opt.GuessGender = False,
    reading: opt.Reading,
    running: opt.Running,
) -> None:
    """List each article's speakers and their shares of the words. Exit status as for
    extract."""
    from quoteminer.cli.mining import mine
    from quoteminer.commands.speakers.outputs import tally_sink

    sink = tally_sink(format, output, guess_gender=guess_gender)
    raise typer.Exit(mine(reading.inputs(), chosen, running, sink))
