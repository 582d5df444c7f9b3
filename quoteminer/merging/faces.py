"""The speakers of many articles, those that are told alike folded into one: what there is to merge, and what is counted
of it. Kept in columns, so that a million speakers fit into memory."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quoteminer.known.blocks import Vocabulary
from quoteminer.known.people import KnownPeople
from quoteminer.merging.dates import date_of
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord, Known, Speaker
from quoteminer.types import SpeakerKind

NO_DATE: Final = "9999"
"""Stands for no date where the first one is looked for."""


class Face(NamedTuple):
    """A speaker as an article tells of him. ``key``: of the row of the user's list that he is; "" where he is none.
    ``open``: the list has several who he may be."""

    kind: SpeakerKind
    name: str
    role: str
    affiliation: str
    key: str = ""
    open: bool = False


class Spoken(NamedTuple):
    """One speaker of one article: the number of the article, from 1, that of his face, what he says there, and where
    that is."""

    article: int
    face: int
    quotes: int
    words: int
    date: str
    text_id: str
    speaker_id: int


@dataclass(slots=True)
class Sums:
    """What is counted of a face, or of all faces of a person. Dates are "" where none is known."""

    articles: int = 0
    quotes: int = 0
    words: int = 0
    first: str = ""
    last: str = ""
    first_text: str = ""

    def add(self, other: Sums) -> None:
        """Count another's as well. The first text is that of the first date, of several the first by name."""
        mine, its = (self.first or NO_DATE, self.first_text), (other.first or NO_DATE, other.first_text)
        self.first_text = min(mine, its)[1] if self.articles else other.first_text
        self.articles += other.articles
        self.quotes += other.quotes
        self.words += other.words
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)


class Faces:
    """Takes records one by one. ``faces`` are the different ones, in the order in which they came; ``articles`` counts
    the records, ``undated`` those without a date, ``columns`` the names in their meta.

    What each article has of each face is kept in a temporary file; use as a context manager.

    Args:
        people: looks the speakers up; None leaves them as the records have them.
        date_column: of the meta; None is the first that looks like one.
    """

    def __init__(self, people: KnownPeople | None = None, date_column: str | None = None) -> None:
        self.articles = self.undated = 0
        self.columns: Counter[str] = Counter()
        self._people, self._date_column = people, date_column
        self._found: dict[tuple[str, SpeakerKind, str | None, str | None], tuple[str, bool]] = {}
        self._numbers: dict[Face, int] = {}
        self._texts: dict[str, str] = {}
        self._sums: list[Sums] = []
        self._forms = Vocabulary()
        self._form_of, self._face_of = array("I"), array("I")
        self._spool: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  see __exit__

    def __enter__(self) -> Faces:
        return self

    def __exit__(self, *error: object) -> None:
        self._spool.close()

    @property
    def faces(self) -> list[Face]:
        """The different faces; their places in the list are their numbers."""
        return list(self._numbers)

    def sums(self, number: int) -> Sums:
        """What is counted of a face."""
        return self._sums[number]

    def add(self, record: ArticleRecord) -> None:
        """Take the speakers of a record."""
        self.articles += 1
        date = date_of(record.meta, self._date_column) or ""
        self.undated += not date
        self.columns.update(record.meta.keys())
        quotes = {quote.id: quote.words for quote in record.quotes}
        for speaker in record.speakers:
            words = [quotes[id] for id in speaker.quotes if id in quotes]
            face = self._number(self._face(speaker))
            self._count(Spoken(self.articles, face, len(words), sum(words), date, record.id, speaker.id))
            for form in {speaker.name, *speaker.aliases}:
                self._form_of.append(self._forms.add(form))
                self._face_of.append(face)

    def spoken(self) -> Iterator[Spoken]:
        """Each speaker of each article, in the order in which they came."""
        self._spool.seek(0)
        for line in self._spool:
            yield Spoken(*json.loads(line))

    def forms(self) -> Forms:
        """The spellings of the faces, when all records are there."""
        return Forms(
            self._forms.words(), np.frombuffer(self._face_of, np.uint32), np.frombuffer(self._form_of, np.uint32)
        )

    def _face(self, speaker: Speaker) -> Face:
        key, open = self._known(speaker)
        parts = speaker.name, speaker.role or "", speaker.affiliation or "", key
        name, role, affiliation, key = (self._texts.setdefault(part, part) for part in parts)
        return Face(speaker.kind, name, role, affiliation, key, open)

    def _known(self, speaker: Speaker) -> tuple[str, bool]:
        """The key of the row that a speaker is, "" for none, and whether the list has several who he may be."""
        if self._people is None:
            return _told(speaker.known)
        asked = speaker.name, speaker.kind, speaker.role, speaker.affiliation
        if asked not in self._found:
            name, kind, role, affiliation = asked
            self._found[asked] = _told(self._people.find(name, kind, role=role, affiliation=affiliation))
        return self._found[asked]

    def _number(self, face: Face) -> int:
        number = self._numbers.setdefault(face, len(self._numbers))
        if number == len(self._sums):
            self._sums.append(Sums())
        return number

    def _count(self, one: Spoken) -> None:
        self._sums[one.face].add(Sums(1, one.quotes, one.words, one.date, one.date, one.text_id))
        self._spool.write(dump(list(one)) + "\n")


class Forms:
    """How often each face is called what: in how many articles it has a form of its name."""

    def __init__(self, words: tuple[str, ...], faces: NDArray[np.uint32], forms: NDArray[np.uint32]) -> None:
        self._words = words
        order = np.argsort(faces, kind="stable")
        self._forms = forms[order]
        self._ends = np.cumsum(np.bincount(faces)) if len(faces) else np.zeros(0, np.int64)

    def of(self, face: int) -> Counter[str]:
        """The forms of a face."""
        start = int(self._ends[face - 1]) if face else 0
        return Counter(self._words[form] for form in self._forms[start : int(self._ends[face])].tolist())


def _told(known: Known | None) -> tuple[str, bool]:
    if known is None:
        return "", False
    return known.row.key if known.row else "", known.status == "ambiguous"
