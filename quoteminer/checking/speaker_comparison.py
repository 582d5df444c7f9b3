"""Compare speakers by name, role or description: "the chair" of a draft with "Ingrid Valtonen", who chairs the board.
README.md has the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from quoteminer.checking.word_lists import LISTS, table
from quoteminer.names.organisations import compare_organisations
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.similarity import SAME_NAME, fold
from quoteminer.records import Speaker
from quoteminer.types import Span

_WORD: Final = re.compile(r"[^\W_]+")
_PHRASES: Final = [(phrase.replace("+", " "), word) for phrase, word in table("role_phrases").items()]
_SAME_ROLES: Final = table("role_words")
_BEFORE_OTHERS: Final = re.compile(r"\s(?:of|for|at|in|from|to|with|on|who|whose|that)\s|,")
_OF_OTHERS: Final = re.compile(r"^.*(?:['’]s|s['’])\s")
_BEFORE_NAME: Final = re.compile(r"\b(?:of|for|to|by|with|and|from)\s+(?:the\s+)?$")
_REACH: Final = 60  # characters that may contain these words
_KNOWN_ROLES: Final = frozenset(_SAME_ROLES.values())
_NEAR: Final = 5  # words before and after a name that are searched for a role


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of a role or description, without "the" and the like; ``heads`` are its head nouns ("lawyer")."""

    heads: frozenset[str]
    words: frozenset[str]


def same_name(speaker: Speaker, other: Speaker) -> bool | None:
    """Compare two speakers by name; None if one has no name, or one is a person and the other an organisation."""
    if "unnamed" in (speaker.kind, other.kind):
        return None
    compare = compare_organisations if speaker.kind == other.kind == "org" else compare_people
    if any(compare(a, b) >= SAME_NAME for a in (speaker.name, *speaker.aliases) for b in (other.name, *other.aliases)):
        return True
    return False if speaker.kind == other.kind else None


def likeness(speaker: Speaker, other: Speaker) -> float:
    """Compare two speakers by role and description: 0 nothing in common, 1 the same noun with other words ("health
    minister", "interior minister"), 2 the same."""
    if _plain_names(speaker) & _plain_names(other):
        return 2.0
    return max((_alike(a, b) for a in roles(speaker) for b in roles(other)), default=0.0)


def roles(speaker: Speaker) -> list[RoleWords]:
    """Return the roles of a speaker; for an unnamed speaker also the description."""
    described: Iterable[str] = (speaker.name, *speaker.aliases)
    if speaker.kind != "unnamed":
        described = [alias for alias in speaker.aliases if alias[:1].islower() or alias.startswith("The ")]
    return [role for text in (speaker.role, *described) if text and (role := _role(text)).heads]


def described_likeness(description: Speaker, named: Speaker, text: str) -> float:
    """Compare a description with the words near a name in a text: 1 if its head noun is beside the name ("her deputy,
    Faisal Rahmani"), or if its paragraph has the whole description; 1.5 for both."""
    best = 0.0
    family = re.escape(named.name.split()[-1])
    full = re.compile(rf"(?:[A-Z][\w.’'-]*\s+){{0,3}}{family}\b(?!['’]s\b)", re.IGNORECASE)
    for paragraph in re.split(r"[\n;]+", text):
        beside = {word for match in full.finditer(paragraph) for word in _beside(paragraph, match.span())}
        words = set(_plain_words(paragraph)) if beside else set()
        for role in roles(description) if beside else ():
            is_whole = len(role.words) > 1 and role.words <= words
            if is_whole or role.heads & beside:
                best = max(best, 1.5 if is_whole and role.heads & beside else 1.0)
    return best


def _beside(text: str, name: Span) -> list[str]:
    """Return the words of a name and beside it, without the words before "of" and the like ("the lawyer of Noor")."""
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
    mine, theirs = role.words - other.words, other.words - role.words
    shared = len(role.words & other.words)
    return 2.0 if not mine or not theirs or shared > 1 else 1.0


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
    return [_SAME_ROLES.get(word, word) for word in _WORD.findall(plain) if word not in LISTS["role_fillers"]]


def _plain_names(speaker: Speaker) -> set[str]:
    forms: Iterable[str] = filter(None, (speaker.name, *speaker.aliases, speaker.role))
    return {fold(form).removeprefix("the ").removeprefix("a ") for form in forms}
