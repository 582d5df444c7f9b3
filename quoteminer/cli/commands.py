"""The command line: thin functions over other modules. Nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path

import typer

from quoteminer.cli import options
from quoteminer.cli import parameters as opt
from quoteminer.cli.options import CheckCommand, InputFiles, Show, Tools, check_output, selection
from quoteminer.cli.streams import DONE, FAILED, Commands
from quoteminer.inputs import MAX_CHARS, ReadOptions

# Plain help: rich's would cost a tenth of a second each time.
app = typer.Typer(
    name="quoteminer", cls=Commands, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)


def main() -> None:
    try:
        app(prog_name="quoteminer")
    except KeyboardInterrupt:  # one that came while another was handled
        raise SystemExit(130) from None


@app.callback(no_args_is_help=True)
def _root(version: opt.Version = False) -> None:
    """Who said what in a news article: quotes, speakers and exact positions, offline."""


@app.command(no_args_is_help=True)
def extract(
    files: opt.Files,
    format: opt.RecordFormat = None,
    output: opt.Output = None,
    types: opt.Types = "all",
    acts: opt.Acts = "speech",
    min_confidence: opt.MinConfidence = 0.0,
    people: opt.People = None,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    fix_encoding: opt.FixEncoding = False,
    wide: opt.Wide = False,
    context: opt.Context = False,
    highlight: opt.Highlight = False,
    with_text: opt.WithText = False,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Extract quotes and their speakers.

    Exit status: 0 done, 1 something could not be read or written, 2 wrong usage."""
    from quoteminer.cli.extract import mine
    from quoteminer.cli.outputs import record_sink

    inputs = InputFiles(files, ReadOptions(text_column, id_column, max_chars, fix_encoding))
    chosen, tools = selection(types, acts, min_confidence), Tools(model, threads, people)
    sink = record_sink(format, output, Show(wide, context, highlight))
    raise typer.Exit(mine(inputs, chosen, tools, sink, quiet=quiet, with_text=with_text))


