"""People the user knows: a list, loaded once, and for each speaker the row of it that he is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from quoteminer.known.blocks import Numbers
from quoteminer.known.files import PeopleFile
from quoteminer.known.index import BodyIndex, PersonIndex, union
from quoteminer.known.judge import LISTED, Wanted, decide, fit
from quoteminer.known.rows import Row
from quoteminer.names.person_names import parse_person
from quoteminer.records import ArticleRecord, Known
from quoteminer.types import SpeakerKind

MOST_NAMESAKES: Final = 400
"""Rows that are compared for one speaker. Where more have his name, no role tells them apart: he is ambiguous."""


class KnownPeople:
    """A list of people and organisations that the user knows.

    Args:
        path: a .csv, .tsv or .jsonl file in UTF-8 with a column ``name`` and, if wanted, ``aliases`` (in a table
            between "|" or ";"), ``kind`` (person or org; guessed where empty), ``key`` or ``id`` (the number of the
            line where there is neither), ``role`` and ``affiliation`` (which tell namesakes apart); more columns
            are kept. A name may have the family name first, with a comma ("Kell, Dana").

    Raises:
        PeopleFileError: the file can't be read, or a row isn't right; the message names file, line and column.

    A million rows take about half a minute to load and 350 MB of memory, and an article of twenty speakers 30 ms to
    link. A list doesn't change once it is loaded, and pickles.
    """

    def __init__(self, path: str | Path) -> None:
        self._rows = PeopleFile(path)
        self._persons, self._bodies = PersonIndex(), BodyIndex()
        for number, row in enumerate(self._rows.load()):
            self._file(row, number)
        self._persons.close()
        self._bodies.close()

    @property
    def file(self) -> PeopleFile:
        """The file that the list was read from."""
        return self._rows

    def __len__(self) -> int:
        """How many rows the list has."""
        return len(self._rows)

    def link(self, record: ArticleRecord) -> ArticleRecord:
        """The record with ``known`` set for each speaker."""
        linked = (
            replace(one, known=self.find(one.name, one.kind, role=one.role, affiliation=one.affiliation))
            for one in record.speakers
        )
        return replace(record, speakers=tuple(linked))

    def find(
        self, name: str, kind: SpeakerKind = "person", *, role: str | None = None, affiliation: str | None = None
    ) -> Known:
        """Who of the list a person or organisation is. Never raises for a name.

        Args:
            name: without honorific and title, in any script.
            kind: "person" and "org" are looked for among the rows of that kind; "unnamed" is nobody of a list.
            role, affiliation: what is known besides the name; they tell namesakes apart.
        """
        if kind == "unnamed":
            return Known("none")
        wanted = Wanted(name, kind, role, affiliation)
        rows, others = self._persons_named(name), self._bodies.like(name)
        if kind == "org":
            rows, others = others, rows
        if len(others) <= MOST_NAMESAKES:
            rows = union((rows, others))
        return self._decide(wanted, rows)

    def _file(self, row: Row, number: int) -> None:
        for form in row.forms:
            if row.kind == "org":
                self._bodies.add(form, number)
            else:
                self._persons.add(parse_person(form), number)

    def _persons_named(self, text: str) -> Numbers:
        """The rows of a name; where there are none, those that it may be a slip of the pen for."""
        name = parse_person(text)
        if name.order == "bare":
            return self._persons.alone(name)
        rows = self._persons.like(name)
        return rows if len(rows) else self._persons.near(name)

    def _decide(self, wanted: Wanted, rows: Numbers) -> Known:
        """Compare the rows; of too many, only those that are listed, and by their names alone."""
        others = max(0, len(rows) - LISTED) if len(rows) > MOST_NAMESAKES else 0
        if others:
            rows, wanted = rows[:LISTED], Wanted(wanted.name, wanted.kind)
        read = map(self._rows.__getitem__, rows.tolist())
        return decide([(fit(wanted, row), row) for row in read], others=others)
