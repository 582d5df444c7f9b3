"""``quoteminer models``: the installed models and their figures."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import TABLE

ModelsFormat = Annotated[
    Literal["table", "json"],
    typer.Option(help="table: for people; json: for programs, with all development sets."),
]

app = opt.new_app()


@app.command()
def models(format: ModelsFormat = TABLE) -> None:
    """List the installed models with their size, speed and figures. The first one is the default.
    The figures are measured on development articles (README, "How good it is")."""
    from quoteminer.commands.models.show_models import show_models

    show_models(format)