@app.command(no_args_is_help=True)
def speakers(
    files: opt.Files,
    format: opt.TallyFormat = None,
    output: opt.Output = None,
    types: opt.Types = "all",
    acts: opt.Acts = "speech",
    min_confidence: opt.MinConfidence = 0.0,
    people: opt.People = None,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """List each article's speakers, with their quotes and shares of the quoted words. Exit status as for extract."""
    from quoteminer.cli.extract import mine
    from quoteminer.cli.outputs import tally_sink

    inputs = InputFiles(files, ReadOptions(text_column, id_column, max_chars))
    chosen, tools = selection(types, acts, min_confidence), Tools(model, threads, people)
    raise typer.Exit(mine(inputs, chosen, tools, tally_sink(format, output), quiet=quiet))


@app.command(no_args_is_help=True)
def corpus(
    files: opt.Files,
    out: opt.Out,
    format: opt.RunFormat = None,
    workers: opt.Workers = None,
    retry: opt.Retry = False,
    engine: opt.Engine = "local",
    ray_address: opt.RayAddress = None,
    types: opt.Types = "all",
    acts: opt.Acts = "speech",
    min_confidence: opt.MinConfidence = 0.0,
    people: opt.People = None,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    fix_encoding: opt.FixEncoding = False,
    with_text: opt.WithText = False,
    quiet: opt.Quiet = False,
    model: opt.Model = None,
) -> None:
    """Extract quotes from many articles. A run can be interrupted and resumed.

    Exit status: 0 done, 1 some articles failed (see errors.jsonl) or the result could not be written, 2 wrong usage,
    130 stopped by Ctrl-C. With --engine ray, a stopped run starts from the beginning."""
    from quoteminer.cli.corpus import run_corpus, run_on_cluster
    from quoteminer.corpus.worker import Settings

    options.check_run(engine, format, Path(out), ray_address, retry=retry)
    inputs = InputFiles(files, ReadOptions(text_column, id_column, max_chars, fix_encoding))
    check_output(inputs.files(people), Path(out), "--out", stdout=False)
    settings = Settings(model, people, selection(types, acts, min_confidence), with_text)
    if engine == "ray":
        raise typer.Exit(run_on_cluster(inputs, out, settings, workers=workers, address=ray_address, quiet=quiet))
    raise typer.Exit(run_corpus(inputs, Path(out), format, settings, workers=workers, retry=retry, quiet=quiet))


@app.command(no_args_is_help=True)
def people(
    out: opt.Run,
    people: opt.People = None,
    decisions: opt.Decisions = None,
    previous: opt.Previous = None,
    output: opt.PeopleOutput = None,
    date_column: opt.DateColumn = None,
    quiet: opt.Quiet = False,
) -> None:
    """List each person quoted in a run once. The speakers of all articles are merged and written to people.csv; pairs
    that a reader should decide are written to people.doubtful.csv. Exit status as for extract."""
    from quoteminer.cli.corpus import people as run

    run(out, people, output, decisions or (), previous, date_column=date_column, quiet=quiet)


@app.command(no_args_is_help=True)
def statements(
    out: opt.Run, output: opt.StatementsOutput = None, date_column: opt.DateColumn = None, quiet: opt.Quiet = False
) -> None:
    """List each statement that several articles of a run quote. Direct and mixed quotes of the same utterance are
    written to statements.csv, with their differences: words, numbers, speakers. Exit status as for extract."""
    from quoteminer.cli.corpus import statements as run

    run(out, output, date_column=date_column, quiet=quiet)


@app.command(no_args_is_help=True)
def report(
    files: opt.Files,
    output: opt.ReportFile,
    title: opt.ReportTitle = "Who said what",
    types: opt.Types = "all",
    acts: opt.Acts = "speech",
    min_confidence: opt.MinConfidence = 0.0,
    people: opt.People = None,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Write an HTML page of articles and quotes, with filters and a search, in one file. Exit status as for extract."""
    from quoteminer.cli.extract import mine
    from quoteminer.cli.outputs import report_sink

    inputs = InputFiles(files, ReadOptions(text_column, id_column, max_chars))
    chosen, tools = selection(types, acts, min_confidence), Tools(model, threads, people)
    raise typer.Exit(mine(inputs, chosen, tools, report_sink(output, title), quiet=quiet))


@app.command(no_args_is_help=True, cls=CheckCommand)
def check(
    files: opt.Files,
    against: opt.Against,
    format: opt.CheckFormat = None,
    output: opt.Output = None,
    highlight: opt.BothTexts = False,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Check a draft's quotations against sources. Each is verbatim, altered, shortened, stitched from several places or
    not found, and said by the same speaker or another.

    Exit status: 0 no problem found, 1 a quotation is altered, not found, turned into its opposite or said by another
    speaker, or something could not be read or written, 2 wrong usage."""
    from quoteminer.cli.extract import check as run
    from quoteminer.cli.outputs import check_sink

    drafts, sources = (InputFiles(paths, ReadOptions(text_column, id_column, max_chars)) for paths in (files, against))
    check_output([*drafts.files(), *sources.files()], output)
    sink = check_sink(format, output, Show(highlight=highlight))
    raise typer.Exit(DONE if run(drafts, sources, Tools(model, threads), sink, quiet=quiet) else FAILED)


@app.command()
def serve(
    run: opt.ServedRun = None,
    host: opt.Host = "127.0.0.1",
    port: opt.Port = 8000,
    allow_host: opt.AllowHost = None,
    max_chars: opt.ServedChars = 200_000,
    queue: opt.Queue = 16,
    timeout: opt.Timeout = 60.0,
    people: opt.People = None,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Serve a web page and an API on this computer. The page shows articles, and lets you correct quotes and download
    them in any format; programs use POST /api/extract (see /openapi.json). With a run, the page shows its articles one
    by one, and saves each correction beside the run at once; extract, report, speakers, people, convert and evaluate
    then read the corrected run. Needs the extra web."""
    from quoteminer.cli.extract import serve_pages

    serve_pages(run, host, port, allow_host or [], Tools(model, threads, people), (max_chars, queue, timeout))


@app.command(no_args_is_help=True)
def browse(
    run: opt.BrowsedRun,
    port: opt.Port = 8001,
    metadata: opt.SiteFolder = None,
    duckdb: opt.DuckdbFile = None,
    quiet: opt.Quiet = False,
) -> None:
    """Browse a run with Datasette on this computer: search its quotes, ask predefined questions or your own in SQL,
    and read each quote in its article. Needs the extra browse.

    The pages are written to OUT/browse, and again when the run, its corrections or its tables of people have changed.
    Exit status as for extract."""
    from quoteminer.cli import browse as site

    site.browse(run, port, metadata, duckdb, quiet=quiet)


@app.command(no_args_is_help=True)
def evaluate(
    gold: opt.Gold,
    predictions: opt.PredictionsFile = None,
    compare: opt.TwoFiles = None,
    errors: opt.ErrorsFile = None,
    source: opt.From = None,
    json: opt.AsJson = False,
    seed: opt.Seed = 1,
    resamples: opt.Resamples = 1000,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Measure the quotes on annotated articles. Each figure has a 95 % interval.

    Without --predictions or --compare, quotes are extracted with all acts (like extract --acts all), because gold has
    thoughts as well as speech. For a run that was corrected in serve, the extracted quotes are measured on the articles
    that were checked as a whole, and each kind of mistake is counted. Exit status as for extract."""
    options.check_evaluation(predictions, compare, errors, model, threads)
    from quoteminer.cli.evaluate import How, measure

    how = How(gold, source, errors, seed, resamples, json, quiet)
    raise typer.Exit(FAILED if measure(how, predictions, compare, Tools(model, threads)) else DONE)


@app.command()
def info(model: opt.Model = None) -> None:
    """Show the version and the installed model. The model's checksum is verified."""
    from quoteminer.cli.show_models import show_info

    show_info(model)


@app.command()
def models(format: opt.ModelsFormat = options.TABLE) -> None:
    """List the installed models with their size, speed and figures. The first one is the default. The figures are
    measured on development articles (README, "How good it is")."""
    from quoteminer.cli.show_models import show_models

    show_models(format)


@app.command(no_args_is_help=True)
def convert(gold: opt.Gold, to: opt.To, output: opt.GoldOutput, source: opt.From = None) -> None:
    """Convert annotated articles or records, for example to correct them in brat or Label Studio and read them back.
    Exit status as for extract."""
    from quoteminer.cli.evaluate import convert_gold

    raise typer.Exit(FAILED if convert_gold(gold, to, output, source) else DONE)
