"""The command and its options. What they do is in the module of each subcommand; nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from quoteminer import __version__
from quoteminer.cli.choices import (
    ActChoice,
    CheckFormat,
    EngineChoice,
    Show,
    check_engine,
    check_evaluation,
    check_named,
    check_output,
    check_run_format,
    each_with_option,
    parse_types,
)
from quoteminer.cli.options import (
    ALL_TYPES,
    MAX_CHARS,
    Acts,
    Against,
    AsJson,
    BothTexts,
    CheckFormatOption,
    Context,
    Engine,
    ErrorsFile,
    Files,
    Format,
    From,
    Gold,
    Highlight,
    IdColumn,
    MaxChars,
    MinConfidence,
    Model,
    Out,
    Output,
    People,
    PredictionsFile,
    Quiet,
    RayAddress,
    RecordFormat,
    ReportFile,
    ReportTitle,
    Resamples,
    Seed,
    TallyFormatOption,
    TextColumn,
    Threads,
    To,
    TwoFiles,
    Types,
    Wide,
    WithText,
    Workers,
)
from quoteminer.cli.streams import complain, complain_of, explained_errors

# Plain help: rich's would cost a tenth of a second each time.
app = typer.Typer(name="quoteminer", add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class _CheckCommand(TyperCommand):
    """Lets --against take all arguments up to the next option, as a shell's glob gives them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, each_with_option(args, "--against"))


def main() -> None:
    """Run the command with the arguments of the process."""
    try:
        app(prog_name="quoteminer")
    except KeyboardInterrupt:  # one that came while another was dealt with
        raise SystemExit(130) from None


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quoteminer {__version__}")
        raise typer.Exit


@app.callback(no_args_is_help=True)
def _root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Who said what in a news article: quotes, speakers and exact positions, offline."""


@app.command(no_args_is_help=True)
def extract(
    files: Files,
    format: Format = None,
    output: Output = None,
    types: Types = ALL_TYPES,
    acts: Acts = ActChoice.SPEECH,
    min_confidence: MinConfidence = 0.0,
    people: People = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    max_chars: MaxChars = MAX_CHARS,
    wide: Wide = False,
    context: Context = False,
    highlight: Highlight = False,
    with_text: WithText = False,
    quiet: Quiet = False,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Find who said what. Exit status: 0 done, 1 something could not be read or written, 2 wrong usage."""
    from quoteminer.cli.extract import Given, Tools, run
    from quoteminer.cli.outputs import record_sink
    from quoteminer.selection import Wanted

    wanted, tools = Wanted(parse_types(types), acts.acts(), min_confidence), Tools(model, threads, people)
    given = Given(files, text_column, id_column, max_chars)
    check_output(given.files_read(people), output)
    show = Show(wide=wide, context=context, highlight=highlight)
    with explained_errors():
        failures = run(given, wanted, tools, record_sink(format, output, show), quiet=quiet, with_text=with_text)
    raise typer.Exit(1 if failures else 0)


