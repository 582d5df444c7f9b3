"""Compare speakers by name, role or description: "the chair" of a draft with "Ingrid Valtonen", who
chairs the board. README.md has the rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from quoteminer.commands.check.word_lists import LISTS, table
from quoteminer.names.lexicon import LONG_TITLES, SAME_ROLES
from quoteminer.names.same_name import same_name
from quoteminer.names.similarity import fold
from quoteminer.records import Speaker
from quoteminer.types import Span

_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = re.compile(r"\w+")
_NO_SPACE: Final = re.compile(r"\S+")
_PHRASES: Final = [
    (phrase.replace("+", " "), word) for phrase, word in table("role_phrases").items()
]
_SAME_ROLES: Final = {**LONG_TITLES, **SAME_ROLES, **table("role_words")}
_BEFORE_OTHERS: Final = re.compile(r"\s(?:of|for|at|in|from|to|with|on|who|whose|that)\s|,")
_OF_OTHERS: Final = re.compile(r"^.*(?:['’]s|s['’])\s")
_BEFORE_NAME: Final = re.compile(r"\b(?:of|for|to|by|with|and|from)\s+(?:the\s+)?$")
_REACH: Final = 60  # characters that may contain these words
# "the major port" has no major
_KNOWN_ROLES: Final = frozenset(_SAME_ROLES.values()) - {"general", "major", "deputy"}
_NEAR: Final = 5  # words before and after a name that are searched for a role
_GIVEN: Final = 3  # most words of a name before the family name
_LONGEST: Final = 200  # most characters of these words

Looks: TypeAlias = tuple[str, str, "str | None", tuple[str, ...]]
"""The properties of a speaker that are compared: kind, name, role and aliases."""


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of a role or description, without "the" and the like; ``heads`` are its head nouns
    ("lawyer")."""

    heads: frozenset[str]
    words: frozenset[str]


def share_a_name(speaker: Speaker, other: Speaker) -> bool | None:
    """Compare two speakers by name; None if one has no name, or one is a person and the other an
    organisation."""
    if "unnamed" in (speaker.kind, other.kind):
        return None
    kind = speaker.kind if speaker.kind == other.kind else "person"
    if any(same_name(a, b, kind) for a in _names(speaker) for b in _names(other)):
        return True
    return False if speaker.kind == other.kind else None


def _names(speaker: Speaker) -> Iterator[str]:
    """Yield the name of a speaker, and the aliases that are no descriptions ("the woman")."""
    yield speaker.name
    yield from (alias for alias in speaker.aliases if not _is_description(alias))


def _is_description(alias: str) -> bool:
    return alias[:1].islower() or alias.startswith("The ")


def likeness(speaker: Speaker, other: Speaker) -> float:
    """Compare two speakers by role and description: 0 nothing in common, 1 the same noun with other
    words ("health minister", "interior minister"), 2 the same."""
    (names, own), (others, theirs) = _forms(*looks(speaker)), _forms(*looks(other))
    if not names.isdisjoint(others):
        return 2.0
    return max((_alike(a, b) for a in own for b in theirs), default=0.0)


def looks(speaker: Speaker) -> Looks:
    return speaker.kind, speaker.name, speaker.role, speaker.aliases


