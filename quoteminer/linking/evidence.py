"""Weigh the evidence that two speakers with similar names are one person: roles, affiliations,
places, and the stories of their articles, by logistic regression (``weights.json``, fitted by
``python models/recipe link``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from itertools import product
from math import log, log1p
from operator import attrgetter
from typing import Final, TypeVar

from quoteminer.linking.name_relations import NameRelation, name_relation
from quoteminer.linking.namesakes import (
    IDLE,
    RANKS,
    WORD,
    is_named,
    name_words,
    world_frequency,
)  # fmt: skip
from quoteminer.linking.occupations import (
    Occupation,
    compare_careers,
    occupations_in,
    role_noun,
)
from quoteminer.linking.stories import Life, Story, lives_clash
from quoteminer.names.lexicon import words
from quoteminer.names.organisations import compare_organisations, core_words
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import SAME_NAME, fold

AGAINST: Final = (
    "other field",
    "other post",
    "other affiliation",
    "other place",
    "other life",
    "one article",
)
"""The features that are evidence for two different people."""
_MOVED: Final = ("other affiliation", "other post", "other place")
"""The evidence that says nothing about a person who has changed the profession."""
UNSURE: Final = ("other field", "changed field")
"""The features with which a merge is listed as doubtful, however probable it is."""
_SHARED: Final = ("same role", "same affiliation", "similar affiliation", "same place")
RELATIONS: Final[tuple[NameRelation, ...]] = (
    "equal",
    "variant",
    "initial",
    "typo",
    "surname",
    "weak",
)
"""The relations of two names, from the closest to the most distant."""
_SAME_ORGANISATION: Final = 90.0  # the least score, 0..100, of two names of one organisation
# above this many articles, the number of articles of a name does not matter
_MOST_ARTICLES: Final = 30
_NEAR: Final = 10  # most days between two articles of one story
# Two articles share by chance the product of their numbers of names, or of words, divided by this:
_NAMES: Final = 1000.0
_WORDS: Final = 1500.0
_PARTIES: Final = {"party", *words("parties")}
_WEIGHTS: Final[dict[str, float]] = json.loads(
    resources.files("quoteminer.linking").joinpath("weights.json").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Description:
    """Roles, each as its nouns (synonyms have one form) and words like "deputy"; affiliations; the
    names in both; the occupations in the roles."""

    roles: frozenset[frozenset[str]] = frozenset()
    affiliations: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    occupations: frozenset[Occupation] = frozenset()

    def on(self, days: frozenset[int]) -> Description:
        """Return the description with the days of its articles, as ordinals."""
        dated = frozenset(replace(occupation, days=days) for occupation in self.occupations)
        return replace(self, occupations=dated)


@lru_cache(maxsize=65536)
def describe(role: str, affiliation: str) -> Description:
    places = name_words(f"{role} {affiliation}")
    nouns = frozenset(role_noun(fold(word)) for word in WORD.findall(role))
    roles = nouns - IDLE - places
    kept = roles if roles - RANKS else nouns
    return Description(
        frozenset({kept} if kept else ()),
        frozenset({affiliation} if affiliation else ()),
        places,
        occupations_in(role, affiliation),
    )


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person in one article or several, to compare with another person."""

    names: Collection[PersonName]
    about: Description = Description()
    story: Story = Story()
    life: Life = Life()
    articles: int = 1


Told = TypeVar("Told", Description, Story, Life)


def united(parts: Iterable[Told]) -> Told:
    """Return the union of one or more descriptions, stories or lives."""
    first, *others = {id(part): part for part in parts}.values()
    if not others:
        return first
    columns = zip(*map(attrgetter(*first.__slots__), (first, *others)), strict=True)
    return type(first)(*(frozenset().union(*column) for column in columns))


def relate(names: Iterable[PersonName], others: Collection[PersonName]) -> NameRelation | None:
    """Return the closest relation of the names of two persons; None if any two names can't belong
    to one person."""
    relations = {name_relation(x, y) for x, y in product(names, others)}
    return None if None in relations else min(relations, key=RELATIONS.index)


