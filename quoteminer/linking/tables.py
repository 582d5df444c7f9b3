"""The people of many articles as tables for spreadsheets and statistics."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quoteminer.linking.merged_people import Doubtful, People, Person
from quoteminer.output.cells import BYTE_ORDER_MARK, harmless
from quoteminer.output.files import whole_file

PERSON_COLUMNS: Final = (
    "person name kind key roles affiliations spellings articles quotes words first_date last_date first_text_id"
).split()
SPEAKER_COLUMNS: Final = "text_id speaker_id person".split()
DOUBT_COLUMNS: Final = (
    "person other score reason name role affiliation other_name other_role other_affiliation"
).split()


@dataclass(frozen=True, slots=True)
class Tables:
    """The three files of a merge: a row a person, a row a speaker of an article, and a row a doubtful merge."""

    persons: Path
    speakers: Path
    doubtful: Path

    @classmethod
    def at(cls, persons: Path) -> Tables:
        """Return the tables with this first one; the others have "speakers" and "doubtful" before the suffix."""
        return cls(persons, *(persons.with_name(f"{persons.stem}.{name}.csv") for name in ("speakers", "doubtful")))

    @classmethod
    def of(cls, records: Path) -> Tables:
        """Return the default paths for a run or a file of records: people.csv in the folder of a run; NAME.people.csv
        beside a file, since a list of the user may be called people.csv."""
        if records.is_dir():
            return cls.at(records / "people.csv")
        stem = records.name.removesuffix(".gz").rpartition(".")[0] or records.name
        return cls.at(records.with_name(f"{stem}.people.csv"))

    @property
    def paths(self) -> tuple[Path, Path, Path]:
        """All three."""
        return self.persons, self.speakers, self.doubtful


def write_tables(people: People, tables: Tables) -> None:
    """Write all three, or none if one can't be written. UTF-8 with a byte order mark; no cell is a formula.

    Raises:
        OutputError: one can't be written.
    """
    speakers = ((text_id, speaker, person or "") for text_id, speaker, person in people.appearances())
    contents: Iterable[tuple[Path, list[str], Iterable[Iterable[object]]]] = (
        (tables.persons, PERSON_COLUMNS, map(_person_row, people.persons())),
        (tables.speakers, SPEAKER_COLUMNS, speakers),
        (tables.doubtful, DOUBT_COLUMNS, map(doubt_row, people.doubtful())),
    )
    with ExitStack() as stack:
        for path, columns, rows in contents:
            stream = stack.enter_context(whole_file(path))
            stream.write(BYTE_ORDER_MARK)
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _person_row(one: Person) -> tuple[object, ...]:
    texts = map(_counted, (one.roles, one.affiliations, one.spellings))
    counts = (one.articles, one.quotes, one.words, one.first_date, one.last_date, one.first_text)
    return (one.number, one.name, one.kind, one.key, *texts, *counts)


def doubt_row(doubt: Doubtful) -> tuple[object, ...]:
    """Return the cells of a doubtful merge, the score with two decimals."""
    one, other = doubt.profile, doubt.other
    names = (one.name, one.role, one.affiliation, other.name, other.role, other.affiliation)
    return (one.person, other.person, round(doubt.score, 2), doubt.reason, *names)


def _counted(texts: Counter[str]) -> str:
    """Format texts with their numbers of articles, the most frequent first: "Bob Harrow (12) | Robert Harrow (3)"."""
    ranked = sorted(texts.items(), key=lambda one: (-one[1], one[0]))
    return " | ".join(f"{text} ({count})" for text, count in ranked)
