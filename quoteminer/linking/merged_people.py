"""Merge the speakers of many articles that are one person or organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from operator import attrgetter
from typing import Final

from quoteminer.linking.decisions import Decision, decided_groups, keep_numbers
from quoteminer.linking.doubts import Doubt
from quoteminer.linking.guessed_pronouns import guess_pronouns
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.merge import merge
from quoteminer.linking.namesakes import has_name, is_bare, is_initial
from quoteminer.linking.profiles import Collected, SpeakerId, SpeakerProfile
from quoteminer.linking.stories import check_column
from quoteminer.names.organisations import is_acronym
from quoteminer.names.person_names import parse_person
from quoteminer.names.same_name import same_name
from quoteminer.records import ArticleRecord
from quoteminer.types import Pronouns, SpeakerKind

_NO_DATE: Final = "9999"  # sorts after all dates
_UNCOUNTED: Final = Counter[str]()  # counts that `People.persons` makes
# order of people with as many quotes
_TIE: Final = attrgetter("name", "kind", "key", "first_text", "number")
#: The least share of a person's articles that must use the same pronouns, if any show them.
_AGREEING: Final = 0.75
_MOST_WORDS: Final = 6  # of a spelling, titles included


@dataclass(slots=True)
class Person:
    """A person or an organisation over all articles. ``number`` counts from 1, most quotes first.
    ``key``: the key in the user's list, or "". ``roles``, ``affiliations`` and ``spellings`` have
    their numbers of articles. ``first_text``: the id of the first article. Dates: ISO 8601, "".
    ``pronouns``: those of most articles; None if unknown, or if the articles differ. ``guessed``:
    they are guessed from the given name."""

    number: int
    name: str
    kind: SpeakerKind
    key: str
    roles: Counter[str] = field(default_factory=Counter)
    affiliations: Counter[str] = field(default_factory=Counter)
    spellings: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    quotes: int = 0
    words: int = 0
    first_date: str = ""
    last_date: str = ""
    first_text: str = ""
    pronouns: Pronouns | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class PeopleTotals:
    """The numbers of articles, articles without a date, speakers with and without a name (in each
    article), people, people in several articles, and doubtful pairs: kept apart (``doubtful``), and
    merged (``listed``).
    """

    articles: int
    undated: int
    named: int
    nameless: int
    people: int
    several: int
    doubtful: int
    listed: int


def merged_people(
    records: Iterable[ArticleRecord],
    *,
    people: KnownPeople | None = None,
    date_column: str | None = None,
    decisions: Iterable[Decision] = (),
    previous: Mapping[SpeakerId, int] | None = None,
    guess_gender: bool = False,
) -> People:
    """Merge the speakers of many records. The order of the records changes only that of
    `People.appearances`.

    Args:
        records: a stream of records; none is kept.
        people: the user's list; each of its rows is one person. None: use the links in the records.
        date_column: the key in the records' meta; None: the first one that looks like the date of
            the article.
        decisions: a reader's decisions, which override all evidence (see `read_decisions`).
        previous: earlier numbers of persons by speaker, to keep (see `read_numbers`). None: number
            them from 1.
        guess_gender: guess unknown pronouns from given names.

    Raises:
        ConfigError: no record has ``date_column`` in its meta.
        PeopleFileError: a decision is about an unknown speaker, or contradicts another one.
    """
    collected = Collected(people, date_column)
    for record in records:
        collected.add(record)
    if collected.text_ids:
        check_column(date_column, collected.columns)
    return People(collected, decisions, previous, guess_gender=guess_gender)


class People:
    """The people of many articles. Made by `merged_people`."""

    def __init__(
        self,
        collected: Collected,
        decisions: Iterable[Decision] = (),
        previous: Mapping[SpeakerId, int] | None = None,
        *,
        guess_gender: bool = False,
    ) -> None:
        self._collected, self._profiles = collected, collected.sorted_profiles()
        # The table of places is large, and made only if there are decisions.
        decided = decided_groups(
            decisions, len(self._profiles), lambda speaker: collected.places.get(speaker)
        )
        merged, self._doubts = merge(self._profiles, collected.story, collected.clashes(), decided)
        self._count([[self._profiles[number] for number in numbers] for numbers in merged])
        if guess_gender:
            for person, _ in self._people:
                if person.kind == "person" and not person.pronouns:
                    person.pronouns = guess_pronouns(person.name)
                    person.guessed = person.pronouns is not None
        if previous is not None:
            persons = {
                (text_id, id): number for text_id, id, number in self.appearances() if number
            }
            self._number(keep_numbers(persons, previous))

    @property
    def totals(self) -> PeopleTotals:
        nameless = sum(number is None for _, _, number in self.appearances())
        merged = sum(doubt.merged for doubt in self._doubts)
        return PeopleTotals(
            articles=len(self._collected.text_ids),
            undated=self._collected.dates.count(""),
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
            is_spelling = cache(partial(_is_spelling, person=person))
            for profile in profiles:
                if profile.role:
                    roles[profile.role] += profile.articles
                if profile.affiliation:
                    affiliations[profile.affiliation] += profile.articles
                # some are descriptions such as "the senator"
                for text, articles in profile.spellings.items():
                    if text == profile.name or is_spelling(text):
                        spellings[text] += articles
            yield replace(person, roles=roles, affiliations=affiliations, spellings=spellings)

    def pronouns(self) -> Iterator[tuple[Pronouns | None, int, bool]]:
        """Yield the pronouns of each person (not of organisations) with a quote that counts, the
        number of words, and whether the pronouns are guessed."""
        for person, _ in self._people:
            if person.kind == "person" and person.quotes:
                yield person.pronouns, person.words, person.guessed

    def appearances(self) -> Iterator[tuple[str, int, int | None]]:
        """Yield the article id, the speaker id and the person's number (None without a name) for
        each speaker."""
        for one in self._collected.appearances():
            yield self._collected.text_ids[one.article], one.id, one.profile.person or None

    def doubtful(self) -> Iterator[tuple[SpeakerProfile, SpeakerProfile, Doubt]]:
        """Yield pairs of profiles: two people that may be one, or one person that may be two, the
        gravest first."""
        for doubt in self._doubts:
            first, second = sorted(
                (self._profiles[number].person, number) for number in (doubt.first, doubt.second)
            )
            yield self._profiles[first[1]], self._profiles[second[1]], doubt

    def doubt_rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the cells of the doubtful pairs: an empty answer, both persons, the score with two
        decimals, the reason, both descriptions, and a speaker of each."""
        for profile, other, doubt in self.doubtful():
            told = (
                text for one in (profile, other) for text in (one.name, one.role, one.affiliation)
            )
            speakers = (id for one in (profile, other) for id in self._collected.speaker(one))
            yield (
                "",
                profile.person,
                other.person,
                round(doubt.score, 2),
                doubt.reason,
                *told,
                *speakers,
            )

    def _count(self, groups: Iterable[list[SpeakerProfile]]) -> None:
        people, last = list[tuple[Person, list[SpeakerProfile]]](), dict[int, int]()
        used: dict[int, Counter[Pronouns]] = {}
        for number, profiles in enumerate(groups, start=1):
            people.append((_new_person(number, profiles), profiles))
            for profile in profiles:
                profile.person = number
        for article, profile, quotes, words, _, pronouns in self._collected.appearances():
            if not profile.person:
                continue
            person, _ = people[profile.person - 1]
            text_id, day = self._collected.text_ids[article], self._collected.dates[article]
            if not person.articles or (day or _NO_DATE, text_id) < (
                person.first_date or _NO_DATE,
                person.first_text,
            ):
                person.first_date, person.first_text = day, text_id
            person.last_date = max(person.last_date, day)
            person.articles += last.get(person.number) != article
            person.quotes += quotes
            person.words += words
            last[person.number] = article
            if pronouns:
                used.setdefault(person.number, Counter())[pronouns] += 1
        for number, articles in used.items():
            (most, of_most), *others = articles.most_common(2)
            if not others or of_most > _AGREEING * articles.total():
                people[number - 1][0].pronouns = most
        people.sort(key=lambda item: (-item[0].quotes, -item[0].articles, _TIE(item[0])))
        self._people = people
        self._number({person.number: number for number, (person, _) in enumerate(people, start=1)})

    def _number(self, numbers: Mapping[int, int]) -> None:
        for person, profiles in self._people:
            person.number = numbers[person.number]
            for profile in profiles:
                profile.person = person.number


def _new_person(number: int, profiles: Sequence[SpeakerProfile]) -> Person:
    kind = profiles[0].kind
    key = next((profile.key for profile in profiles if profile.key), "")
    names = dict.fromkeys((profile.name for profile in profiles), 0)
    for profile in profiles:
        names[profile.name] += profile.articles
    # The name of most articles; one of several words rather than an initial, one word or an
    # acronym.
    name = min(
        names,
        key=lambda name: (len(names) > 1 and _is_short(name, kind), -names[name], -len(name), name),
    )
    return Person(number, name, kind, key, _UNCOUNTED, _UNCOUNTED, _UNCOUNTED)


def _is_short(name: str, kind: SpeakerKind) -> bool:
    if kind == "org":
        return is_acronym(name)
    parsed = parse_person(name)
    return is_bare(parsed) or is_initial(parsed.given)


def _is_spelling(text: str, person: Person) -> bool:
    if text.count(" ") >= _MOST_WORDS or "," in text:
        return False
    is_named = person.kind != "org" or has_name(text)
    return is_named and same_name(text, person.name, person.kind)
