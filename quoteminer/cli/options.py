"""Arguments and options of the commands, and checks of their values."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NoReturn, cast

import typer

from quoteminer.errors import ConfigError, InputError
from quoteminer.inputs import MAX_CHARS, STDIN, Input, Meter, ReadOptions, is_many, paths_read, read_inputs
from quoteminer.inputs.files import PACKED
from quoteminer.output.removed import removal
from quoteminer.records import Selection
from quoteminer.types import QuoteType

TABLE: Final = "table"
FORMATS: Final = (TABLE, "json", "jsonl", "csv", "xlsx", "parquet", "sqlite", "brat", "labelstudio")
"""Formats of records: the table and the keys of ``writers.FORMATS``, which is not imported for ``--help``."""
GOLD_FORMATS: Final = ("jsonl", "brat", "labelstudio")
"""Formats of annotated articles: the keys of ``evaluation.formats.FORMATS``."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The model to load (None: the one in the package), threads of its network (None: all cores), and a file of people
    to look the speakers up in (None: no look-up)."""

    model: Path | None = None
    threads: int | None = None
    people: Path | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The articles to read: paths, columns of texts and ids (None: guessed), characters that one may have, and whether
    garbled characters are repaired."""

    paths: Sequence[str]
    text_column: str | None = None
    id_column: str | None = None
    max_chars: int = MAX_CHARS
    fix_encoding: bool = False

    @property
    def options(self) -> ReadOptions:
        return ReadOptions(self.text_column, self.id_column, self.max_chars, self.fix_encoding)

    @property
    def is_many(self) -> bool:
        """True if there may be more articles than paths."""
        return any(map(is_many, self.paths))

    def read(
        self, tell: Callable[[str], None], meter: Meter | None = None, *, without: Sequence[Path] = ()
    ) -> Iterator[Input | InputError]:
        """Read the articles; ``tell`` gets notes on what is guessed."""
        return read_inputs(self.paths, replace(self.options, tell=tell), meter=meter, without=without)

    def files(self, *more: Path | None) -> Iterator[str]:
        """Yield the names of all files that are read, of these too, and of standard input."""
        yield from (str(path) for path in more if path)
        yield from (path for path in self.paths if path == STDIN)
        yield from map(str, paths_read(self.paths))


@dataclass(frozen=True, slots=True)
class Show:
    """Options of the table: ``wide`` shows all fields, ``context`` the words around each quote, ``highlight`` the
    article with its quotes marked, in place of the table."""

    wide: bool = False
    context: bool = False
    highlight: bool = False

    def check(self, format: str) -> None:
        """Raise typer.BadParameter if options contradict each other or the format."""
        given = [f"--{name}" for name in ("wide", "context", "highlight") if getattr(self, name)]
        if self.highlight and len(given) > 1:
            refuse("--highlight", f"it does not go with {given[0]}; run the command twice.")
        if given and format != TABLE:
            refuse(given[0], f"it goes with the table only, not with {format}, which has every field.")


def refuse(option: str, why: str) -> NoReturn:
    """Raise typer.BadParameter for an option."""
    raise typer.BadParameter(why, param_hint=f"'{option}'")


def wanted(types: str, acts: str, min_confidence: float) -> Selection:
    """Return the selection of quotes. Raise typer.BadParameter if a value is not allowed."""
    names = [name.strip().lower() for name in types.split(",") if name.strip()]
    if not names:
        refuse("--types", "nothing given; give one or more types, or leave it out.")
    chosen = frozenset(cast("list[QuoteType]", names))
    try:
        return Selection(chosen, None if acts == "all" else frozenset({"speech"}), min_confidence)
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from None


def check_output(files: Iterable[str], output: Path | None, option: str = "--output") -> None:
    """Raise typer.BadParameter if the output of ``option`` is one of the inputs, under whatever name, or has the suffix
    of a packed file."""
    if output and output.suffix.lower() in PACKED:
        refuse(option, f"the output can't be packed: leave out {output.suffix}, and pack the file afterwards.")
    if not output or str(output) == STDIN or not output.is_file():  # a device can be both
        return
    for file in files:
        try:
            stat = os.fstat(sys.stdin.fileno()) if file == STDIN else os.stat(file)
            same = os.path.samestat(stat, os.stat(output))
        except (OSError, ValueError):  # no such file, or no real standard input, as in tests
            continue
        if same:
            refuse(option, f"{output} is one of the inputs and would be overwritten; give another file.")


def check_named(output: Path | None, option: str = "--output") -> None:
    """Raise typer.BadParameter if the output of ``option`` is standard output, for commands that write files only."""
    if output and str(output) == STDIN:
        refuse(option, "this is not written to standard output; give a name.")


def check_evaluation(
    predictions: Path | None, compare: object, errors: Path | None, model: Path | None, threads: int | None
) -> None:
    """Raise typer.BadParameter if options of ``evaluate`` contradict each other."""
    if compare and (predictions or errors):
        other = "--predictions" if predictions else "--errors"
        refuse("--compare", f"it does not go with {other}; run the command twice.")
    if (compare or predictions) and (model or threads):
        file = "--compare" if compare else "--predictions"
        refuse("--model" if model else "--threads", f"nothing is extracted with {file}; leave one out.")


