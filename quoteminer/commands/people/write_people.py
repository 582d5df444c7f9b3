"""Write the tables of the people of many articles."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Final

from quoteminer.linking.merged_people import People, Person
from quoteminer.output import csv_tables
from quoteminer.output.csv_tables import CsvTable
from quoteminer.output.table_paths import PeopleTables

_PERSON_COLUMNS: Final = (
    "person name kind key roles affiliations spellings articles quotes words first_date last_date"
    " first_text_id pronouns pronouns_guessed"
)
_DOUBT_COLUMNS: Final = (
    "answer person other score reason name role affiliation other_name other_role other_affiliation"
    " text_id speaker_id other_text_id other_speaker_id"
)


def write_people(people: People, tables: PeopleTables) -> None:
    """Write all three, or none if one can't be written (OutputError), in UTF-8 with a byte order
    mark."""
    cells_of_person = attrgetter(*(field.name for field in fields(Person)))
    csv_tables.write_tables(
        [
            CsvTable(
                tables.persons, _PERSON_COLUMNS.split(), map(cells_of_person, people.persons())
            ),
            CsvTable(tables.speakers, ("text_id", "speaker_id", "person"), people.appearances()),
            CsvTable(tables.doubtful, _DOUBT_COLUMNS.split(), people.doubt_rows()),
        ]
    )