class Surroundings:
    """The words near the names of a text, to compare descriptions with them. Each name is looked up
    once, in an index of words, so the work grows with the text and not with its square."""

    def __init__(self, text: str) -> None:
        self._paragraphs = re.split(r"[\n;]+", text)
        self._beside: dict[str, list[tuple[set[str], int]]] = {}
        self._words: dict[int, set[str]] = {}
        self._offsets: dict[int, list[int]] = {}
        self._compared: dict[tuple[tuple[RoleWords, ...], str], float] = {}

    def likeness(self, description: Speaker, named: Speaker) -> float:
        """Compare a description with the words near a name: 1 if its head noun is beside the name
        ("her deputy, Faisal Rahmani"), or if its paragraph has the whole description; 1.5 for both;
        else 0."""
        _, described = _forms(*looks(description))
        family = named.name.split()[-1]
        if (described, family) not in self._compared:
            self._compared[described, family] = max(
                self._likenesses(described, family), default=0.0
            )
        return self._compared[described, family]

    def _likenesses(self, described: Sequence[RoleWords], family: str) -> Iterator[float]:
        if family not in self._beside:
            self._beside[family] = list(self._beside_name(family))
        for beside, number in self._beside[family]:
            for role in described:
                is_beside = not role.heads.isdisjoint(beside)
                is_whole = len(role.words) > 1 and role.words <= self._words_of(number)
                if is_beside or is_whole:
                    yield 1.5 if is_beside and is_whole else 1.0

    def _words_of(self, number: int) -> set[str]:
        """Return the words of a paragraph."""
        if number not in self._words:
            self._words[number] = set(_plain_words(self._paragraphs[number]))
        return self._words[number]

    def _beside_name(self, family: str) -> Iterator[tuple[set[str], int]]:
        """Yield the words beside a family name in each paragraph that has it, and the number of the
        paragraph."""
        name = re.escape(family)
        full = re.compile(rf"(?:[A-Z][\w.’'-]*\s+){{0,{_GIVEN}}}{name}\b(?!['’]s\b)", re.IGNORECASE)
        last = _LETTERS.findall(family)[-1:]
        for number, ends in self._ends.get(last[0].casefold(), {}).items() if last else ():
            paragraph, starts = self._paragraphs[number], self._starts(number)
            beside: set[str] = set()
            done = 0
            for end in ends:
                word = bisect_right(starts, end - len(last[0])) - 1
                begin = max(done, starts[max(0, word - _GIVEN)], end - len(family) - _LONGEST)
                # 4: "’s" and what follows
                for match in full.finditer(paragraph, begin, max(begin, end + 4)):
                    beside.update(_beside(paragraph, match.span()))
                    done = match.end()
            if beside:
                yield beside, number

    @cached_property
    def _ends(self) -> dict[str, dict[int, list[int]]]:
        """The ends of each word in each paragraph that has it."""
        found: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        for number, paragraph in enumerate(self._paragraphs):
            for match in _LETTERS.finditer(paragraph):
                found[match[0].casefold()].setdefault(number, []).append(match.end())
        return found

    def _starts(self, number: int) -> list[int]:
        """Return the offsets of the words of a paragraph, with the marks that belong to them."""
        if number not in self._offsets:
            self._offsets[number] = [
                match.start() for match in _NO_SPACE.finditer(self._paragraphs[number])
            ]
        return self._offsets[number]


def _beside(text: str, name: Span) -> list[str]:
    """Return the words of a name and beside it, without the words before "of" and the like ("the
    lawyer of Noor")."""
    before = text[max(0, name[0] - _REACH) : name[0]]
    apart = _BEFORE_NAME.search(before)
    return [
        *(() if apart else _plain_words(before)[-_NEAR:]),
        *_plain_words(text[slice(*name)]),
        *_plain_words(text[name[1] : name[1] + _REACH])[:_NEAR],
    ]


def _alike(role: RoleWords, other: RoleWords) -> float:
    if not role.heads & other.heads:
        return 0.0
    own, theirs = role.words - other.words, other.words - role.words
    shared = len(role.words & other.words)
    return 2.0 if not own or not theirs or shared > 1 else 1.0


@lru_cache(maxsize=4096)
def _role(text: str) -> RoleWords:
    first = next(filter(None, _BEFORE_OTHERS.split(text)), "")
    words = _plain_words(_OF_OTHERS.sub("", first))  # "the minister's spokesman": no minister
    known = _KNOWN_ROLES.intersection(words)  # "chairs the board"
    return RoleWords(frozenset({*words[-1:], *known}), frozenset(_plain_words(text)))


def _plain_words(text: str) -> list[str]:
    plain = fold(text.replace("’s", " ").replace("'s", " "))
    for phrase, word in _PHRASES:
        plain = plain.replace(phrase, word)
    return [
        _SAME_ROLES.get(word, word)
        for word in _WORD.findall(plain)
        if word not in LISTS["role_fillers"]
    ]


@lru_cache(maxsize=16384)
def _forms(
    kind: str, name: str, role: str | None, aliases: tuple[str, ...]
) -> tuple[frozenset[str], tuple[RoleWords, ...]]:
    """Return the plain names and roles of a speaker, and the roles; for an unnamed speaker also the
    description."""
    names = frozenset(
        fold(form).removeprefix("the ").removeprefix("a ")
        for form in (name, *aliases, role)
        if form
    )
    described: Iterable[str] = (name, *aliases)
    if kind != "unnamed":
        described = filter(_is_description, aliases)
    return names, tuple(
        words for text in (role, *described) if text and (words := _role(text)).heads
    )
