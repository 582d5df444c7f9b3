"""Arguments and options of the commands, as annotations that typer reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from quoteminer import __version__
from quoteminer.cli.options import CheckFormats, GoldFormats, RecordFormats, TallyFormats


def _option(help: str, *names: str, **settings: Any) -> Any:
    return typer.Option(*names, show_default=False, help=help, **settings)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"quoteminer {__version__}")
        raise typer.Exit


_BY_SUFFIX = "Output format; default: by the suffix of --output, else a table."
_PAGED = "On a terminal, this opens the pager ($PAGER)."

Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
]
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        show_default=False,
        help="Articles: text, HTML, PDF or .docx files; .jsonl, .json, .csv, .tsv, .parquet or .xlsx files with an "
        "article in each row; any of them packed as .gz or .zst; folders, globs, addresses of web pages, or - for "
        "standard input.",
    ),
]
TextColumn = Annotated[
    str | None, _option("Column or JSON key of the texts; default: text, body, article or similar.", metavar="NAME")
]
IdColumn = Annotated[
    str | None,
    _option("Column or JSON key of the ids; default: id, doc_id, url or similar, else row numbers.", metavar="NAME"),
]
MaxChars = Annotated[
    int, typer.Option(min=1, metavar="N", help="Characters per article at most; longer articles are errors.")
]
FixEncoding = Annotated[
    bool, typer.Option("--fix-encoding", help="Repair garbled characters (â€œ for “); needs the extra encoding.")
]
RecordFormat = Annotated[RecordFormats | None, _option(_BY_SUFFIX)]
TallyFormat = Annotated[TallyFormats | None, _option(_BY_SUFFIX)]
CheckFormat = Annotated[CheckFormats | None, _option(f"{_BY_SUFFIX} html is a page, docx the draft with comments.")]
ModelsFormat = Annotated[
    Literal["table", "json"], typer.Option(help="table: for people; json: for programs, with all development sets.")
]
RunFormat = Annotated[RecordFormats | None, _option("Output format; default: by the suffix of --out, else jsonl.")]
Output = Annotated[Path | None, _option("File to write; never left half-written.", "--output", "-o", metavar="FILE")]
ReportFile = Annotated[Path, _option("HTML file to write, or - for standard output.", "--output", "-o", metavar="FILE")]
ReportTitle = Annotated[str, typer.Option(metavar="TEXT", help="Title of the page.")]
GoldOutput = Annotated[Path, _option("File to write; for brat, a new folder.", "--output", "-o", metavar="OUT")]
PeopleOutput = Annotated[
    Path | None,
    _option(
        "CSV file of people to write, with two more tables beside it; default: people.csv in the folder, "
        "NAME.people.csv beside a file.",
        "--output",
        "-o",
        metavar="FILE",
    ),
]
StatementsOutput = Annotated[
    Path | None,
    _option(
        "CSV file of statements to write, with a table of their quotes beside it; default: statements.csv in the "
        "folder, NAME.statements.csv beside a file.",
        "--output",
        "-o",
        metavar="FILE",
    ),
]
Out = Annotated[
    str,
    _option(
        "Folder for the run, its result and errors.jsonl; or a file, whose suffix gives the format. With --engine ray, "
        "a new folder or a URI like s3://bucket/folder.",
        metavar="OUT",
    ),
]
Run = Annotated[
    Path,
    typer.Argument(
        metavar="OUT", show_default=False, help="Result of corpus (its folder or file), or another file of records."
    ),
]
Decisions = Annotated[
    list[Path] | None,
    _option(
        "people.doubtful.csv with your answers (same or different), saved under another name; repeatable.",
        metavar="FILE",
    ),
]
Previous = Annotated[
    Path | None,
    _option("OUT of an earlier run of people: each person keeps its number from there.", metavar="OUT"),
]
ServedRun = Annotated[
    Path | None,
    typer.Argument(
        metavar="RUN", show_default=False, help="Run of corpus, or file of records, to check and correct; with texts."
    ),
]
BrowsedRun = Annotated[
    str,
    typer.Argument(
        metavar="OUT", show_default=False, help="Result of corpus (its folder or file), or another file of records."
    ),
]
SiteFolder = Annotated[
    Path | None,
    _option(
        "New folder to write instead of serving: database, titles, facets and questions, settings and pages for your "
        "own Datasette (datasette FOLDER).",
        metavar="FOLDER",
    ),
]
DuckdbFile = Annotated[
    Path | None,
    _option(
        "SQL file to write instead of serving, or - for standard output: the same views for DuckDB over the run's "
        "Parquet files, for runs that are too large for one database.",
        metavar="FILE",
    ),
]
DateColumn = Annotated[str | None, _option("Key of the date in the articles' meta; default: guessed.", metavar="NAME")]
Against = Annotated[
    list[str],
    _option(
        "Sources: transcripts, articles, speeches; files, folders and globs of any kind that FILE takes. All arguments "
        "up to the next option are sources.",
        metavar="SOURCE...",
    ),
]
Types = Annotated[
    str,
    typer.Option(
        metavar="TYPE,...",
        help="Types of quotes: direct, mixed (partly in quotation marks), indirect (without marks), or all.",
    ),
]
Acts = Annotated[
    str,
    typer.Option(metavar="ACT,...", help="Acts: speech (said, wrote, announced), other (thought, wanted), or all."),
]
MinConfidence = Annotated[float, typer.Option(metavar="X", help="Lowest confidence of a quote, between 0 and 1.")]
People = Annotated[
    Path | None,
    _option(
        "List of people to look the speakers up in: .csv, .tsv or .jsonl with name and optionally aliases, kind, key, "
        "role, affiliation and more.",
        metavar="FILE",
    ),
]
WithText = Annotated[
    bool, typer.Option("--with-text", help="Keep the articles' texts in JSON records, as serve RUN needs them.")
]
Wide = Annotated[bool, typer.Option("--wide", help="Show all fields of each quote in the table.")]
Context = Annotated[
    bool, typer.Option("--context", help="Show each quote in the table with its paragraph or the sentences around it.")
]
Highlight = Annotated[
    bool, typer.Option("--highlight", help=f"Show the article with its quotes marked, instead of the table. {_PAGED}")
]
BothTexts = Annotated[
    bool, typer.Option("--highlight", help=f"Show both texts with differences marked, instead of the table. {_PAGED}")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only: no progress bar, no notes.")]
Threads = Annotated[int | None, _option("Threads of the network; default: all cores.", min=1, metavar="N")]
Model = Annotated[
    str | None,
    _option(
        "Model: the name of an installed one (see quoteminer models) or a folder; default: the best installed one.",
        metavar="MODEL",
    ),
]
Workers = Annotated[int | None, _option("Worker processes; default: one per core.", min=1, metavar="N")]
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
Host = Annotated[str, typer.Option(metavar="HOST", help="Address to listen on; 0.0.0.0 lets other computers in.")]
Port = Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Port to listen on; 0 takes a free one.")]
AllowHost = Annotated[
    list[str] | None, _option("Additional name of this server besides localhost; repeatable.", metavar="NAME")
]
ServedChars = Annotated[int, typer.Option(min=1, metavar="N", help="Characters per article at most.")]
Queue = Annotated[int, typer.Option(min=0, metavar="N", help="Requests that may wait; others get the status 429.")]
Timeout = Annotated[
    float, typer.Option(min=0.1, max=3600, metavar="SECONDS", help="Time for a request, including its wait.")
]
Gold = Annotated[
    list[str],
    typer.Argument(
        metavar="GOLD",
        show_default=False,
        help="Annotated articles, or records that quoteminer wrote: files, folders, globs; .gz too.",
    ),
]
From = Annotated[GoldFormats | None, _option("Input format; default: detected for each file.", "--from")]
To = Annotated[GoldFormats, _option("Output format.")]
PredictionsFile = Annotated[
    Path | None,
    _option(
        "Records to measure (JSON or JSON lines, from extract --acts all), matched by the articles' ids; nothing is "
        "extracted.",
        metavar="FILE",
    ),
]
TwoFiles = Annotated[
    tuple[Path, Path] | None, _option("Measure two files of predictions, and test if B differs from A.", metavar="A B")
]
ErrorsFile = Annotated[
    Path | None,
    _option("HTML file to write with missed, invented and wrong quotes, the most costly first.", metavar="FILE"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of the table.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Random seed of the bootstrap.")]
Resamples = Annotated[int, typer.Option(min=1, metavar="N", help="Resamples of the bootstrap.")]
