"""Arguments and options that several commands have, as annotations that typer reads; groups of
them; and what makes others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from quoteminer.cli.log import start_log
from quoteminer.version import __version__

if TYPE_CHECKING:  # ``--help`` shows the options, and needs no more
    from quoteminer.cli.options import InputFiles, Tools
    from quoteminer.records import Selection

GoldFormats = Literal["jsonl", "brat", "labelstudio"]
"""Formats of annotated articles: the keys of ``output.gold.GOLD_FORMATS``."""


def new_app(**settings: Any) -> typer.Typer:
    """Return an app for a command, with plain help: rich's would cost a tenth of a second each
    time."""
    return typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **settings
    )


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command have groups of parameters: one whose type is a dataclass stands for the fields
    of it, in its place."""
    parameters: list[Parameter] = []
    groups: dict[str, tuple[Any, list[str]]] = {}
    for parameter in signature(command, eval_str=True).parameters.values():
        group: Any = parameter.annotation
        own = [parameter]
        if is_dataclass(parameter.annotation):
            own = list(signature(group, eval_str=True).parameters.values())
            groups[parameter.name] = group, [field.name for field in own]
        parameters += [each.replace(kind=Parameter.KEYWORD_ONLY) for each in own]

    @wraps(command)
    def run(**values: Any) -> None:
        for name, (group, names) in groups.items():
            values[name] = group(*map(values.pop, names))
        command(**values)

    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return run


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


# Groups of options that several commands have; `grouped` puts them into a command.


@dataclass(frozen=True, slots=True)
class Reading:
    files: Annotated[
        list[str],
        argument(
            "FILE",
            "Articles: text, HTML, PDF or .docx files; .jsonl, .json, .csv, .tsv, .parquet or .xlsx"
            " files with an article in each row; any of them packed as .gz or .zst; folders, globs,"
            " addresses of web pages, or - for standard input.",
        ),
    ]
    text_column: Annotated[
        str | None,
        option(
            "Column or JSON key of the texts; default: text, body, article or similar.",
            metavar="NAME",
        ),
    ] = None
    id_column: Annotated[
        str | None,
        option(
            "Column or JSON key of the ids; default: id, doc_id, url or similar, else row numbers.",
            metavar="NAME",
        ),
    ] = None
    max_chars: Annotated[
        int, setting("N", "Characters per article at most; longer articles are errors.", min=1)
    ] = 5_000_000

    def inputs(self, files: list[str] | None = None, *, fix_encoding: bool = False) -> InputFiles:
        """Return the files to read, or other ``files``, with these options."""
        from quoteminer.cli.options import InputFiles
        from quoteminer.inputs import ReadOptions

        columns = self.text_column, self.id_column
        return InputFiles(files or self.files, ReadOptions(*columns, self.max_chars, fix_encoding))


@dataclass(frozen=True, slots=True)
class Chosen:
    types: Annotated[
        str,
        setting(
            "TYPE,...",
            "Types of quotes: direct, mixed (partly in quotation marks), indirect (without marks),"
            " or all.",
        ),
    ] = "all"
    acts: Annotated[
        str,
        setting(
            "ACT,...",
            "Acts: statement, question, request, promise, topic, thought; speech (the first four,"
            " but no questions that nobody asks, no reactions without words, no quotes inside a"
            " quote of the same speaker); or all.",
        ),
    ] = "speech"
    min_confidence: Annotated[
        float, setting("X", "Lowest confidence of a quote, between 0 and 1.")
    ] = 0.0
    people: People = None

    @property
    def selection(self) -> Selection:
        from quoteminer.cli.options import selection

        return selection(self.types, self.acts, self.min_confidence)


@dataclass(frozen=True, slots=True)
class Running:
    quiet: Quiet = False
    threads: Threads = None
    model: Model = None

    def tools(self, people: Path | None = None) -> Tools:
        from quoteminer.cli.options import Tools

        return Tools(self.model, self.threads, people)
