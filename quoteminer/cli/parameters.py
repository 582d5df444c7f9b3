"""Arguments and options of the commands, as annotations that typer reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from quoteminer import __version__
from quoteminer.cli.options import CheckFormats, GoldFormats, RecordFormats, TallyFormats


def _option(help: str, *names: str, **settings: Any) -> Any:
    """Return an option whose help names its default, if it has one."""
    return typer.Option(*names, show_default=False, help=help, **settings)


def _path(help: str, *names: str, metavar: str) -> Any:
    """Return an option with a path, which can't be empty: `Path` takes that for the current folder."""
    return _option(help, *names, metavar=metavar, parser=lambda value: Path(_not_empty(value)))


def _not_empty(value: str) -> str:
    if not value:
        raise typer.BadParameter("it is empty; give a name.")
    return value


def _output(metavar: str, help: str) -> Any:
    return _path(help, "--output", "-o", metavar=metavar)


def _setting(metavar: str, help: str, **limits: Any) -> Any:
    """Return an option with a default, which typer adds to its help."""
    return typer.Option(metavar=metavar, help=help, **limits)


def _argument(metavar: str, help: str) -> Any:
    return typer.Argument(metavar=metavar, show_default=False, help=help)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"quoteminer {__version__}")
        raise typer.Exit


_BY_SUFFIX = "Output format; default: by the suffix of --output, else a table."
_PAGED = "On a terminal, this opens the pager ($PAGER)."
_RUN = _argument("OUT", "Result of corpus (its folder or file), or another file of records.")

Version = Annotated[bool, _option("Show the version and exit.", "--version", is_eager=True, callback=_show_version)]

# What is read.
Files = Annotated[
    list[str],
    _argument(
        "FILE",
        "Articles: text, HTML, PDF or .docx files; .jsonl, .json, .csv, .tsv, .parquet or .xlsx files with an article "
        "in each row; any of them packed as .gz or .zst; folders, globs, addresses of web pages, or - for standard "
        "input.",
    ),
]
TextColumn = Annotated[
    str | None, _option("Column or JSON key of the texts; default: text, body, article or similar.", metavar="NAME")
]
IdColumn = Annotated[
    str | None,
    _option("Column or JSON key of the ids; default: id, doc_id, url or similar, else row numbers.", metavar="NAME"),
]
MaxChars = Annotated[int, _setting("N", "Characters per article at most; longer articles are errors.", min=1)]
FixEncoding = Annotated[
    bool, _option("Repair garbled characters (â€œ for “); needs the extra encoding.", "--fix-encoding")
]
Run = Annotated[Path, _RUN]
BrowsedRun = Annotated[str, _RUN]
ServedRun = Annotated[
    Path | None, _argument("RUN", "Run of corpus, or file of records, to check and correct; with texts.")
]
Against = Annotated[
    list[str],
    _option(
        "Sources: transcripts, articles, speeches; files, folders and globs of any kind that FILE takes. All arguments "
        "up to the next option are sources.",
        metavar="SOURCE...",
    ),
]
Gold = Annotated[
    list[str],
    _argument("GOLD", "Annotated articles, or records that quoteminer wrote: files, folders, globs; .gz too."),
]
From = Annotated[GoldFormats | None, _option("Input format; default: detected for each file.", "--from")]
DateColumn = Annotated[str | None, _option("Key of the date in the articles' meta; default: guessed.", metavar="NAME")]
PredictionsFile = Annotated[
    Path | None,
    _path(
        "Records to measure (JSON or JSON lines, from extract --acts all), matched by the articles' ids; nothing is "
        "extracted.",
        metavar="FILE",
    ),
]
TwoFiles = Annotated[
    tuple[Path, Path] | None, _option("Measure two files of predictions, and test if B differs from A.", metavar="A B")
]
People = Annotated[
    Path | None,
    _path(
        "List of people to look the speakers up in: .csv, .tsv or .jsonl with name and optionally aliases, kind, key, "
        "role, affiliation and more.",
        metavar="FILE",
    ),
]
Decisions = Annotated[
    list[Path] | None,
    _path(
        "people.doubtful.csv with your answers (same or different), saved under another name; repeatable.",
        metavar="FILE",
    ),
]
Previous = Annotated[
    Path | None, _path("OUT of an earlier run of people: each person keeps its number from there.", metavar="OUT")
]

