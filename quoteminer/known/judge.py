"""How well a row fits a speaker, and what follows: a link only where one row fits well and no other nearly so.

Who reads a wrong link takes it for a fact, so whatever leaves a doubt is told as one, not decided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from quoteminer.known.rows import Row, RowKind
from quoteminer.names.organisations import compare_organisations, core_words, is_acronym, plain_organisation
from quoteminer.names.person_names import PersonName, compare_people, parse_person
from quoteminer.names.similarity import SAME_NAME, fold
from quoteminer.records import Known, KnownRow

SURE: Final = 90.0
"""The least fit of a link."""
MARGIN: Final = 10.0
"""How much better than any other row it must fit."""
LISTED: Final = 5
"""Candidates that are listed where it is not sure."""
DIGITS: Final = 1
"""Decimals of a score."""

FAMILY_ALONE: Final = 13.0
"""What a name of one word lacks against a full name: "Kell" (95) then counts as 82, too little without other signs."""
ONE_WORD: Final = 9.0
"""What two equal names of one word lack: anybody's family name may be written so."""
MORE_NAMES: Final = 3.0
"""What a row lacks that has a middle name more than the article: newspapers leave them out."""
FEWER_NAMES: Final = 10.0
"""What a row lacks that has a middle name less: a list that knows both is meant to tell them apart."""
OTHER_KIND: Final = 95.0
"""The fit of an equal name where the article has an organisation and the list, by a guess, a person, or the other way
round."""
SHORT_ACRONYM: Final = 10.0
"""What an acronym of few letters lacks against the words that it may stand for: it may stand for many."""
LEAST_LETTERS: Final = 4
"""Letters from which on an acronym is not short."""
SAME_ROLE: Final = 10.0
SAME_AFFILIATION: Final = 12.0
ANOTHER: Final = 6.0
"""What role and affiliation count against a row, each, where neither is the speaker's."""
SAME_BODY: Final = 90.0
"""The score of two organisations' names from which on a speaker's and a row's affiliation are one; from `SAME_NAME` on
they may be one, which says nothing."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_JOINT = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_IDLE: Final = frozenset(
    "the a an of for and in at to by on former ex then current acting new his her its their".split()
)
_RANKS: Final = frozenset("vice deputy assistant associate shadow junior under co sub prime chief".split())
"""Words that make another office of one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a row is looked for. The name is without honorific and title."""

    name: str
    kind: RowKind
    role: str | None = None
    affiliation: str | None = None


def fit(wanted: Wanted, row: Row) -> float:
    """How well a row fits, from 0; below `SAME_NAME` not at all. Above 100 where more than the name agrees."""
    if row.kind != wanted.kind:
        return OTHER_KIND if row.guessed and _has_the_words(wanted.name, row) else 0.0
    return _fit_person(wanted, row) if row.kind == "person" else _fit_body(wanted, row)


def _has_the_words(name: str, row: Row) -> bool:
    words = core_words(name)
    return bool(words) and any(core_words(form) == words for form in row.forms)


def _fit_person(wanted: Wanted, row: Row) -> float:
    """Two who speak together, "Ana Ruiz and Peter Holm", are nobody's "Ana Holm"."""
    name, several = parse_person(wanted.name), is_several(wanted.name)
    forms = (form for form in row.forms if is_several(form) == several)
    best = max((_fit_name(name, parse_person(form)) for form in forms), default=0.0)
    return best + _signs(wanted, row) if best >= SAME_NAME - SAME_AFFILIATION else best


def is_several(name: str) -> bool:
    """Whether it is the names of two who speak together."""
    return _JOINT.search(name) is not None


def _fit_body(wanted: Wanted, row: Row) -> float:
    return max(_fit_body_name(wanted.name, form) for form in row.forms)


def _fit_body_name(name: str, form: str) -> float:
    score = compare_organisations(name, form)
    short = min(plain_organisation(name), plain_organisation(form), key=len)
    is_one = is_acronym(short) and is_acronym(name) != is_acronym(form)
    return score - SHORT_ACRONYM if is_one and sum(map(str.isalpha, short)) < LEAST_LETTERS else score


def _fit_name(speaker: PersonName, known: PersonName) -> float:
    """A full name is not compared with one word of a row: any Smith is not the "Smith" that a row has as an alias."""
    score = compare_people(speaker, known)
    if speaker.order == "bare":
        return score - (ONE_WORD if known.order == "bare" else FAMILY_ALONE)
    if known.order == "bare":
        return 0.0
    more = len(known.parts) - len(speaker.parts)
    return score - (MORE_NAMES if more > 0 else FEWER_NAMES if more < 0 else 0.0)


def _signs(wanted: Wanted, row: Row) -> float:
    """What role and affiliation say, where both the article and the list know them."""
    signs = (
        (SAME_ROLE, _same_role(wanted.role or "", row.said("role"))),
        (SAME_AFFILIATION, _same_affiliation(wanted.affiliation or "", row.said("affiliation"))),
    )
    agreeing = sum(weight for weight, same in signs if same)
    return agreeing or -ANOTHER * sum(same is False for _, same in signs)


@lru_cache(maxsize=4096)
def _same_role(one: str, other: str) -> bool | None:
    """Whether all words of the shorter one stand in the longer one; None where one says nothing."""
    x, y = _content(one), _content(other)
    if not x or not y:
        return None
    return (x <= y or y <= x) and x & _RANKS == y & _RANKS


@lru_cache(maxsize=4096)
def _same_affiliation(one: str, other: str) -> bool | None:
    """Whether they are one body, or one is named with a part of it; None where that is open or one says nothing."""
    x, y = _content(one), _content(other)
    if not x or not y:
        return None
    score = compare_organisations(one, other)
    if score >= SAME_BODY or (min(len(x), len(y)) > 1 and (x <= y or y <= x)):
        return True
    return None if score >= SAME_NAME else False


def _content(text: str) -> frozenset[str]:
    words = [fold(part) for word in _WORD.findall(text) for part in word.split("-")]
    return frozenset(word for word in words if word and word not in _IDLE)


def decide(fits: Sequence[tuple[float, Row]], *, others: int = 0) -> Known:
    """The link to one of these rows, each with its fit. ``others``: so many more may fit that were not looked at, so
    that none can be sure."""
    ranked = sorted((one for one in fits if one[0] >= SAME_NAME), key=lambda one: -one[0])
    if not ranked:
        return Known("ambiguous", fitting=others) if others else Known("none")
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if not others and ranked[0][0] >= SURE and ranked[0][0] - second >= MARGIN:
        return Known("linked", row=_shown(*ranked[0]), fitting=len(ranked))
    listed = tuple(_shown(*one) for one in ranked[:LISTED])
    return Known("ambiguous", candidates=listed, fitting=len(ranked) + others)


def _shown(fit: float, row: Row) -> KnownRow:
    return KnownRow(row.key, row.name, round(min(fit, 100.0), DIGITS), row.columns)
