"""The speakers of many articles, merged where they are one person or organisation."""

from __future__ import annotations

import re
from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from quoteminer.errors import ConfigError
from quoteminer.linking.evidence import Story, read_story
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.merge import NOBODY, Face, merge
from quoteminer.linking.names import (
    SAME_NAME,
    compare_organisations,
    compare_people,
    has_name,
    is_acronym,
    is_anywhere,
    is_bare,
    is_initial,
    is_named,
    parse_person,
    world_frequency,
)
from quoteminer.records import ArticleRecord, Known, Speaker
from quoteminer.types import SpeakerKind

DATE_COLUMNS: Final = (
    "date published datepublished publishedat publisheddate publishdate publicationdate publishedtime "
    "articlepublishedtime pubdate issued datecreated createdat created datetime timestamp day"
).split()
"""Columns that may have the date, the best first: in lower case, letters and digits only."""
_NO_DATE: Final = "9999"  # sorts behind all dates
_ISO: Final = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?![\d-])|(?![\d-]))|(?![\d-]))")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?=$|T|\s)")
_RSS: Final = re.compile(r"\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")
_HEADLINES: Final = ("title", "headline", "subtitle", "description", "summary", "section", "keywords", "tags", "topic")
_DESCRIPTION: Final = re.compile(r"(?:the|a|an|his|her|their|its) [a-z]")
_MOST_TEXT: Final = 20_000
"""Characters of an article's quotes that are read for its story."""
_MOST_TERMS: Final = 60
"""Names, and as many words, that are kept of an article."""
_STORIES: Final = 4
"""Articles of a face that are kept for comparing its stories."""
_COLUMNS_SHOWN: Final = 8
_MOST_WORDS: Final = 6
"""Words of a spelling, titles included."""


@dataclass(slots=True)
class Person:
    """A person or an organisation over all articles.

    ``number`` counts from 1, in order of quotes, most first. ``key``: of the user's list, "" for none. ``roles``,
    ``affiliations`` and ``spellings``: in how many articles each is. ``first_text``: the id of the first article. Dates
    are ISO 8601, "" if none is known.
    """

    number: int
    name: str
    kind: SpeakerKind
    key: str
    roles: Counter[str]
    affiliations: Counter[str]
    spellings: Counter[str]
    articles: int = 0
    quotes: int = 0
    words: int = 0
    first_date: str = ""
    last_date: str = ""
    first_text: str = ""

    def count(self, text_id: str, day: str, quotes: int, words: int, *, new: bool) -> None:
        """Count the words of a speaker of an article. ``new``: the article has not been counted yet."""
        if not self.articles or (day or _NO_DATE, text_id) < (self.first_date or _NO_DATE, self.first_text):
            self.first_date, self.first_text = day, text_id
        self.last_date = max(self.last_date, day)
        self.articles += new
        self.quotes += quotes
        self.words += words

    def rank(self) -> tuple[int, int, str, str, str, str]:
        """Return what people are sorted by."""
        return -self.quotes, -self.articles, self.name, self.kind, self.key, self.first_text


class Appearance(NamedTuple):
    """A speaker of an article, and the number of the person, None for a source without a name of its own."""

    text_id: str
    speaker_id: int
    person: int | None