def check_run(engine: str, format: str | None, out: Path, ray_address: str | None) -> None:
    """Raise typer.BadParameter if options of ``corpus`` contradict each other."""
    from quoteminer.writers import FORMATS

    check_named(out, "--out")
    if format == TABLE:
        refuse("--format", "the result of a run is for programs; give another format.")
    if engine == "local":
        if ray_address is not None:
            refuse("--ray-address", "only --engine ray has a cluster; leave it out.")
        return
    if format not in (None, "parquet"):
        refuse("--format", "--engine ray writes parquet; convert it, or leave this out.")
    if out.suffix.lower() in {suffix for one in FORMATS.values() for suffix in one.suffixes}:
        refuse("--out", f"--engine ray writes a folder of Parquet files, not a {out.suffix} file; give a folder.")


def repeat_option(arguments: list[str], option: str) -> list[str]:
    """Put an option in front of each value that follows it, up to the next option."""
    found: list[str] = []
    last = ""
    for at, one in enumerate(arguments):
        if one == "--":
            return found + arguments[at:]
        if one.startswith("-") and one != "-":
            last = one
            found += [] if one == option and at + 1 < len(arguments) else [one]
        else:
            found += [option, one] if last == option else [one]
    return found


def _one_of(names: Sequence[str]) -> Callable[[str], str]:
    """Return a parser of a name, which says what to use instead of a format that was removed."""

    def name(value: str) -> str:
        if value in names:
            return value
        raise typer.BadParameter(removal(value) or f"{value!r} is not one of {', '.join(map(repr, names))}.")

    return name


def _option(help: str, *names: str, **settings: Any) -> Any:
    return typer.Option(*names, show_default=False, help=help, **settings)


def _format(help: str, *names: str, formats: Sequence[str] = FORMATS) -> Any:
    return _option(help, *names, parser=_one_of(formats), metavar=f"<{'|'.join(formats)}>")


_BY_SUFFIX = "Output format; default: by the suffix of --output, else a table."
_PAGED = "On a terminal, this opens the pager ($PAGER)."
ALL_TYPES: Final = "direct,mixed,indirect"

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        show_default=False,
        help="Articles: text, HTML or .docx files; .jsonl, .json, .csv, .tsv, .parquet or .xlsx files with an article "
        "in each row; any of them packed as .gz or .zst; folders, globs, or - for standard input.",
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
Format = Annotated[str | None, _format(_BY_SUFFIX, "--format")]
TallyFormat = Annotated[str | None, _format(_BY_SUFFIX, "--format", formats=FORMATS[:3])]
CheckFormat = Annotated[
    str | None, _format(f"{_BY_SUFFIX} html is a page.", "--format", formats=(*FORMATS[:3], "html"))
]
RunFormat = Annotated[str | None, _format("Output format; default: by the suffix of --out, else jsonl.", "--format")]
Output = Annotated[
    Path | None, _option("File to write; it is complete or not there at all.", "--output", "-o", metavar="FILE")
]
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
DateColumn = Annotated[
    str | None, _option("Key in the articles' meta that has their date; default: a guess.", metavar="NAME")
]
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
        metavar="TYPE,...", help="Types of quotes: direct, mixed (partly in quotation marks), indirect (without marks)."
    ),
]
Acts = Annotated[
    Literal["speech", "all"], typer.Option(help="speech: said, wrote, announced; all: also thought, wanted, felt.")
]
MinConfidence = Annotated[
    float, typer.Option(min=0.0, max=1.0, metavar="X", help="Lowest confidence of a quote, 0 to 1.")
]
People = Annotated[
    Path | None,
    _option(
        "List of people to look the speakers up in: .csv, .tsv or .jsonl with name and optionally aliases, kind, key, "
        "role, affiliation and more.",
        metavar="FILE",
    ),
]
WithText = Annotated[bool, typer.Option("--with-text", help="Include the article's text in JSON records.")]
Wide = Annotated[bool, typer.Option("--wide", help="Show all fields of each quote in the table.")]
Context = Annotated[
    bool, typer.Option("--context", help="Show each quote in the table with its paragraph or the sentences around it.")
]
Highlight = Annotated[
    bool, typer.Option("--highlight", help=f"Show the article with its quotes marked, in place of the table. {_PAGED}")
]
BothTexts = Annotated[
    bool, typer.Option("--highlight", help=f"Show both texts with differences marked, in place of the table. {_PAGED}")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only: no progress bar, no notes.")]
Threads = Annotated[int | None, _option("Threads of the network; default: all cores.", min=1, metavar="N")]
Model = Annotated[Path | None, _option("Folder of another model; default: the model in the package.", metavar="DIR")]
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
    list[str] | None, _option("Further name of this server, besides localhost; repeatable.", metavar="NAME")
]
ServedChars = Annotated[int, typer.Option(min=1, metavar="N", help="Characters per article at most.")]
Queue = Annotated[int, typer.Option(min=0, metavar="N", help="Requests that may wait; further ones get status 429.")]
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
From = Annotated[str | None, _format("Input format; default: detected for each file.", "--from", formats=GOLD_FORMATS)]
To = Annotated[str, _format("Output format.", "--to", formats=GOLD_FORMATS)]
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
    _option("HTML file to write with what is missed, invented or wrong, most costly first.", metavar="FILE"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON in place of the table.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Random seed of the bootstrap.")]
Resamples = Annotated[int, typer.Option(min=1, metavar="N", help="Resamples of the bootstrap.")]
