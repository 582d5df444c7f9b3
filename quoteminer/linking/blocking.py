"""Index numbers by keys of names, so that a name is compared only with similar ones, and not with
all Smiths."""

from __future__ import annotations

import re
from array import array
from typing import Final

import numpy as np

from quoteminer.names.lexicon import PREPOSITIONS
from quoteminer.names.organisations import acronyms, core_words, is_acronym, plain_organisation
from quoteminer.names.similarity import fold, skeleton

_MOST_WORDS: Final = 8  # words, from either end of a name, of which short forms consist
# The last characters of keys:
_WHOLE: Final = "="  # the whole name of an organisation
_PART: Final = "<"  # a short form of it
_VOWELS: Final = re.compile("[aeiou]")


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
