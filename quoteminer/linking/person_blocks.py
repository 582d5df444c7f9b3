"""Index names of persons by the sound of the family name and by the given name, and find names that
differ by a typo."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, combinations, compress, permutations
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from quoteminer.linking.blocking import Blocks
from quoteminer.linking.name_relations import is_given_variant
from quoteminer.linking.namesakes import SHORT_FORMS, is_bare
from quoteminer.names.lexicon import NICKNAMES, PARTICLES, full_forms
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
# middle names that are indexed: a text that is not a name may have thousands of words
_MOST_MIDDLES: Final = 6
# The last characters of keys:
_INNER: Final = "~"  # a middle name, which may be a family name
_ALONE: Final = "!"  # a family name without a given name
_GAPS: Final = re.compile(r"[\s-]+")
_SHORTS: Final[dict[str, set[str]]] = {}
"""The short forms of each full given name."""
for _form, _fulls in (*NICKNAMES.items(), *SHORT_FORMS.items()):
    for _full in _fulls:
        _SHORTS.setdefault(_full, set()).add(_form)


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


def similar_names(names: Sequence[PersonName]) -> dict[int, set[int]]:
    """Return, for each name with possible other forms, the numbers of these forms."""
    index = PersonBlocks()
    for number, name in enumerate(names):
        index.add_name(name, number)
    index.close()
    like = (
        (number, index.like(name) - {number})
        for number, name in enumerate(names)
        if not is_bare(name)
    )
    similar: dict[int, set[int]] = defaultdict(set)
    for number, other in chain(
        ((number, other) for number, others in like for other in others), _typo_pairs(names)
    ):
        similar[number].add(other)
        similar[other].add(number)
    return dict(similar)


def may_be_forms(x: PersonName, y: PersonName) -> bool:
    """Return False for most pairs of names that can't belong to one person: they share no sound.
    Takes little time."""
    return is_bare(x) or is_bare(y) or not _all_sounds(x).isdisjoint(_all_sounds(y))


@lru_cache(maxsize=65536)
def _all_sounds(name: PersonName) -> frozenset[str]:
    return frozenset().union(*map(_sounds, name.parts))


def _typo_pairs(names: Sequence[PersonName]) -> Iterator[tuple[int, int]]:
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
