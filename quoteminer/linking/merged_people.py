"""The people of many articles: the speakers, merged if they are one person or organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from quoteminer.errors import ConfigError
from quoteminer.linking.collect import Collected
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.merge import merge
from quoteminer.linking.names import is_bare, is_initial
from quoteminer.linking.profiles import SpeakerProfile
from quoteminer.linking.word_lists import has_name
from quoteminer.names.organisations import compare_organisations, is_acronym
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.person_names import parse_person
from quoteminer.names.similarity import SAME_NAME
from quoteminer.records import ArticleRecord
from quoteminer.types import SpeakerKind

_NO_DATE: Final = "9999"  # sorts behind all dates
_COLUMNS_SHOWN: Final = 8
_MOST_WORDS: Final = 6
"""Words of a spelling, titles included."""


@dataclass(slots=True)
class Person:
    """A person or an organisation over all articles.

    ``number`` counts from 1, in order of quotes, most first. ``key``: of the user's list, "" for none. ``roles``,
    ``affiliations`` and ``spellings``: with their numbers of articles. ``first_text``: the id of the first article.
    Dates are ISO 8601, "" if none is known.
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


class Doubtful(NamedTuple):
    """The profiles of two people that may be one, or of one person that may be two. ``score``: the probability, 0..1,
    of one person."""

    profile: SpeakerProfile
    other: SpeakerProfile
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
    found = Collected(people, date_column)
    for record in records:
        found.add(record)
    if date_column is not None and found.text_ids and date_column not in found.columns:
        columns = ", ".join(sorted(found.columns)[:_COLUMNS_SHOWN]) or "none"
        raise ConfigError(f"No article has {date_column!r} in its meta, to be the date. There are: {columns}.")
    return People(found)


class People:
    """The people of many articles. Made by `merged_people`."""

    def __init__(self, found: Collected) -> None:
        self._found = found
        self._profiles = found.sorted_profiles()
        groups, self._doubts = merge(self._profiles, found.story)
        self._people = self._counted([[self._profiles[number] for number in numbers] for numbers in groups])

    @property
    def totals(self) -> Totals:
        """The totals of a run."""
        nameless = sum(number is None for _, _, number in self.appearances())
        merged = sum(doubt.merged for doubt in self._doubts)
        return Totals(
            articles=len(self._found.text_ids),
            undated=self._found.dates.count(""),
            named=sum(profile.articles for profile in self._profiles) - nameless,
            nameless=nameless,
            people=len(self._people),
            several=sum(person.articles > 1 for person, _ in self._people),
            doubtful=len(self._doubts) - merged,
            listed=merged,
        )

    def persons(self) -> Iterator[Person]:
        """Yield all persons and organisations in order of quotes, most first."""
        for person, profiles in self._people:
            roles, affiliations, spellings = Counter[str](), Counter[str](), Counter[str]()
            for profile in profiles:
                if profile.role:
                    roles[profile.role] += profile.articles
                if profile.affiliation:
                    affiliations[profile.affiliation] += profile.articles
                for text, articles in profile.spellings.items():  # some are descriptions such as "the senator"
                    if text == profile.name or _is_spelling(text, person):
                        spellings[text] += articles
            yield replace(person, roles=roles, affiliations=affiliations, spellings=spellings)

    def appearances(self) -> Iterator[tuple[str, int, int | None]]:
        """Yield article id, speaker id and the number of the person of each speaker, in the order of the records. The
        number is None for a source without a name of its own."""
        for article, profile, _, _, id in self._found.speakers():
            yield self._found.text_ids[article], id, self._found.profiles[profile].person or None

    def doubtful(self) -> Iterator[Doubtful]:
        """Yield the merges that are not sure, the likeliest first; each two people once."""
        for doubt in self._doubts:
            first, second = sorted((self._profiles[number].person, number) for number in (doubt.one, doubt.other))
            yield Doubtful(self._profiles[first[1]], self._profiles[second[1]], doubt.score, doubt.reason)

    def _counted(self, groups: Iterable[list[SpeakerProfile]]) -> list[tuple[Person, list[SpeakerProfile]]]:
        """Return the people with their profiles, those with most quotes first."""
        people, last = list[tuple[Person, list[SpeakerProfile]]](), dict[int, int]()
        for number, profiles in enumerate(groups, start=1):
            people.append((_new_person(number, profiles), profiles))
            for profile in profiles:
                profile.person = number
        for article, index, quotes, words, _ in self._found.speakers():
            number = self._found.profiles[index].person
            if not number:
                continue
            person, _ = people[number - 1]
            text_id, day = self._found.text_ids[article], self._found.dates[article]
            if not person.articles or (day or _NO_DATE, text_id) < (person.first_date or _NO_DATE, person.first_text):
                person.first_date, person.first_text = day, text_id
            person.last_date = max(person.last_date, day)
            person.articles += last.get(number) != article
            person.quotes += quotes
            person.words += words
            last[number] = article
        people.sort(key=lambda item: _rank(item[0]))
        for number, (person, profiles) in enumerate(people, start=1):
            person.number = number
            for profile in profiles:
                profile.person = number
        return people


def _new_person(number: int, profiles: Sequence[SpeakerProfile]) -> Person:
    """Return the person of these profiles, without counts."""
    kind = profiles[0].kind
    key = next((profile.key for profile in profiles if profile.key), "")
    names = Counter[str]()
    for profile in profiles:
        names[profile.name] += profile.articles
    # The name of most articles; one of several words rather than an initial, one word or an acronym.
    name = min(names, key=lambda name: (len(names) > 1 and _is_short(name, kind), -names[name], -len(name), name))
    return Person(number, name, kind, key, Counter(), Counter(), Counter())


def _rank(one: Person) -> tuple[int, int, str, str, str, str, int]:
    return -one.quotes, -one.articles, one.name, one.kind, one.key, one.first_text, one.number


def _is_short(name: str, kind: SpeakerKind) -> bool:
    if kind == "org":
        return is_acronym(name)
    parsed = parse_person(name)
    return is_bare(parsed) or is_initial(parsed.given)


def _is_spelling(text: str, person: Person) -> bool:
    if text.count(" ") >= _MOST_WORDS or "," in text:
        return False
    if person.kind == "org":
        return has_name(text) and compare_organisations(text, person.name) >= SAME_NAME
    return compare_people(text, person.name) >= SAME_NAME
