"""Evidence that two people of similar names are one: roles, affiliations, places, and what their articles have in
common, weighted by logistic regression (``weights.json``; ``python models/recipe link`` fits it)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import log1p
from typing import Final

from quoteminer.linking.names import (
    BROAD,
    COMMON_WORDS,
    LONG_TITLES,
    ORG_NOUNS,
    PERSON_NOUNS,
    PREPOSITIONS,
    SAME_NAME,
    TITLE_MODIFIERS,
    TITLES,
    WORDS,
    Difference,
    PersonName,
    compare_organisations,
    core_words,
    fold,
    is_named,
    singular,
)

SAME_ORGANISATION: Final = 90.0
"""The least score, 0..100, of two names of one organisation."""
AGAINST: Final = ("other role", "other affiliation", "other place")
"""Features that are evidence against one person."""
_FREQUENT: Final = 300
"""So many of the common words are too frequent to show what an article is about."""
_NAMES, _WORDS = 1000.0, 1500.0
"""The product of two articles' numbers of names, or of words, divided by this is how many they share by chance."""
_NEAR: Final = 10
"""Most days between two articles of one story."""
WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_SAME_ROLES: Final = dict(pair.split("=") for pair in WORDS["roles"])
_RANKS: Final = frozenset("vice deputy assistant associate shadow junior under sub prime".split())
"""Words that turn an office into another one."""
_IDLE: Final = (
    PREPOSITIONS | TITLE_MODIFIERS | set("the a an and his her its their new former ex chief head".split())
) - _RANKS
_PLAIN: Final = ORG_NOUNS | PERSON_NOUNS | TITLES | COMMON_WORDS | BROAD | _IDLE | _RANKS


@cache
def common_words() -> dict[str, int]:
    """Return words of the news that are no names, with their rank by frequency, from 0."""
    text = resources.files("quoteminer.linking").joinpath("common_words.txt").read_text("utf-8")
    return {word: rank for rank, word in enumerate(text.split())}


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
    words = WORD.findall(f"{role} {affiliation}")
    places = frozenset(folded for word in words if word[0].isupper() and not _is_plain(folded := fold(word)))
    nouns = {_SAME_ROLES.get(one, one) for one in map(_plain_noun, map(fold, WORD.findall(role)))}
    roles = nouns - _IDLE - places
    return Description(frozenset(roles - _RANKS and roles or nouns), affiliation, places)


def _plain_noun(word: str) -> str:
    return singular(LONG_TITLES.get(word, word))


def _is_plain(folded: str) -> bool:
    """True for words that are no names, and for the names of countries and parties."""
    return folded in common_words() or folded in _PLAIN


@dataclass(frozen=True, slots=True)
class Story:
    """The story of an article: ``names`` in it and its rarer ``words``, folded, and its ``days``, as ordinals."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    days: tuple[int, ...] = ()


def read_story(texts: Iterable[str], named: Iterable[str] = (), days: tuple[int, ...] = ()) -> Story:
    """Collect the names and rarer words of an article's texts, and the names of those who are ``named`` in it."""
    names, words = set[str](), set[str]()
    for text in texts:
        for word in WORD.findall(text):
            folded = fold(word)
            rank = common_words().get(folded)
            if rank is None and word[0].isupper():
                names.update([folded] if len(folded) > 2 else [])
            elif len(folded) > 4 - (rank is not None) and (rank is None or rank >= _FREQUENT):
                words.add(singular(folded))
    for text in named:
        names.update(folded for word in WORD.findall(text) if word[0].isupper() and not _is_plain(folded := fold(word)))
    return Story(frozenset(names), frozenset(words), days)


@dataclass(frozen=True, slots=True)
class Profile:
    """A speaker as one article or several describe them. ``frequency`` of the name: see `names.NameCounts.frequency`;
    ``articles``: how many have this description."""

    name: PersonName
    about: Description = Description()
    story: Story = Story()
    frequency: float = 0.5
    articles: int = 1


def features(x: Profile, y: Profile, kind: Difference) -> dict[str, float]:
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
    """Return what two roles and affiliations have in common, and where they differ."""
    found: dict[str, float] = {}
    if x.affiliation and y.affiliation:
        found[_compare_affiliations(x.affiliation, y.affiliation)] = 1.0
    if x.places and y.places:
        found["other place" if x.places.isdisjoint(y.places) else "same place"] = 1.0
    if x.roles and y.roles:
        same = bool((x.roles & y.roles) - _RANKS)
        elsewhere = "other affiliation" in found and "same place" not in found  # every town has a mayor
        found["same role"] = float(same and not elsewhere and x.roles & _RANKS == y.roles & _RANKS)
        found["other role"] = float(not same)
    return found


@lru_cache(maxsize=65536)
def _compare_affiliations(x: str, y: str) -> str:
    score = compare_organisations(x, y)
    if score >= SAME_ORGANISATION and is_named(x) and is_named(y):
        return "same affiliation"
    one, other = set(core_words(x)), set(core_words(y))
    return "similar affiliation" if score >= SAME_NAME or one <= other or other <= one else "other affiliation"


def _excess(shared: int, expected: float) -> float:
    """Return the logarithm of how many more terms two articles share than any two of their length."""
    return log1p(max(0.0, shared - expected))


@cache
def _weights() -> dict[str, float]:
    return dict(json.loads(resources.files("quoteminer.linking").joinpath("weights.json").read_text("utf-8")))


def weigh(found: dict[str, float]) -> float:
    """Return the weighted sum of features: the logarithm of the odds for one person."""
    weights = _weights()
    return sum(weights.get(name, 0.0) * value for name, value in found.items())