# Which quotes, and how they are found.
Types = Annotated[
    str,
    _setting(
        "TYPE,...", "Types of quotes: direct, mixed (partly in quotation marks), indirect (without marks), or all."
    ),
]
Acts = Annotated[
    str,
    _setting(
        "ACT,...",
        "Acts: statement, question, request, promise, topic, thought; speech (the first four, without questions of "
        "nobody, mere reactions, and quotes inside a quote of the same speaker); or all.",
    ),
]
MinConfidence = Annotated[float, _setting("X", "Lowest confidence of a quote, between 0 and 1.")]
Model = Annotated[
    str | None,
    _option(
        "Model: the name of an installed one (see quoteminer models) or a folder; default: the best installed one.",
        metavar="MODEL",
    ),
]
Threads = Annotated[int | None, _option("Threads of the network; default: all cores.", min=1, metavar="N")]
Workers = Annotated[int | None, _option("Worker processes; default: one per core.", min=1, metavar="N")]
Retry = Annotated[
    bool,
    _option(
        "In a run that is resumed, try articles again that failed, whether their files were mended or not.", "--retry"
    ),
]
Engine = Annotated[
    Literal["local", "ray"],
    typer.Option(help="local: processes on this machine; ray: the machines of a Ray cluster, to Parquet only."),
]
RayAddress = Annotated[
    str | None,
    _option(
        "Address of the cluster; default: $RAY_ADDRESS, else a cluster on this machine, else a new one.",
        metavar="ADDRESS",
    ),
]
Seed = Annotated[int, _setting("N", "Random seed of the bootstrap.", min=0)]
Resamples = Annotated[int, _setting("N", "Resamples of the bootstrap.", min=1)]

# What is written, and how.
RecordFormat = Annotated[RecordFormats | None, _option(_BY_SUFFIX)]
TallyFormat = Annotated[TallyFormats | None, _option(_BY_SUFFIX)]
CheckFormat = Annotated[CheckFormats | None, _option(f"{_BY_SUFFIX} html is a page, docx the draft with comments.")]
ModelsFormat = Annotated[
    Literal["table", "json"], typer.Option(help="table: for people; json: for programs, with all development sets.")
]
RunFormat = Annotated[RecordFormats | None, _option("Output format; default: by the suffix of --out, else jsonl.")]
To = Annotated[GoldFormats, _option("Output format.")]
Output = Annotated[Path | None, _output("FILE", "File to write; never left half-written.")]
ReportFile = Annotated[Path, _output("FILE", "HTML file to write, or - for standard output.")]
ReportTitle = Annotated[str, _setting("TEXT", "Title of the page.")]
GoldOutput = Annotated[Path, _output("OUT", "File to write; for brat, a new folder.")]
PeopleOutput = Annotated[
    Path | None,
    _output(
        "FILE",
        "CSV file of people to write, with two more tables beside it; default: people.csv in the folder, "
        "NAME.people.csv beside a file.",
    ),
]
StatementsOutput = Annotated[
    Path | None,
    _output(
        "FILE",
        "CSV file of statements to write, with a table of their quotes beside it; default: statements.csv in the "
        "folder, NAME.statements.csv beside a file.",
    ),
]
Out = Annotated[
    str,
    _option(
        "Folder for the run, its result and errors.jsonl; or a file, whose suffix gives the format. With --engine ray, "
        "a new folder or a URI like s3://bucket/folder.",
        metavar="OUT",
        parser=_not_empty,
    ),
]
SiteFolder = Annotated[
    Path | None,
    _path(
        "New folder to write instead of serving: database, titles, facets and questions, settings and pages for your "
        "own Datasette (datasette FOLDER).",
        metavar="FOLDER",
    ),
]
DuckdbFile = Annotated[
    Path | None,
    _path(
        "SQL file to write instead of serving, or - for standard output: the same views for DuckDB over the run's "
        "Parquet files, for runs that are too large for one database.",
        metavar="FILE",
    ),
]
ErrorsFile = Annotated[
    Path | None,
    _path("HTML file to write with missed, invented and wrong quotes, the most costly first.", metavar="FILE"),
]
WithText = Annotated[bool, _option("Keep the articles' texts in JSON records, as serve RUN needs them.", "--with-text")]
Wide = Annotated[bool, _option("Show all fields of each quote in the table.", "--wide")]
Context = Annotated[
    bool, _option("Show each quote in the table with its paragraph or the sentences around it.", "--context")
]
Highlight = Annotated[
    bool, _option(f"Show the article with its quotes marked, instead of the table. {_PAGED}", "--highlight")
]
BothTexts = Annotated[
    bool, _option(f"Show both texts with differences marked, instead of the table. {_PAGED}", "--highlight")
]
AsJson = Annotated[bool, _option("Write JSON instead of the table.", "--json")]
Quiet = Annotated[bool, _option("Show errors only: no progress bar, no notes.", "--quiet", "-q")]

# The server.
Host = Annotated[str, _setting("HOST", "Address to listen on; 0.0.0.0 lets other computers in.")]
Port = Annotated[int, _setting("N", "Port to listen on; 0 takes a free one.", min=0, max=65535)]
AllowHost = Annotated[
    list[str] | None, _option("Additional name of this server besides localhost; repeatable.", metavar="NAME")
]
ServedChars = Annotated[int, _setting("N", "Characters per article at most.", min=1)]
Queue = Annotated[int, _setting("N", "Requests that may wait; others get the status 429.", min=0)]
Timeout = Annotated[float, _setting("SECONDS", "Time for a request, including its wait.", min=0.1, max=3600)]