class Doubtful(NamedTuple):
    """Two people, by number, that may be one, as articles describe them; the same number twice if they are merged.
    ``score``: the probability, 0..1, that they are one."""

    person: int
    other: int
    face: Face
    other_face: Face
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of articles, of those without a date, and of the speakers of each article: those who are part of a person
    (``named``), and sources without a name of their own (``nameless``).

    ``people``: all persons and organisations; ``several``: those of more than one article; ``doubtful`` pairs are kept
    apart, ``listed`` ones are merged; both are in `People.doubtful`.
    """

    articles: int
    undated: int
    named: int
    nameless: int
    people: int
    several: int
    doubtful: int
    listed: int = 0


def merged_people(
    records: Iterable[ArticleRecord], *, people: KnownPeople | None = None, date_column: str | None = None
) -> People:
    """Merge the speakers of many records.

    Except for the order of `People.appearances`, the result does not depend on the order of the records.

    Args:
        records: a stream; none of them is kept.
        people: the user's list: all who are linked to one row are one person, and those of different rows are never
            merged. None: take the links that the records have.
        date_column: of the records' meta; None: the first that looks like the date of the article.

    Raises:
        ConfigError: no record has ``date_column`` in its meta.
        What reading the records raises.
    """
    found = _Collected(people, date_column)
    for record in records:
        found.add(record)
    if date_column is not None and found.text_ids and date_column not in found.columns:
        columns = ", ".join(sorted(found.columns)[:_COLUMNS_SHOWN]) or "none"
        raise ConfigError(f"No article has {date_column!r} in its meta, to be the date. There are: {columns}.")
    return People(found)


class _Collected:
    """The speakers of all records in columns, and their different faces, so that a million speakers fit in memory."""

    def __init__(self, people: KnownPeople | None, date_column: str | None) -> None:
        self.text_ids: list[str] = []
        self.dates: list[str] = []
        self.columns: set[str] = set()
        # A number for each speaker of each article: article, face, quotes, words, id in the article.
        self.speakers = array("I"), array("I"), array("I"), array("I"), array("q")
        self.faces: dict[Face, int] = {}
        self.articles = array("I")
        self.forms: list[Counter[str]] = []
        self._stories: list[list[tuple[str, int]]] = []
        self._terms: list[tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]] = []
        self._term_articles: Counter[str] = Counter()
        self._people, self._date_column = people, date_column
        self._texts: dict[str, str] = {}
        self._keys: dict[tuple[str, SpeakerKind, str | None, str | None], str] = {}

    def add(self, record: ArticleRecord) -> None:
        """Add the speakers of a record."""
        day = date_of(record.meta, self._date_column) or ""
        self.columns.update(record.meta)
        quotes = {quote.id: quote.words for quote in record.quotes if quote.probable}
        story = story_of(record, day)
        names, words = (tuple(map(self._text, sorted(terms)[:_MOST_TERMS])) for terms in (story.names, story.words))
        self._term_articles.update({*names, *words})
        self._terms.append((names, words, story.days))
        for speaker in record.speakers:
            counts = [quotes[id] for id in speaker.quotes if id in quotes]
            face = self._face(speaker, record.id)
            row = len(self.text_ids), face, len(counts), sum(counts), speaker.id
            for column, value in zip(self.speakers, row, strict=True):
                column.append(value)
            self.articles[face] += 1
            self.forms[face].update(map(self._text, {speaker.name, *speaker.aliases}))
            insort(self._stories[face], (record.id, len(self.text_ids)))
            del self._stories[face][_STORIES:]
        self.text_ids.append(record.id)
        self.dates.append(day)

    def story(self, face: int) -> Story:
        """Return what the articles of a face are about (of many, a few of them), without terms that many of all
        articles have."""
        found = [self._terms[at] for _, at in self._stories[face]]
        most = max(4, 0.03 * len(self._terms))
        names, words, days = zip(*found, strict=True)

        def rarer(terms: Iterable[tuple[str, ...]]) -> frozenset[str]:
            return frozenset(term for term in chain(*terms) if self._term_articles[term] <= most)

        return Story(rarer(names), rarer(words), tuple(chain(*days)))

    def _text(self, text: str) -> str:
        return self._texts.setdefault(text, text)

    def _face(self, speaker: Speaker, text_id: str) -> int:
        key, role = self._key(speaker), speaker.role or ""
        apart = text_id if not key and _is_ambiguous(speaker) else ""
        described = "" if role else descriptions(speaker)
        texts = map(self._text, (speaker.name, role, speaker.affiliation or "", key, described, apart))
        number = self.faces.setdefault(Face(speaker.kind, *texts), len(self.forms))
        if number == len(self.forms):
            self.articles.append(0)
            self.forms.append(Counter())
            self._stories.append([])
        return number

    def _key(self, speaker: Speaker) -> str:
        """Return the key of the speaker's row, "" for none."""
        if self._people is None:
            return _key_of(speaker.known)
        name, kind, role, affiliation = wanted = speaker.name, speaker.kind, speaker.role, speaker.affiliation
        if wanted not in self._keys:
            self._keys[wanted] = _key_of(self._people.find(name, kind, role=role, affiliation=affiliation))
        return self._keys[wanted]


