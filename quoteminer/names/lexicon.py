"""The words that names and descriptions are made of, from words.txt, and what the nouns among them stand for.

All words are lower case and without full stops.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Final, Literal

Gender = Literal["m", "f"]
HeadKind = Literal["person", "org", "document", "other"]


def _read_sections() -> dict[str, list[str]]:
    """The lines of words.txt below each "[section]", without comments and empty lines."""
    sections: dict[str, list[str]] = {}
    lines = (resources.files("quoteminer.names") / "words.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("["):
            current = sections[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            current.append(line)
    return sections


_SECTIONS: Final = _read_sections()


def _words(section: str) -> frozenset[str]:
    return frozenset(" ".join(_SECTIONS[section]).split())


def _table(section: str) -> dict[str, str]:
    rows = (line.partition(":") for line in _SECTIONS[section])
    return {key: value.strip() for key, _, value in rows}


def _inverted(section: str) -> dict[str, str]:
    """Each word of a table's values, with its key."""
    return {word: key for key, value in _table(section).items() for word in value.split()}


_GENDERS: Mapping[str, Gender] = {"m": "m", "f": "f"}

HONORIFICS: Final = {word: _GENDERS.get(gender) for word, gender in _inverted("honorifics").items()}
GIVEN_NAME_HONORIFICS: Final = _words("given_name_honorifics")
PEERAGES: Final = _words("peerages")
SUFFIXES: Final = _words("suffixes")
GENERATIONS: Final = _words("generations")
PARTICLES: Final = _words("particles")
LEADING_WORDS: Final = _words("leading_words")
TITLE_MODIFIERS: Final = _words("title_modifiers")
TITLES: Final = _words("titles") | TITLE_MODIFIERS
LONG_TITLES: Final = _table("long_titles")
QUANTIFIERS: Final = _words("quantifiers")
MALE_NOUNS: Final = _words("male_nouns")
FEMALE_NOUNS: Final = _words("female_nouns")
PERSON_NOUNS: Final = _words("person_nouns")
ORG_NOUNS: Final = _words("org_nouns")
GENERIC_BODIES: Final = _words("generic_bodies")
DOCUMENT_NOUNS: Final = _words("document_nouns")
MOUTHPIECE_NOUNS: Final = _words("mouthpiece_nouns")
STATEMENT_NOUNS: Final = _words("statement_nouns")
RELATIONS: Final = _words("relations")
NAMELESS_NOUNS: Final = _words("nameless_nouns")
POLL_NOUNS: Final = _words("poll_nouns")
SAME_DOCUMENT: Final = _inverted("same_document")

PRONOUN_GENDER: Final[Mapping[str, Gender]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
PLURAL_PRONOUNS: Final = _words("plural_pronouns")
NEUTER_PRONOUNS: Final = _words("neuter_pronouns")
FIRST_PERSON: Final = _words("first_person")
SECOND_PERSON: Final = _words("second_person")
RELATIVE_PRONOUNS: Final = _words("relative_pronouns")
PRONOUNS: Final = (
    PLURAL_PRONOUNS | NEUTER_PRONOUNS | FIRST_PERSON | SECOND_PERSON | RELATIVE_PRONOUNS | PRONOUN_GENDER.keys()
)
DETERMINERS: Final = _words("determiners")
DEFINITE: Final = _words("definite")
PREPOSITIONS: Final = _words("prepositions")

LEGAL_SUFFIXES: Final = _words("legal_suffixes")
HEADS_THAT_STAY: Final = _words("heads_that_stay")
CALENDAR: Final = _words("calendar")
ABBREVIATIONS: Final = _table("abbreviations")
SPELLINGS: Final = _table("spellings")

MALE_NAMES: Final = _words("male_names")
FEMALE_NAMES: Final = _words("female_names")
EITHER_SEX: Final = _words("either_sex")
VIETNAMESE_FAMILIES: Final = _words("vietnamese_families")
EAST_ASIAN_FAMILIES: Final = _words("east_asian_families")
IBERIAN_FAMILIES: Final = _words("iberian_families")


def _short_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for full, shorts in _table("nicknames").items():
        for short in shorts.split():
            found.setdefault(short, set()).add(full)
    return {short: frozenset(fulls) for short, fulls in found.items()}


NICKNAMES: Final = _short_forms()
_PLURALS: Final = _inverted("irregular_plurals")
_PERSON_ENDINGS: Final = ("er", "or", "ist", "ian", "man", "woman", "person", "ee", "ant", "eer", "crat", "year-old")


def full_forms(given: str) -> frozenset[str]:
    """The given names, folded, that one may be short for; itself where it is no short form."""
    return NICKNAMES.get(given) or frozenset((given,))


def word_key(word: str) -> str:
    """A word as the lists have it: lower case, without full stops."""
    return word.casefold().replace(".", "").replace("’", "'")


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """ "companies" -> "company", "officials" -> "official"."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "ews")):
        return word
    nouns = ORG_NOUNS | DOCUMENT_NOUNS
    return word if word in nouns and word[:-1] not in nouns else word[:-1]


@lru_cache(maxsize=16384)
def head_kind(head: str) -> HeadKind:
    """Return the kind of a head noun, by lists first and then by its ending. ``head`` is lower case and singular."""
    listed = listed_kind(head)
    return "person" if listed == "other" and head.endswith(_PERSON_ENDINGS) else listed


@lru_cache(maxsize=16384)
def listed_kind(head: str) -> HeadKind:
    """The same by the lists alone: for words with a capital, since "Pieter" and "Osman" are no nouns."""
    last = head.rsplit("-", 1)[-1]
    if head in PERSON_NOUNS or head in MALE_NOUNS or head in FEMALE_NOUNS:
        return "person"
    if head in ORG_NOUNS or last in ORG_NOUNS:
        return "org"
    if head in DOCUMENT_NOUNS:
        return "document"
    return "person" if head in TITLES or last in PERSON_NOUNS else "other"


@lru_cache(maxsize=16384)
def is_title(word: str) -> bool:
    """True for honorifics and for words such as "President", "former", "Rep." that stand before a name."""
    key = word_key(word)
    if key in TITLES or key in HONORIFICS or key.endswith(("ologist", "ographer", "-based")):
        return True
    first, _, rest = key.partition("-")
    return bool(rest) and (first == "editor" or first in ("ex", "co", "then", "vice") and rest in TITLES)


def is_role(word: str) -> bool:
    """True for titles and nouns for persons, lower case."""
    return is_title(word) or head_kind(singular(word)) == "person"
