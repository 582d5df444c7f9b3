"""Names filed by the sound of their words, so that those of one person are found among a million.

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
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from quoteminer.linking.name_variants import SHORT_FORMS, given_variant, is_bare
from quoteminer.people.given_names import NICKNAMES, full_forms
from quoteminer.people.lexicon import PARTICLES, PREPOSITIONS
from quoteminer.people.names import PersonName
from quoteminer.people.organisations import acronyms, core_words, is_acronym, plain_organisation
from quoteminer.people.spelling import SAME_NAME, compare_given, fold, skeleton

Numbers = NDArray[np.uint32]

NO_NUMBERS: Final[Numbers] = np.empty(0, np.uint32)
TYPO: Final = 80.0
"""The ratio, 0..100, from which on two family names may be one with a typo; comparing decides."""
MOST_TYPOS: Final = 8
"""Family names spelt nearly so that are looked at."""
_INNER, _ALONE, _WHOLE, _PART = "~", "!", "=", "<"
"""End the keys of middle names, which may stand for a family name beside a given name; of a family name without a given
name; of an organisation's whole name; of its short forms."""
_MOST_WORDS: Final = 8
"""Words of a name, from either end, that short forms are made of."""
_MOST_MIDDLES: Final = 6
"""Middle names that are filed and looked up: a text that is no name may have thousands of words."""
_SMALL: Final = 100
"""Numbers of a block that are gone through one by one."""
_VOWELS: Final = re.compile("[aeiou]")
_GAPS: Final = re.compile(r"[\s-]+")


class Blocks:
    """Numbers by key and second word. `add` everything, then `close`, then ask. A number may have many keys.

    Takes 12 bytes for each addition, and each different key and word once.
    """

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._added = array("I"), array("I"), array("I")
        self._starts = self._numbers = self._seconds = self._initials = NO_NUMBERS
        self._texts: tuple[str, ...] = ()  # tuples of texts: the garbage collector leaves them alone
        self._by_initial: dict[str, tuple[str, ...]] = {}

    def add(self, key: str, second: str, number: int) -> None:
        """File a number under a key, with a second word, which may be empty."""
        keys, seconds, numbers = self._added
        keys.append(self._keys.setdefault(key, len(self._keys)))
        seconds.append(self._words.setdefault(second, len(self._words)))
        numbers.append(number)

    def close(self) -> None:
        """Sort; nothing is added any more."""
        keys, seconds, numbers = (np.frombuffer(column, np.uint32) if column else NO_NUMBERS for column in self._added)
        order = np.argsort(keys, kind="stable")
        counts = np.unique(keys, return_counts=True)[1]
        self._starts = np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)
        self._numbers, self._seconds = numbers[order], seconds[order]
        self._texts = tuple(self._words)
        self._initials = np.array([ord(text[0]) if text else 0 for text in self._texts], np.uint32)
        groups: dict[str, list[str]] = defaultdict(list)
        for key in filter(lambda key: key[-1:].isalpha(), self._keys):
            groups[key[0]].append(key)
        self._by_initial = {initial: tuple(group) for initial, group in groups.items()}
        self._added = array("I"), array("I"), array("I")

    def all(self, key: str) -> Numbers:
        """Return the numbers filed under a key, ascending."""
        return np.unique(self._numbers[self._range(key)])

    def with_second(self, key: str, word: str, also: Iterable[str], fits: Callable[[str], bool]) -> Numbers:
        """Return the numbers filed under a key with a second word that fits, ascending.

        ``fits`` is asked once for each different second word in the block that begins as ``word`` does, and for those
        of ``also``, other forms of it.
        """
        block = self._range(key)
        seconds = self._seconds[block]
        if not len(seconds) or not word:
            return NO_NUMBERS
        others = [number for text in also if (number := self._words.get(text)) is not None]
        if len(seconds) < _SMALL:  # as below, without numpy's cost of each call
            first, texts = word[0], self._texts
            kinds = {number for number in seconds.tolist() if texts[number][:1] == first or number in others}
            kinds = {number for number in kinds if fits(texts[number])}
            pairs = zip(self._numbers[block].tolist(), seconds.tolist(), strict=True)
            return np.array(sorted({number for number, second in pairs if second in kinds}), np.uint32)
        likely = seconds[(self._initials[seconds] == ord(word[0])) | np.isin(seconds, others)]
        fitting = [number for number in np.unique(likely).tolist() if fits(self._texts[number])]
        return np.unique(self._numbers[block][np.isin(seconds, fitting)])

    def like(self, key: str, *, least: float, most: int) -> list[str]:
        """Return ``most`` other keys with the same first letter and a ratio of ``least`` (0..100) or more, the nearest
        first."""
        group = self._by_initial.get(key[:1], ())
        found = process.extract(key, group, scorer=fuzz.ratio, score_cutoff=least, limit=most + 1)
        return [text for text, _, _ in found if text != key][:most]

    def _range(self, key: str) -> slice:
        number = self._keys.get(key)
        return slice(0, 0) if number is None else slice(int(self._starts[number]), int(self._starts[number + 1]))