class People:
    """The people of many articles. Made by `merged_people`."""

    def __init__(self, found: _Collected) -> None:
        self._found = found
        self._faces = sorted(found.faces)
        self._numbers = [found.faces[face] for face in self._faces]
        self._labels, self._doubts = merge(
            self._faces,
            [found.articles[number] for number in self._numbers],
            lambda place: found.forms[self._numbers[place]],
            lambda place: found.story(self._numbers[place]),
        )
        self._members: dict[int, list[int]] = defaultdict(list)
        for place, label in enumerate(self._labels):
            if label != NOBODY:
                self._members[label].append(place)
        self._label_of = dict(zip(self._numbers, self._labels, strict=True))
        ranked = sorted(self._counted().items(), key=lambda item: (*item[1].rank(), item[0]))
        self._people = [person for _, person in ranked]
        self._person_of = {label: number for number, (label, _) in enumerate(ranked, start=1)}

    @property
    def totals(self) -> Totals:
        """The totals of a run."""
        named = sum(self._label_of[face] != NOBODY for face in self._found.speakers[1])
        merged = sum(doubt.merged for doubt in self._doubts)
        return Totals(
            articles=len(self._found.text_ids),
            undated=self._found.dates.count(""),
            named=named,
            nameless=len(self._found.speakers[1]) - named,
            people=len(self._people),
            several=sum(one.articles > 1 for one in self._people),
            doubtful=len(self._doubts) - merged,
            listed=merged,
        )

    def persons(self) -> Iterator[Person]:
        """Yield all persons and organisations in order of quotes, most first."""
        for person, (label, rank) in zip(self._people, self._person_of.items(), strict=True):
            roles, affiliations, spellings = Counter[str](), Counter[str](), Counter[str]()
            for place in self._members[label]:
                face, number = self._faces[place], self._numbers[place]
                roles.update({face.role: self._found.articles[number]} if face.role else {})
                affiliations.update({face.affiliation: self._found.articles[number]} if face.affiliation else {})
                forms = self._found.forms[number].items()  # with descriptions such as "the senator"
                spellings.update({one: n for one, n in forms if one == face.name or _is_form(one, person)})
            yield replace(person, number=rank, roles=roles, affiliations=affiliations, spellings=spellings)

    def appearances(self) -> Iterator[Appearance]:
        """Yield each speaker of each record, in the order of the records."""
        articles, faces, _, _, ids = self._found.speakers
        for article, face, id in zip(articles, faces, ids, strict=True):
            yield Appearance(self._found.text_ids[article], id, self._person_of.get(self._label_of[face]))

    def doubtful(self) -> Iterator[Doubtful]:
        """Yield the merges that are not sure, the likeliest first; each two people once."""
        for doubt in self._doubts:
            found = ((self._person_of[self._labels[one]], self._faces[one]) for one in (doubt.one, doubt.other))
            (one, face), (other, other_face) = sorted(found)
            yield Doubtful(one, other, face, other_face, doubt.score, doubt.reason)

    def _counted(self) -> dict[int, Person]:
        """Return the people by label with what is counted, without roles, affiliations and spellings."""
        nothing, people, last = Counter[str](), dict[int, Person](), dict[int, int]()
        for label, places in self._members.items():
            key = next((self._faces[place].key for place in places if self._faces[place].key), "")
            kind = self._faces[label].kind
            people[label] = Person(0, self._name(places, kind), kind, key, nothing, nothing, nothing)
        for article, face, quotes, words, _ in zip(*self._found.speakers, strict=True):
            label = self._label_of[face]
            if label != NOBODY:
                text_id, day = self._found.text_ids[article], self._found.dates[article]
                people[label].count(text_id, day, quotes, words, new=last.get(label) != article)
                last[label] = article
        return people

    def _name(self, places: Iterable[int], kind: SpeakerKind) -> str:
        """Return the name of most articles; one of several words rather than an initial, one word or an acronym."""
        names: Counter[str] = Counter()
        for place in places:
            names[self._faces[place].name] += self._found.articles[self._numbers[place]]
        if len(names) == 1:
            return next(iter(names))
        return min(names, key=lambda name: (_is_short(name, kind), -names[name], -len(name), name))


