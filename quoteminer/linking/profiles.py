"""The speakers of many records as profiles, in columns, so that a million of them fit in memory."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Final

from quoteminer.linking.evidence import Story, date_of, story_of
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.namesakes import is_anywhere, is_bare, is_named, world_frequency
from quoteminer.names.person_names import parse_person
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.types import SpeakerKind

_DESCRIPTION: Final = re.compile(r"(?:the|a|an|his|her|their|its) [a-z]")
_MOST_TERMS: Final = 60  # names, and as many words, that are kept of an article
_STORIES: Final = 4  # articles of a profile that are kept for its story


@dataclass(slots=True, eq=False)
class SpeakerProfile:
    """A speaker as one article or several describe them.

    ``key``: of the row of the user's list, or "". ``described``: descriptions ("the senator"), if no role is known.
    ``text_id``: the article, if the same words may mean somebody else in another article; else "". ``spellings``: with
    their numbers of articles. ``stories``: id and index of a few articles, the lowest ids. ``person``: a number, 0 for
    a source without a name of its own.
    """

    kind: SpeakerKind
    name: str
    role: str
    affiliation: str
    key: str = ""
    described: str = ""
    text_id: str = ""
    articles: int = 0
    spellings: Counter[str] = field(default_factory=Counter)
    stories: list[tuple[str, int]] = field(default_factory=list)
    person: int = 0


class Collected:
    """The speakers of the added records, and the ids, dates ("" if unknown) and meta columns of their articles.

    ``people`` None takes the links that the records have; ``date_column`` None finds the date.
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
        self._find = lru_cache(maxsize=65536)(people.find) if people else None
        self._date_column = date_column

    def add(self, record: ArticleRecord) -> None:
        day = date_of(record.meta, self._date_column)
        self.columns.update(record.meta)
        quotes = {quote.id: quote.words for quote in record.quotes if quote.counts}
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
        """Return the story of a few articles of a profile, without terms that many of all articles have."""
        most = max(4, 0.03 * len(self._terms))
        names, words, days = zip(*(self._terms[article] for _, article in profile.stories), strict=True)

        def rarer(terms: Iterable[tuple[str, ...]]) -> frozenset[str]:
            return frozenset(term for term in chain(*terms) if self._term_articles[term] <= most)

        return Story(rarer(names), rarer(words), tuple(chain(*days)))

    def _number(self, speaker: Speaker, text_id: str) -> int:
        """Return the number of the speaker's profile, creating it if needed."""
        known = speaker.known
        if self._find:
            known = self._find(speaker.name, speaker.kind, role=speaker.role, affiliation=speaker.affiliation)
        key = known.row.key if known and known.row else ""
        name, role, affiliation = map(sys.intern, (speaker.name, speaker.role or "", speaker.affiliation or ""))
        texts = speaker.kind, name, role, affiliation, key, "" if role else descriptions(speaker)
        apart = text_id if not key and _is_ambiguous(speaker) else ""
        number = self._numbers.setdefault((*texts, apart), len(self.profiles))
        if number == len(self.profiles):
            self.profiles.append(SpeakerProfile(*texts, apart))
        return number


def descriptions(speaker: Speaker) -> str:
    """Return the descriptions among the aliases of a speaker: "the former mayor; the senator"."""
    return "; ".join(sorted(filter(_DESCRIPTION.match, speaker.aliases)))


def _is_ambiguous(speaker: Speaker) -> bool:
    """True if the same description in another article may be of somebody else."""
    if speaker.kind != "person":
        return speaker.kind == "org" and is_anywhere(speaker.name)
    name = parse_person(speaker.name)
    named, frequency = is_named(speaker.affiliation or ""), world_frequency(name)
    return is_bare(name) or (frequency > 0.9 and not named) or (frequency > 0.4 and not (named or speaker.role))