class PersonIndex:
    """Persons' names with a number each. `add` everything, then `close`, then ask."""

    def __init__(self) -> None:
        self._blocks = Blocks()

    def add(self, name: PersonName, number: int) -> None:
        """File a name; a number may have several."""
        for key, given in _person_keys(name):
            self._blocks.add(key, given, number)

    def close(self) -> None:
        """End adding."""
        self._blocks.close()

    def alone(self, name: PersonName) -> Numbers:
        """Return the numbers of all that have this name of one word as their family name."""
        return self._blocks.all(alone_key(name))

    def like(self, name: PersonName) -> Numbers:
        """Return the numbers of the names that a full name may be another form of, typos excluded."""
        return self._having(_person_lookups(name))

    def near(self, name: PersonName) -> Numbers:
        """Return the numbers of the names that it may be a typo for."""
        sounds = self._blocks.like(skeleton("".join(_words(fold(name.family)))), least=TYPO, most=MOST_TYPOS)
        return self._having((key, fold(name.given)) for key in sounds)

    def _having(self, pairs: Iterable[tuple[str, str]]) -> Numbers:
        return union(
            self._blocks.with_second(key, given, _other_givens(given), partial(_fits, given)) for key, given in pairs
        )


class OrganisationIndex:
    """Organisations' names with a number each. `add` everything, then `close`, then ask."""

    def __init__(self) -> None:
        self._blocks = Blocks()

    def add(self, name: str, number: int) -> None:
        """File a name; a number may have several."""
        for key in {*(key + _WHOLE for key in _whole(name)), *(key + _PART for key in _short(name))}:
            self._blocks.add(key, "", number)

    def close(self) -> None:
        """End adding."""
        self._blocks.close()

    def like(self, name: str) -> Numbers:
        """Return the numbers of the names that it may be another form of: the whole name, a short form, or one that has
        short forms of its own."""
        whole = _whole(name)
        keys = {*(key + mark for key in whole for mark in (_WHOLE, _PART)), *(key + _WHOLE for key in _short(name))}
        return union(map(self._blocks.all, keys))


def union(parts: Iterable[Numbers]) -> Numbers:
    """Return all numbers of the parts, ascending, each once."""
    found = list(parts)
    return np.unique(np.concatenate(found)) if found else NO_NUMBERS


def _fits(given: str, other: str) -> bool:
    """True where two folded given names may be one person's; most pairs are refused at first sight, ten times as fast
    as comparing them."""
    letters, edits = len(given) + len(other), abs(len(given) - len(other)) or 2
    words = min(len(given), len(other)) > 1 and given.isalpha() and other.isalpha()
    strange = words and edits > 0.08 * letters and skeleton(given) != skeleton(other)
    if strange and full_forms(given).isdisjoint(full_forms(other)):
        return given_variant(given, other) is not None
    return compare_given(given, other) >= SAME_NAME or given_variant(given, other) is not None


def _person_keys(name: PersonName) -> set[tuple[str, str]]:
    """Return key and second word for all that a person is filed under: the family name alone, and each family name with
    each given name."""
    alone = (alone_key(name), "")
    if is_bare(name):
        return {alone}
    keys, given = _sounds(name.family), fold(name.given)
    if not name.middle:
        return {alone, *((key, given) for key in keys)}
    middles = [fold(word) for word in _middles(name)]
    inner = {skeleton(middle) + _INNER: middle for middle in middles}
    return {alone, *((key, word) for key in (*keys, *inner) for word in (given, *middles) if inner.get(key) != word)}


def _person_lookups(name: PersonName) -> set[tuple[str, str]]:
    """Return key and given name for all that a full name may be filed under, other orders of its parts included. A
    middle initial says nothing by itself."""
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
    whole = fold(family)
    if whole.isalpha():
        return {skeleton(whole)}
    words = _words(whole)
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
