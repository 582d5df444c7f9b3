"""Correct the speakers of a run by a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from quoteminer.cli.options import refuse
from quoteminer.cli.streams import Bar
from quoteminer.commands.speakers.corrected_record import corrected_record
from quoteminer.commands.speakers.speaker_table import ArticleRows, read_speaker_rows
from quoteminer.errors import InputError
from quoteminer.output.csv_tables import tidy
from quoteminer.output.run.corrections import Corrections
from quoteminer.output.run.read_records import read_records
from quoteminer.records import ArticleRecord
from quoteminer.records.parts import counted


class Correction(NamedTuple):
    """An article as extracted, as corrected by the table, and the version before."""

    found: ArticleRecord
    corrected: ArticleRecord
    version: str


def correct_speakers(files: Sequence[str], table: Path, *, quiet: bool) -> None:
    """Keep the corrections of a table beside the run or the file of records that is named, as
    ``serve`` does. Raises InputError before anything is written if a row fits no speaker."""
    if len(files) > 1:
        refuse("--corrected", "give one run or one file of records, to which the rows belong.")
    run = Path(files[0])
    rows, kept = read_speaker_rows(table), Corrections(run)
    corrections = _corrections(run, table, rows, kept)
    for found, corrected, version in corrections:
        kept.write(found, corrected, version)
    with Bar(quiet=quiet) as bar:
        if corrections:
            articles = counted(len(corrections), "article")
            bar.note(f"{articles} corrected by {table}, in {kept.folder}.")
        else:
            bar.note(f"{table}: nothing to correct; all speakers are as the table has them.")


def _corrections(
    run: Path, table: Path, rows: dict[str, ArticleRows], kept: Corrections
) -> list[Correction]:
    """Return the articles that the table changes. Raises InputError."""
    corrections, used = list[Correction](), set[str]()
    for found in read_records(run):
        id = tidy(found.id)
        if id not in rows:
            continue
        if id in used:
            line = _first_line(rows[id])
            raise InputError(
                f"{table}, line {line}: two articles of {run} have the id {id}. Correct them with"
                " quoteminer serve."
            )
        used.add(id)
        current, version = kept.read(found)
        corrected = corrected_record(found, current, rows[id], table)
        if corrected != current:
            corrections.append(Correction(found, corrected, version))
    for id in rows:
        if id not in used:
            raise InputError(
                f"{table}, line {_first_line(rows[id])}: no article of {run} has the id {id!r}."
                " Leave the ids as quoteminer wrote them (a spreadsheet makes 7 of 007: import the"
                " column as text), or delete the row."
            )
    return corrections


def _first_line(rows: ArticleRows) -> int:
    return min(row.line for row in rows.values())
