"""Names that several people or bodies may have: find words that are names, parse names, tell
whether a name may be somebody else's in another article, and estimate how frequent it is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from quoteminer.names import lexicon
from quoteminer.names.organisations import core_words, turned
from quoteminer.names.person_names import PersonName, parse_person
from quoteminer.names.sections import read_sections
from quoteminer.names.similarity import fold
from quoteminer.types import SpeakerKind

WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
SECTIONS: Final = read_sections("quoteminer.linking", "name_and_role_words.txt")
RANKS: Final = SECTIONS.words("ranks")
IDLE: Final = (lexicon.PREPOSITIONS | lexicon.TITLE_MODIFIERS | SECTIONS.words("idle")) - RANKS
_COMMON: Final = SECTIONS.words("common") | {word for word in lexicon.PREPOSITIONS if len(word) > 1}
_BROAD: Final = SECTIONS.words("broad")
_GENERAL: Final = lexicon.ORG_NOUNS | _COMMON
_ONLY: Final = {core_words(name) for name in " ".join(SECTIONS["only"]).split(",")}
_PLAIN: Final = _GENERAL | lexicon.PERSON_NOUNS | lexicon.TITLES | _BROAD | IDLE | RANKS
_NOUNS: Final = (
    _GENERAL
    | lexicon.DOCUMENT_NOUNS
    | lexicon.PERSON_NOUNS
    | lexicon.NAMELESS_NOUNS
    | {"authority"}
)
_PARTIES: Final = {lexicon.SPELLINGS.get(word, word) for word in lexicon.words("parties")}
SHORT_FORMS: Final = {
    short: frozenset(fulls.split("/")) for short, fulls in SECTIONS.pairs("short").items()
}
"""Full given names by short form, in addition to the lexicon."""
FREQUENT_GIVEN: Final = (
    lexicon.MALE_NAMES
    | lexicon.FEMALE_NAMES
    | lexicon.EITHER_SEX
    | lexicon.NICKNAMES.keys()
    | SECTIONS.words("given")
)
_FREQUENT_FAMILIES: Final = (
    lexicon.EAST_ASIAN_FAMILIES | lexicon.IBERIAN_FAMILIES | SECTIONS.words("family")
)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")
_JOINT: Final = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_CJK_NAME: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,4}")
_ONE_SYLLABLE: Final = re.compile(r"[^aeiouy\W]*[aeiouy]+[^aeiouy\W]*")


@cache
def common_words() -> dict[str, int]:
    """Return the words of the news that are not names, with their rank by frequency, from 0."""
    text = resources.files("quoteminer.linking").joinpath("common_words.txt").read_text("utf-8")
    return {word: rank for rank, word in enumerate(text.split())}


@lru_cache(maxsize=65536)
def name_words(text: str) -> frozenset[str]:
    """Return the capitalised words of a text, folded, without general words, countries and
    parties."""
    folded = frozenset(fold(word) for word in WORD.findall(text) if word[0].isupper())
    return (folded - _PLAIN).difference(common_words())


def has_name(text: str) -> bool:
    """Return False for a source without a proper name: "the government", "Police", "local
    reports"."""
    words = [
        word for word in text.split() if fold(word) not in lexicon.DETERMINERS | lexicon.QUANTIFIERS
    ]
    if not words or all(map(str.islower, words)):
        return False
    if any(any(map(str.isupper, word)) for word in words[1:]) or not words[0].istitle():
        return True
    forms = [{fold(word), lexicon.singular(fold(word))} for word in words]
    # "Labor" is a party
    nouns = [not form.isdisjoint(_NOUNS) and form.isdisjoint(_PARTIES) for form in forms]
    several = words[-1].islower() and lexicon.singular(words[-1]) != words[-1] and nouns[-1]
    return not several and not all(nouns)  # else the capital may be due to the start of a sentence


def is_named(affiliation: str) -> bool:
    """Return True for an affiliation with a distinctive name, unlike "the police", "Supreme Court",
    "China"."""
    return not (_GENERAL | _BROAD).issuperset(core_words(affiliation))


def is_ambiguous(name: str, kind: SpeakerKind, *, described: bool) -> bool:
    """True if the same name in another article may be somebody else's. ``described``: by a role or
    an affiliation. Any country or town may have a "Supreme Court"; parties are few: "Labour" is
    one, not each country's ministry.
    """
    if kind == "org":
        words = core_words(name)
        is_body = not lexicon.ORG_NOUNS.isdisjoint(words) and "party" not in words
        return is_body and _GENERAL.issuperset(words) and (turned(words) or words) not in _ONLY
    if kind in ("unnamed", "group"):
        return False
    person = parse_initials(name)
    return is_incomplete(person) or not described and world_frequency(person) > 0.9


def is_several(name: str) -> bool:
    """True for the joined names of two people who speak together."""
    return _JOINT.search(name) is not None


def is_initial(given: str) -> bool:
    return len(fold(given)) == 1


def is_bare(name: PersonName) -> bool:
    return name.order == "bare"


def is_incomplete(name: PersonName) -> bool:
    """True for a name of one word, which may be another person in another article; not for "Lord
    Woolf"."""
    return is_bare(name) and not name.peerage


@lru_cache(maxsize=1 << 19)  # a million speakers have some 300,000 names
def parse_initials(text: str) -> PersonName:
    """Parse a person's name, with the initials separated: "B.J. Harrow" as "B. J. Harrow"."""
    name = parse_person(text)
    if not _INITIALS.fullmatch(name.given) or name.order != "given-first":
        return name
    first, *others = (letter + "." for letter in name.given if letter != ".")
    return replace(name, given=first, middle=(*others, *name.middle))


@lru_cache(maxsize=65536)
def name_key(name: PersonName) -> tuple[str, ...]:
    """Return the common key of spellings that differ in case, accents, hyphens or full stops
    ("Anna-Maria")."""
    given = squeezed("".join((name.given, *name.middle)))
    return given, squeezed(name.family), fold(name.suffix), name.honorific_gender or "", name.order


def squeezed(part: str) -> str:
    """Return a folded part of a name without hyphens and blanks."""
    return fold(part).replace("-", "").replace(" ", "")


@lru_cache(maxsize=65536)
def world_frequency(name: PersonName) -> float:
    """Return the frequency of a name in the world, 0..1, by lists of given names (or initials) and
    family names."""
    given, family = fold(name.given), fold(name.family)
    if is_bare(name):
        return 0.75 if _CJK_NAME.fullmatch(family) else 0.5 + 0.5 * (family in _FREQUENT_FAMILIES)
    if name.order == "family-first":
        return 1.0 if _ONE_SYLLABLE.fullmatch(given) else 0.6
    frequent = len(given) == 1 or not FREQUENT_GIVEN.isdisjoint({given, *lexicon.full_forms(given)})
    frequency = (0.25, 0.5, 1.0)[frequent + (family.split(" ")[-1] in _FREQUENT_FAMILIES)]
    return max(0.25, frequency - 0.4) if " " in family or name.middle else frequency
