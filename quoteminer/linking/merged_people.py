"""Who is quoted in many articles: the speakers of all records, merged where they are one person or organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

from quoteminer.errors import ConfigError
from quoteminer.linking.evidence import has_name
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.merge import NOBODY, Doubt, merge
from quoteminer.linking.name_variants import is_bare, is_initial
from quoteminer.linking.profiles import Face, Profiles, Spoken, Sums
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
    """Two people, by number, that may be one, and what is known of them where that is in doubt; the same number twice
    where they are merged. ``score``: the probability, 0..1, that they are one."""

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
    all persons and organisations, ``several`` those of more than one article; ``doubtful`` merges are kept apart,
    ``listed`` ones are made; both are in `People.doubtful`."""

    articles: int
    undated: int
    named: int
    nameless: int
    people: int
    several: int
    doubtful: int
    listed: int = 0


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
    with Profiles(people, date_column) as profiles:
        for record in records:
            profiles.add(record)
        if date_column is not None and profiles.articles and not profiles.columns[date_column]:
            found = ", ".join(sorted(profiles.columns)[:_COLUMNS_SHOWN]) or "none"
            raise ConfigError(f"No article has {date_column!r} in its meta, to be the date. There are: {found}.")
        yield People(profiles)


class People:
    """The people of many articles. Made by `merged_people`."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._numbers = sorted(range(len(profiles.faces)), key=profiles.faces.__getitem__)
        self._faces = [profiles.faces[number] for number in self._numbers]
        self._sums = [profiles.sums(number) for number in self._numbers]
        merged = merge(
            self._faces,
            [one.articles for one in self._sums],
            lambda place: profiles.forms(self._numbers[place]),
            lambda place: profiles.story(self._numbers[place]),
        )
        self._labels = merged.labels
        places = {number: place for place, number in enumerate(self._numbers)}
        self._label_of = [merged.labels[places[number]] for number in range(len(places))]
        self._members: dict[int, list[int]] = defaultdict(list)
        for place, label in enumerate(merged.labels):
            if label != NOBODY:
                self._members[label].append(place)
        self._totals_of = self._summed()
        self._ranked = sorted(map(self._rank, self._members))
        self._number_of = {rank[-1]: number for number, rank in enumerate(self._ranked, start=1)}
        self._doubts = self._numbered(merged.doubts)

    @property
    def totals(self) -> Totals:
        """What there was."""
        named = sum(one.articles for one, label in zip(self._sums, self._labels, strict=True) if label != NOBODY)
        return Totals(
            articles=self._profiles.articles,
            undated=self._profiles.undated,
            named=named,
            nameless=sum(one.articles for one in self._sums) - named,
            people=len(self._ranked),
            several=sum(one.articles > 1 for one in self._totals_of.values()),
            doubtful=sum(not doubt.merged for doubt in self._doubts.values()),
            listed=sum(doubt.merged for doubt in self._doubts.values()),
        )

    def persons(self) -> Iterator[Person]:
        """Yield all persons and organisations, who has most quotes first."""
        for number, (_, _, name, kind, key, _, label) in enumerate(self._ranked, start=1):
            roles, affiliations, spellings = Counter[str](), Counter[str](), Counter[str]()
            for place in self._members[label]:
                face, articles = self._faces[place], self._sums[place].articles
                roles.update({face.role: articles} if face.role else {})
                affiliations.update({face.affiliation: articles} if face.affiliation else {})
                spellings.update(self._spellings(place, name))
            yield Person(number, name, kind, key, roles, affiliations, spellings, self._totals_of[label])

    def speakers(self) -> Iterator[tuple[Spoken, int | None]]:
        """Yield each speaker of each record, in the order of the records, and the number of his person; None for a
        source without a name of its own."""
        for one in self._profiles.spoken():
            yield one, self._number_of.get(self._label_of[one.face])

    def doubtful(self) -> Iterator[Doubtful]:
        """Yield the merges that are not sure, the likeliest first; each two people once."""
        for (one, other), doubt in self._doubts.items():
            face, other_face = self._faces[doubt.one], self._faces[doubt.other]
            if self._number_of[self._labels[doubt.one]] != one:
                face, other_face = other_face, face
            name, other_name = self._ranked[one - 1][2], self._ranked[other - 1][2]
            if doubt.merged:
                name, other_name = face.name, other_face.name
            yield Doubtful(one, other, name, other_name, face, other_face, doubt.score, doubt.reason)

    def _summed(self) -> dict[int, Sums]:
        """Return what is counted of each person. An article may have two speakers who are one."""
        found: dict[int, Sums] = {}
        for label, places in self._members.items():
            found[label] = Sums()
            for place in places:
                found[label].add(self._sums[place])
        articles: Counter[int] = Counter()
        last: dict[int, int] = {}
        for one in self._profiles.spoken():
            label = self._label_of[one.face]
            if last.get(label) != one.article:
                articles[label] += 1
                last[label] = one.article
        for label, sums in found.items():
            sums.articles = articles[label]
        return found

    def _rank(self, label: int) -> tuple[int, int, str, SpeakerKind, str, str, int]:
        places, sums = self._members[label], self._totals_of[label]
        key = next((self._faces[place].key for place in places if self._faces[place].key), "")
        kind = self._faces[label].kind
        return -sums.quotes, -sums.articles, self._name(places, kind), kind, key, sums.first_text, label

    def _name(self, places: Sequence[int], kind: SpeakerKind) -> str:
        """Return the name of most articles, but one of several words rather than an initial, a single word or an
        acronym."""
        names: Counter[str] = Counter()
        for place in places:
            names[self._faces[place].name] += self._sums[place].articles
        if len(names) == 1:
            return next(iter(names))
        return min(names, key=lambda name: (_is_short(name, kind), -names[name], -len(name), name))

    def _numbered(self, doubts: Iterable[Doubt]) -> dict[tuple[int, int], Doubt]:
        """Return the doubts by the numbers of the two people; of several about the same two, the likeliest one."""
        found: dict[tuple[int, int], Doubt] = {}
        for doubt in doubts:
            pair = sorted(self._number_of[self._labels[face]] for face in (doubt.one, doubt.other))
            found.setdefault((pair[0], pair[1]), doubt)
        return found

    def _spellings(self, place: int, name: str) -> dict[str, int]:
        """Return what a face is called, without descriptions ("the senator"), which records have among the aliases."""
        face = self._faces[place]
        forms = self._profiles.forms(self._numbers[place])
        return {form: count for form, count in forms.items() if form == face.name or _is_form_of(form, name, face.kind)}


def _is_short(name: str, kind: SpeakerKind) -> bool:
    if kind == "org":
        return is_acronym(name)
    parsed = parse_person(name)
    return is_bare(parsed) or is_initial(parsed.given)


def _is_form_of(form: str, name: str, kind: SpeakerKind) -> bool:
    if form.count(" ") >= _MOST_WORDS or "," in form:
        return False
    if kind == "org":
        return has_name(form) and compare_organisations(form, name) >= SAME_NAME
    return compare_people(form, name) >= SAME_NAME
