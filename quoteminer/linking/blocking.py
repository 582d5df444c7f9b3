"""Index names by the sound of the family name and by the given name, so that a name is compared
only with similar ones, and not with all Smiths."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import combinations, compress, permutations
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from quoteminer.linking.namesakes import SHORT_FORMS, is_bare, is_given_variant
from quoteminer.names.lexicon import NICKNAMES, PARTICLES, PREPOSITIONS, full_forms
from quoteminer.names.organisations import acronyms, core_words, is_acronym, plain_organisation
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import (
    SAME_NAME,
    compare_given,
    consonants,
    fold,
    is_slip,
    skeleton,
)

_TYPO: Final = 80.0  # the least ratio, 0..100, of two family names that may differ by a typo
_MOST_TYPOS: Final = 8  # family names of nearly the same spelling that are looked up
_MOST_WORDS: Final = 8  # words, from either end of a name, of which short forms consist
# middle names that are indexed: a text that is not a name may have thousands of words
_MOST_MIDDLES: Final = 6
# The last characters of keys:
_INNER: Final = "~"  # a middle name, which may be a family name
_ALONE: Final = "!"  # a family name without a given name
_WHOLE: Final = "="  # the whole name of an organisation
_PART: Final = "<"  # a short form of it
_VOWELS: Final = re.compile("[aeiou]")
_GAPS: Final = re.compile(r"[\s-]+")
_SHORTS: Final[dict[str, set[str]]] = {}
"""The short forms of each full given name."""
for _form, _fulls in (*NICKNAMES.items(), *SHORT_FORMS.items()):
    for _full in _fulls:
        _SHORTS.setdefault(_full, set()).add(_form)


class Blocks:
    """A multimap from key and second word to numbers, 12 bytes each. Call `add` for all, then
    `close`, then look up."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._texts: tuple[str, ...] = ()
        self._initials: dict[str, tuple[int, int]] = {}
        self._added = array("I"), array("I"), array("I")
        self._starts, self._seconds, self._numbers = array("I"), array("I"), array("I")

    def add(self, key: str, second: str, number: int) -> None:
        keys, seconds, numbers = self._added
        keys.append(self._keys.setdefault(key, len(self._keys)))
        seconds.append(self._words.setdefault(second, len(self._words)))
        numbers.append(number)

    def close(self) -> None:
        """Sort by key and second word. Nothing may be added after it."""
        keys, seconds, numbers = (np.array(column, np.uint32) for column in self._added)
        self._texts = tuple(sorted(self._words))
        places = {text: place for place, text in enumerate(self._texts)}
        seconds = np.array([places[text] for text in self._words], np.uint32)[seconds]
        order = np.lexsort((seconds, keys))
        starts = np.searchsorted(keys[order], np.arange(len(self._keys) + 1)).astype(np.uint32)
        columns = starts, seconds[order], numbers[order]
        self._starts, self._seconds, self._numbers = (
            array("I", column.tobytes()) for column in columns
        )
        self._added, self._words = (array("I"), array("I"), array("I")), places
        for place, text in enumerate(self._texts):
            first, _ = self._initials.get(text[:1], (place, place))
            self._initials[text[:1]] = first, place + 1

    def all(self, key: str) -> set[int]:
        return set(self._numbers[self._block(key)])

    def _block(self, key: str) -> slice:
        number = self._keys.get(key)
        return (
            slice(0, 0) if number is None else slice(self._starts[number], self._starts[number + 1])
        )


