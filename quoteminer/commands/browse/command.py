"""``quoteminer browse``: a run as a site of Datasette on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from quoteminer.cli import parameters as opt

BrowsedRun = Annotated[str, opt.RUN]
SiteFolder = Annotated[
    Path | None,
    opt.path(
        "New folder to write instead of serving: database, titles, facets and questions, settings"
        " and pages for your own Datasette (datasette FOLDER).",
        metavar="FOLDER",
    ),
]
DuckdbFile = Annotated[
    Path | None,
    opt.path(
        "SQL file to write instead of serving, or - for standard output: the same views for DuckDB"
        " over the run's Parquet files, for runs that are too large for one database.",
        metavar="FILE",
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True)
def browse(
    run: BrowsedRun,
    port: opt.Port = 8001,
    metadata: SiteFolder = None,
    duckdb: DuckdbFile = None,
    quiet: opt.Quiet = False,
) -> None:
    """Browse a run with Datasette on this computer. Search its quotes, ask predefined questions or
    your own in SQL, and read each quote in its article. Needs the extra browse.

    The pages are written to OUT/browse, and again when the run, its corrections or its tables of
    people have changed. Exit status as for extract."""
    from quoteminer.commands.browse import browse_run as site

    site.browse(run, port, metadata, duckdb, quiet=quiet)
