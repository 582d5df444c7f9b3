"""``quoteminer statements``: each statement that several articles of a run quote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from quoteminer.cli import parameters as opt

StatementsOutput = Annotated[
    Path | None,
    opt.output(
        "FILE",
        "CSV file of statements to write, with a table of their quotes beside it; default:"
        " statements.csv in the folder, NAME.statements.csv beside a file.",
        (".csv",),
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True)
def statements(
    run: opt.Run,
    output: StatementsOutput = None,
    date_column: opt.DateColumn = None,
    quiet: opt.Quiet = False,
) -> None:
    """List each statement that several articles of a run quote. Direct and mixed quotes of the same
    utterance are written to statements.csv, with their differences: words, numbers, speakers. Exit
    status as for extract.
    """
    from quoteminer.commands.statements.list_statements import list_statements

    list_statements(run, output, date_column=date_column, quiet=quiet)