class PersonBlocks(Blocks):
    """An index of numbers by names of persons; a number may have several names."""

    def add_name(self, name: PersonName, number: int) -> None:
        self.add(alone_key(name), "", number)
        if is_bare(name):
            return
        middles = [fold(word) for word in _middles(name)]
        givens = {fold(name.given), *middles}
        keys = dict.fromkeys(_sounds(name.family), "") | {
            skeleton(middle) + _INNER: middle for middle in middles
        }
        for key, middle in keys.items():
            for given in givens - {middle}:
                self.add(key, given, number)

    def like(self, name: PersonName) -> set[int]:
        """Return the numbers of names that may be other forms of a full name: parts in any order,
        no typos."""
        parts = (name.given, *_middles(name), name.family)
        pairs = {
            (key, fold(given))
            for family, given in permutations(parts, 2)
            if _is_word(family) or family == name.family  # "Ana J."
            for key in _sounds(family)
        }
        return self._with_givens({*pairs, *((key + _INNER, given) for key, given in pairs)})

    def near(self, name: PersonName) -> set[int]:
        """Return the numbers of names that differ by a typo in the family name."""
        sound = skeleton("".join(_family_words(name.family)))
        others = self._sounds_by_initial.get(sound[:1], [])
        found = process.extract(
            sound, others, scorer=fuzz.ratio, score_cutoff=_TYPO, limit=_MOST_TYPOS + 1
        )
        near = [other for other, _, _ in found if other != sound][:_MOST_TYPOS]
        return self._with_givens((other, fold(name.given)) for other in near)

    @cached_property
    def _sounds_by_initial(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            if key[-1:].isalpha():
                groups[key[0]].append(key)
        return groups

    def _with_givens(self, pairs: Iterable[tuple[str, str]]) -> set[int]:
        return set[int]().union(
            *(self._with_given(key, given) for key, given in pairs if given and key in self._keys)
        )

    def _with_given(self, key: str, given: str) -> set[int]:
        """Return the numbers under a key with a similar given name. Each distinct given name is
        compared once."""
        block, numbers = self._block(key), set[int]()
        others = (
            (id, id + 1)
            for text in _other_givens(given)
            if (id := self._words.get(text)) is not None
        )
        for span in (self._initials.get(given[0], (0, 0)), *others):
            part = slice(*(bisect_left(self._seconds, id, block.start, block.stop) for id in span))
            seconds = self._seconds[part]
            fitting = {id for id in set(seconds) if _is_same_given(given, self._texts[id])}
            if fitting:
                numbers.update(compress(self._numbers[part], map(fitting.__contains__, seconds)))
        return numbers


def may_be_forms(x: PersonName, y: PersonName) -> bool:
    """Return False for most pairs of names that can't belong to one person: they share no sound.
    Takes little time."""
    return is_bare(x) or is_bare(y) or not _all_sounds(x).isdisjoint(_all_sounds(y))


@lru_cache(maxsize=65536)
def _all_sounds(name: PersonName) -> frozenset[str]:
    return frozenset().union(*map(_sounds, name.parts))


def typo_pairs(names: Sequence[PersonName]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of two names that differ by a typo in the given or the family name, perhaps
    more than once."""
    hashes, owners = array("q"), array("I")
    for number, name in enumerate(names):
        for key in _typo_keys(name):
            hashes.append(hash(key))
            owners.append(number)
    order = np.argsort(np.asarray(hashes), kind="stable")
    ordered, numbers = np.asarray(hashes)[order], np.asarray(owners)[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    ends = np.append(starts[1:], len(ordered))
    several = ends - starts > 1
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        spelt = [
            (fold(names[number].given), fold(names[number].family), number)
            for number in numbers[start:end]
        ]
        for (given, family, number), (other, other_family, other_number) in combinations(spelt, 2):
            if (
                given == other
                and is_slip(family, other_family)
                or family == other_family
                and is_slip(given, other)
            ):
                yield number, other_number


def _typo_keys(name: PersonName) -> set[str]:
    """Return keys of the start or end of one name with the whole other name: a typo leaves one of
    them unchanged. Only their hashes are kept, to save memory."""
    if name.order != "given-first":
        return set()
    given, family = fold(name.given), fold(name.family)
    return {
        f"{given} {family[:3]}<",
        f"{given} {family[-3:]}>",
        f"{given[:3]}< {family}",
        f"{given[-3:]}> {family}",
    }


class OrganisationBlocks(Blocks):
    """An index of numbers by names of organisations; a number may have several names."""

    def add_name(self, name: str, number: int) -> None:
        for key in {
            *(key + _WHOLE for key in _whole(name)),
            *(key + _PART for key in _short(name)),
        }:
            self.add(key, "", number)

    def like(self, name: str) -> set[int]:
        """Return the numbers of the same name, of its short forms, and of longer forms of it."""
        whole = _whole(name)
        keys = {
            *(key + mark for key in whole for mark in (_WHOLE, _PART)),
            *(key + _WHOLE for key in _short(name)),
        }
        return set[int]().union(*map(self.all, keys))


def alone_key(name: PersonName) -> str:
    """Return the key of a family name, or a name of one word: its spelling without particles."""
    return "".join(_family_words(name.family)) + _ALONE


def _is_same_given(given: str, other: str) -> bool:
    """True if two folded given names may belong to one person. A quick test rejects most pairs."""
    letters, edits = len(given) + len(other), abs(len(given) - len(other)) or 2
    words = min(len(given), len(other)) > 1 and given.isalpha() and other.isalpha()
    strange = words and edits > 0.08 * letters and consonants(given) != consonants(other)
    if strange and other not in _other_givens(given):
        return False
    return compare_given(given, other) >= SAME_NAME or is_given_variant(given, other)


@lru_cache(maxsize=65536)
def _other_givens(given: str) -> frozenset[str]:
    """Return other forms of a given name that may begin with another letter: "bill" for
    "william"."""
    fulls = full_forms(given) | SHORT_FORMS.get(given, frozenset())
    return frozenset(fulls.union(*(_SHORTS.get(full, ()) for full in fulls))) - {given}


def _middles(name: PersonName) -> list[str]:
    return list(filter(_is_word, name.middle))[:_MOST_MIDDLES]


def _is_word(part: str) -> bool:
    return len(part.rstrip(".")) > 1


@lru_cache(maxsize=65536)
def _sounds(family: str) -> frozenset[str]:
    """Return the sounds of a family name: of the whole name without particles, and of each word."""
    words = _family_words(family)
    return frozenset((skeleton("".join(words)), *map(skeleton, filter(_is_word, words))))


def _family_words(family: str) -> list[str]:
    folded = fold(family)
    return [word for word in _GAPS.split(folded) if word and word not in PARTICLES] or [folded]


def _whole(name: str) -> set[str]:
    keys = {" ".join(map(_consonants, core_words(name)))}
    return {*keys, fold(plain_organisation(name))} if is_acronym(name) else keys


def _short(name: str) -> set[str]:
    """Return short forms of a name: its first words, its last words, the words before a
    preposition, and acronyms."""
    words = core_words(name)
    cut = next((at for at, word in enumerate(words) if word in PREPOSITIONS), 0)
    sizes = range(1, min(len(words), _MOST_WORDS))
    forms = [form for size in sizes for form in (words[:size], words[-size:])]
    forms += [words[start:cut] for start in range(max(0, cut - _MOST_WORDS), cut)]
    return {*(" ".join(map(_consonants, form)) for form in forms), *acronyms(name)}


def _consonants(word: str) -> str:
    """Return the letters that British and American spellings of a long word share: "harbour",
    "harbor" -> "hrbr"."""
    if len(word) < 5:
        return word
    sound = skeleton(word)
    return sound[:1] + _VOWELS.sub("", sound[1:]).replace("z", "s").replace("c", "s")
