"""Evidence that two speakers with similar names are one person: roles, affiliations, places, and the stories of their
articles, weighted by logistic regression (``weights.json``; ``python models/recipe link`` fits it)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import log1p
from typing import Final

from quoteminer.linking.names import Difference
from quoteminer.linking.stories import Story
from quoteminer.linking.word_lists import IDLE, RANKS, WORD, WORDS, is_named, name_words
from quoteminer.names.lexicon import LONG_TITLES, singular
from quoteminer.names.organisations import compare_organisations, core_words
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import SAME_NAME, fold

AGAINST: Final = ("other role", "other affiliation", "other place")
"""The features that are evidence against one person."""
_SAME_ORGANISATION: Final = 90.0  # the least score, 0..100, of two names of one organisation
_NEAR: Final = 10  # most days between two articles of one story
# Two articles share by chance the product of their numbers of names, or of words, divided by this:
_NAMES: Final = 1000.0
_WORDS: Final = 1500.0
_SAME_ROLES: Final = dict(pair.split("=") for pair in WORDS["roles"])


@dataclass(frozen=True, slots=True)
class Description:
    """A role and an affiliation. ``roles``: the nouns of the role, synonyms replaced by one ("lawyer" for "attorney"),
    and words such as "deputy"; ``places``: names in both, folded."""

    roles: frozenset[str] = frozenset()
    affiliation: str = ""
    places: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def describe(role: str, affiliation: str) -> Description:
    """Read a role and an affiliation as records have them; either may be empty."""
    places = frozenset(name_words(f"{role} {affiliation}"))
    singulars = (singular(LONG_TITLES.get(word, word)) for word in map(fold, WORD.findall(role)))
    nouns = frozenset(_SAME_ROLES.get(noun, noun) for noun in singulars)
    roles = nouns - IDLE - places
    return Description(roles if roles - RANKS else nouns, affiliation, places)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker to be compared with another. ``frequency`` of the name: see `names.NameCounts.frequency`."""

    name: PersonName
    about: Description = Description()
    story: Story = Story()
    frequency: float = 0.5


def features(x: Candidate, y: Candidate, kind: Difference) -> dict[str, float]:
    """Return the evidence for and against one person, each feature 0 or more. Symmetric. The features are the keys of
    weights.json."""
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
    """Return the features of two roles and affiliations."""
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
    """Return the logarithm of how many more terms two articles share than any two of their length."""
    return log1p(max(0.0, shared - expected))


def weigh(found: Mapping[str, float]) -> float:
    """Return the weighted sum of features: the logarithm of the odds for one person."""
    weights = _weights()
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


@cache
def _weights() -> dict[str, float]:
    return dict(json.loads(resources.files("quoteminer.linking").joinpath("weights.json").read_text("utf-8")))
