"""Word lists, and tests for names that consist of general words only."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

from quoteminer.names import lexicon
from quoteminer.names.organisations import core_words
from quoteminer.names.similarity import fold

WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_FILES: Final = resources.files("quoteminer.linking")
WORDS: Final = {
    section.partition("]")[0]: section.partition("]")[2].partition("#")[0].split()
    for section in _FILES.joinpath("words.txt").read_text("utf-8").split("[")[1:]
}
RANKS: Final = frozenset(WORDS["ranks"])
IDLE: Final = (lexicon.PREPOSITIONS | lexicon.TITLE_MODIFIERS | set(WORDS["idle"])) - RANKS
_COMMON: Final = {*WORDS["common"], *(word for word in lexicon.PREPOSITIONS if len(word) > 1)}
_BROAD: Final = set(WORDS["broad"])
_GENERAL: Final = lexicon.ORG_NOUNS | _COMMON
_PLAIN: Final = _GENERAL | lexicon.PERSON_NOUNS | lexicon.TITLES | _BROAD | IDLE | RANKS
_NOUNS: Final = _GENERAL | lexicon.DOCUMENT_NOUNS | lexicon.PERSON_NOUNS | lexicon.NAMELESS_NOUNS | {"authority"}


@cache
def common_words() -> dict[str, int]:
    """Return the words of the news that are no names, with their rank by frequency, from 0."""
    return {word: rank for rank, word in enumerate(_FILES.joinpath("common_words.txt").read_text("utf-8").split())}


def name_words(text: str) -> set[str]:
    """Return the capitalised words of a text, folded, without general words, countries and parties."""
    folded = {fold(word) for word in WORD.findall(text) if word[0].isupper()}
    return {word for word in folded if word not in _PLAIN and word not in common_words()}


def has_name(text: str) -> bool:
    """Return False for a source without a name of its own: "the government", "Police", "local reports"."""
    words = [word for word in text.split() if fold(word) not in lexicon.DETERMINERS | lexicon.QUANTIFIERS]
    if not words or all(map(str.islower, words)):
        return False
    if any(any(map(str.isupper, word)) for word in words[1:]) or not words[0].istitle():
        return True
    nouns = [fold(word) in _NOUNS or lexicon.singular(fold(word)) in _NOUNS for word in words]
    several = words[-1].islower() and lexicon.singular(words[-1]) != words[-1] and nouns[-1]
    return not several and not all(nouns)  # else the capital is that of a sentence


def is_named(affiliation: str) -> bool:
    """Return True for an affiliation with a name of its own, unlike "the police", "Supreme Court", "China"."""
    return not (_GENERAL | _BROAD).issuperset(core_words(affiliation))


def is_anywhere(text: str) -> bool:
    """Return True if any country or town may have an organisation of this name, as "Supreme Court"."""
    words = core_words(text)
    return bool(words) and _GENERAL.issuperset(words)
