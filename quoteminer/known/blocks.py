"""Which rows may be somebody, found by the sound of a word: what makes a million names quick to compare.

A block holds the rows that share a key (the sound of a family name). Inside it, each row has a second word (the given
name), so that of twenty thousand Smiths only those are looked at whose given name fits.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Numbers = NDArray[np.uint32]

NO_ROWS: Numbers = np.empty(0, np.uint32)


class Vocabulary:
    """Words and their numbers, from 0 in the order in which they came."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, word: str) -> int:
        """The number of a word, a new one where it is new."""
        return self._numbers.setdefault(word, len(self._numbers))

    def number(self, word: str) -> int | None:
        """The number of a word, None where it is unknown."""
        return self._numbers.get(word)

    def words(self) -> tuple[str, ...]:
        """All words, in the order of their numbers."""
        return tuple(self._numbers)


class Blocks:
    """Rows by key and second word. `add` everything, then `close`, then ask. A row may have many keys.

    Takes 12 bytes for each addition, and each different key and word once.
    """

    def __init__(self) -> None:
        self._keys, self._words = Vocabulary(), Vocabulary()
        self._added = array("I"), array("I"), array("I")
        self._starts = self._rows = self._seconds = self._initials = NO_ROWS
        self._texts: tuple[str, ...] = ()
        self._by_initial: dict[str, tuple[str, ...]] = {}  # tuples of texts: the garbage collector leaves them alone

    def add(self, key: str, second: str, row: int) -> None:
        """File a row under a key, with a second word, which may be empty."""
        keys, seconds, rows = self._added
        keys.append(self._keys.add(key))
        seconds.append(self._words.add(second))
        rows.append(row)

    def close(self) -> None:
        """Put everything in the order in which it is looked up; nothing is added any more."""
        keys, seconds, rows = (np.frombuffer(column, np.uint32) if column else NO_ROWS for column in self._added)
        order = np.argsort(keys, kind="stable")
        counts = np.unique(keys, return_counts=True)[1]
        self._starts = np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)
        self._rows, self._seconds = rows[order], seconds[order]
        self._texts = self._words.words()
        self._initials = np.array([ord(text[0]) if text else 0 for text in self._texts], np.uint32)
        self._by_initial = _by_initial(self._keys.words())
        self._added = array("I"), array("I"), array("I")

    def all(self, key: str) -> Numbers:
        """The numbers of all rows filed under a key, ascending."""
        return np.unique(self._rows[self._range(key)])

    def with_second(self, key: str, word: str, also: Iterable[str], fits: Callable[[str], bool]) -> Numbers:
        """The numbers of the rows filed under a key with a second word that fits, ascending.

        ``fits`` is asked once for each different second word in the block that begins as ``word`` does, and for those
        of ``also`` (other forms of it, which may begin otherwise).
        """
        block = self._range(key)
        seconds = self._seconds[block]
        if not len(seconds) or not word:
            return NO_ROWS
        others = [number for text in also if (number := self._words.number(text)) is not None]
        likely = seconds[(self._initials[seconds] == ord(word[0])) | np.isin(seconds, others)]
        fitting = [number for number in np.unique(likely).tolist() if fits(self._texts[number])]
        return np.unique(self._rows[block][np.isin(seconds, fitting)])

    def like(self, key: str, *, least: float, most: int) -> list[str]:
        """Other keys that begin with the same letter and are spelt nearly so: ``least`` is the ratio, 0..100, that they
        need; the nearest first, ``most`` at most."""
        found = process.extract(
            key, self._by_initial.get(key[:1], ()), scorer=fuzz.ratio, score_cutoff=least, limit=most + 1
        )
        return [text for text, _, _ in found if text != key][:most]

    def _range(self, key: str) -> slice:
        number = self._keys.number(key)
        return slice(0, 0) if number is None else slice(int(self._starts[number]), int(self._starts[number + 1]))


def _by_initial(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The keys that are words; those that end with a mark are no spellings."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if key[-1:].isalpha():
            groups[key[0]].append(key)
    return {initial: tuple(group) for initial, group in groups.items()}
