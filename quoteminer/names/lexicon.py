"""The words of names and descriptions (name_words.txt) and the kinds of their nouns. Lower case,
without full stops."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

from quoteminer.names.sections import read_sections

Gender = Literal["m", "f"]
HeadKind = Literal["person", "org", "document", "other"]

SECTIONS: Final = read_sections("quoteminer.names", "name_words.txt")
words, inverted_table = SECTIONS.words, SECTIONS.inverted_table

_GENDERS: Mapping[str, Gender] = {"m": "m", "f": "f"}

HONORIFICS: Final = {
    word: _GENDERS.get(gender) for word, gender in inverted_table("honorifics").items()
}
GIVEN_NAME_HONORIFICS: Final = words("given_name_honorifics")
PEERAGES: Final = words("peerages")
SUFFIXES: Final = words("suffixes")
GENERATIONS: Final = words("generations")
PARTICLES: Final = words("particles")
GIVEN_PARTICLES: Final = words("given_particles")
LEADING_WORDS: Final = words("leading_words")
TITLE_MODIFIERS: Final = words("title_modifiers")
POSTS: Final = words("posts")
TITLES: Final = POSTS | words("titles") | TITLE_MODIFIERS
LONG_TITLES: Final = dict(SECTIONS.rows("long_titles"))
SAME_ROLES: Final = inverted_table("same_roles")
QUANTIFIERS: Final = words("quantifiers")
MALE_NOUNS: Final = words("male_nouns")
FEMALE_NOUNS: Final = words("female_nouns")
_NO_MEN: Final = words("no_men")
PERSON_NOUNS: Final = words("person_nouns")
ORG_NOUNS: Final = words("org_nouns")
GENERIC_BODIES: Final = words("generic_bodies")
CLASSES_OF_BODIES: Final = words("classes_of_bodies")
NAMED_BODIES: Final = words("named_bodies")
OWNED_BODIES: Final = words("owned_bodies")
DOCUMENT_NOUNS: Final = words("document_nouns")
DOCUMENT_CLASSES: Final = inverted_table("document_classes")
CLASS_WORDS: Final[dict[str, set[str]]] = {}
"""Words in the names of the bodies that a noun stands for."""
for _nouns, _words in SECTIONS.rows("class_words"):
    for _noun in _nouns.split():
        CLASS_WORDS.setdefault(_noun, set()).update(_words.split())
RELATIONS: Final = words("relations")
NAMELESS_NOUNS: Final = words("nameless_nouns")
SAME_DOCUMENT: Final = inverted_table("same_document")

PRONOUN_GENDER: Final = {
    word: _GENDERS[gender] for word, gender in inverted_table("pronoun_gender").items()
}
PLURAL_PRONOUNS: Final = words("plural_pronouns")
NEUTER_PRONOUNS: Final = words("neuter_pronouns")
FIRST_PERSON: Final = words("first_person")
SECOND_PERSON: Final = words("second_person")
RELATIVE_PRONOUNS: Final = words("relative_pronouns")
PRONOUNS: Final = (
    PLURAL_PRONOUNS
    | NEUTER_PRONOUNS
    | FIRST_PERSON
    | SECOND_PERSON
    | RELATIVE_PRONOUNS
    | PRONOUN_GENDER.keys()
)
DETERMINERS: Final = words("determiners")
DEFINITE: Final = words("definite")
PREPOSITIONS: Final = words("prepositions")

LEGAL_SUFFIXES: Final = words("legal_suffixes")
HEADS_THAT_STAY: Final = words("heads_that_stay")
CALENDAR: Final = words("calendar")
ABBREVIATIONS: Final = dict(SECTIONS.rows("abbreviations"))
SPELLINGS: Final = dict(SECTIONS.rows("spellings"))
DEMONYMS: Final = {word: key.replace("_", " ") for word, key in inverted_table("demonyms").items()}

MALE_NAMES: Final = words("male_names")
FEMALE_NAMES: Final = words("female_names")
EITHER_SEX: Final = words("either_sex")
VIETNAMESE_FAMILIES: Final = words("vietnamese_families")
EAST_ASIAN_FAMILIES: Final = words("east_asian_families")
IBERIAN_FAMILIES: Final = words("iberian_families")

NICKNAMES: Final[dict[str, set[str]]] = {}
"""The full given names of each short form."""
for _full, _shorts in SECTIONS.rows("nicknames"):
    for _short in _shorts.split():
        NICKNAMES.setdefault(_short, set()).add(_full)
_PLURALS: Final = inverted_table("irregular_plurals")
_PERSON_ENDINGS: Final = tuple(SECTIONS.listed("person_endings"))


def full_forms(given: str) -> set[str]:
    """Return the folded given names that a short form may stand for; the name itself if it is not a
    short form."""
    return NICKNAMES.get(given) or {given}


def word_key(word: str) -> str:
    """Fold a word as in name_words.txt: lower case, without full stops."""
    return word.casefold().replace(".", "").replace("’", "'")


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """Turn a plural into its singular: "companies" into "company", "officials" into "official"."""
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
    """Return the kind of a head noun, by lists first and then by its ending. ``head`` is lower case
    and singular."""
    listed = listed_kind(head)
    return "person" if listed == "other" and head.endswith(_PERSON_ENDINGS) else listed


def noun_gender(noun: str) -> Gender | None:
    """Return the gender of a noun: "policeman", "actress"; None for "doctor" and "German"."""
    if noun in FEMALE_NOUNS or noun.endswith("woman"):
        return "f"
    is_male = noun in MALE_NOUNS or noun.endswith("man") and noun not in _NO_MEN
    return "m" if is_male else None


@lru_cache(maxsize=16384)
def listed_kind(head: str) -> HeadKind:
    """Return the kind of a head noun by the lists alone. For capitalised words: "Pieter" and
    "Osman" are not nouns."""
    last = head.rsplit("-", 1)[-1]
    if head in PERSON_NOUNS or head in MALE_NOUNS or head in FEMALE_NOUNS:
        return "person"
    if head in ORG_NOUNS or last in ORG_NOUNS:
        return "org"
    if head in DOCUMENT_NOUNS:
        return "document"
    return "person" if head in TITLES or last in PERSON_NOUNS else "other"


def long_title(word: str) -> str:
    """Return the full form of a title, as in name_words.txt: "senator" for "Sen."."""
    key = word_key(word)
    return LONG_TITLES.get(key, key)


@lru_cache(maxsize=16384)
def is_title(word: str) -> bool:
    """True for a word that may precede a name: an honorific, "President", "former", "Rep."."""
    key = word_key(word)
    if (
        key in TITLES
        or key in HONORIFICS
        or key.endswith(("ologist", "ographer", "-based", " sri", " seri"))
    ):
        return True
    first, _, rest = key.partition("-")
    return bool(rest) and (
        first == "editor" or first in ("ex", "co", "then", "vice") and rest in TITLES
    )


def is_role(word: str) -> bool:
    """True for a title or a noun for a person. ``word`` is lower case."""
    return is_title(word) or head_kind(singular(word)) == "person"
