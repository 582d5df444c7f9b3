"""``quoteminer extract``: the quotes of articles, and their speakers."""

from __future__ import annotations

from typing import Annotated

import typer

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import InputFiles, RecordFormats, Show, Tools, selection
from quoteminer.inputs import MAX_CHARS, ReadOptions

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
        "Show what may be no quote (no speaker, a confidence below 0.5) in its place in the table,"
        " not below it.",
        "--all",
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True)
def extract(
    files: opt.Files,
    format: RecordFormat = None,
    output: opt.Output = None,
    types: opt.Types = "all",
    acts: opt.Acts = "speech",
    min_confidence: opt.MinConfidence = 0.0,
    people: opt.People = None,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    fix_encoding: opt.FixEncoding = False,
    wide: Wide = False,
    context: Context = False,
    highlight: Highlight = False,
    all: All = False,
    with_text: opt.WithText = False,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Extract quotes and their speakers.

    Exit status: 0 done, 1 something could not be read or written, 2 wrong usage."""
    from quoteminer.cli.mining import mine
    from quoteminer.commands.extract.outputs import record_sink

    inputs = InputFiles(files, ReadOptions(text_column, id_column, max_chars, fix_encoding))
    chosen, tools = selection(types, acts, min_confidence), Tools(model, threads, people)
    sink = record_sink(format, output, Show(wide, context, highlight, all))
    raise typer.Exit(mine(inputs, chosen, tools, sink, quiet=quiet, with_text=with_text))
