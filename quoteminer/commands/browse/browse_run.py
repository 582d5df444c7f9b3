"""``quoteminer browse``: serve a run with Datasette, or write the files for it."""

from __future__ import annotations

from pathlib import Path

import typer

from quoteminer.cli.options import check_output, refuse
from quoteminer.cli.streams import Bar, complain, open_output
from quoteminer.commands.corpus.cluster.storage import is_uri
from quoteminer.errors import InputError, need, no_such_file
from quoteminer.output.run.run_paths import DONE, PARTS
from quoteminer.records import ArticleRecord


def browse(run: str, port: int, metadata: Path | None, duckdb: Path | None, *, quiet: bool) -> None:
    """Serve the site of a run, which is written anew unless it is current; or write it to the
    folder ``metadata``, or the views to the file ``duckdb``."""
    if duckdb and metadata:
        refuse("--duckdb", "it can't be combined with --metadata; run the command twice.")
    if duckdb:
        _write_views(run, duckdb)
        return
    from quoteminer.commands.browse.server import HOST, listen, serve
    from quoteminer.commands.browse.site import replace_site, write_site

    for library in ("datasette", "uvicorn"):
        need(library, extra="browse", what="quoteminer browse")
    with Bar(quiet=quiet) as bar:
        textless = 0

        def on_record(record: ArticleRecord) -> None:
            nonlocal textless
            textless += record.text is None
            bar.step()

        if metadata:
            write_site(Path(run), metadata, on_record)
        listening = None if metadata else listen(port)
        site = metadata or replace_site(Path(run), on_record)
    if textless and not quiet:
        complain(
            f"{textless:,} articles have no text, so nothing links to them. Extract with"
            " --with-text."
        )
    if listening is None:
        if not quiet:
            complain(f"written: {site} (datasette {site} serves it)")
        return
    with listening:
        typer.echo(
            f"Datasette is at http://{HOST}:{listening.getsockname()[1]}/quotes (Ctrl-C stops it)"
        )
        serve(site, listening)


def _write_views(run: str, output: Path) -> None:
    """Write SQL for DuckDB over the Parquet files of a run. Raises InputError if there are none."""
    from quoteminer.output.duckdb import duckdb_sql
    from quoteminer.output.table_paths import PeopleTables

    folder, tables = Path(run), PeopleTables.of(Path(run))
    if is_uri(run) or (folder / DONE).exists():
        articles = f"{run.rstrip('/')}/{PARTS}/*.parquet"
    elif (folder / PARTS).is_file() or folder.suffix == ".parquet" and folder.is_file():
        articles = str(folder / PARTS if folder.is_dir() else folder)
    else:
        wanted = "Give what quoteminer corpus --format parquet wrote, or leave out --duckdb."
        raise InputError(
            f"{run}: {f'has no Parquet files. {wanted}' if folder.exists() else no_such_file()}"
        )
    check_output([run, *map(str, tables)], output, "--duckdb")
    people = (str(tables.persons), str(tables.speakers)) if tables.speakers.exists() else None
    with open_output(output) as stream:
        stream.write(duckdb_sql(articles, people))
