"""What tells two people of like names apart, and how much each sign counts: role and affiliation by their meaning,
place, date, and what their articles are about. The weights are learned (`weights.json`; tests/linking/fit.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from math import log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoteminer.linking.name_variants import WORDS, Difference, is_bare, world_frequency
from quoteminer.people.lexicon import (
    DETERMINERS,
    DOCUMENT_NOUNS,
    FEMALE_NOUNS,
    LONG_TITLES,
    MALE_NOUNS,
    NAMELESS_NOUNS,
    ORG_NOUNS,
    PERSON_NOUNS,
    PREPOSITIONS,
    QUANTIFIERS,
    TITLE_MODIFIERS,
    Gender,
)
from quoteminer.people.names import PersonName
from quoteminer.people.nouns import singular
from quoteminer.people.organisations import compare_organisations, core_words
from quoteminer.people.spelling import SAME_NAME, fold

Vector = NDArray[np.float32]

SAME_BODY: Final = 90.0
"""The score of two names of organisations from which on they are one."""
_RARE: Final = 70.0
"""The length of a word's vector from which on the word is rare enough to tell what an article is about."""
_NAMES, _WORDS = 1000.0, 1500.0
"""By these the product of the numbers of terms of two articles is divided to get how many they share by chance."""
_RARE_NAME: Final = 0.3
"""The frequency below which nobody else is expected to have a name."""
AGAINST: Final = ("unlike", "other affiliation", "other place", "other sex", "other topic", "one accused")
"""Signs that a role, affiliation or story speaks against one person."""
_ALIKE: Final = 0.3
"""The cosine of two roles from which on they speak for one person."""
_LEAST_WORDS: Final = 3
"""Rare words from which on an article's words say what it is about."""
_NEAR: Final = 10
"""Days between two articles of one story, at most."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_EITHER: Final = frozenset("spokesman chairman actor priest bishop chief guy alderman".split())
"""Words for men that are used of women as well."""
_SAME_WORDS: Final = dict(pair.split("=") for pair in WORDS["roles"])
_IDLE: Final = (
    PREPOSITIONS
    | TITLE_MODIFIERS
    | frozenset("the a an and his her its their new former ex then deputy vice chief head".split())
)
_RANKS: Final = frozenset("vice deputy assistant associate shadow junior under sub prime".split())
"""Words that make another office of one."""
_SLIGHT: Final = NAMELESS_NOUNS | frozenset(
    "expert analyst leader member man woman candidate director manager worker officer captain doctor engineer voter "
    "driver teacher student farmer mother father nurse lawyer judge priest police professor spokesperson".split()
)
"""Roles that so many have that sharing one says less."""


_COMMON_WORDS: Final = frozenset((*WORDS["common"], *(word for word in PREPOSITIONS if len(word) > 1)))
_NOUNS: Final = ORG_NOUNS | DOCUMENT_NOUNS | PERSON_NOUNS | NAMELESS_NOUNS | _COMMON_WORDS | {"authority"}
_EMPTY, _ACCUSED, _BROAD = (frozenset(WORDS[name]) for name in ("empty", "accused", "broad"))


@cache
def _meanings() -> tuple[dict[str, int], NDArray[np.int8]]:
    """Words by row, and a vector for each, as long as the word is rare (see README.md)."""
    folder = resources.files("quoteminer.linking")
    with resources.as_file(folder / "meanings.npy") as path:
        vectors = np.load(path)
    words = folder.joinpath("meanings.txt").read_text("utf-8").split()
    return {word: number for number, word in enumerate(words)}, vectors


def meaning(words: tuple[str, ...]) -> Vector | None:
    """Return the direction (64 numbers, length 1) of the sum of the words' vectors; None where no word is known."""
    rows, vectors = _meanings()
    known = [row for word in words if (row := rows.get(word)) is not None]
    if not known:
        return None
    total = vectors[known].sum(axis=0, dtype=np.float32)
    return np.asarray(total / (np.linalg.norm(total) or 1.0), np.float32)


def likeness(x: Vector | None, y: Vector | None) -> float:
    """Return the cosine of two directions, 0 where one is not known."""
    return 0.0 if x is None or y is None else float(x @ y)


@dataclass(frozen=True, slots=True)
class Description:
    """What a role and an affiliation say. ``roles``: its nouns in one form each ("lawyer" for "attorney"); ``ranks``:
    words that make another office of one ("deputy"); ``places``: names in it, folded; ``meanings``: those of role and
    affiliation."""

    roles: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    affiliation: str = ""
    places: frozenset[str] = frozenset()
    meanings: tuple[Vector | None, Vector | None] = field(default=(None, None), compare=False)
    gender: Gender | None = None


