"""Evidence that two speakers with similar names are one person: roles, affiliations, places, and the stories of their
articles, weighted by logistic regression (``weights.json``; ``python models/recipe link`` fits it)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from functools import lru_cache
from importlib import resources
from math import log1p
from typing import Any, Final

from quoteminer.linking.namesakes import IDLE, RANKS, WORD, WORDS, Difference, common_words, is_named, name_words
from quoteminer.names.lexicon import LONG_TITLES, singular
from quoteminer.names.organisations import compare_organisations, core_words
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import SAME_NAME, fold
from quoteminer.records import ArticleRecord

AGAINST: Final = ("other role", "other affiliation", "other place")  # the features that are evidence against one person
_SAME_ORGANISATION: Final = 90.0  # the least score, 0..100, of two names of one organisation
_NEAR: Final = 10  # most days between two articles of one story
# Two articles share by chance the product of their numbers of names, or of words, divided by this:
_NAMES: Final = 1000.0
_WORDS: Final = 1500.0
_SAME_ROLES: Final = dict(pair.split("=") for pair in WORDS["roles"])
_WEIGHTS: Final[dict[str, float]] = json.loads(
    resources.files("quoteminer.linking").joinpath("weights.json").read_text("utf-8")
)
_DATE_COLUMNS: Final = (  # the best first, in lower case, letters and digits only
    "date published datepublished publishedat publisheddate publishdate publicationdate publishedtime "
    "articlepublishedtime pubdate issued datecreated createdat created datetime timestamp day"
).split()
_ISO: Final = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?![\d-])|(?![\d-]))|(?![\d-]))")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?=$|T|\s)")
_RSS: Final = re.compile(r"\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")
_HEADLINES: Final = ("title", "headline", "subtitle", "description", "summary", "section", "keywords", "tags", "topic")
_MOST_TEXT: Final = 20_000  # characters of an article's quotes that are read
_FREQUENT: Final = 300  # so many of the common words are too frequent to show the topic of an article


@dataclass(frozen=True, slots=True)
class Story:
    """The story of an article: its names and rarer words, folded, and its days, as ordinals."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    days: tuple[int, ...] = ()


def story_of(record: ArticleRecord, day: str = "") -> Story:
    """Return the story of an article by its headline, its quotes and its speakers; ``day`` is from `date_of`."""
    texts = [value for column in _HEADLINES if isinstance(value := record.meta.get(column), str)]
    left = _MOST_TEXT
    for quote in record.quotes:
        texts.append(quote.text[:left])
        left -= len(texts[-1])
    names, words = set[str](), set[str]()
    for word in WORD.findall("\n".join(texts)):
        folded = fold(word)
        rank = common_words().get(folded)
        if rank is None and word[0].isupper():
            if len(folded) > 2:
                names.add(folded)
        elif len(folded) > 4 if rank is None else len(folded) > 3 and rank >= _FREQUENT:
            words.add(singular(folded))
    for speaker in record.speakers:
        names |= name_words(f"{speaker.name}\n{speaker.affiliation or ''}")
    days = (date.fromisoformat(day).toordinal(),) if len(day) == 10 else ()
    return Story(frozenset(names), frozenset(words), days)


def date_of(meta: Mapping[str, Any], column: str | None = None) -> str:
    """Return the day of an article as "2016-09-26", the known part of it ("2016-09", "2016"), or "".

    ``column`` None takes the first of `_DATE_COLUMNS` with a date in ISO 8601 or in the format of e-mail and RSS ("Mon,
    26 Sep 2016 10:00:00 GMT"). "26/09/2016" is ambiguous and not read. Time zones are ignored.
    """
    if column is not None:
        return _read_date(meta.get(column))
    by_name = {"".join(filter(str.isalnum, name.lower())): value for name, value in reversed(list(meta.items()))}
    return next(filter(None, (_read_date(by_name.get(name)) for name in _DATE_COLUMNS)), "")


def _read_date(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value)
    found = _COMPACT.match(text) or (_ISO.match(text) if isinstance(value, str) else None)
    try:
        if found:
            year, month, day = found.groups()
            return date(int(year), int(month or 1), int(day or 1)).isoformat()[: 10 if day else 7 if month else 4]
        return parsedate_to_datetime(text).date().isoformat() if _RSS.match(text) else ""
    except (ValueError, TypeError, IndexError):
        return ""


@dataclass(frozen=True, slots=True)
class Description:
    """A role, as its nouns (one for all synonyms) and words such as "deputy", an affiliation, and the names in both."""

    roles: frozenset[str] = frozenset()
    affiliation: str = ""
    places: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def describe(role: str, affiliation: str) -> Description:
    places = frozenset(name_words(f"{role} {affiliation}"))
    singulars = (singular(LONG_TITLES.get(word, word)) for word in map(fold, WORD.findall(role)))
    nouns = frozenset(_SAME_ROLES.get(noun, noun) for noun in singulars)
    roles = nouns - IDLE - places
    return Description(roles if roles - RANKS else nouns, affiliation, places)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A speaker to compare with another. ``frequency``: see `namesakes.NameCounts.frequency`."""

    name: PersonName
    about: Description = Description()
    story: Story = Story()
    frequency: float = 0.5


def features(x: Bearer, y: Bearer, kind: Difference) -> dict[str, float]:
    """Return the evidence for and against one person: the keys of weights.json, each 0 or more. Symmetric."""
    own = {fold(word) for name in (x.name, y.name) for part in name.parts for word in part.split()}
    x_names, y_names = (one.story.names - own - one.about.places for one in (x, y))
    names, words = len(x_names & y_names), len(x.story.words & y.story.words)
    days = ((one, other) for one in x.story.days for other in y.story.days)
    return {
        "bias": 1.0,
        "frequent": max(x.frequency, y.frequency),
        **({} if kind == "equal" else {kind: 1.0}),
        **description_features(x.about, y.about),
        "shared names": _excess(names, len(x_names) * len(y_names) / _NAMES),
        "shared words": _excess(words, len(x.story.words) * len(y.story.words) / _WORDS),
        "place in story": float(bool(x.about.places & y_names or y.about.places & x_names)),
        "same days": float(any(abs(one - other) <= _NEAR for one, other in days)),
    }


def description_features(x: Description, y: Description) -> dict[str, float]:
    found: dict[str, float] = {}
    if x.affiliation and y.affiliation:
        found[_compare_affiliations(x.affiliation, y.affiliation)] = 1.0
    if x.places and y.places:
        found["other place" if x.places.isdisjoint(y.places) else "same place"] = 1.0
    if x.roles and y.roles:
        same = bool((x.roles & y.roles) - RANKS)
        elsewhere = "other affiliation" in found and "same place" not in found  # every town has a mayor
        found["same role"] = float(same and not elsewhere and x.roles & RANKS == y.roles & RANKS)
        found["other role"] = float(not same)
    return found


@lru_cache(maxsize=65536)
def _compare_affiliations(x: str, y: str) -> str:
    score = compare_organisations(x, y)
    if score >= _SAME_ORGANISATION and is_named(x) and is_named(y):
        return "same affiliation"
    one, other = set(core_words(x)), set(core_words(y))
    return "similar affiliation" if score >= SAME_NAME or one <= other or other <= one else "other affiliation"


def _excess(shared: int, expected: float) -> float:
    return log1p(max(0.0, shared - expected))


def weigh(found: Mapping[str, float]) -> float:
    """Return the weighted sum of features: the logarithm of the odds for one person."""
    return sum(_WEIGHTS.get(name, 0.0) * value for name, value in found.items())
