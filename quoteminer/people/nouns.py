"""What a noun stands for, by word lists and endings, and which words are titles."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from quoteminer.people.lexicon import (
    DOCUMENT_NOUNS,
    FEMALE_NOUNS,
    HONORIFICS,
    MALE_NOUNS,
    ORG_NOUNS,
    PERSON_NOUNS,
    TITLES,
)
from quoteminer.people.name_order import word_key

HeadKind = Literal["person", "org", "document", "other"]

_IRREGULAR = {"men": "man", "women": "woman", "people": "person", "children": "child", "police": "police", "mps": "mp"}
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "person", "ee", "ant", "eer", "crat", "year-old")
_LONG_TITLES = tuple(title for title in sorted(TITLES) if len(title) > 9)


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """ "companies" -> "company", "officials" -> "official"."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    known = word in ORG_NOUNS or word in DOCUMENT_NOUNS
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "ews")) and (
        not known or word[:-1] in ORG_NOUNS | DOCUMENT_NOUNS) else word  # fmt: skip


@lru_cache(maxsize=16384)
def head_kind(head: str) -> HeadKind:
    """What a head noun stands for, by lists first and then by its ending. ``head`` is lower case and singular."""
    listed = listed_kind(head)
    return "person" if listed == "other" and head.endswith(_PERSON_ENDINGS) else listed


@lru_cache(maxsize=16384)
def listed_kind(head: str) -> HeadKind:
    """The same by the lists alone: for words with a capital, since "Pieter" and "Osman" are no nouns."""
    last = head.rsplit("-", 1)[-1]
    if head in PERSON_NOUNS or head in MALE_NOUNS or head in FEMALE_NOUNS:
        return "person"
    if head in ORG_NOUNS or last in ORG_NOUNS:
        return "org"
    if head in DOCUMENT_NOUNS:
        return "document"
    return "person" if head in TITLES or last in PERSON_NOUNS else "other"


@lru_cache(maxsize=16384)
def is_title(word: str) -> bool:
    """True for honorifics and for words such as "President", "former", "Rep." that stand before a name, and for slips
    of the long ones ("Represenative")."""
    key = word_key(word)
    if len(key) > 9 and key not in TITLES and any(fuzz.ratio(key, title) > 92 for title in _LONG_TITLES):
        return True
    if key in TITLES or key in HONORIFICS or key.endswith(("ologist", "ographer", "-based")):
        return True
    first, _, rest = key.partition("-")
    return bool(rest) and (first in ("editor", "ex", "co", "then", "vice") and (rest in TITLES or first == "editor"))


def is_role(word: str) -> bool:
    """True for titles and nouns for persons, lower case."""
    return is_title(word) or head_kind(singular(word)) == "person"
