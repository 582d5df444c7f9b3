"""Make the persons of a database: merged from the records, or read from the tables of ``quoteminer people``, which may
have a reader's decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quoteminer.errors import InputError
from quoteminer.output.cells import ranked, tidy
from quoteminer.output.csv_tables import read_table

if TYPE_CHECKING:
    from quoteminer.linking.merged_people import People, PeopleTables

_COLUMNS: Final = "person name kind key roles affiliations spellings articles quotes words first_date last_date".split()
_NUMBERS: Final = {"person", "articles", "quotes", "words"}


class Persons(NamedTuple):
    """The rows of the table ``persons``, and the number of the person (None without a name) of each speaker, by article
    id and speaker id, in the order of the records."""

    rows: Iterable[tuple[Any, ...]]
    speakers: Iterable[tuple[str, int, int | None]]


def merged_persons(people: People) -> Persons:
    """Return the merged persons."""
    rows = (
        (
            *(person.number, person.name, person.kind, person.key or None),
            *(ranked(counts) or None for counts in (person.roles, person.affiliations, person.spellings)),
            *(person.articles, person.quotes, person.words, person.first_date or None, person.last_date or None),
        )
        for person in people.persons()
    )
    return Persons(rows, people.appearances())


def read_persons(tables: PeopleTables, written: Iterable[tuple[str, int]]) -> Persons:
    """Return the persons in the tables of ``quoteminer people``. ``written``: article id and speaker id of each
    speaker, in the order of the records. Raises InputError if a table can't be read or has other speakers."""
    rows = (tuple(_cell(name, row[name]) for name in _COLUMNS) for _, row in read_table(tables.persons, _COLUMNS))
    return Persons(rows, _numbers(tables, written))


def _numbers(tables: PeopleTables, written: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int, int | None]]:
    listed = read_table(tables.speakers, ("text_id", "speaker_id", "person"))
    for text_id, id in written:
        _, row = next(listed, (0, None))
        if row is None or (row["text_id"], row["speaker_id"]) != (tidy(text_id), str(id)):
            raise InputError(
                f"{tables.speakers}: is not about these speakers (of the article {text_id!r}). Run quoteminer people "
                "again, with your decisions, or delete the tables of people."
            )
        yield text_id, id, int(row["person"]) if row["person"] else None


def _cell(name: str, cell: str) -> object:
    return int(cell) if name in _NUMBERS else cell or None
