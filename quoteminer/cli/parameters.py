"""Arguments and options that several commands have, as annotations that typer reads, and what makes
others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from quoteminer.cli.log import start_log
from quoteminer.version import __version__

GoldFormats = Literal["jsonl", "brat", "labelstudio"]
"""Formats of annotated articles: the keys of ``output.gold.GOLD_FORMATS``."""


def new_app(**settings: Any) -> typer.Typer:
    """Return an app for a command, with plain help: rich's would cost a tenth of a second each
    time."""
    return typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **settings
    )


def option(help: str, *names: str, **settings: Any) -> Any:
    """Return an option whose help names its default, if it has one."""
    return typer.Option(*names, show_default=False, help=help, **settings)


def path(help: str, *names: str, metavar: str, suffixes: Sequence[str] = ()) -> Any:
    """Return an option with a path, which can't be empty: `Path` takes that for the current folder.
    ``suffixes``: those of the only format; others are refused, because they promise another."""

    def parsed(value: str) -> Path:
        path = Path(not_empty(value))
        if suffixes and path.suffix.lower() not in ("", *suffixes):
            raise typer.BadParameter(
                f"{path} would not be a {path.suffix} file; give a name that ends in {suffixes[0]}."
            )
        return path

    return option(help, *names, metavar=metavar, parser=parsed)


def not_empty(value: str) -> str:
    if not value:
        raise typer.BadParameter("it is empty; give a name.")
    return value


def output(metavar: str, help: str, suffixes: Sequence[str] = ()) -> Any:
    return path(help, "--output", "-o", metavar=metavar, suffixes=suffixes)


def setting(metavar: str, help: str, **limits: Any) -> Any:
    """Return an option with a default, which typer adds to its help."""
    return typer.Option(metavar=metavar, help=help, **limits)


def argument(metavar: str, help: str) -> Any:
    return typer.Argument(metavar=metavar, show_default=False, help=help)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"quoteminer {__version__}")
        raise typer.Exit


def _set_log(context: typer.Context, level: str | None) -> None:
    if level or context.parent is None:
        start_log(level or "info")


HTML = (".html", ".htm")
BY_SUFFIX = "Output format; default: by the suffix of --output, else a table."
PAGED = "On a terminal, this opens the pager ($PAGER)."
RUN = argument("OUT", "Result of corpus (its folder or file), or another file of records.")

Version = Annotated[
    bool, option("Show the version and exit.", "--version", is_eager=True, callback=_show_version)
]

LogLevel = Annotated[
    Literal["debug", "info", "warning", "error"] | None,
    option(
        "Least severe messages of the log on standard error: debug, info, warning or error;"
        " default: info.",
        "--log-level",
        metavar="LEVEL",
        callback=_set_log,
        expose_value=False,
    ),
]

# What is read.
FixEncoding = Annotated[
    bool,
    option("Repair garbled characters (â€œ for “); needs the extra encoding.", "--fix-encoding"),
]
Run = Annotated[Path, RUN]
Gold = Annotated[
    list[str],
    argument(
        "GOLD",
        "Annotated articles, or records that quoteminer wrote: files, folders, globs; .gz too.",
    ),
]
From = Annotated[
    GoldFormats | None, option("Input format; default: detected for each file.", "--from")
]
DateColumn = Annotated[
    str | None, option("Key of the date in the articles' meta; default: guessed.", metavar="NAME")
]
People = Annotated[
    Path | None,
    path(
        "List of people to look the speakers up in: .csv, .tsv or .jsonl with name and optionally"
        " aliases, kind, key, role, affiliation and more.",
        metavar="FILE",
    ),
]
GuessGender = Annotated[
    bool,
    option(
        "Guess the pronouns that an article does not show from the given name, and mark them as a"
        " guess.",
        "--guess-gender",
    ),
]


# How quotes are found.
Model = Annotated[
    str | None,
    option(
        "Model: the name of an installed one (see quoteminer models) or a folder; default: the best"
        " installed one.",
        metavar="MODEL",
    ),
]
Threads = Annotated[
    int | None, option("Threads of the network; default: all cores.", min=1, metavar="N")
]

# What is written, and how.
Output = Annotated[Path | None, output("FILE", "File to write; never left half-written.")]
WithText = Annotated[
    bool,
    option("Keep the articles' texts in JSON records, as serve RUN needs them.", "--with-text"),
]
Quiet = Annotated[bool, option("Show errors only: no progress bar, no notes.", "--quiet", "-q")]

# The server.
Port = Annotated[int, setting("N", "Port to listen on; 0 takes a free one.", min=0, max=65535)]
