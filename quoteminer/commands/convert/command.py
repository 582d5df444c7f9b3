"""``quoteminer convert``: annotated articles and records from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quoteminer.cli import parameters as opt
from quoteminer.cli.streams import DONE, FAILED

To = Annotated[opt.GoldFormats, opt.option("Output format.")]
GoldOutput = Annotated[Path, opt.output("OUT", "File to write; for brat, a new folder.")]

app = opt.new_app()


@app.command(no_args_is_help=True)
def convert(gold: opt.Gold, to: To, output: GoldOutput, from_format: opt.From = None) -> None:
    """Convert annotated articles or records to another format. For example, correct them in brat or
    Label Studio and read them back. Exit status as for extract."""
    from quoteminer.commands.convert.convert_gold import convert_gold

    raise typer.Exit(FAILED if convert_gold(gold, to, output, from_format) else DONE)
