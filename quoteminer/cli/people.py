"""``quoteminer people``: merge the speakers of a run's articles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from quoteminer.cli.screen import open_screen
from quoteminer.cli.streams import Bar, complain
from quoteminer.cli.table import ScreenWriter
from quoteminer.corpus.read_records import read_records
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.merged_people import Tables, merged_people, write_tables
from quoteminer.records import ArticleRecord
from quoteminer.views.speakers import people_view
from quoteminer.views.totals import counted

SHOWN: Final = 20
"""People printed; the table has all."""


def run(records: Path, list_file: Path | None, tables: Tables, *, date_column: str | None, quiet: bool) -> None:
    """Merge the speakers of a run, write the tables and print who is quoted most.

    Args:
        list_file: a list of known people, or None.

    Raises:
        InputError, PeopleFileError, ConfigError, OutputError: nothing is written.
    """
    known = KnownPeople(list_file) if list_file else None
    with Bar(quiet=quiet) as bar:

        def stepped() -> Iterator[ArticleRecord]:
            for record in read_records(records):
                yield record
                bar.step()

        people = merged_people(stepped(), people=known, date_column=date_column)
        write_tables(people, tables)
    totals = people.totals
    speakers, articles = counted(totals.named, "speaker"), counted(totals.articles, "article")
    listed = f"; surnames merged, and listed: {totals.listed:,}" if totals.listed else ""
    with open_screen(None) as screen:
        writer = ScreenWriter[object](screen)
        writer.print(people_view(list(islice(people.persons(), SHOWN))))
        writer.line(
            f"{speakers} of {articles}: {totals.people:,} people and organisations, {totals.several:,} of them in "
            "several articles."
        )
        writer.line(
            f"Doubtful merges, kept apart: {totals.doubtful:,}{listed}. Sources without a name: {totals.nameless:,}."
        )
        if totals.undated:
            writer.line(f"Articles without a date that can be read: {totals.undated:,}.")
    if not quiet:
        complain(f"written: {', '.join(map(str, tables))}")
