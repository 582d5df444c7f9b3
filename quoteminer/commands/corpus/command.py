"""``quoteminer corpus``: extract quotes from many articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from quoteminer.cli import groups
from quoteminer.cli import parameters as opt
from quoteminer.cli.options import TABLE, check_output, refuse
from quoteminer.output import RecordFormats


def check_run(
    engine: str, format: str | None, out: Path, ray_address: str | None, *, retry: bool
) -> None:
    from quoteminer.output.formats import by_suffix

    if format == TABLE:
        refuse("--format", "the result of a run is for programs; give another format.")
    if engine == "local":
        if ray_address is not None:
            refuse("--ray-address", "only --engine ray has a cluster; leave it out.")
        return
    if retry:
        refuse("--retry", "only --engine local tries failed articles again; leave it out.")
    if format not in (None, "parquet"):
        refuse("--format", "--engine ray writes parquet; convert it, or leave this out.")
    if out.suffix.lower() in by_suffix():
        refuse(
            "--out",
            f"--engine ray writes a folder of Parquet files, not a {out.suffix} file; give a"
            " folder.",
        )


Workers = Annotated[
    int | None, opt.option("Worker processes; default: one per core.", min=1, metavar="N")
]
Retry = Annotated[
    bool,
    opt.option(
        "In a run that is resumed, try articles again that failed, whether their files were mended"
        " or not.",
        "--retry",
    ),
]
Engine = Annotated[
    Literal["local", "ray"],
    typer.Option(
        help=(
            "local: processes on this machine; ray: the machines of a Ray cluster, to Parquet only."
        )
    ),
]
RayAddress = Annotated[
    str | None,
    opt.option(
        "Address of the cluster; default: $RAY_ADDRESS, else a cluster on this machine, else a new"
        " one.",
        metavar="ADDRESS",
    ),
]
AnyLanguage = Annotated[
    bool,
    opt.option(
        "Read articles in other languages, too; default: skip them, and list them in errors.jsonl"
        " as not-english.",
        "--any-language",
    ),
]
RunFormat = Annotated[
    RecordFormats | None, opt.option("Output format; default: by the suffix of --out, else jsonl.")
]
Out = Annotated[
    str,
    opt.option(
        "Folder for the run, its result and errors.jsonl; or a file, whose suffix gives the format."
        " With --engine ray, a new folder or a URI like s3://bucket/folder.",
        metavar="OUT",
        parser=opt.not_empty,
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True)
@groups.grouped
def corpus(
    *,
    out: Out,
    format: RunFormat = None,
    workers: Workers = None,
    retry: Retry = False,
    engine: Engine = "local",
    ray_address: RayAddress = None,
    chosen: groups.Chosen,
    reading: groups.Reading,
    fix_encoding: opt.FixEncoding = False,
    with_text: opt.WithText = False,
    any_language: AnyLanguage = False,
    quiet: opt.Quiet = False,
    model: opt.Model = None,
) -> None:
    """Extract quotes from many articles. A run can be interrupted and resumed.

    Exit status: 0 done, 1 some articles failed (see errors.jsonl) or the result could not be
    written, 2 wrong usage, 130 stopped by Ctrl-C."""
    from quoteminer.commands.corpus.start_run import run_corpus, run_on_cluster
    from quoteminer.commands.corpus.worker import Settings

    check_run(engine, format, Path(out), ray_address, retry=retry)
    inputs = reading.inputs(fix_encoding=fix_encoding)
    check_output(inputs.files(chosen.people), Path(out), "--out", stdout=False)
    settings = Settings(model, chosen.people, chosen.selection, with_text, any_language)
    if engine == "ray":
        raise typer.Exit(
            run_on_cluster(inputs, out, settings, workers=workers, address=ray_address, quiet=quiet)
        )
    raise typer.Exit(
        run_corpus(inputs, Path(out), format, settings, workers=workers, retry=retry, quiet=quiet)
    )
