"""The speakers of many records, in columns, so that a million of them fit in memory."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.names import is_bare, world_frequency
from quoteminer.linking.profiles import SpeakerProfile
from quoteminer.linking.stories import Story, date_of, story_of
from quoteminer.linking.word_lists import is_anywhere, is_named
from quoteminer.names.person_names import parse_person
from quoteminer.records import ArticleRecord, Known, Speaker
from quoteminer.types import SpeakerKind

_DESCRIPTION: Final = re.compile(r"(?:the|a|an|his|her|their|its) [a-z]")
_MOST_TERMS: Final = 60  # names, and as many words, that are kept of an article
_STORIES: Final = 4  # articles of a profile that are kept for its story


class Collected:
    """The speakers of all records that were added.

    Args:
        people: the user's list; None takes the links that the records have.
        date_column: of the records' meta; None finds it.

    Attributes:
        text_ids, dates: of each article.
        columns: all columns that records have in their meta.
        profiles: the different speaker profiles, in order of appearance.
    """

    def __init__(self, people: KnownPeople | None, date_column: str | None) -> None:
        self.text_ids: list[str] = []
        self.dates: list[str] = []
        self.columns: set[str] = set()
        self.profiles: list[SpeakerProfile] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        # A number for each speaker of each article: article, profile, quotes, words, id in the article.
        self._speakers = array("I"), array("I"), array("I"), array("I"), array("q")
        self._terms: list[tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]] = []
        self._term_articles: Counter[str] = Counter()
        self._people, self._date_column = people, date_column
        self._keys: dict[tuple[str, SpeakerKind, str | None, str | None], str] = {}

    def add(self, record: ArticleRecord) -> None:
        """Add the speakers of a record."""
        day = date_of(record.meta, self._date_column) or ""
        self.columns.update(record.meta)
        quotes = {quote.id: quote.words for quote in record.quotes if quote.probable}
        article, story = len(self.text_ids), story_of(record, day)
        names, words = (tuple(map(sys.intern, sorted(terms)[:_MOST_TERMS])) for terms in (story.names, story.words))
        self._term_articles.update({*names, *words})
        self._terms.append((names, words, story.days))
        for speaker in record.speakers:
            counts = [quotes[id] for id in speaker.quotes if id in quotes]
            number = self._number(speaker, record.id)
            row = article, number, len(counts), sum(counts), speaker.id
            for column, value in zip(self._speakers, row, strict=True):
                column.append(value)
            profile = self.profiles[number]
            profile.articles += 1
            profile.spellings.update(map(sys.intern, {speaker.name, *speaker.aliases}))
            insort(profile.stories, (record.id, article))
            del profile.stories[_STORIES:]
        self.text_ids.append(record.id)
        self.dates.append(day)

    def speakers(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield article, number of the profile, quotes, words and id in the article of each speaker of each article."""
        return zip(*self._speakers, strict=True)

    def sorted_profiles(self) -> list[SpeakerProfile]:
        """Return the profiles in an order that does not depend on that of the articles."""
        return [self.profiles[number] for _, number in sorted(self._numbers.items())]

    def story(self, profile: SpeakerProfile) -> Story:
        """Return the story of a profile's articles (of many, a few), without terms that many of all articles have."""
        most = max(4, 0.03 * len(self._terms))
        names, words, days = zip(*(self._terms[article] for _, article in profile.stories), strict=True)

        def rarer(terms: Iterable[tuple[str, ...]]) -> frozenset[str]:
            return frozenset(term for term in chain(*terms) if self._term_articles[term] <= most)

        return Story(rarer(names), rarer(words), tuple(chain(*days)))

    def _number(self, speaker: Speaker, text_id: str) -> int:
        """Return the number of the speaker's profile, which is made if there is none."""
        name, role, affiliation = map(sys.intern, (speaker.name, speaker.role or "", speaker.affiliation or ""))
        key, described = self._key(speaker), "" if role else descriptions(speaker)
        texts = speaker.kind, name, role, affiliation, key, described
        apart = text_id if not key and _is_ambiguous(speaker) else ""
        number = self._numbers.setdefault((*texts, apart), len(self.profiles))
        if number == len(self.profiles):
            self.profiles.append(SpeakerProfile(*texts, apart))
        return number

    def _key(self, speaker: Speaker) -> str:
        """Return the key of the speaker's row in the list, "" for none."""
        if self._people is None:
            return _key_of(speaker.known)
        name, kind, role, affiliation = wanted = speaker.name, speaker.kind, speaker.role, speaker.affiliation
        if wanted not in self._keys:
            self._keys[wanted] = _key_of(self._people.find(name, kind, role=role, affiliation=affiliation))
        return self._keys[wanted]


def descriptions(speaker: Speaker) -> str:
    """Return the descriptions among the aliases of a speaker: "the former mayor; the senator"."""
    return "; ".join(sorted(filter(_DESCRIPTION.match, speaker.aliases)))


def _key_of(known: Known | None) -> str:
    return known.row.key if known and known.row else ""


def _is_ambiguous(speaker: Speaker) -> bool:
    """Return True for a speaker with so little description that the same in another article may be somebody else."""
    if speaker.kind != "person":
        return speaker.kind == "org" and is_anywhere(speaker.name)
    name = parse_person(speaker.name)
    named, frequency = is_named(speaker.affiliation or ""), world_frequency(name)
    return is_bare(name) or (frequency > 0.9 and not named) or (frequency > 0.4 and not (named or speaker.role))
