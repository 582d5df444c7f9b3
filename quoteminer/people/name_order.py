"""Which words of a person's name are the given and which the family name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Literal

from quoteminer.people.given_names import EAST_ASIAN_FAMILIES, EITHER_SEX, FEMALE_NAMES, IBERIAN_FAMILIES, MALE_NAMES
from quoteminer.people.lexicon import PARTICLES, Gender
from quoteminer.people.spelling import fold

NameOrder = Literal["bare", "given-first", "family-first"]

_FREQUENT = EITHER_SEX | MALE_NAMES | FEMALE_NAMES
_OPEN = r"(?:[bcdghjklmnpqrstvwxyz]|zh|ch|sh|kh|ph|th|hw|hy|gy|hs|ng)?[aeiouy]{1,3}"
_SYLLABLE = rf"{_OPEN}(?:ng|nh|ch|[nmklpthc])?"
# Two syllables in one word are Chinese, where none ends like "Wil-de" and "Car-ter".
_EAST_ASIAN_GIVEN = re.compile(rf"{_SYLLABLE}(?:-{_SYLLABLE})?|{_OPEN}(?:ng|n|h)?{_OPEN}(?:ng|n|h|k|m)?")


def word_key(word: str) -> str:
    """A word as the lists have it: lower case, without full stops."""
    return word.casefold().replace(".", "").replace("’", "'")


def given_name_gender(given: str) -> Gender | None:
    """The usual gender of a given name, None where the list has it for neither or for both."""
    word = fold(given)
    male, female = word in MALE_NAMES, word in FEMALE_NAMES
    return None if male == female else "m" if male else "f"


def rare_name_gender(given: str) -> Gender | None:
    """The same for names that are rare in the English-speaking press ("Malgorzata"), and by their ending for those that
    no list has: nine in ten of given_names.txt's in -a are women's, of those in -o and -us (but for -ko) men's."""
    word = fold(given)
    listed = _rare_names().get(word)
    if listed is None and word.isalpha() and len(word) > 3 and word not in _FREQUENT:
        return "f" if word.endswith("a") else "m" if word.endswith(("o", "us")) and not word.endswith("ko") else None
    return listed


@cache
def _rare_names() -> dict[str, Gender]:
    """given_names.txt: men's names on its first line, women's on its second."""
    male, female = resources.files("quoteminer.people").joinpath("given_names.txt").read_text("utf-8").splitlines()
    return {**dict.fromkeys(male.split(), "m"), **dict.fromkeys(female.split(), "f")}


def in_order(core: list[str], *, titled: bool) -> tuple[str, tuple[str, ...], str, NameOrder]:
    """Given name, middle names, family name and order of the words of a name without titles and suffix. ``titled``: an
    honorific stands before them."""
    if len(core) < 2:
        return "", (), " ".join(core), "bare"
    if _family_stands_first(core):
        return " ".join(core[1:]), (), core[0], "family-first"
    start = _start_of_family(core, titled=titled)
    if start == 0:
        return "", (), " ".join(core), "bare"
    return core[0], tuple(core[1:start]), " ".join(core[start:]), "given-first"


def _start_of_family(core: Sequence[str], *, titled: bool) -> int:
    """Where the family name begins: with its particles ("van der Berg"), or two of them ("Ortega y Gasset", "Iglesias
    Romero")."""
    start = len(core) - 1
    if start > 1 and core[start - 1] in ("y", "e"):
        return start - 2
    if start > 1 and all(_is_iberian(word) for word in core[start - 1 :]):
        return start - 1
    while start > 0 and word_key(core[start - 1]) in PARTICLES and (start > 1 or titled or not _may_be_given(core)):
        start -= 1
    return start


def _is_iberian(word: str) -> bool:
    key = fold(word)
    return key in IBERIAN_FAMILIES or len(key) > 4 and key.endswith("ez")


def _may_be_given(core: Sequence[str]) -> bool:
    """ "Al Gore" and "Van Jones" have a given name that elsewhere is a particle; "De Blasio" has none."""
    first, second = core[0], word_key(core[1])
    known = word_key(first) in ("al", "van", "ben", "ali", "le", "du", "del", "abu", "ter")
    return first[0].isupper() and known and second not in PARTICLES


def _family_stands_first(core: list[str]) -> bool:
    """True for an East Asian family name in front of words that sound like given names there. A guess: the article may
    tell better (`PersonName.turned`)."""
    if fold(core[0]) not in EAST_ASIAN_FAMILIES or len(core) > 3:
        return False
    return all(given_name_gender(word) is None and _EAST_ASIAN_GIVEN.fullmatch(fold(word)) for word in core[1:])
