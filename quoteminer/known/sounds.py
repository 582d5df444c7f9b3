"""The keys under which a name is filed and looked up. They are wide: whatever `compare_people` or
`compare_organisations` takes for the same shares one, but for slips; what only shares one is compared and left."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import permutations
from typing import Final

from quoteminer.names.lexicon import NICKNAMES, PARTICLES, PREPOSITIONS, full_forms
from quoteminer.names.organisations import acronyms, core_words, is_acronym, plain_organisation
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import fold, skeleton

INNER: Final = "~"
"""Ends the keys of middle names: they may stand for a family name beside a given name, not alone."""
ALONE: Final = "!"
"""Ends the key of a family name without a given name."""
WHOLE: Final = "="
"""Ends the key of an organisation's whole name."""
PART: Final = "<"
"""Ends the keys of its short forms."""
MOST_WORDS: Final = 8
"""Words of a name from either end that short forms are made of."""
MOST_MIDDLES: Final = 6
"""Middle names that a person is filed and looked up under: a text that is no name may have thousands of words."""
_VOWELS = re.compile("[aeiou]")
_GAPS = re.compile(r"[\s-]+")


def person_keys(name: PersonName) -> set[tuple[str, str]]:
    """Key and second word for everything that a person of a list is filed under: the family name alone, and each
    family name with each given name."""
    alone = (alone_key(name), "")
    if name.order == "bare":
        return {alone}
    keys, given = _sounds(name.family), fold(name.given)
    if not name.middle:
        return {alone, *((key, given) for key in keys)}
    middles = [fold(word) for word in _middles(name)]
    inner = {skeleton(middle) + INNER: middle for middle in middles}
    pairs = {(key, word) for key in (*keys, *inner) for word in (given, *middles) if inner.get(key) != word}
    return {alone, *pairs}


def person_lookups(name: PersonName) -> set[tuple[str, str]]:
    """Key and given name for everything that a full name may be filed under; other orders of its parts too. A middle
    initial says nothing by itself."""
    parts = (name.given, *_middles(name), name.family)
    pairs = {
        (key, fold(given)) for family, given in permutations(parts, 2) if _is_word(family) for key in _sounds(family)
    }
    return {*pairs, *((key + INNER, given) for key, given in pairs)}


def _middles(name: PersonName) -> list[str]:
    return list(filter(_is_word, name.middle))[:MOST_MIDDLES]


def alone_key(name: PersonName) -> str:
    """The key of a family name, or of a name of one word, that stands alone: as it is spelt, without particles."""
    return "".join(_words(fold(name.family))) + ALONE


def _sounds(family: str) -> set[str]:
    """The sounds of a family name: of the whole without particles, and of each of its words."""
    whole = fold(family)
    if whole.isalpha():
        return {skeleton(whole)}
    words = _words(whole)
    return {skeleton("".join(words)), *map(skeleton, filter(_is_word, words))}


def slip_key(name: PersonName) -> str:
    """The sound of a family name as a whole."""
    return skeleton("".join(_words(fold(name.family))))


def _words(family: str) -> list[str]:
    return [word for word in _GAPS.split(family) if word and word not in PARTICLES] or [family]


@lru_cache(maxsize=65536)
def other_givens(given: str) -> frozenset[str]:
    """Other forms of a given name that may begin with another letter: "bill" for "william"."""
    fulls = full_forms(given)
    shorts = (short for short, longs in NICKNAMES.items() if not longs.isdisjoint(fulls))
    return frozenset((*fulls, *shorts)) - {given}


def _is_word(part: str) -> bool:
    """No initial."""
    return len(part.rstrip(".")) > 1


def body_keys(name: str) -> set[str]:
    """Everything that an organisation of a list is filed under: its whole name and its short forms."""
    return {*(key + WHOLE for key in _whole(name)), *(key + PART for key in _short(name))}


def body_lookups(name: str) -> set[str]:
    """Everything that a name may be filed under: as a whole name, as another's short form, or as one that has short
    forms of its own."""
    whole = _whole(name)
    return {*(key + mark for key in whole for mark in (WHOLE, PART)), *(key + WHOLE for key in _short(name))}


def _whole(name: str) -> set[str]:
    keys = {_sound(core_words(name))}
    return {*keys, fold(plain_organisation(name))} if is_acronym(name) else keys


def _short(name: str) -> set[str]:
    """The first words of a name, the last ones, those before a preposition, and the acronyms."""
    words = core_words(name)
    cut = next((at for at, word in enumerate(words) if word in PREPOSITIONS), 0)
    forms = [words[:size] for size in range(1, min(len(words), MOST_WORDS))]
    forms += [words[-size:] for size in range(1, min(len(words), MOST_WORDS))]
    forms += [words[start:cut] for start in range(max(0, cut - MOST_WORDS), cut)]
    return {*map(_sound, forms), *acronyms(name)}


def _sound(words: tuple[str, ...]) -> str:
    return " ".join(map(_consonants, words))


def _consonants(word: str) -> str:
    """What British and American spellings share: "harbour" and "harbor" -> "hrbr". Short words stay as they are."""
    if len(word) < 5:
        return word
    sound = skeleton(word)
    return sound[:1] + _VOWELS.sub("", sound[1:]).replace("z", "s").replace("c", "s")
