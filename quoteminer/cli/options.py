"""The arguments and options that several commands have, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quoteminer.cli.choices import FORMATS, GOLD_FORMATS, ActChoice, CheckFormat, EngineChoice, TallyFormat, one_of


def _a_number(value: float) -> float:
    """Not a number passes every check of a range."""
    if value != value:
        raise typer.BadParameter("nan is no number; give one from 0 to 1.")
    return value


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        show_default=False,
        help="Articles: text or HTML files; .jsonl, .json, .csv, .tsv, .parquet, .xlsx with an article a row; each "
        "also as .gz or .zst; folders of them, globs, or - for standard input.",
    ),
]
TextColumn = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        show_default=False,
        help="The column of a table, or the key in JSON, that has the texts; by default text, body, article or "
        "the like.",
    ),
]
IdColumn = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        show_default=False,
        help="The one that has the articles' ids; by default id, doc_id, url or the like, else the row's number.",
    ),
]
MaxChars = Annotated[
    int, typer.Option(min=1, metavar="N", help="The most characters that an article may have; longer ones are told.")
]
MAX_CHARS = 5_000_000
_FORMATS = f"<{'|'.join(FORMATS)}>"
Format = Annotated[
    str | None,
    typer.Option(
        parser=one_of(FORMATS),
        metavar=_FORMATS,
        help="How to write it; by default as the suffix of --output says, else a table.",
        show_default=False,
    ),
]
TallyFormatOption = Annotated[
    TallyFormat | None,
    typer.Option(
        "--format", help="How to write it; by default as the suffix of --output says, else a table.", show_default=False
    ),
]
CheckFormatOption = Annotated[
    CheckFormat | None,
    typer.Option(
        "--format",
        help="How to write it; by default as the suffix of --output says, else a table; html is a page.",
        show_default=False,
    ),
]
Against = Annotated[
    list[str],
    typer.Option(
        metavar="SOURCE...",
        show_default=False,
        help="What was said: transcripts, articles, speeches; files, folders, globs and all kinds as for FILE. All "
        "arguments up to the next option are sources.",
    ),
]
BothTexts = Annotated[
    bool,
    typer.Option(
        "--highlight",
        help="In place of the table, show the words of draft and source with what differs marked; on a terminal, in "
        "the pager ($PAGER).",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write to this file, whole or not at all."),
]
ReportFile = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write the page to this file, or to -."),
]
ReportTitle = Annotated[str, typer.Option(metavar="TEXT", help="The title of the page.")]
Types = Annotated[
    str, typer.Option(metavar="TYPE,...", help="Which quotes: direct, mixed (some words in marks), indirect.")
]
Acts = Annotated[ActChoice, typer.Option(help="speech: said, wrote, announced; all: thought, wanted and felt as well.")]
MinConfidence = Annotated[
    float,
    typer.Option(
        min=0.0, max=1.0, metavar="X", callback=_a_number, help="Leave out quotes of a lower confidence, 0 to 1."
    ),
]
People = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        show_default=False,
        help="Look the speakers up in this list: .csv, .tsv or .jsonl with name and, if you like, aliases, kind, key, "
        "role, affiliation and more.",
    ),
]
WithText = Annotated[bool, typer.Option("--with-text", help="In JSON, give each record the text of its article.")]
Wide = Annotated[bool, typer.Option("--wide", help="In the table, show all that is known of each quote.")]
Context = Annotated[
    bool, typer.Option("--context", help="In the table, show each quote within its paragraph or the sentences around.")
]
Highlight = Annotated[
    bool,
    typer.Option(
        "--highlight",
        help="In place of the table, show the article with its quotes marked; on a terminal, in the pager ($PAGER).",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no notes; errors are still told.")]
Threads = Annotated[
    int | None, typer.Option(min=1, metavar="N", show_default=False, help="Threads of the network; default: all cores.")
]
Model = Annotated[
    Path | None, typer.Option(metavar="DIR", show_default=False, help="Another model than the one inside the package.")
]
Out = Annotated[
    str,
    typer.Option(
        metavar="OUT",
        show_default=False,
        help="A folder for the run, its result and errors.jsonl; or a file, whose suffix tells the format. With "
        "--engine ray, a new folder or a URI like s3://bucket/folder.",
    ),
]
RecordFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        parser=one_of(FORMATS),
        metavar=_FORMATS,
        show_default=False,
        help="How to write it; by default as the suffix says, else jsonl.",
    ),
]
Workers = Annotated[
    int | None, typer.Option(min=1, metavar="N", show_default=False, help="Processes that read; default: one a core.")
]
Engine = Annotated[
    EngineChoice,
    typer.Option(help="local: processes on this machine; ray: the machines of a Ray cluster, to Parquet only."),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        show_default=False,
        help="The cluster of --engine ray; default: $RAY_ADDRESS, else the one that runs here, else a new one.",
    ),
]
ALL_TYPES = "direct,mixed,indirect"
Gold = Annotated[
    list[str],
    typer.Argument(
        metavar="GOLD",
        show_default=False,
        help="Annotated articles, or records that quoteminer wrote: files, folders, globs; packed by gzip or not.",
    ),
]
_GOLD_FORMATS = f"<{'|'.join(GOLD_FORMATS)}>"
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        parser=one_of(GOLD_FORMATS),
        metavar=_GOLD_FORMATS,
        show_default=False,
        help="The format to read; by default detected for each file.",
    ),
]
To = Annotated[
    str,
    typer.Option(
        "--to", parser=one_of(GOLD_FORMATS), metavar=_GOLD_FORMATS, help="The format to write.", show_default=False
    ),
]
PredictionsFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        show_default=False,
        help="Measure these records, found by the articles' ids, and extract nothing: JSON or JSON lines, as extract "
        "--acts all writes them.",
    ),
]
TwoFiles = Annotated[
    tuple[Path, Path] | None,
    typer.Option(metavar="A B", show_default=False, help="Measure two such files, and test whether B differs from A."),
]
ErrorsFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        show_default=False,
        help="Write what is missed, invented or wrong to this HTML page, the most costly first.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON in place of the table.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Of the random choice of articles for the intervals.")]
Resamples = Annotated[int, typer.Option(min=1, metavar="N", help="How often articles are drawn for the intervals.")]
