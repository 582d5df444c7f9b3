"""Names of organisations: what is left without "the" and "Inc.", acronyms, short forms."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from quoteminer.names.lexicon import ABBREVIATIONS, HEADS_THAT_STAY, LEGAL_SUFFIXES, PREPOSITIONS, SPELLINGS
from quoteminer.names.similarity import SAME_NAME, fold, is_slip

#: The most that a short form of a name scores.
SHORT_FORM = 88.0

_WORD = re.compile(r"[^\W_]+(?:[-&.'’/][^\W_]+)*|&")
_UNIONS = frozenset(words for words in ABBREVIATIONS.values() if " " in words)
_TRAILING_ACRONYM = re.compile(r"\s*\(([^()]{2,12})\)?\s*$")
_OPENING = re.compile(r"^(?:the\s+)?(?:[^\W_]+-(?:led|based|backed|owned|run|funded)\s+)?(?=\S)", re.IGNORECASE)
# "Wikinews" is two words in one.
_COMPOUND = re.compile(r"(\w)\w{2,}(bank|book|media|net|news|post|press|tube|watch|web|wire)")
# Bodies whose first and last word change places: "Justice Department", "Department of Justice".
_TURNING = frozenset("department ministry office secretariat directorate".split())
_SMALL = PREPOSITIONS | {"and", "the", "&", "de", "la", "du", "des"}


@lru_cache(maxsize=65536)
def plain_organisation(text: str) -> str:
    """An organisation's name as a record has it: without a leading "the", a possessive and an acronym in brackets."""
    name = _TRAILING_ACRONYM.sub("", " ".join(text.split()))
    name = re.sub(r"(?<=s)['’]$|['’]s$", "", name.strip(' ,.;:"“”'))
    return _OPENING.sub("", name) or name


@lru_cache(maxsize=65536)
def core_words(text: str) -> tuple[str, ...]:
    """Folded words of an organisation's name, without "the" and legal suffixes; "U.S.", "Fed" and the like written
    out, "Centre" as "center"."""
    words = [fold(word) for word in _WORD.findall(plain_organisation(text))]
    words = [SPELLINGS.get(word, word) for word in words]
    while len(words) > 1 and words[-1] in LEGAL_SUFFIXES:
        words.pop()
    return tuple(" ".join(ABBREVIATIONS.get(word, word) for word in words).split())


@lru_cache(maxsize=65536)
def is_acronym(text: str) -> bool:
    """True for "FBI", "BoE", "U.N.": two to six letters, more of them capitals than not."""
    letters = plain_organisation(text).replace(".", "").replace("&", "")
    if not 2 <= len(letters) <= 6 or not letters.isalpha() or letters.endswith("s"):
        return False
    capitals = sum(ch.isupper() for ch in letters)
    return capitals >= 2 and capitals * 2 > len(letters)


@lru_cache(maxsize=65536)
def acronyms(text: str) -> frozenset[str]:
    """The acronyms that a name of several words may have, folded: with and without its small words, and that of the
    words before a preposition ("Office for National Statistics" -> "ons", "ofns")."""
    words = _WORD.findall(plain_organisation(text).replace("-", " "))
    if len(words) < 2:
        compound = _COMPOUND.fullmatch(fold(words[0])) if words else None
        return frozenset((compound[1] + compound[2][0],) if compound else ())
    letters = [(word[0].casefold(), fold(word) in _SMALL) for word in words]
    every = "".join(letter for letter, _ in letters if letter != "&")
    large = "".join(letter for letter, small in letters if not small)
    return frozenset(found for found in (every, large) if len(found) > 1)


@lru_cache(maxsize=65536)
def compare_organisations(a: str, b: str) -> float:
    """Compare two names of organisations, 0..100 (from `SAME_NAME` on: the same). Symmetric.

    100: the same words; 92: an acronym; 84..88: a short form ("the Times" for "The New York Times").
    """
    x, y = core_words(a), core_words(b)
    if not x or not y:
        return 0.0
    if x == y:
        return 100.0
    if turned(x) == y or turned(y) == x:
        return 95.0
    if _is_acronym_of(a, b) or _is_acronym_of(b, a):
        return 92.0
    short, long = sorted((x, y), key=lambda words: (len(words), words))
    return max(_short_form(short, long), _slip(x, y))


def turned(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "department of justice" -> "justice department"."""
    if len(words) > 2 and words[0] in _TURNING and words[1] in ("of", "for"):
        return (*words[2:], words[0])
    return ()


def _is_acronym_of(short: str, long: str) -> bool:
    return is_acronym(short) and fold(plain_organisation(short)) in acronyms(long)


def _short_form(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """The first words of a name (what is dropped must not be what makes it a name of its own), or its last. A country
    alone is no body of it."""
    if len(short) >= len(long) or all(word in _SMALL for word in short) or " ".join(short) in _UNIONS:
        return 0.0
    rest = long[len(short) :]
    if long[: len(short)] == short and (rest[0] in _SMALL or not HEADS_THAT_STAY.intersection(rest)):
        return SHORT_FORM
    complement = long[-len(short) - 1] in PREPOSITIONS
    if long[-len(short) :] == short and not complement and not set(short) <= LEGAL_SUFFIXES:
        return 85.0
    at_preposition = next((i for i, word in enumerate(long) if word in PREPOSITIONS), 0)
    return 82.0 if at_preposition and long[:at_preposition][-len(short) :] == short else 0.0


def _slip(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    """90 for the same words but for slips of the pen, else less than the same name has. A short name has no slips."""
    same = len("".join(x)) >= 9 and len(x) == len(y) and all(a == b or is_slip(a, b) for a, b in zip(x, y, strict=True))
    return 90.0 if same else min(float(fuzz.ratio(" ".join(x), " ".join(y))), SAME_NAME - 10)
