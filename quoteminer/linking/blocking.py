"""Indexes of names by the sound of their words, so that a name is compared only with those that may be the same.

A block holds the numbers filed under one key, the sound of a family name. Each has a second word beside it, the given
name, so that of twenty thousand Smiths only those are compared whose given name fits.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import permutations
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from quoteminer.linking.names import (
    NICKNAMES,
    PARTICLES,
    PREPOSITIONS,
    SAME_NAME,
    SHORT_FORMS,
    PersonName,
    acronyms,
    compare_given,
    core_words,
    fold,
    full_forms,
    is_acronym,
    is_bare,
    is_given_variant,
    plain_organisation,
    skeleton,
)

TYPO: Final = 80.0
"""The least ratio, 0..100, of two family names that may differ by a typo."""
MOST_TYPOS: Final = 8
"""Family names of nearly the same spelling that are looked at."""
_INNER, _ALONE, _WHOLE, _PART = "~", "!", "=", "<"
"""End the keys of middle names, which may stand for a family name beside a given name; of a family name without a given
name; of an organisation's whole name; of its short forms."""
_MOST_WORDS: Final = 8
"""Words of a name, from either end, that short forms are made of."""
_MOST_MIDDLES: Final = 6
"""Middle names that are filed and looked up: a text that is no name may have thousands of words."""
_VOWELS: Final = re.compile("[aeiou]")
_GAPS: Final = re.compile(r"[\s-]+")


class Blocks:
    """Numbers by key and second word. `add` everything, `close`, then look up. A number may have many keys.

    Takes 12 bytes for each addition, and each different key and word once.
    """

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._texts: tuple[str, ...] = ()
        self._added = array("I"), array("I"), array("I")
        self._starts, self._seconds, self._numbers = array("I"), array("I"), array("I")
        self._by_initial: dict[str, tuple[str, ...]] = {}

    def add(self, key: str, second: str, number: int) -> None:
        """File a number under a key, with a second word, which may be empty."""
        keys, seconds, numbers = self._added
        keys.append(self._keys.setdefault(key, len(self._keys)))
        seconds.append(self._words.setdefault(second, len(self._words)))
        numbers.append(number)

    def close(self) -> None:
        """Sort by key. Nothing may be added afterwards."""
        keys, seconds, numbers = (np.array(column, np.uint32) for column in self._added)
        order = np.argsort(keys, kind="stable")
        counts = np.bincount(keys, minlength=len(self._keys))
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)
        self._starts, self._seconds, self._numbers = (
            array("I", column.tobytes()) for column in (starts, seconds[order], numbers[order])
        )
        self._added = array("I"), array("I"), array("I")
        self._texts = tuple(self._words)
        groups: dict[str, list[str]] = defaultdict(list)
        for key in filter(lambda key: key[-1:].isalpha(), self._keys):
            groups[key[0]].append(key)
        self._by_initial = {initial: tuple(group) for initial, group in groups.items()}

    def all(self, key: str) -> set[int]:
        """Return the numbers filed under a key."""
        return set(self._numbers[self._block(key)])

    def with_second(self, key: str, word: str, others: Iterable[str], fits: Callable[[str], bool]) -> set[int]:
        """Return the numbers filed under a key with a second word that fits.

        ``fits`` is called once for each different second word in the block that is one of ``others`` or has the first
        letter of ``word``.
        """
        block = self._block(key)
        seconds = self._seconds[block]
        if not word or not seconds:
            return set()
        texts, kinds = self._texts, set(seconds)
        also = kinds.intersection(map(self._words.get, others))
        kinds = {number for number in kinds if texts[number][:1] == word[0] or number in also}
        fitting = {number for number in kinds if fits(texts[number])}
        pairs = zip(self._numbers[block], seconds, strict=True) if fitting else ()
        return {number for number, second in pairs if second in fitting}

    def near_keys(self, key: str, *, least: float, most: int) -> list[str]:
        """Return up to ``most`` other keys with the same first letter and a ratio of ``least`` (0..100) or more, the
        nearest first."""
        group = self._by_initial.get(key[:1], ())
        found = process.extract(key, group, scorer=fuzz.ratio, score_cutoff=least, limit=most + 1)
        return [text for text, _, _ in found if text != key][:most]

    def _block(self, key: str) -> slice:
        number = self._keys.get(key)
        return slice(0, 0) if number is None else slice(self._starts[number], self._starts[number + 1])


class PersonIndex(Blocks):
    """Numbers by the names of persons."""

    def add_name(self, name: PersonName, number: int) -> None:
        """File a name; a number may have several."""
        for key, given in _person_keys(name):
            self.add(key, given, number)

    def alone(self, name: PersonName) -> set[int]:
        """Return the numbers of all that have this name of one word as their family name."""
        return self.all(alone_key(name))

    def like(self, name: PersonName) -> set[int]:
        """Return the numbers of the names that a full name may be another form of, typos excluded."""
        return self._having(_person_lookups(name))

    def near(self, name: PersonName) -> set[int]:
        """Return the numbers of the names that it may be a typo for."""
        sounds = self.near_keys(skeleton("".join(_words(fold(name.family)))), least=TYPO, most=MOST_TYPOS)
        return self._having((key, fold(name.given)) for key in sounds)

    def _having(self, pairs: Iterable[tuple[str, str]]) -> set[int]:
        found = (self.with_second(key, given, _other_givens(given), partial(_fits, given)) for key, given in pairs)
        return set[int]().union(*found)


