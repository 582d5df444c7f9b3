"""Who is quoted in many articles: the speakers of all records, merged where they are one person or organisation."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

from quoteminer.errors import ConfigError
from quoteminer.known.people import KnownPeople
from quoteminer.merging.bodies import has_name
from quoteminer.merging.doubts import Doubt
from quoteminer.merging.faces import Face, Faces, Forms, Spoken, Sums
from quoteminer.merging.merge import NOBODY, Merged, merge
from quoteminer.merging.rarity import is_initial
from quoteminer.people.names import compare_people, parse_person
from quoteminer.people.organisations import compare_organisations, is_acronym
from quoteminer.people.spelling import SAME_NAME
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


class _Entry(NamedTuple):
    """A person while all are put in order. ``place``: of the person's first face, or among the loose speakers."""

    minus_quotes: int
    minus_articles: int
    name: str
    kind: str
    key: str
    first_text: str
    loose: bool
    place: int


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
        self._order = sorted(range(len(given)), key=given.__getitem__)
        self._faces = [given[number] for number in self._order]
        self._sums = [faces.sums(number) for number in self._order]
        self._forms: Forms = faces.forms()
        self._merged: Merged = merge(self._faces, [one.articles for one in self._sums], self._spellings)
        self._ranks = array("I", bytes(4 * len(given)))
        for rank, number in enumerate(self._order):
            self._ranks[number] = rank
        self._put_in_order()
        self._doubts: dict[tuple[int, int], Doubt] = {}
        for doubt in self._merged.doubts:
            one, other = self._number_of(doubt.one), self._number_of(doubt.other, second=doubt.one == doubt.other)
            if one != other:  # else another reading has joined them since
                self._doubts.setdefault((one, other) if (other, one) not in self._doubts else (other, one), doubt)

    @property
    def totals(self) -> Totals:
        """What there was."""
        named = sum(one.articles for one, label in zip(self._sums, self._merged.labels, strict=True) if label != NOBODY)
        everybody = sum(one.articles for one in self._sums)
        several = sum(entry.minus_articles < -1 for entry in self._entries)
        return Totals(
            self._all.articles,
            self._all.undated,
            named,
            everybody - named,
            len(self._entries),
            several,
            len(self._doubts),
        )

    def persons(self) -> Iterator[Person]:
        """All persons and organisations, who has most quotes first."""
        for number, entry in enumerate(self._entries, start=1):
            yield self._loose_person(number, entry) if entry.loose else self._person(number, entry)

    def speakers(self) -> Iterator[tuple[Spoken, int | None]]:
        """Each speaker of each record, in the order of the records, and the number of his person; None for a source
        without a name of its own."""
        loose = iter(self._loose_numbers)
        for one in self._all.spoken():
            rank = self._ranks[one.face]
            if rank in self._merged.loose:
                yield one, next(loose)
            else:
                yield one, self._numbers.get(self._merged.labels[rank])

    def doubtful(self) -> Iterator[Doubtful]:
        """The merges that are not sure, the likeliest first; each two people once."""
        for (one, other), doubt in self._doubts.items():
            faces = self._faces[doubt.one], self._faces[doubt.other]
            names = self._entries[one - 1].name, self._entries[other - 1].name
            yield Doubtful(one, other, *names, *faces, doubt.score, doubt.reason)

    def _spellings(self, rank: int) -> Counter[str]:
        return self._forms.of(self._order[rank])

    def _put_in_order(self) -> None:
        self._members: dict[int, list[int]] = defaultdict(list)
        for rank, label in enumerate(self._merged.labels):
            if label != NOBODY and rank not in self._merged.loose:
                self._members[label].append(rank)
        self._spoken = [one for one in self._all.spoken() if self._ranks[one.face] in self._merged.loose]
        entries = [self._entry(label, ranks) for label, ranks in self._members.items()]
        entries += [self._loose_entry(place, one) for place, one in enumerate(self._spoken)]
        self._entries: Sequence[_Entry] = sorted(entries)
        self._numbers: dict[int, int] = {}
        self._loose_numbers = array("I", bytes(4 * len(self._spoken)))
        self._loose_of_face: dict[int, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries, start=1):
            if entry.loose:
                self._loose_numbers[entry.place] = number
                first = self._loose_of_face[self._merged.labels[self._ranks[self._spoken[entry.place].face]]]
                first += [number] if len(first) < 2 else []
            else:
                self._numbers[entry.place] = number

    def _entry(self, label: int, ranks: Sequence[int]) -> _Entry:
        sums = self._sum(ranks)
        name = _best_name(Counter({r: self._sums[r].articles for r in ranks}), self._faces)
        face, key = self._faces[label], self._key(ranks)
        return _Entry(-sums.quotes, -sums.articles, name, face.kind, key, sums.first_text, False, label)

    def _loose_entry(self, place: int, one: Spoken) -> _Entry:
        face = self._faces[self._ranks[one.face]]
        return _Entry(-one.quotes, -1, face.name, face.kind, "", one.text_id, True, place)

    def _person(self, number: int, entry: _Entry) -> Person:
        ranks = self._members[entry.place]
        roles, affiliations, spellings = Counter[str](), Counter[str](), Counter[str]()
        for rank in ranks:
            face, articles = self._faces[rank], self._sums[rank].articles
            roles.update({face.role: articles} if face.role else {})
            affiliations.update({face.affiliation: articles} if face.affiliation else {})
            spellings.update(self._names_of(rank, entry.name))
        kind = self._faces[entry.place].kind
        return Person(number, entry.name, kind, entry.key, roles, affiliations, spellings, self._sum(ranks))

    def _names_of(self, rank: int, name: str) -> dict[str, int]:
        """What a face is called, without descriptions ("the senator"), which records have among the aliases."""
        face = self._faces[rank]
        return {
            form: count
            for form, count in self._spellings(rank).items()
            if form == face.name or _is_form_of(form, name, face.kind)
        }

    def _loose_person(self, number: int, entry: _Entry) -> Person:
        one = self._spoken[entry.place]
        face = self._faces[self._ranks[one.face]]
        sums = Sums(1, one.quotes, one.words, one.date, one.date, one.text_id)
        said = [Counter({text: 1} if text else {}) for text in (face.role, face.affiliation, face.name)]
        return Person(number, face.name, face.kind, "", said[0], said[1], said[2], sums)

    def _sum(self, ranks: Iterable[int]) -> Sums:
        total = Sums()
        for rank in ranks:
            total.add(self._sums[rank])
        return total

    def _key(self, ranks: Iterable[int]) -> str:
        return next((self._faces[rank].key for rank in ranks if self._faces[rank].key), "")

    def _number_of(self, rank: int, *, second: bool = False) -> int:
        label = self._merged.labels[rank]
        return self._loose_of_face[label][second] if rank in self._merged.loose else self._numbers[label]


def _is_form_of(form: str, name: str, kind: SpeakerKind) -> bool:
    if form.count(" ") >= _MOST_WORDS or "," in form:
        return False
    if kind == "org":
        return has_name(form) and compare_organisations(form, name) >= SAME_NAME
    return compare_people(form, name) >= SAME_NAME


def _best_name(articles: Counter[int], faces: Sequence[Face]) -> str:
    """The name of most articles; but one of several words rather than an initial, a single word or an acronym."""
    names: Counter[str] = Counter()
    for rank, count in articles.items():
        names[faces[rank].name] += count
    if len(names) == 1:
        return next(iter(names))
    return min(names, key=lambda name: (_is_short(name, faces[min(articles)].kind), -names[name], -len(name), name))


def _is_short(name: str, kind: SpeakerKind) -> bool:
    if kind == "org":
        return is_acronym(name)
    parsed = parse_person(name)
    return parsed.order == "bare" or is_initial(parsed.given)
