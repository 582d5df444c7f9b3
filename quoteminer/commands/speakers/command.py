"""``quoteminer speakers``: each article's speakers, with their shares of the quoted words."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import InputFiles, Tools, selection
from quoteminer.inputs import MAX_CHARS, ReadOptions

TallyFormats = Literal["table", "json", "jsonl"]

TallyFormat = Annotated[TallyFormats | None, opt.option(opt.BY_SUFFIX)]

app = opt.new_app()


@app.command(no_args_is_help=True)
def speakers(
    files: opt.Files,
    format: TallyFormat = None,
    output: opt.Output = None,
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
    """List each article's speakers and their shares of the words. Exit status as for
    extract."""
    from quoteminer.cli.mining import mine
    from quoteminer.commands.speakers.outputs import tally_sink

    inputs = InputFiles(files, ReadOptions(text_column, id_column, max_chars))
    chosen, tools = selection(types, acts, min_confidence), Tools(model, threads, people)
    sink = tally_sink(format, output, guess_gender=guess_gender)
    raise typer.Exit(mine(inputs, chosen, tools, sink, quiet=quiet))
