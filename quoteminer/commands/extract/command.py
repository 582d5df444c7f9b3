"""``quoteminer extract``: the quotes of articles, and their speakers."""

from __future__ import annotations

from typing import Annotated

import typer

from quoteminer.cli import groups
from quoteminer.cli import parameters as opt
from quoteminer.cli.options import Show
from quoteminer.output import RecordFormats

RecordFormat = Annotated[RecordFormats | None, opt.option(opt.BY_SUFFIX)]
Wide = Annotated[bool, opt.option("Show all fields of each quote in the table.", "--wide")]
Context = Annotated[
    bool,
    opt.option(
        "Show each quote in the table with its paragraph or the sentences around it.", "--context"
    ),
]
Highlight = Annotated[
    bool,
    opt.option(
        f"Show the article with its quotes marked, instead of the table. {opt.PAGED}", "--highlight"
    ),
]
All = Annotated[
    bool,
    opt.option(
        "Show quotes with a confidence below 0.5 in their place in the table, not below it.",
        "--all",
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True)
@groups.grouped
def extract(
    *,
    format: RecordFormat = None,
    output: opt.Output = None,
    chosen: groups.Chosen,
    reading: groups.Reading,
    fix_encoding: opt.FixEncoding = False,
    wide: Wide = False,
    context: Context = False,
    highlight: Highlight = False,
    all: All = False,
    with_text: opt.WithText = False,
    running: groups.Running,
) -> None:
    """Extract quotes and their speakers.

    Exit status: 0 done, 1 something could not be read or written, 2 wrong usage."""
    from quoteminer.cli.mining import mine
    from quoteminer.commands.extract.outputs import record_sink

    inputs = reading.inputs(fix_encoding=fix_encoding)
    sink = record_sink(format, output, Show(wide, context, highlight, all))
    raise typer.Exit(mine(inputs, chosen, running, sink, with_text=with_text))