@app.command(no_args_is_help=True)
def speakers(
    files: Files,
    format: TallyFormatOption = None,
    output: Output = None,
    types: Types = ALL_TYPES,
    acts: Acts = ActChoice.SPEECH,
    min_confidence: MinConfidence = 0.0,
    people: People = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    max_chars: MaxChars = MAX_CHARS,
    quiet: Quiet = False,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Find who speaks in each article, and how much. Exit status as for extract."""
    from quoteminer.cli.extract import Given, Tools, run
    from quoteminer.cli.outputs import tally_sink
    from quoteminer.selection import Wanted

    wanted, tools = Wanted(parse_types(types), acts.acts(), min_confidence), Tools(model, threads, people)
    given = Given(files, text_column, id_column, max_chars)
    check_output(given.files_read(people), output)
    with explained_errors():
        failures = run(given, wanted, tools, tally_sink(format, output), quiet=quiet)
    raise typer.Exit(1 if failures else 0)


@app.command(no_args_is_help=True)
def corpus(
    files: Files,
    out: Out,
    format: RecordFormat = None,
    workers: Workers = None,
    engine: Engine = EngineChoice.LOCAL,
    ray_address: RayAddress = None,
    types: Types = ALL_TYPES,
    acts: Acts = ActChoice.SPEECH,
    min_confidence: MinConfidence = 0.0,
    people: People = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    max_chars: MaxChars = MAX_CHARS,
    with_text: WithText = False,
    quiet: Quiet = False,
    model: Model = None,
) -> None:
    """Find who said what in many articles, in a run that goes on where it was interrupted, however that happened.

    Exit status: 0 done, 1 some articles failed (see errors.jsonl) or the result could not be written, 2 wrong usage,
    130 stopped by Ctrl-C. With --engine ray, a run that was stopped is begun anew."""
    from quoteminer.cli.cluster import run_on_cluster
    from quoteminer.cli.corpus import cores, run_corpus, told
    from quoteminer.cli.extract import Given
    from quoteminer.corpus.paths import RunPaths
    from quoteminer.corpus.worker import Settings
    from quoteminer.selection import Wanted
    from quoteminer.writers import FORMATS

    check_run_format(format)
    check_named(Path(out), "--out")
    check_engine(engine, format, Path(out), ray_address)
    given = Given(files, text_column, id_column, max_chars)
    check_output(given.files_read(people), Path(out), "--out")
    with explained_errors():
        paths = RunPaths.of(Path(out), format)
        wanted = Wanted(parse_types(types), acts.acts(), min_confidence)
        settings = Settings(model, people, wanted, with_text or FORMATS[paths.format].needs_text)
        if engine is EngineChoice.RAY:
            ended = run_on_cluster(given, out, settings, workers=workers, address=ray_address, quiet=quiet)
        else:
            ended = run_corpus(given, paths, settings, workers=workers or cores(), quiet=quiet)
    if not quiet or ended.status:
        for line in told(ended):
            complain(line)
    raise typer.Exit(ended.status)


@app.command(no_args_is_help=True)
def people(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", show_default=False, help="A finished run: the folder or file that corpus wrote; or records."
        ),
    ],
    people: People = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Write the people to this CSV file, and the two "
            "other tables beside it; default: people.csv in the folder, NAME.people.csv beside a file.",
        ),
    ] = None,
    date_column: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", show_default=False, help="Which of the articles' meta is their date; default: guess."
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Find who is quoted in the articles of a run, the same person across all of them, and write it to people.csv.

    Doubtful merges are kept apart and listed. Exit status: 0 done, 1 something could not be read or written, 2 wrong
    usage."""
    from quoteminer.cli.people import run
    from quoteminer.merging.tables import Tables

    check_named(output)
    tables = Tables.at(output) if output else Tables.of(out)
    for path in tables.paths:
        check_output([str(out), *([str(people)] if people else [])], path)
    with explained_errors():
        run(out, people, tables, date_column=date_column, quiet=quiet)


@app.command(no_args_is_help=True)
def report(
    files: Files,
    output: ReportFile,
    title: ReportTitle = "Who said what",
    types: Types = ALL_TYPES,
    acts: Acts = ActChoice.SPEECH,
    min_confidence: MinConfidence = 0.0,
    people: People = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    max_chars: MaxChars = MAX_CHARS,
    quiet: Quiet = False,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Write a page that shows each article with its quotes, by speaker: one HTML file, which needs no network. Exit
    status as for extract."""
    from quoteminer.cli.extract import Given, Tools, run
    from quoteminer.cli.outputs import report_sink
    from quoteminer.selection import Wanted

    wanted, tools = Wanted(parse_types(types), acts.acts(), min_confidence), Tools(model, threads, people)
    given = Given(files, text_column, id_column, max_chars)
    check_output(given.files_read(people), output)
    with explained_errors():
        failures = run(given, wanted, tools, report_sink(output, title), quiet=quiet)
    raise typer.Exit(1 if failures else 0)


@app.command(no_args_is_help=True, cls=_CheckCommand)
def check(
    files: Files,
    against: Against,
    format: CheckFormatOption = None,
    output: Output = None,
    highlight: BothTexts = False,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    max_chars: MaxChars = MAX_CHARS,
    quiet: Quiet = False,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Check whether the quotations of a draft are what the sources say: verbatim, altered, shortened, stitched from
    several places, or not found; and whether the same speaker says it there.

    Exit status: 0 all is well, 1 something is altered, not found or another speaker's, or could not be read or written,
    2 wrong usage."""
    from quoteminer.cli.check import run
    from quoteminer.cli.extract import Given, Tools

    drafts, sources = (Given(paths, text_column, id_column, max_chars) for paths in (files, against))
    check_output([*drafts.files_read(), *sources.files_read()], output)
    kind = CheckFormat.of(format, output)
    if highlight and kind is not CheckFormat.TABLE:
        raise typer.BadParameter(f"it goes with the table only, not with {kind.value}.", param_hint="'--highlight'")
    with explained_errors():
        well = run(drafts, sources, Tools(model, threads), kind, output, highlight=highlight, quiet=quiet)
    raise typer.Exit(0 if well else 1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="Where to listen; others can ask only where this says.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes any that is free.")] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", show_default=False, help="A name of this server, besides localhost; repeatable."),
    ] = None,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="Characters that an article may have.")] = 200_000,
    queue: Annotated[int, typer.Option(min=0, metavar="N", help="Requests that may wait; others get 429.")] = 16,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=3600, metavar="SECONDS", help="That a request may take, its wait included.")
    ] = 60.0,
    people: People = None,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Open a page on this computer where articles are read, corrected by hand and written in any format, and an
    interface for programs (POST /api/extract; /openapi.json describes it). Needs the extra web."""
    from quoteminer.cli.extract import Tools
    from quoteminer.cli.serve import run

    tools = Tools(model, threads, people)
    with explained_errors():
        run(host, port, allow_host or [], tools, characters=max_chars, waiting=queue, seconds=timeout, tell=typer.echo)


@app.command(no_args_is_help=True)
def evaluate(
    gold: Gold,
    predictions: PredictionsFile = None,
    compare: TwoFiles = None,
    errors: ErrorsFile = None,
    source: From = None,
    json: AsJson = False,
    seed: Seed = 1,
    resamples: Resamples = 1000,
    quiet: Quiet = False,
    threads: Threads = None,
    model: Model = None,
) -> None:
    """Measure on annotated articles how good the quotes are, each figure with a 95 % interval.

    Without --predictions or --compare, the articles are read here and now, all acts (as extract --acts all does), since
    gold has thoughts as well as speech. Exit status as for extract."""
    check_evaluation(predictions, compare, errors, model, threads)
    from quoteminer.cli.evaluate import How, run, run_comparison
    from quoteminer.cli.extract import Tools
    from quoteminer.evaluation.formats.files import paths_read

    check_named(errors, "--errors")
    check_output(map(str, [*paths_read(gold), *([predictions] if predictions else [])]), errors, "--errors")
    how = How(seed, resamples, source, json=json, quiet=quiet)
    with explained_errors():
        if compare:
            failures = run_comparison(gold, *compare, how)
        else:
            failures = run(gold, predictions, errors, Tools(model, threads), how)
    raise typer.Exit(1 if failures else 0)


@app.command()
def info(model: Model = None) -> None:
    """Show the version, the model, its checksum and where it was found."""
    from quoteminer.cli.info import lines

    with explained_errors():
        for line in lines(model):
            typer.echo(line)


@app.command(no_args_is_help=True)
def convert(
    gold: Gold,
    to: To,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", show_default=False, help="A file, or a new folder for brat."),
    ],
    source: From = None,
) -> None:
    """Write annotated articles, or records, in another format: to correct them in brat or Label Studio and read them
    back. Exit status as for extract."""
    from quoteminer.evaluation.formats import convert as run
    from quoteminer.evaluation.formats.files import paths_read

    check_named(output)
    check_output(map(str, paths_read(gold)), output)
    with explained_errors():
        failures = run(gold, output, to=to, source=source, tell=complain_of)
    raise typer.Exit(1 if failures else 0)
