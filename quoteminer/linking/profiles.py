"""The speakers of many articles, those that are described alike folded into one: what there is to merge, and what is
counted of it. Kept in columns, so that a million speakers fit into memory."""

from __future__ import annotations

import json
import re
import tempfile
from array import array
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from typing import IO, Any, Final, NamedTuple

import numpy as np

from quoteminer.jsontext import dump
from quoteminer.linking.evidence import Story, is_anywhere, is_named, read_story
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.name_variants import is_bare, world_frequency
from quoteminer.links import Known
from quoteminer.people.names import parse_person
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.tally import words_in
from quoteminer.types import SpeakerKind

NO_DATE: Final = "9999"
"""Stands for no date where the first one is looked for."""
DATE_COLUMNS: Final = (
    "date published datepublished publishedat publisheddate publishdate publicationdate publishedtime "
    "articlepublishedtime pubdate issued datecreated createdat created datetime timestamp day"
).split()
"""Names that a column with the date may have, in small letters and without what is no letter, the best first."""
_ISO: Final = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?![\d-])|(?![\d-]))|(?![\d-]))")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?=$|T|\s)")
_RSS: Final = re.compile(r"\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")
_HEADLINES: Final = ("title", "headline", "subtitle", "description", "summary", "section", "keywords", "tags", "topic")
_MOST_TEXT: Final = 20_000
"""Characters of an article's quotes that are read for its story."""
_MOST_TERMS: Final = 60
"""Names, and as many words, that are kept of an article."""
_STORIES: Final = 4
"""Articles of a profile that are kept for comparing its stories."""
_DESCRIPTION: Final = re.compile(r"(?:the|a|an|his|her|their|its) [a-z]")


class Face(NamedTuple):
    """A speaker as an article describes him. ``key``: of the row of the user's list that he is; "" where he is none.
    ``told``: descriptions ("the senator"), where no role is known. ``text_id``: the article, for a name so frequent
    that those of other articles may be others; else ""."""

    kind: SpeakerKind
    name: str
    role: str
    affiliation: str
    key: str = ""
    told: str = ""
    text_id: str = ""


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


@dataclass(slots=True)
class _Counted:
    """What is kept of a face: sums, forms of the name with the number of their articles, a few articles."""

    sums: Sums = field(default_factory=Sums)
    forms: Counter[str] = field(default_factory=Counter)
    stories: list[tuple[str, int]] = field(default_factory=list)


class Profiles:
    """Takes records one by one. ``faces`` are the different ones, in the order in which they came; ``articles`` counts
    the records, ``undated`` those without a date, ``columns`` the names in their meta.

    Each speaker of each article is kept in a temporary file; use as a context manager.

    Args:
        people: looks the speakers up; None leaves them as the records have them.
        date_column: of the meta; None is the first that looks like one.
    """

    def __init__(self, people: KnownPeople | None = None, date_column: str | None = None) -> None:
        self.articles = self.undated = 0
        self.columns: Counter[str] = Counter()
        self.faces: list[Face] = []
        self._people, self._date_column = people, date_column
        self._found: dict[tuple[str, SpeakerKind, str | None, str | None], str] = {}
        self._numbers: dict[Face, int] = {}
        self._texts: dict[str, str] = {}
        self._counted: list[_Counted] = []
        self._stories = _Stories()
        self._spool: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  see __exit__

    def __enter__(self) -> Profiles:
        return self

    def __exit__(self, *error: object) -> None:
        self._spool.close()

    def add(self, record: ArticleRecord) -> None:
        """Take the speakers of a record."""
        self.articles += 1
        day = date_of(record.meta, self._date_column) or ""
        self.undated += not day
        self.columns.update(record.meta.keys())
        quotes = {quote.id: words_in(quote) for quote in record.quotes}
        story = self._stories.add(story_of(record, day))
        for speaker in record.speakers:
            words = [quotes[id] for id in speaker.quotes if id in quotes]
            number = self._number(self._face(speaker, record.id))
            self._count(Spoken(self.articles, number, len(words), sum(words), day, record.id, speaker.id), story)
            self._counted[number].forms.update(self._text(form) for form in {speaker.name, *speaker.aliases})

    def sums(self, number: int) -> Sums:
        """Return what is counted of a face."""
        return self._counted[number].sums

    def forms(self, number: int) -> Counter[str]:
        """Return in how many articles a face has each form of its name."""
        return self._counted[number].forms

    def story(self, number: int) -> Story:
        """Return what the articles of a face are about; of many, a few of them."""
        return self._stories.together(at for _, at in self._counted[number].stories)

    def spoken(self) -> Iterator[Spoken]:
        """Yield each speaker of each article, in the order in which they came."""
        self._spool.seek(0)
        for line in self._spool:
            yield Spoken(*json.loads(line))

    def _text(self, text: str) -> str:
        return self._texts.setdefault(text, text)

    def _face(self, speaker: Speaker, text_id: str) -> Face:
        role, affiliation = speaker.role or "", speaker.affiliation or ""
        apart = text_id if _is_ambiguous(speaker) else ""
        key = self._key(speaker)
        texts = map(
            self._text, (speaker.name, role, affiliation, key, "" if role else told(speaker), "" if key else apart)
        )
        return Face(speaker.kind, *texts)

    def _key(self, speaker: Speaker) -> str:
        """Return the key of the row that a speaker is, "" for none."""
        if self._people is None:
            return _key_of(speaker.known)
        name, kind, role, affiliation = asked = speaker.name, speaker.kind, speaker.role, speaker.affiliation
        if asked not in self._found:
            self._found[asked] = _key_of(self._people.find(name, kind, role=role, affiliation=affiliation))
        return self._found[asked]

    def _number(self, face: Face) -> int:
        number = self._numbers.setdefault(face, len(self.faces))
        if number == len(self.faces):
            self.faces.append(face)
            self._counted.append(_Counted())
        return number

    def _count(self, one: Spoken, story: int) -> None:
        counted = self._counted[one.face]
        counted.sums.add(Sums(1, one.quotes, one.words, one.date, one.date, one.text_id))
        insort(counted.stories, (one.text_id, story))
        del counted.stories[_STORIES:]
        self._spool.write(dump(list(one)) + "\n")


