"""Collect the speakers of many records in profiles; speakers with the same description share a
profile."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations, groupby
from operator import attrgetter
from typing import Final, NamedTuple

from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.name_relations import name_relation
from quoteminer.linking.namesakes import is_ambiguous, name_key, parse_initials
from quoteminer.linking.person_blocks import may_be_forms
from quoteminer.linking.stories import NO_LIFE, Life, Story, date_of, days_of, lives_of, story_of
from quoteminer.names.person_names import PersonName
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.types import Pronouns, SpeakerKind

SpeakerId = tuple[str, int]  # the id of an article, and the id of a speaker in it
_DESCRIPTION: Final = re.compile(r"(?:the|a|an|his|her|their|its) [a-z]")
_MOST_TERMS: Final = 60  # names, and as many words, kept of an article
_STORIES: Final = 4  # articles of a profile kept for its story


@dataclass(slots=True, eq=False)
class SpeakerProfile:
    """A speaker as one article or several describe them. ``key``: the key of the row in the user's
    list, or "". ``described``: descriptions among the aliases ("the former mayor; the senator"), if
    no role is known. ``text_id``: the article, if the same words may refer to somebody else in
    another article; else "". ``stories``: indexes of a few articles, those with the lowest ids.
    ``person``: a number, 0 for a source without a proper name. ``place``: the index among the
    sorted profiles."""

    kind: SpeakerKind
    name: str
    role: str
    affiliation: str
    key: str = ""
    described: str = ""
    text_id: str = ""
    articles: int = 0
    stories: tuple[int, ...] = ()
    life: Life = NO_LIFE
    person: int = 0
    place: int = 0
    _spelt: tuple[str, ...] | Counter[str] = ()  # the same spellings in all articles, or counted

    @property
    def spellings(self) -> Mapping[str, int]:
        """The spellings with their numbers of articles."""
        return (
            self._spelt
            if isinstance(self._spelt, Counter)
            else dict.fromkeys(self._spelt, self.articles)
        )

    def add_article(self, spellings: tuple[str, ...]) -> None:
        """Add an article with these spellings, each once and sorted."""
        if not self.articles:
            self._spelt = spellings
        elif self._spelt != spellings:
            self._spelt = Counter(self.spellings)
            self._spelt.update(spellings)
        self.articles += 1


class Appearance(NamedTuple):
    """A speaker of an article: the article's index, the profile, the number of counted quotes and
    words, the id, and the pronouns that the article uses."""

    article: int
    profile: SpeakerProfile
    quotes: int
    words: int
    id: int
    pronouns: Pronouns | None


class Collected:
    """The speakers of the added records, and the ids, dates ("" if unknown) and meta columns of
    their articles. ``people`` None uses the links in the records; ``date_column`` None guesses the
    column of dates.
    """

    def __init__(self, people: KnownPeople | None, date_column: str | None) -> None:
        self.text_ids: list[str] = []
        self.dates: list[str] = []
        self.columns: set[str] = set()
        # The columns of `appearances`:
        self._articles, self._quotes, self._words = array("I"), array("I"), array("I")
        self._speakers, self._ids = list[SpeakerProfile](), list[int]()
        self._pronouns = list[Pronouns | None]()
        self._profiles: dict[tuple[str, ...], SpeakerProfile] = {}
        self._terms: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self._term_articles: Counter[str] = Counter()
        self._find = lru_cache(maxsize=65536)(people.find) if people else None
        self._date_column = date_column

    def add(self, record: ArticleRecord) -> None:
        day = date_of(record.meta, self._date_column)
        self.columns.update(record.meta)
        quotes = {quote.id: quote.words for quote in record.quotes if quote.counts}
        article, story = len(self.text_ids), story_of(record, day)
        names, words = (
            tuple(map(sys.intern, sorted(terms)[:_MOST_TERMS]))
            for terms in (story.names, story.words)
        )
        self._term_articles.update({*names, *words})
        self._terms.append((names, words))
        self.text_ids.append(record.id)
        self.dates.append(day)
        keys = [
            name_key(parse_initials(one.name)) if one.kind == "person" else ()
            for one in record.speakers
        ]
        bearers = Counter(filter(None, keys))
        for speaker, key, life in zip(record.speakers, keys, lives_of(record, day), strict=True):
            counts = [quotes[id] for id in speaker.quotes if id in quotes]
            profile = self._profile(speaker, record.id, life, twice=bearers[key] > 1)
            self._articles.append(article)
            self._speakers.append(profile)
            self._quotes.append(len(counts))
            self._words.append(sum(counts))
            self._ids.append(speaker.id)
            self._pronouns.append(None if speaker.pronouns_guessed else speaker.pronouns)
            profile.add_article(tuple(map(sys.intern, sorted({speaker.name, *speaker.aliases}))))
            stories = profile.stories
            if len(stories) < _STORIES or record.id < self.text_ids[stories[-1]]:
                told = sorted(
                    (*stories, article), key=lambda number: (self.text_ids[number], number)
                )
                profile.stories = tuple(told[:_STORIES])

    def appearances(self) -> Iterator[Appearance]:
        """Yield the speakers of each article in turn."""
        columns = (self._articles, self._speakers, self._quotes, self._words, self._ids)
        return map(Appearance, *columns, self._pronouns)

    def sorted_profiles(self) -> list[SpeakerProfile]:
        """Return the profiles in an order that does not depend on the order of the articles, and
        set their places. Nothing may be added after it."""
        profiles = [self._profiles[texts] for texts in sorted(self._profiles)]
        self._profiles.clear()
        for place, profile in enumerate(profiles):
            profile.place = place
        return profiles

    @cached_property
    def places(self) -> dict[SpeakerId, int]:
        """The place of each speaker's profile. It is large, and only decisions need it."""
        return {
            (self.text_ids[one.article], one.id): one.profile.place for one in self.appearances()
        }

    def speaker(self, profile: SpeakerProfile) -> SpeakerId:
        """Return a speaker of a profile, from the article with the first id."""
        article = profile.stories[0]
        return (
            self.text_ids[article],
            self._ids[self._speakers.index(profile, bisect_left(self._articles, article))],
        )

    def clashes(self) -> dict[int, set[int]]:
        """Return, for the place of a profile, the places of profiles with similar names in one
        article with it."""
        clashes: dict[int, set[int]] = {}
        for _, speakers in groupby(self.appearances(), key=attrgetter("article")):
            alike: dict[str, list[tuple[SpeakerProfile, PersonName]]] = defaultdict(list)
            for profile in (one.profile for one in speakers if one.profile.kind == "person"):
                name = parse_initials(profile.name)
                alike[name.family[:1]].append((profile, name))
            for (profile, name), (other, other_name) in chain(
                *(combinations(pairs, 2) for pairs in alike.values())
            ):
                like = (
                    profile is not other
                    and may_be_forms(name, other_name)
                    and name_relation(name, other_name)
                )
                if like:
                    clashes.setdefault(profile.place, set()).add(other.place)
                    clashes.setdefault(other.place, set()).add(profile.place)
        return clashes

    @cached_property
    def _usual(self) -> frozenset[str]:
        """The terms that many articles have."""
        most = max(4, 0.03 * len(self._terms))
        return frozenset(term for term, articles in self._term_articles.items() if articles > most)

    def story(self, profile: SpeakerProfile) -> Story:
        """Return the story of a few articles of a profile, without terms that many articles
        have."""
        terms = zip(*(self._terms[article] for article in profile.stories), strict=True)
        names, words = (frozenset(chain(*texts)) for texts in terms)
        days = chain(*(days_of(self.dates[article]) for article in profile.stories))
        return Story(names - self._usual, words - self._usual, frozenset(days), names & self._usual)

    def _profile(
        self, speaker: Speaker, text_id: str, life: Life, *, twice: bool
    ) -> SpeakerProfile:
        """Return the speaker's profile, possibly a new one. ``twice``: two speakers in the article
        have the name."""
        known = speaker.known
        if self._find:
            known = self._find(
                speaker.name, speaker.kind, role=speaker.role, affiliation=speaker.affiliation
            )
        key = known.row.key if known and known.row else ""
        name, role, affiliation = map(
            sys.intern, (speaker.name, speaker.role or "", speaker.affiliation or "")
        )
        described = "" if role else "; ".join(sorted(filter(_DESCRIPTION.match, speaker.aliases)))
        texts = speaker.kind, name, role, affiliation, key, described
        is_apart = not key and (
            twice or is_ambiguous(name, speaker.kind, described=bool(role or affiliation))
        )
        apart = text_id if is_apart else ""
        told = (*texts, apart, life.text if life is not NO_LIFE else "")
        if told not in self._profiles:
            self._profiles[told] = SpeakerProfile(*texts, apart, life=life)
        return self._profiles[told]
