"""Read the class of an occupation in a role, and tell whether one person can have two occupations:
at a time, one after the other, or hardly (`occupations.txt`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final, Literal, TypeVar

from quoteminer.linking.namesakes import SECTIONS, WORD
from quoteminer.names.lexicon import LONG_TITLES, PREPOSITIONS, SAME_ROLES, singular
from quoteminer.names.sections import read_sections
from quoteminer.names.similarity import fold

Career = Literal["one", "changed", "other"]
"""The relation of two persons' occupations. one: one person may have both at a time; changed: one
person may have changed from one to the other between the articles; other: neither is likely."""
_SECTIONS: Final = read_sections("quoteminer.linking", "occupations.txt")
_ONE_OF_SEVERAL: Final = re.compile(r"[,;/&]|\band\b")
_FEWEST_DAYS: Final = 365  # from one occupation to a later one of the same person
_MOST_WORDS: Final = 4  # of an entry of the list
Key = TypeVar("Key")
_SAME_NOUNS: Final = {**SAME_ROLES, **SECTIONS.pairs("roles")}


@dataclass(frozen=True, slots=True)
class Occupation:
    """A class of occupations. ``past``: the role says that it is over ("former"). ``days``: when
    the articles say so, as ordinals; empty if unknown."""

    kind: str
    past: bool = False
    days: frozenset[int] = frozenset()


def role_noun(word: str) -> str:
    """Return the folded word that stands for a noun of a role: "Sen." and "senators" as
    "senator"."""
    noun = singular(LONG_TITLES.get(word, word))
    return _SAME_NOUNS.get(noun, noun)


def occupations_in(role: str, affiliation: str) -> frozenset[Occupation]:
    """Return the classes of the occupations in a role. If a noun is in several classes ("captain"),
    other words of the role and the affiliation choose, or all are returned."""
    return frozenset(
        occupation
        for part in _ONE_OF_SEVERAL.split(role)
        for occupation in _occupations_in(_nouns(part), _nouns(affiliation))
    )


def compare_careers(careers: Collection[Occupation], others: Collection[Occupation]) -> Career:
    """Compare the occupations of two persons. Symmetric. "one" if either is unknown."""
    pairs = list(product(careers, others))
    if not pairs or any({x.kind, y.kind} in _together() for x, y in pairs):
        return "one"
    changed = any(_may_follow(x, y) or _may_follow(y, x) for x, y in pairs)
    return "changed" if changed else "other"


def _may_follow(first: Occupation, second: Occupation) -> bool:
    if second.kind not in _later().get(first.kind, ()):
        return False
    if first.past:
        return True
    days, later_days = first.days, second.days
    return bool(days and later_days) and max(days) + _FEWEST_DAYS <= min(later_days)


def _nouns(text: str) -> list[str]:
    return [role_noun(part) for word in WORD.findall(text) for part in _without_prefix(fold(word))]


def _without_prefix(word: str) -> list[str]:
    """Return "ex-mayor" as two words, and "co-chair" without its prefix."""
    prefix, hyphen, rest = word.partition("-")
    if hyphen and prefix in _past_words():
        return [prefix, rest]
    return [rest if hyphen and prefix in ("co", "vice") else word]


def _occupations_in(nouns: list[str], affiliation: list[str]) -> Iterator[Occupation]:
    past = not _past_words().isdisjoint(nouns)
    entry, kinds = _entry_of(nouns)
    if len(kinds) > 1:
        others = [noun for noun in nouns if noun not in entry]
        for words in (others, affiliation):
            bodies = frozenset[str]().union(*(_bodies().get(word, ()) for word in words))
            if kinds & bodies:
                kinds = kinds & bodies
                break
    return (Occupation(kind, past) for kind in kinds)


def _entry_of(nouns: list[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the longest entry of the list with the head of a noun phrase, which is the last word
    before a preposition, and its classes; else those of the head's ending."""
    head = next((end for end, noun in enumerate(nouns) if end and noun in PREPOSITIONS), len(nouns))
    spans = (
        tuple(nouns[start : start + size])
        for size in range(_MOST_WORDS, 0, -1)
        for start in range(max(0, head - size), head)
    )
    entries = _entries()
    entry = next((span for span in spans if span in entries), tuple(nouns[head - 1 : head]))
    ends = (kinds for end, kinds in _endings().items() if entry and entry[0].endswith(end))
    return entry, entries.get(entry) or next(ends, frozenset())


@cache
def _entries() -> dict[tuple[str, ...], frozenset[str]]:
    listed = _listed("classes")
    return _multimap((tuple(_nouns(entry)), kind) for kind, entry in listed if entry[0] != "-")


@cache
def _endings() -> dict[str, frozenset[str]]:
    """Return the classes of occupations by the ending: "ologist"."""
    listed = _listed("classes")
    return _multimap((entry[1:], kind) for kind, entry in listed if entry[0] == "-")


@cache
def _bodies() -> dict[str, frozenset[str]]:
    return _multimap((role_noun(word), kind) for kind, word in _listed("bodies"))


@cache
def _past_words() -> frozenset[str]:
    return frozenset(word for line in _SECTIONS["past"] for word in line.split(", "))


@cache
def _together() -> frozenset[frozenset[str]]:
    kinds = {kind for kind, _ in _listed("classes")}
    pairs = ((kind, other) for kind, others in _listed("together") for other in others.split())
    return frozenset(map(frozenset, (*pairs, *zip(kinds, kinds, strict=True))))


@cache
def _later() -> dict[str, frozenset[str]]:
    return _multimap((kind, other) for kind, others in _listed("later") for other in others.split())


def _multimap(pairs: Iterable[tuple[Key, str]]) -> dict[Key, frozenset[str]]:
    values: dict[Key, set[str]] = {}
    for key, value in pairs:
        values.setdefault(key, set()).add(value)
    return {key: frozenset(found) for key, found in values.items()}


def _listed(section: str) -> Iterator[tuple[str, str]]:
    """Yield each entry of a section after its class."""
    for line in _SECTIONS[section]:
        kind, _, entries = line.partition(": ")
        for entry in entries.split(", "):
            yield kind, entry