def features(
    x: Bearer, y: Bearer, relation: NameRelation, *, one_article: bool = False
) -> dict[str, float]:
    """Return the evidence for and against one person: the keys of weights.json, each 0 or more.
    Symmetric. ``one_article``: both are speakers of one article, as two people."""
    both = {*x.names, *y.names}
    own = frozenset[str]().union(*map(_own_words, both))
    x_own, y_own = (own | bearer.about.places for bearer in (x, y))
    names, terms = (
        len((x.story.names & y.story.names) - x_own - y_own),
        len(x.story.words & y.story.words),
    )
    x_names, y_names = (
        len(one.story.names) - len(one.story.names & own) for one, own in ((x, x_own), (y, y_own))
    )
    days = product(x.story.days, y.story.days)
    about = description_features(x.about, y.about, x.story.usual | y.story.usual)
    # the articles of a town in one week have its mayor and its striker
    tells_days = not about.get("other field")
    in_story = (x.about.places & y.story.names) - y_own or (y.about.places & x.story.names) - x_own
    evidence = {
        **({} if relation == "equal" else {relation: 1.0}),
        **about,
        "shared names": _excess(names, x_names * y_names / _NAMES),
        "shared words": _excess(terms, len(x.story.words) * len(y.story.words) / _WORDS),
        "place in story": float(bool(in_story)),
        "same days": float(tells_days and any(abs(day - other) <= _NEAR for day, other in days)),
        "other life": float(lives_clash(x.life, y.life)),
        "one article": float(one_article),
    }
    # The frequency of an equal name does not matter if the descriptions of both people are
    # compatible; the number of its articles only matters without evidence against one person.
    against = any(evidence.get(feature) for feature in AGAINST)
    only_one = (x.about == Description()) != (y.about == Description())  # is described
    shared = only_one or any(evidence.get(feature) for feature in _SHARED)
    frequency = max(map(world_frequency, both))
    return {
        "bias": 1.0,
        "frequent": 0.0 if relation == "equal" and shared and not against else frequency,
        "articles": 0.0 if against else log(min(_MOST_ARTICLES, max(x.articles, y.articles))),
        **evidence,
    }


@lru_cache(maxsize=65536)
def _own_words(name: PersonName) -> frozenset[str]:
    return frozenset(fold(word) for part in name.parts for word in part.split())


def description_features(
    x: Description, y: Description, usual: frozenset[str] = frozenset()
) -> dict[str, float]:
    """Return the evidence in two descriptions. ``usual``: places that say nothing if both have
    them: in the collection of a town's paper, nearly everybody is from there."""
    evidence: dict[str, float] = {}
    shared = x.places & y.places
    if x.affiliations and y.affiliations:
        evidence[
            min(_compare_affiliations(*pair) for pair in product(x.affiliations, y.affiliations))[1]
        ] = 1.0
    if x.places and y.places and (not shared or shared - usual):
        evidence["same place" if shared else "other place"] = 1.0
    if x.roles and y.roles:
        related = [(a, b) for a, b in product(x.roles, y.roles) if (a & b) - RANKS]
        elsewhere = "other affiliation" in evidence and not shared  # of mayors, every town has one
        evidence["same role"] = float(
            not elsewhere and any(a & RANKS == b & RANKS for a, b in related)
        )
        evidence["other post"] = float(elsewhere and bool(related))
        evidence["other role"] = float(not related)
    career = compare_careers(x.occupations, y.occupations)
    if career == "changed":  # who changes the profession also changes the town
        return {name: value for name, value in evidence.items() if name not in _MOVED} | {
            "changed field": 1.0
        }
    return evidence | {"other field": float(career == "other")}


@lru_cache(maxsize=65536)
def _compare_affiliations(x: str, y: str) -> tuple[int, str]:
    """Return the rank of a feature, and the feature. A party does not contradict a country or an
    office."""
    score = compare_organisations(x, y)
    if score >= _SAME_ORGANISATION and is_named(x) and is_named(y):
        return 0, "same affiliation"
    words, others = set(core_words(x)), set(core_words(y))
    similar = (
        score >= SAME_NAME
        or words <= others
        or others <= words
        or (words <= _PARTIES) != (others <= _PARTIES)
    )
    return (1, "similar affiliation") if similar else (2, "other affiliation")


def _excess(shared: int, expected: float) -> float:
    return log1p(max(0.0, shared - expected))


def weigh(evidence: Mapping[str, float]) -> float:
    """Return the weighted sum of features: the log odds for one person."""
    return sum(_WEIGHTS.get(name, 0.0) * value for name, value in evidence.items())
