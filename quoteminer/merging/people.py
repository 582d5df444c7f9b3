"""Who is quoted in many articles: the speakers of all records, merged where they are one person or organisation."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

from quoteminer.errors import ConfigError
from quoteminer.known.people import KnownPeople
from quoteminer.merging.bodies import has_name
from quoteminer.merging.doubts import Doubt
from quoteminer.merging.faces import Face, Faces, Forms, Spoken, Sums
from quoteminer.merging.merge import NOBODY, Merged, merge
from quoteminer.merging.order import Entry, Order
from quoteminer.names.organisations import compare_organisations
from quoteminer.names.person_names import compare_people
from quoteminer.names.similarity import SAME_NAME
from quoteminer.records import ArticleRecord
from quoteminer.types import SpeakerKind

_COLUMNS_SHOWN: Final = 8
_MOST_WORDS: Final = 6
"""Words that a form of a name has at most, titles and all."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person or an organisation over all articles. ``number`` counts from 1, who has most quotes first. ``key``: of
    the user's list, "" for none. ``roles``, ``affiliations`` and ``spellings``: in how many articles each of them is.
    """

    number: int
    name: str
    kind: SpeakerKind
    key: str
    roles: Counter[str]
    affiliations: Counter[str]
    spellings: Counter[str]
    sums: Sums


class Doubtful(NamedTuple):
    """Two people, by number, that may be one, and what is known of them where that is in doubt. ``score``: 1 and more
    would be merged if nothing else stood against it."""

    person: int
    other: int
    name: str
    other_name: str
    face: Face
    other_face: Face
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What there was: articles, those of them without a date, and the speakers of each article, counted one by one:
    those who are part of a person (``named``), and sources without a name of their own (``nameless``). ``people`` are
    all persons and organisations, ``several`` those of more than one article; ``doubtful`` merges are kept apart."""

    articles: int
    undated: int
    named: int
    nameless: int
    people: int
    several: int
    doubtful: int


@contextmanager
def merged_people(
    records: Iterable[ArticleRecord], *, people: KnownPeople | None = None, date_column: str | None = None
) -> Iterator[People]:
    """Merge the speakers of many records. What the block gets is good inside it only: it has a temporary file.

    The result does not depend on the order of the records, but for the order of `People.speakers`.

    Args:
        records: a stream; none of them is kept.
        people: the user's list: whoever is linked to one row is one person, and those of different rows are never
            merged. None takes the links that the records have.
        date_column: of the records' meta; None is the first that looks like the date of the article.

    Raises:
        ConfigError: no record has ``date_column`` in its meta.
        What reading the records raises.
    """
    with Faces(people, date_column) as faces:
        for record in records:
            faces.add(record)
        if date_column is not None and faces.articles and not faces.columns[date_column]:
            found = ", ".join(sorted(faces.columns)[:_COLUMNS_SHOWN]) or "none"
            raise ConfigError(f"No article has {date_column!r} in its meta, to be the date. There are: {found}.")
        yield People(faces)


class People:
    """The people of many articles. Made by `merged_people`."""

    def __init__(self, faces: Faces) -> None:
        self._all = faces
        given = faces.faces
        self._sorted = sorted(range(len(given)), key=given.__getitem__)
        self._places = array("I", bytes(4 * len(given)))
        for place, number in enumerate(self._sorted):
            self._places[number] = place
        self._faces = [given[number] for number in self._sorted]
        self._sums = [faces.sums(number) for number in self._sorted]
        self._forms: Forms = faces.forms()
        self._merged: Merged = merge(self._faces, [one.articles for one in self._sums], self._spellings)
        self._order = Order(self._faces, self._sums, self._merged, self._spoken())
        self._doubts = self._numbered_doubts()

    @property
    def totals(self) -> Totals:
        """What there was."""
        named = sum(one.articles for one, label in zip(self._sums, self._merged.labels, strict=True) if label != NOBODY)
        everybody = sum(one.articles for one in self._sums)
        entries = self._order.entries
        return Totals(
            articles=self._all.articles,
            undated=self._all.undated,
            named=named,
            nameless=everybody - named,
            people=len(entries),
            several=sum(entry.minus_articles < -1 for entry in entries),
            doubtful=len(self._doubts),
        )

    def persons(self) -> Iterator[Person]:
        """All persons and organisations, who has most quotes first."""
        for number, entry in enumerate(self._order.entries, start=1):
            yield self._loose_person(number, entry) if entry.loose else self._person(number, entry)

    def speakers(self) -> Iterator[tuple[Spoken, int | None]]:
        """Each speaker of each record, in the order of the records, and the number of his person; None for a source
        without a name of its own."""
        loose = iter(self._order.loose_numbers)
        for one in self._spoken():
            yield one, next(loose) if one.face in self._merged.loose else self._order.number_of(one.face)

    def doubtful(self) -> Iterator[Doubtful]:
        """The merges that are not sure, the likeliest first; each two people once."""
        for (one, other), doubt in self._doubts.items():
            faces = self._faces[doubt.one], self._faces[doubt.other]
            names = self._order.entries[one - 1].name, self._order.entries[other - 1].name
            yield Doubtful(one, other, *names, *faces, doubt.score, doubt.reason)

    def _spoken(self) -> Iterator[Spoken]:
        for one in self._all.spoken():
            yield one._replace(face=self._places[one.face])

    def _spellings(self, place: int) -> Counter[str]:
        return self._forms.of(self._sorted[place])

    def _numbered_doubts(self) -> dict[tuple[int, int], Doubt]:
        """The doubts by the numbers of the two people; of several about the same two, the likeliest one."""
        found: dict[tuple[int, int], Doubt] = {}
        for doubt in self._merged.doubts:
            one = self._order.number_of(doubt.one)
            other = self._order.number_of(doubt.other, second=doubt.one == doubt.other)
            if one and other and one != other and (other, one) not in found:  # another reading may have joined them
                found.setdefault((one, other), doubt)
        return found

    def _person(self, number: int, entry: Entry) -> Person:
        roles, affiliations, spellings = Counter[str](), Counter[str](), Counter[str]()
        for place in self._order.members[entry.place]:
            face, articles = self._faces[place], self._sums[place].articles
            roles.update({face.role: articles} if face.role else {})
            affiliations.update({face.affiliation: articles} if face.affiliation else {})
            spellings.update(self._names_of(place, entry.name))
        sums = self._order.sums_of(entry.place)
        return Person(number, entry.name, entry.kind, entry.key, roles, affiliations, spellings, sums)

    def _names_of(self, place: int, name: str) -> dict[str, int]:
        """What a face is called, without descriptions ("the senator"), which records have among the aliases."""
        face = self._faces[place]
        return {
            form: count
            for form, count in self._spellings(place).items()
            if form == face.name or _is_form_of(form, name, face.kind)
        }

    def _loose_person(self, number: int, entry: Entry) -> Person:
        one = self._order.loose[entry.place]
        face = self._faces[one.face]
        sums = Sums(1, one.quotes, one.words, one.date, one.date, one.text_id)
        said = [Counter({text: 1} if text else {}) for text in (face.role, face.affiliation, face.name)]
        return Person(number, face.name, face.kind, "", said[0], said[1], said[2], sums)


def _is_form_of(form: str, name: str, kind: SpeakerKind) -> bool:
    if form.count(" ") >= _MOST_WORDS or "," in form:
        return False
    if kind == "org":
        return has_name(form) and compare_organisations(form, name) >= SAME_NAME
    return compare_people(form, name) >= SAME_NAME
