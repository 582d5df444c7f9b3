"""``quoteminer people``: each person quoted in a run, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from quoteminer.cli import parameters as opt

Runs = Annotated[
    list[Path],
    opt.argument(
        "OUT", "Results of corpus (folders or files), or other files of records; all in one table."
    ),
]
Decisions = Annotated[
    list[Path] | None,
    opt.path(
        "people.doubtful.csv with your answers (same or different), saved under another name;"
        " repeatable.",
        metavar="FILE",
    ),
]
Previous = Annotated[
    Path | None,
    opt.path(
        "OUT of an earlier run of people, or its people.csv: each person keeps its number from"
        " there.",
        metavar="OUT",
    ),
]
PeopleOutput = Annotated[
    Path | None,
    opt.output(
        "FILE",
        "CSV file of people to write, with two more tables beside it; default for one OUT:"
        " people.csv in the folder, NAME.people.csv beside a file.",
        (".csv",),
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True)
def people(
    runs: Runs,
    people: opt.People = None,
    decisions: Decisions = None,
    previous: Previous = None,
    output: PeopleOutput = None,
    date_column: opt.DateColumn = None,
    guess_gender: opt.GuessGender = False,
    quiet: opt.Quiet = False,
) -> None:
    """List each person quoted in a run once. The speakers of all articles are merged and written to
    people.csv; pairs that a reader should decide are written to people.doubtful.csv. Several runs
    give the same tables as one run of all their articles. Exit status as for extract."""
    from quoteminer.commands.people.list_people import list_people

    list_people(
        runs,
        people,
        output,
        decisions or (),
        previous,
        date_column=date_column,
        guess_gender=guess_gender,
        quiet=quiet,
    )
