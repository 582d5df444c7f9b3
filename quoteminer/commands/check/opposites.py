"""Tell opposites ("rise" and "fall", "before" and "after") by a list of our own, opposites.txt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from quoteminer.commands.check.word_lists import LISTS
from quoteminer.commands.check.words import words_of
from quoteminer.names.sections import read_sections

_ENDINGS: Final = ("", "s", "es", "d", "ed", "ing")


def _read() -> dict[str, set[str]]:
    """Return the opposites of each word, in both directions."""
    lines = read_sections("quoteminer.commands.check", "opposites.txt")["opposites"]
    table: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        sides = [words_of(side).keys for side in line.split("|")]
        for words, others in zip(sides, sides[::-1], strict=True):
            for word in words if len(sides) == 2 else ():
                table[word].update(others)
    return dict(table)


_OPPOSITES: Final = _read()


def are_opposites(keys: Iterable[str], others: Iterable[str]) -> bool:
    """True if one of the words is an opposite of one of the others, by the list or by a prefix of
    either ("likely", "unlikely")."""
    here, there = set(keys), set(others)
    own, theirs = here - there, there - here
    wanted = {base for key in theirs for base in _bases(key)}
    return any(
        not wanted.isdisjoint(_OPPOSITES.get(base, ())) for key in own for base in _bases(key)
    )


def have_negating_prefix(keys: Iterable[str], others: Iterable[str]) -> bool:
    """True if one side has a word and the other its opposite with a prefix: "likely",
    "unlikely"."""
    here, there = set(keys), set(others)
    own, theirs = here - there, there - here
    return any(_negates(long, short) or _negates(short, long) for long in own for short in theirs)


def _negates(long: str, short: str) -> bool:
    return len(short) > 3 and any(long == prefix + short for prefix in LISTS["negating"])


def _bases(key: str) -> Iterator[str]:
    """Yield a word and what it may be without a regular ending: "stop" and "stopp" for
    "stopped"."""
    for ending in _ENDINGS:
        base = key.removesuffix(ending)
        if base != key or not ending:
            yield base
            if ending in ("ed", "ing"):
                yield base + "e"
            if base[-2:-1] == base[-1:] and ending in ("ed", "ing"):
                yield base[:-1]
            if base.endswith("i"):
                yield base[:-1] + "y"
