"""Write the site of a run: a database, and the articles as pages of the report (``static/report``).
A site for other servers also has what Datasette reads: counts of rows, and from ``datasette/``
metadata, settings, plugins, a style.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from quoteminer.commands.report.page import ReportWriter
from quoteminer.output.run.corrections import Corrections, corrected_records
from quoteminer.output.run.run_paths import DONE, RUN
from quoteminer.output.sqlite import SqliteWriter
from quoteminer.output.table_paths import PeopleTables, StatementTables
from quoteminer.output.whole_files import explaining, whole_folder
from quoteminer.output.writer import written
from quoteminer.records import ArticleRecord

DATABASE: Final = "quotes.sqlite"
PAGE_ARTICLES: Final = 50  # articles on a page of the report: a browser loads the whole page
REPORT: Final = "static/report"
FILES: Final = Path(str(files(__package__) / "datasette"))
"""The folder with the metadata, settings and plugins of Datasette, the same for every run."""


def site_of(run: Path) -> Path:
    """Return the folder of a run's site: ``browse`` in the folder of a run, NAME.browse beside a
    file of records."""
    return run / "browse" if run.is_dir() else run.with_name(f"{run.name}.browse")


def is_current(site: Path, run: Path) -> bool:
    """True if the site is newer than the run, its corrections and its tables of people and
    statements. A site with links is not: those of a run that was received could lead anywhere on
    this computer."""
    records = (run / RUN, run / DONE) if run.is_dir() else (run,)
    read = (*records, Corrections(run).folder, *PeopleTables.of(run), *StatementTables.of(run))
    database = site / DATABASE
    ours = (database, site / "static", site / REPORT)
    if not database.exists() or any(path.is_symlink() for path in ours):
        return False
    return all(path.stat().st_mtime <= database.stat().st_mtime for path in read if path.exists())


def write_site(
    run: Path, site: Path, on_record: Callable[[ArticleRecord], None] = lambda record: None
) -> None:
    """Write the site of a run, or of a file of records, to a new folder that any Datasette can
    serve. Articles without text have no page. If ``quoteminer people`` has written tables, their
    persons are used. Raises what `read_records` and `SqliteWriter` raise; OutputError if the folder
    has files in it or can't be written."""
    with whole_folder(site) as folder, explaining(site):
        shutil.copytree(
            FILES, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
        )
        _write_records(run, folder, on_record)
        counts = json.dumps(row_counts(folder / DATABASE), indent=2)
        (folder / "inspect-data.json").write_text(counts + "\n", encoding="utf-8")


def replace_site(
    run: Path, on_record: Callable[[ArticleRecord], None] = lambda record: None
) -> Path:
    """Write the database and the pages of a run's site again, unless they are current, and return
    its folder. Raises what `write_site` raises."""
    site = site_of(run)
    if not is_current(site, run):
        if (site / DATABASE).exists():
            with explaining(site):
                shutil.rmtree(site)
        with whole_folder(site) as folder, explaining(site):
            _write_records(run, folder, on_record)
    return site


def _write_records(run: Path, folder: Path, on_record: Callable[[ArticleRecord], None]) -> None:
    tables, statements = PeopleTables.of(run), StatementTables.of(run)
    people = tables if tables.speakers.exists() else None
    listed = statements if statements.quotes.exists() else None
    database = SqliteWriter(folder / DATABASE, people, listed)
    with ExitStack() as stack:
        stack.callback(database.abandon)  # without effect after `close`
        pages = stack.enter_context(closing(_Pages(folder / REPORT)))
        for record in corrected_records(run):
            database.write(record, pages.write(record))
            on_record(record)
        database.close(several=True)


class _Pages:
    """Writes articles to pages of the report, PAGE_ARTICLES on each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder, self._page = folder, 1
        self._records: list[ArticleRecord] = []

    def write(self, record: ArticleRecord) -> str | None:
        """Write an article and return its address on the site; None if it has no text."""
        if record.text is None:
            return None
        if len(self._records) == PAGE_ARTICLES:
            self.close()
        self._records.append(record)
        return f"/{REPORT}/{self._page:06d}.html#a{len(self._records) - 1}"

    def close(self) -> None:
        if self._records:
            page = self._folder / f"{self._page:06d}.html"
            with page.open("w", encoding="utf-8", newline="\n") as stream:
                written(ReportWriter, self._records, stream)
            self._page, self._records = self._page + 1, []


def row_counts(path: Path) -> dict[str, Any]:
    """Return the number of rows of each table of an immutable database, so that Datasette need not
    count."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as database:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        counts = {
            name: {"count": database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]}
            for (name,) in database.execute(query).fetchall()
        }
    size = path.stat().st_size
    hash = hashlib.sha256(f"{size} {counts}".encode()).hexdigest()
    return {path.stem: {"file": path.name, "size": size, "hash": hash, "tables": counts}}