def told(speaker: Speaker) -> str:
    """Return the descriptions among the aliases of a speaker: "the senator; the former mayor"."""
    return "; ".join(sorted(filter(_DESCRIPTION.match, speaker.aliases)))


def _is_ambiguous(speaker: Speaker) -> bool:
    """True for a speaker described so little that those of other articles may be others."""
    if speaker.kind != "person":
        return speaker.kind == "org" and is_anywhere(speaker.name)
    name = parse_person(speaker.name)
    named = is_named(speaker.affiliation or "")
    frequency = world_frequency(name)
    return is_bare(name) or (frequency > 0.9 and not named) or (frequency > 0.4 and not (named or speaker.role))


def _key_of(known: Known | None) -> str:
    return known.row.key if known and known.row else ""


def story_of(record: ArticleRecord, day: str = "") -> Story:
    """Return what an article is about: by its headline, its quotes and those who speak in it."""
    texts = [value for column in _HEADLINES if isinstance(value := record.meta.get(column), str)]
    named = [part for one in record.speakers for part in (one.name, one.affiliation) if part]
    room = _MOST_TEXT
    for quote in record.quotes:
        texts.append(quote.text[:room])
        room -= len(texts[-1])
    days = (date.fromisoformat(day).toordinal(),) if len(day) == 10 else ()
    return read_story(texts, named, days)


class _Stories:
    """Stories by number, packed."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._packed: list[tuple[array[int], array[int], Any, tuple[int, ...]]] = []
        self._articles = array("I")
        self._words: list[str] = []

    def add(self, story: Story) -> int:
        names, words = (
            array("I", map(self._term, sorted(terms)[:_MOST_TERMS])) for terms in (story.names, story.words)
        )
        topic = None if story.topic is None else story.topic.astype(np.float16)
        self._packed.append((names, words, topic, story.days))
        for term in (*names, *words):
            self._articles[term] += 1
        return len(self._packed) - 1

    def _term(self, text: str) -> int:
        number = self._terms.setdefault(text, len(self._terms))
        if number == len(self._words):
            self._words.append(text)
            self._articles.append(0)
        return number

    def together(self, numbers: Iterable[int]) -> Story:
        """Return one story of several, without terms that many of all articles have."""
        packed = [self._packed[number] for number in numbers]
        most = max(4, 0.03 * len(self._packed))
        names, words = (
            frozenset(self._words[term] for one in packed for term in one[at] if self._articles[term] <= most)
            for at in (0, 1)
        )
        topics = [one[2].astype(np.float32) for one in packed if one[2] is not None]
        total = sum(topics[1:], topics[0]) if topics else None
        topic = None if total is None else np.asarray(total / (np.linalg.norm(total) or 1.0), np.float32)
        return Story(names, words, topic, tuple(day for one in packed for day in one[3]))


def date_of(meta: Mapping[str, Any], column: str | None = None) -> str | None:
    """Return the day of an article as "2016-09-26", or what of it is known: "2016-09", "2016".

    Args:
        meta: of a record.
        column: the column to read; None is the first of `DATE_COLUMNS` that is there and has a date.

    Returns:
        None where there is no such column or it has no date that can be read: ISO 8601, or as in e-mail and RSS
        ("Mon, 26 Sep 2016 10:00:00 GMT"). "26/09/2016" may be read in two ways and is not. The day is the one that is
        written, in whatever time zone that is.
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
