"""``quoteminer evaluate``: measure the quotes on annotated articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import refuse
from quoteminer.cli.streams import DONE, FAILED


def check_evaluation(
    predictions: Path | None,
    compare: object,
    errors: Path | None,
    running: opt.Running,
) -> None:
    if compare and (predictions or errors):
        other = "--predictions" if predictions else "--errors"
        refuse("--compare", f"it can't be combined with {other}; run the command twice.")
    if (compare or predictions) and (running.model or running.threads):
        file = "--compare" if compare else "--predictions"
        refuse(
            "--model" if running.model else "--threads",
            f"{file} extracts nothing, so it has no effect; leave one out.",
        )


PredictionsFile = Annotated[
    Path | None,
    opt.path(
        "Records to measure (JSON or JSON lines, from extract --acts all), matched by the articles'"
        " ids; nothing is extracted.",
        metavar="FILE",
    ),
]
TwoFiles = Annotated[
    tuple[Path, Path] | None,
    opt.option("Measure two files of predictions, and test if B differs from A.", metavar="A B"),
]
Seed = Annotated[int, opt.setting("N", "Random seed of the bootstrap.", min=0)]
Resamples = Annotated[int, opt.setting("N", "Resamples of the bootstrap.", min=1)]
ErrorsFile = Annotated[
    Path | None,
    opt.path(
        "HTML file to write with missed, invented and wrong quotes, the most costly first.",
        metavar="FILE",
        suffixes=opt.HTML,
    ),
]
AsJson = Annotated[bool, opt.option("Write JSON instead of the table.", "--json")]

app = opt.new_app()


@app.command(no_args_is_help=True)
@opt.grouped
def evaluate(
    *,
    gold: opt.Gold,
    predictions: PredictionsFile = None,
    compare: TwoFiles = None,
    errors: ErrorsFile = None,
    from_format: opt.From = None,
    json: AsJson = False,
    seed: Seed = 1,
    resamples: Resamples = 1000,
    running: opt.Running,
) -> None:
    """Measure the quotes on annotated articles. Each figure has a 95 % interval.

    Without --predictions or --compare, quotes are extracted with all acts (like extract --acts
    all), because gold has thoughts as well as speech. For a run that was corrected in serve, the
    extracted quotes are measured on the articles that were checked as a whole, and each kind of
    mistake is counted. Exit status as for extract.
    """
    check_evaluation(predictions, compare, errors, running)
    from quoteminer.commands.evaluate.measure import How, measure

    how = How(gold, from_format, errors, seed, resamples, json, running.quiet)
    raise typer.Exit(FAILED if measure(how, predictions, compare, running.tools()) else DONE)
