"""Normalise the spelling of names (without accents, by sound), and compare two words."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from quoteminer.names.folding import fold as fold
from quoteminer.names.lexicon import PARTICLES, full_forms

#: Two names with this score or more belong to one person or organisation.
SAME_NAME = 80.0

# Transliterations of one sound, replaced in this order.
_SOUNDS = tuple(
    pair.split(":") for pair in "ph:f ck:k x:ks ee:i oo:u ou:u kh:h zh:z sh:s ch:c q:k y:i".split()
)
_VOWELS = re.compile("[aeiou]")
_INNER_J = re.compile(r"(?<=\w)j")
_DOUBLE = re.compile(r"(.)\1+")
_NASAL_END = re.compile(r"n[gh]$")
_HARD_C = re.compile(r"c(?![eiyh])")
_ARTICLE = re.compile(r"^(?:al|el|as|an|ad|ar|at|ash|ul)-(?=\w{3})")
_SILENT_H = re.compile(r"(?<=[^aeiou])h|(?<=[aeiou])h$")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return a spelling that transliterations share: "Lee" and "Li" -> "li", "Clara" and "Klara" ->
    "klara"."""
    sounds = _INNER_J.sub("i", fold(word).replace("-", ""))
    for sound, plain in _SOUNDS:
        sounds = sounds.replace(sound, plain)
    sounds = _HARD_C.sub("k", sounds)
    sounds = _NASAL_END.sub("n", _DOUBLE.sub(r"\1", sounds))
    return _SILENT_H.sub("", sounds) if len(sounds) > 2 else sounds


@lru_cache(maxsize=65536)
def consonants(word: str) -> str:
    """Return the `skeleton` of a word without vowels."""
    return _VOWELS.sub("", skeleton(word))


@lru_cache(maxsize=65536)
def compare_words(a: str, b: str) -> float:
    """Compare two single names, 0..100. Symmetric. 100: the same except case, accents and full
    stops; 90: another transliteration; 80..95: a typo in a name of five letters or more; less:
    another name."""
    (x, whole_x), (y, whole_y) = _core(a), _core(b)
    if not x or not y:
        return 0.0
    if whole_x == whole_y:
        return 100.0
    if skeleton(x) == skeleton(y):
        return 90.0
    ratio = float(fuzz.ratio(x, y))
    return max(min(ratio, 95.0), SAME_NAME) if is_slip(x, y) else min(ratio, 70.0)


def is_slip(x: str, y: str) -> bool:
    """True for one letter wrong, missing or swapped (two in long names), but not for "Peter" and
    "Peters"."""
    if x[0] != y[0]:
        return False
    short, long = (x, y) if len(x) <= len(y) else (y, x)
    if len(short) < 5 or long.startswith(short):
        return False
    allowed = 1 if len(short) < 9 else 2
    return OSA.distance(x, y, score_cutoff=allowed) <= allowed


@lru_cache(maxsize=65536)
def _core(name: str) -> tuple[str, str]:
    """Return a folded name without particles ("van der Berg" -> "berg", "Al-Harbi" -> "harbi"), and
    it as one word."""
    word = fold(name)
    kept = _ARTICLE.sub(
        "", " ".join(part for part in word.split() if part not in PARTICLES) or word
    )
    return kept, kept.replace("-", "").replace(" ", "")


@lru_cache(maxsize=65536)
def compare_given(a: str, b: str) -> float:
    """Compare two given names, 0..100: the same, a short form (Bill, William) or an initial.
    Stricter about typos than `compare_words`: Ivana and Ivanka are two persons. Symmetric."""
    x, y = fold(a), fold(b)
    if x == y:
        return 100.0
    if len(x) == 1 or len(y) == 1:
        return 92.0 if x and y and x[0] == y[0] else 0.0
    if not full_forms(x).isdisjoint(full_forms(y)):
        return 92.0
    score = compare_words(a, b)
    if skeleton(a) == skeleton(b):
        return score
    short, long = sorted((x, y), key=len)
    other_sex = long.startswith(short) and long[-1] in "ae"  # Martin, Martina
    return score if score >= 92 and not other_sex else min(score, 70.0)