def _is_short(name: str, kind: SpeakerKind) -> bool:
    if kind == "org":
        return is_acronym(name)
    parsed = parse_person(name)
    return is_bare(parsed) or is_initial(parsed.given)


def _is_form(form: str, person: Person) -> bool:
    if form.count(" ") >= _MOST_WORDS or "," in form:
        return False
    if person.kind == "org":
        return has_name(form) and compare_organisations(form, person.name) >= SAME_NAME
    return compare_people(form, person.name) >= SAME_NAME


def _key_of(known: Known | None) -> str:
    return known.row.key if known and known.row else ""


def _is_ambiguous(speaker: Speaker) -> bool:
    """True for a speaker with so little description that those of other articles may be others."""
    if speaker.kind != "person":
        return speaker.kind == "org" and is_anywhere(speaker.name)
    name = parse_person(speaker.name)
    named, frequency = is_named(speaker.affiliation or ""), world_frequency(name)
    return is_bare(name) or (frequency > 0.9 and not named) or (frequency > 0.4 and not (named or speaker.role))


def descriptions(speaker: Speaker) -> str:
    """Return the descriptions among the aliases of a speaker: "the senator; the former mayor"."""
    return "; ".join(sorted(filter(_DESCRIPTION.match, speaker.aliases)))


def story_of(record: ArticleRecord, day: str = "") -> Story:
    """Return what an article is about by its headline, its quotes and its speakers. ``day``: see `date_of`."""
    texts = [value for column in _HEADLINES if isinstance(value := record.meta.get(column), str)]
    named = [part for one in record.speakers for part in (one.name, one.affiliation) if part]
    room = _MOST_TEXT
    for quote in record.quotes:
        texts.append(quote.text[:room])
        room -= len(texts[-1])
    return read_story(texts, named, (date.fromisoformat(day).toordinal(),) if len(day) == 10 else ())


def date_of(meta: Mapping[str, Any], column: str | None = None) -> str | None:
    """Return the day of an article as "2016-09-26", or what of it is known: "2016-09", "2016".

    Args:
        meta: of a record.
        column: the column to read; None: the first of `DATE_COLUMNS` that has a date.

    Returns:
        None if there is no such column or it has no date in ISO 8601 or in the format of e-mail and RSS ("Mon, 26 Sep
        2016 10:00:00 GMT"); "26/09/2016" is ambiguous and not read. The day is the one that is written, whatever the
        time zone.
    """
    if column is not None:
        return _read_date(meta.get(column))
    by_name = {"".join(filter(str.isalnum, name.lower())): value for name, value in reversed(list(meta.items()))}
    found = (_read_date(by_name[name]) for name in DATE_COLUMNS if name in by_name)
    return next(filter(None, found), None)


def _read_date(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    found = _COMPACT.match(text) or (_ISO.match(text) if isinstance(value, str) else None)
    try:
        if found:
            year, month, day = found.groups()
            return date(int(year), int(month or 1), int(day or 1)).isoformat()[: 10 if day else 7 if month else 4]
        return parsedate_to_datetime(text).date().isoformat() if _RSS.match(text) else None
    except (ValueError, TypeError, IndexError):
        return None