@lru_cache(maxsize=65536)
def describe(role: str, affiliation: str) -> Description:
    """Read a role and an affiliation as records have them; either may be empty."""
    words = [*_WORD.findall(role), *_WORD.findall(affiliation)]
    lower = [fold(word) for word in words]
    nouns = {_SAME_WORDS.get(one, one) for one in map(_plain_noun, map(fold, _WORD.findall(role)))}
    places = {folded for word, folded in zip(words, lower, strict=True) if word[0].isupper() and not _is_plain(folded)}
    sexes = {"f" if one in FEMALE_NOUNS else "m" for one in map(singular, lower) if _is_of_one_sex(one)}
    gender: Gender | None = None if len(sexes) != 1 else "f" if "f" in sexes else "m"
    return Description(
        frozenset(nouns - _IDLE - places) or frozenset(nouns),
        frozenset(nouns & _RANKS),
        affiliation,
        frozenset(places),
        (_meaning_of(role), _meaning_of(affiliation)),
        gender,
    )


def _meaning_of(text: str) -> Vector | None:
    lower = map(fold, _WORD.findall(text))
    parts = (part for one in lower for part in {one, _plain_noun(one), *one.split("-")})
    return meaning(tuple(sorted(part for part in parts if part not in _IDLE)))


def _plain_noun(word: str) -> str:
    return singular(LONG_TITLES.get(word, word))


def _is_plain(folded: str) -> bool:
    """True for words that are no names, or that are the names of countries and parties."""
    return any(folded in words for words in (_meanings()[0], ORG_NOUNS, _COMMON_WORDS, _IDLE, _BROAD))


def _is_of_one_sex(word: str) -> bool:
    return word in FEMALE_NOUNS or (word in MALE_NOUNS and word not in _EITHER)


@dataclass(frozen=True, slots=True)
class Story:
    """What an article is about: ``names`` in it and its rare ``words``, folded, what its words mean together, and the
    days on which it was told, as ordinals."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    topic: Vector | None = field(default=None, compare=False)
    days: tuple[int, ...] = ()


def read_story(texts: Iterable[str], named: Iterable[str] = (), days: tuple[int, ...] = ()) -> Story:
    """Collect the names and rare words of an article's texts, and the names of those who are ``named`` in it."""
    rows, _ = _meanings()
    names, words, known = set[str](), set[str](), list[str]()
    for text in texts:
        for word in _WORD.findall(text):
            folded = fold(word)
            if word[0].isupper() and folded not in rows and len(folded) > 2:
                names.add(folded)
            elif folded not in rows:
                stem = singular(folded)
                if len(folded) > 4:
                    words.add(stem)
                known.append(stem)
            else:
                known.append(folded)
                if len(folded) > 3 and _is_rare(folded) and folded not in _EMPTY:
                    words.add(singular(folded))
    topic = meaning(tuple(known)) if len(words) >= _LEAST_WORDS else None
    for text in named:
        names.update(
            folded for word in _WORD.findall(text) if word[0].isupper() and not _is_plain(folded := fold(word))
        )
    return Story(frozenset(names), frozenset(words), topic, days)


@lru_cache(maxsize=16384)
def _is_rare(word: str) -> bool:
    rows, vectors = _meanings()
    return float(np.linalg.norm(vectors[rows[word]].astype(np.float32))) > _RARE


@dataclass(frozen=True, slots=True)
class Profile:
    """A speaker as one article or several tell of him. ``frequency`` of the name: see
    `name_variants.NameCounts.frequency`; ``articles`` that tell the same of him."""

    name: PersonName
    about: Description = Description()
    story: Story = Story()
    frequency: float = 0.5
    articles: int = 1


def features(x: Profile, y: Profile, kind: Difference) -> dict[str, float]:
    """Return what speaks for and against one person, each sign 0 or more. Symmetric. The names of the signs are the
    keys of weights.json."""
    found = {"bias": 1.0, kind: 1.0, "frequent": max(x.frequency, y.frequency)}
    if kind == "surname":
        bare = [one.name for one in (x, y) if is_bare(one.name)]
        found["frequent surname"] = max(map(world_frequency, bare)) > 0.9
    found |= description_features(x.about, y.about)
    found |= _story_features(x, y)
    rare = kind == "equal" and found["frequent"] < _RARE_NAME and not any(found.get(sign) for sign in AGAINST)
    return found | {"rare name": float(rare)}


