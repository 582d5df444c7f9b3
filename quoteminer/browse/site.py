"""Write a site: a folder that Datasette can serve, with the database, its metadata, settings and counts of rows, a
plugin for links, a style, and the articles as pages of the report (``static/report``)."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from importlib.resources import files
from pathlib import Path
from typing import Final

from quoteminer.corpus.cluster.storage import DONE
from quoteminer.corpus.corrections import Corrections, corrected_records
from quoteminer.corpus.run_file import RUN
from quoteminer.linking.merged_people import PeopleTables
from quoteminer.output.whole_files import explaining, whole_folder
from quoteminer.output.writer import written
from quoteminer.records import ArticleRecord
from quoteminer.report.page import ReportWriter
from quoteminer.statements.merged_statements import StatementTables
from quoteminer.writers.sqlite import SqliteWriter

DATABASE: Final = "quotes.sqlite"
PAGE_ARTICLES: Final = 50  # articles on a page of the report: a browser loads the whole page
_FOLDERS: Final = {"metadata.yaml": ".", "settings.json": ".", "cell_links.py": "plugins", "wide_quotes.css": "static"}


def site_of(run: Path) -> Path:
    """Return the folder of a run's site: ``browse`` in the folder of a run, NAME.browse beside a file of records."""
    return run / "browse" if run.is_dir() else run.with_name(f"{run.name}.browse")


def is_current(site: Path, run: Path) -> bool:
    """True if the site is newer than the run, its corrections and its tables of people and statements."""
    records = (run / RUN, run / DONE) if run.is_dir() else (run,)
    read = (*records, Corrections(run).folder, *PeopleTables.of(run), *StatementTables.of(run))
    database = site / DATABASE
    return database.exists() and all(path.stat().st_mtime <= database.stat().st_mtime for path in read if path.exists())


def write_site(run: Path, site: Path, on_record: Callable[[ArticleRecord], None] = lambda record: None) -> None:
    """Write the site of a run, or of a file of records, to a new folder. Articles without text have no page. If
    ``quoteminer people`` has written tables, their persons are used. Raises what `read_records` and `SqliteWriter`
    raise; OutputError if the folder has files in it or can't be written."""
    with whole_folder(site) as folder, explaining(site):
        for name, place in _FOLDERS.items():
            (folder / place).mkdir(exist_ok=True)
            shutil.copyfile(str(files(__package__) / name), folder / place / name)
        _write_records(run, folder, on_record)
        _write_counts(folder)


def replace_site(run: Path, on_record: Callable[[ArticleRecord], None] = lambda record: None) -> Path:
    """Write the site of a run again, unless it is current, and return its folder. Raises what `write_site` raises."""
    site = site_of(run)
    if not is_current(site, run):
        if (site / DATABASE).exists():
            with explaining(site):
                shutil.rmtree(site)
        write_site(run, site, on_record)
    return site


def _write_records(run: Path, folder: Path, on_record: Callable[[ArticleRecord], None]) -> None:
    tables, statements = PeopleTables.of(run), StatementTables.of(run)
    people = tables if tables.speakers.exists() else None
    database = SqliteWriter(folder / DATABASE, people, statements if statements.quotes.exists() else None)
    with ExitStack() as stack:
        stack.callback(database.abandon)  # without effect after `close`
        pages = stack.enter_context(closing(_Pages(folder / "static" / "report")))
        for record in corrected_records(run):
            database.write(record, pages.write(record))
            on_record(record)
        database.close(several=True)


class _Pages:
    """Writes articles to pages of the report, PAGE_ARTICLES on each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self._page = folder, 1
        self._records: list[ArticleRecord] = []

    def write(self, record: ArticleRecord) -> str | None:
        """Write an article and return its address on the site; None if it has no text."""
        if record.text is None:
            return None
        if len(self._records) == PAGE_ARTICLES:
            self.close()
        self._records.append(record)
        return f"/static/report/{self._page:06d}.html#a{len(self._records) - 1}"

    def close(self) -> None:
        if self._records:
            with (self._folder / f"{self._page:06d}.html").open("w", encoding="utf-8", newline="\n") as stream:
                written(ReportWriter, self._records, stream)
            self._page, self._records = self._page + 1, []


def _write_counts(folder: Path) -> None:
    """Write the number of rows of each table, so that Datasette treats the database as immutable and need not count."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {name: {"count": database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]} for name in tables}
    size = (folder / DATABASE).stat().st_size
    hash = hashlib.sha256(f"{size} {counts}".encode()).hexdigest()
    data = {Path(DATABASE).stem: {"file": DATABASE, "size": size, "hash": hash, "tables": counts}}
    (folder / "inspect-data.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