class OrganisationIndex(Blocks):
    """Numbers by the names of organisations."""

    def add_name(self, name: str, number: int) -> None:
        """File a name; a number may have several."""
        for key in {*(key + _WHOLE for key in _whole(name)), *(key + _PART for key in _short(name))}:
            self.add(key, "", number)

    def like(self, name: str) -> set[int]:
        """Return the numbers of the names that it may be another form of: the whole name, a short form, or one that has
        short forms of its own."""
        whole = _whole(name)
        keys = {*(key + mark for key in whole for mark in (_WHOLE, _PART)), *(key + _WHOLE for key in _short(name))}
        return set[int]().union(*map(self.all, keys))


def _fits(given: str, other: str) -> bool:
    """True if two folded given names may be one person's. Most pairs are refused without comparing them in full."""
    letters, edits = len(given) + len(other), abs(len(given) - len(other)) or 2
    words = min(len(given), len(other)) > 1 and given.isalpha() and other.isalpha()
    strange = words and edits > 0.08 * letters and skeleton(given) != skeleton(other)
    if strange and full_forms(given).isdisjoint(full_forms(other)):
        return is_given_variant(given, other)
    return compare_given(given, other) >= SAME_NAME or is_given_variant(given, other)


def _person_keys(name: PersonName) -> set[tuple[str, str]]:
    """Return the keys and second words of a name: the family name alone, and each family name with each given name."""
    alone = (alone_key(name), "")
    if is_bare(name):
        return {alone}
    keys, given = _sounds(name.family), fold(name.given)
    middles = [fold(word) for word in _middles(name)]
    inner = {skeleton(middle) + _INNER: middle for middle in middles}
    return {alone, *((key, word) for key in (*keys, *inner) for word in (given, *middles) if inner.get(key) != word)}


def _person_lookups(name: PersonName) -> set[tuple[str, str]]:
    """Return the keys and given names under which a full name may be filed, its parts in any order. A middle initial
    is no evidence by itself."""
    parts = (name.given, *_middles(name), name.family)
    pairs = {
        (key, fold(given)) for family, given in permutations(parts, 2) if _is_word(family) for key in _sounds(family)
    }
    return {*pairs, *((key + _INNER, given) for key, given in pairs)}


def _middles(name: PersonName) -> list[str]:
    return list(filter(_is_word, name.middle))[:_MOST_MIDDLES]


def alone_key(name: PersonName) -> str:
    """Return the key of a family name, or of a name of one word, that stands alone: as spelt, without particles."""
    return "".join(_words(fold(name.family))) + _ALONE


def _sounds(family: str) -> set[str]:
    """Return the sounds of a family name: of the whole without particles, and of each of its words."""
    words = _words(fold(family))
    return {skeleton("".join(words)), *map(skeleton, filter(_is_word, words))}


def _words(family: str) -> list[str]:
    return [word for word in _GAPS.split(family) if word and word not in PARTICLES] or [family]


@lru_cache(maxsize=65536)
def _other_givens(given: str) -> frozenset[str]:
    """Return other forms of a given name that may begin with another letter: "bill" for "william"."""
    fulls = full_forms(given) | SHORT_FORMS.get(given, frozenset())
    listed = (*NICKNAMES.items(), *SHORT_FORMS.items())
    shorts = (short for short, longs in listed if not longs.isdisjoint(fulls))
    return frozenset((*fulls, *shorts)) - {given}


def _is_word(part: str) -> bool:
    return len(part.rstrip(".")) > 1


def _whole(name: str) -> set[str]:
    keys = {_sound(core_words(name))}
    return {*keys, fold(plain_organisation(name))} if is_acronym(name) else keys


def _short(name: str) -> set[str]:
    """Return the first words of a name, the last ones, those before a preposition, and the acronyms."""
    words = core_words(name)
    cut = next((at for at, word in enumerate(words) if word in PREPOSITIONS), 0)
    sizes = range(1, min(len(words), _MOST_WORDS))
    forms = [form for size in sizes for form in (words[:size], words[-size:])]
    forms += [words[start:cut] for start in range(max(0, cut - _MOST_WORDS), cut)]
    return {*map(_sound, forms), *acronyms(name)}


def _sound(words: tuple[str, ...]) -> str:
    return " ".join(map(_consonants, words))


def _consonants(word: str) -> str:
    """Return what British and American spellings share: "harbour" and "harbor" -> "hrbr". Short words stay."""
    if len(word) < 5:
        return word
    sound = skeleton(word)
    return sound[:1] + _VOWELS.sub("", sound[1:]).replace("z", "s").replace("c", "s")