def description_features(x: Description, y: Description) -> dict[str, float]:
    """Return what two roles and affiliations say."""
    said = [bool(one.roles or one.affiliation) for one in (x, y)]
    if not all(said):
        return {"one untold": float(any(said)), "both untold": float(not any(said))}
    found: dict[str, float] = {}
    told = (x.meanings[:1], y.meanings[:1]) if x.roles and y.roles else (x.meanings, y.meanings)
    alike = [float(one @ other) for one in told[0] for other in told[1] if one is not None and other is not None]
    if alike:
        found = {"alike": max(0.0, max(alike) - _ALIKE), "unlike": max(0.0, _ALIKE - max(alike))}
    found["other rank"] = float(x.ranks != y.ranks and bool(x.roles and y.roles))
    same = x.roles & y.roles
    if x.ranks == y.ranks and x.roles and y.roles and (x.roles <= y.roles or y.roles <= x.roles):
        found["same role" if same - _SLIGHT else "same frequent role"] = 1.0
    elif same:
        found["like role"] = 1.0
    if x.affiliation and y.affiliation:
        found[_relation(x.affiliation, y.affiliation)] = 1.0
    if x.places and y.places:
        found["same place" if x.places & y.places else "other place"] = 1.0
    elsewhere = "other place" in found or ("other affiliation" in found and not x.places & y.places)
    found["same role elsewhere"] = float(elsewhere and ("same role" in found or "same frequent role" in found))
    found["other sex"] = float(bool(x.gender and y.gender and x.gender != y.gender))
    found["one accused"] = float(x.roles.isdisjoint(_ACCUSED) != y.roles.isdisjoint(_ACCUSED))
    return found


@lru_cache(maxsize=65536)
def _relation(x: str, y: str) -> str:
    score = compare_organisations(x, y)
    one, other = set(core_words(x)), set(core_words(y))
    if score >= SAME_BODY:
        return "same affiliation" if is_named(x) and is_named(y) else "same broad affiliation"
    return "like affiliation" if score >= SAME_NAME or one <= other or other <= one else "other affiliation"


def is_named(affiliation: str) -> bool:
    """True for an affiliation with a name of its own, unlike "the police", "Supreme Court", "China"."""
    return any(
        word not in ORG_NOUNS and word not in _COMMON_WORDS and word not in _BROAD for word in core_words(affiliation)
    )


def _story_features(x: Profile, y: Profile) -> dict[str, float]:
    own = {fold(word) for name in (x.name, y.name) for part in name.parts for word in part.split()}
    x_names, y_names = (one.story.names - own - one.about.places for one in (x, y))
    names, words = x_names & y_names, x.story.words & y.story.words
    told = (x.about.places & y_names) | (y.about.places & x_names)
    topic = likeness(x.story.topic, y.story.topic)
    crossed = ((one, b.story.topic) for a, b in ((x, y), (y, x)) for one in a.about.meanings)
    roles = max((likeness(one, topic) for one, topic in crossed), default=0.0)
    found = {
        "shared names": _overlap(len(names), x_names, y_names, _NAMES),
        "shared words": _overlap(len(words), x.story.words, y.story.words, _WORDS),
        "name overlap": _share(len(names), x_names, y_names),
        "word overlap": _share(len(words), x.story.words, y.story.words),
        "like topic": max(0.0, topic - 0.2),
        "role in topic": max(0.0, roles - 0.1),
        "place in story": float(bool(told)),
    }
    if x.story.topic is not None and y.story.topic is not None:
        found["other topic"] = max(0.0, 0.2 - topic)
    if x.story.days and y.story.days:
        apart = min(abs(one - other) for one in x.story.days for other in y.story.days)
        found["same days"] = float(apart <= _NEAR)
        found["years apart"] = log1p(apart / 365)
        found["same story"] = float(apart <= _NEAR and len(names) + len(words) > 1)
    return found


def _overlap(shared: int, x: frozenset[str], y: frozenset[str], kinds: float) -> float:
    """Return the logarithm of how many more terms two articles share than any two of their length."""
    return log1p(max(0.0, shared - len(x) * len(y) / kinds))


def _share(shared: int, x: frozenset[str], y: frozenset[str]) -> float:
    """Return the cosine of two sets, for small ones as if they had five terms."""
    return float((shared > 1) * shared / (max(5, len(x)) * max(5, len(y))) ** 0.5)


@cache
def _weights() -> dict[str, float]:
    return dict(json.loads(resources.files("quoteminer.linking").joinpath("weights.json").read_text("utf-8")))


def weigh(found: dict[str, float]) -> float:
    """Return the sum of the weighted signs: the logarithm of the odds for one person."""
    weights = _weights()
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


def has_name(text: str) -> bool:
    """False for a source without a name of its own: "the government", "Police", "local reports"."""
    words = [word for word in text.split() if fold(word) not in DETERMINERS | QUANTIFIERS]
    if not words or all(map(str.islower, words)):
        return False
    if any(any(map(str.isupper, word)) for word in words[1:]) or not words[0].istitle():
        return True
    nouns = [fold(word) in _NOUNS or singular(fold(word)) in _NOUNS for word in words]
    several = words[-1].islower() and singular(words[-1]) != words[-1] and nouns[-1]
    return not several and not all(nouns)  # else the capital is that of a sentence


def is_anywhere(text: str) -> bool:
    """True where any country or town may have a body of this name: "Supreme Court", "Ministry of Health"."""
    words = core_words(text)
    return bool(words) and all(word in ORG_NOUNS or word in _COMMON_WORDS for word in words)
