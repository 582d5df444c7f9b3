"""Compare names of different articles: find words that are names, relate two names, estimate their
frequency."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal

from rapidfuzz import fuzz

from quoteminer.names import lexicon
from quoteminer.names.lexicon import word_key
from quoteminer.names.organisations import core_words, turned
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.person_names import PersonName, parse_person
from quoteminer.names.sections import read_sections
from quoteminer.names.similarity import (
    SAME_NAME,
    compare_given,
    compare_words,
    consonants,
    fold,
    is_slip,
    skeleton,
)
from quoteminer.types import SpeakerKind

WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
SECTIONS: Final = read_sections("quoteminer.linking", "name_and_role_words.txt")
WORDS: Final = {section: SECTIONS.listed(section) for section in SECTIONS}
RANKS: Final = frozenset(WORDS["ranks"])
IDLE: Final = (lexicon.PREPOSITIONS | lexicon.TITLE_MODIFIERS | set(WORDS["idle"])) - RANKS
_COMMON: Final = {*WORDS["common"], *(word for word in lexicon.PREPOSITIONS if len(word) > 1)}
_BROAD: Final = set(WORDS["broad"])
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
NameRelation = Literal["equal", "variant", "initial", "typo", "weak", "surname"]
"""equal: the same except for case, accents, hyphens and particles; variant: another spelling, form
or order, or a missing part; initial: an initial of the given name; typo: one letter of the given or
the family name; weak: given names that sound alike after the family name (Hanh, Hang), or only one
with Jr.; surname: one word (with a peerage: equal)."""
SHORT_FORMS: Final = {
    short: frozenset(fulls.split("/"))
    for short, fulls in (pair.split("=") for pair in WORDS["short"])
}
"""Full given names by short form, in addition to the lexicon."""
_FREQUENT_GIVEN: Final = (
    lexicon.MALE_NAMES
    | lexicon.FEMALE_NAMES
    | lexicon.EITHER_SEX
    | lexicon.NICKNAMES.keys()
    | set(WORDS["given"])
)
_FREQUENT_FAMILIES: Final = (
    lexicon.EAST_ASIAN_FAMILIES | lexicon.IBERIAN_FAMILIES | set(WORDS["family"])
)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")
_JOINT: Final = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_CJK_NAME: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,4}")
_ONE_SYLLABLE: Final = re.compile(r"[^aeiouy\W]*[aeiouy]+[^aeiouy\W]*")
# the least ratio, 0..100, of two given names with the same consonants (Mikhail, Mikheil)
_LOOSE: Final = 80.0


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
    given = _squeezed("".join((name.given, *name.middle)))
    return given, _squeezed(name.family), fold(name.suffix), name.honorific_gender or "", name.order


@lru_cache(maxsize=65536)
def name_relation(x: PersonName, y: PersonName) -> NameRelation | None:
    """Return the relation of two names, by the first matching rule of `_RULES`; None if they can't
    belong to one person. Symmetric."""
    if x == y and not is_bare(x):  # as the rules say, in less time
        return "equal"
    return next(relation for holds, relation in _RULES if holds(x, y))


def _one_is_bare(x: PersonName, y: PersonName) -> bool:
    return is_bare(x) or is_bare(y)


def _share_peerage(x: PersonName, y: PersonName) -> bool:
    return (
        bool(x.peerage)
        and word_key(x.peerage) == word_key(y.peerage)
        and fold(x.family) == fold(y.family)
    )


def _share_the_only_word(x: PersonName, y: PersonName) -> bool:
    if not _one_is_bare(x, y):
        return False
    both = is_bare(x) and is_bare(y)
    same = compare_words(x.family, y.family) >= (100 if both else 90) and not _genders_clash(x, y)
    return same and (both or compare_people(x, y) >= SAME_NAME)


def _only_one_has_generation(x: PersonName, y: PersonName) -> bool:
    return bool(fold(x.suffix)) != bool(fold(y.suffix))


def _differ_without_generation(x: PersonName, y: PersonName) -> bool:
    return (
        _only_one_has_generation(x, y)
        and name_relation(replace(x, suffix=""), replace(y, suffix="")) is None
    )


def _sound_alike(x: PersonName, y: PersonName) -> bool:
    return skeleton(x.given) == skeleton(y.given)


def _are_of_two_sexes(x: PersonName, y: PersonName) -> bool:
    """True for Colin and Colleen, which have the same `skeleton`."""
    givens = fold(x.given), fold(y.given)
    if givens[0] == givens[1] or not _sound_alike(x, y):
        return False
    return any(
        a in lexicon.MALE_NAMES and b in lexicon.FEMALE_NAMES for a, b in (givens, givens[::-1])
    )


def _are_unlike(x: PersonName, y: PersonName) -> bool:
    return compare_people(x, y) < SAME_NAME


def _differ_by_a_typo(x: PersonName, y: PersonName) -> bool:
    """True if one letter of the family name, or of a rare given name, differs; "Ivana" and "Ivanka"
    are two people."""
    (given, family), (other, other_family) = (
        (fold(name.given), fold(name.family)) for name in (x, y)
    )
    if (
        x.order != "given-first"
        or y.order != "given-first"
        or name_key(x)[2:] != name_key(y)[2:]
        or _share_given(x, y)
    ):
        return (
            given == other
            and not _share_family(x, y)
            and x.middle == y.middle
            and is_slip(family, other_family)
        )
    return (
        family == other_family and is_slip(given, other) and not {given, other} <= _FREQUENT_GIVEN
    )


def _are_equal(x: PersonName, y: PersonName) -> bool:
    return name_key(x)[0] == name_key(y)[0] and _squeezed(_plain_family(x)) == _squeezed(
        _plain_family(y)
    )


def _share_family(x: PersonName, y: PersonName) -> bool:
    family, other = _plain_family(x), _plain_family(y)
    return compare_words(family, other) == 100 or skeleton(family) == skeleton(other)


def _share_given(x: PersonName, y: PersonName) -> bool:
    forms = lexicon.full_forms(fold(x.given)), lexicon.full_forms(fold(y.given))
    return _have_initial(x, y) or _sound_alike(x, y) or not forms[0].isdisjoint(forms[1])


def _have_initial(x: PersonName, y: PersonName) -> bool:
    return (is_initial(x.given) or is_initial(y.given)) and fold(x.given)[:1] == fold(y.given)[:1]


def _share_too_little(x: PersonName, y: PersonName) -> bool:
    """True for B. J. Harrow and John Harrow, where `compare_people` counts the middle initial."""
    whole = _share_given(x, y) and _share_family(x, y)
    return not (whole or _has_word(fold(x.given), y) or _has_word(fold(y.given), x))


def _differ_after_family(x: PersonName, y: PersonName) -> bool:
    return (
        _sound_alike(x, y)
        and _squeezed(x.given) != _squeezed(y.given)
        and "family-first" in (x.order, y.order)
    )


_RULES: Final[tuple[tuple[Callable[[PersonName, PersonName], bool], NameRelation | None], ...]] = (
    (lambda x, y: is_several(x.plain) != is_several(y.plain), None),
    (_share_peerage, "equal"),
    # Lord Browne, Des Browne
    (lambda x, y: _one_is_bare(x, y) and bool(x.peerage or y.peerage), None),
    (_share_the_only_word, "surname"),
    (_one_is_bare, None),
    (_differ_without_generation, None),
    (_only_one_has_generation, "weak"),
    (_are_of_two_sexes, None),
    (_differ_by_a_typo, "typo"),
    (lambda x, y: _are_unlike(x, y) and _is_far_variant(x, y), "variant"),
    (_are_unlike, None),
    (_are_equal, "equal"),
    (
        lambda x, y: (
            (_squeezed(x.given), _squeezed(x.family)) == (_squeezed(y.family), _squeezed(y.given))
        ),
        "variant",
    ),
    (lambda x, y: not _share_family(x, y) and is_slip(_plain_family(x), _plain_family(y)), None),
    (_share_too_little, None),
    (_differ_after_family, "weak"),
    (_have_initial, "initial"),
    (lambda x, y: True, "variant"),
)


def _is_far_variant(x: PersonName, y: PersonName) -> bool:
    """Return True for a variant with given names that `compare_people` considers different."""
    if fold(x.suffix) != fold(y.suffix) or compare_words(x.family, y.family) < 90:
        return False
    if _genders_clash(x, y) or "family-first" in (x.order, y.order):
        return False
    middles = [[fold(word)[:1] for word in name.middle] for name in (x, y)]
    return is_given_variant(fold(x.given), fold(y.given)) and (
        not all(middles) or middles[0] == middles[1]
    )


def _genders_clash(x: PersonName, y: PersonName) -> bool:
    return {x.honorific_gender, y.honorific_gender} == {"m", "f"}


@lru_cache(maxsize=65536)
def is_given_variant(x: str, y: str) -> bool:
    """True if two folded given names may be forms of one name, even if `compare_given` considers
    them different."""
    if x == y:
        return False
    if not SHORT_FORMS.get(x, {x}).isdisjoint(SHORT_FORMS.get(y, {y})):
        return True
    near = (
        min(len(x), len(y)) > 4
        and x[0] == y[0]
        and (x[-1] == y[-1] or not {x[-1], y[-1]} & {"a", "o", "e"})
    )
    return near and consonants(x) == consonants(y) and fuzz.ratio(x, y) >= _LOOSE


def _plain_family(name: PersonName) -> str:
    words = fold(name.family).split()
    return " ".join(word for word in words if word not in lexicon.PARTICLES) or fold(name.family)


def _has_word(given: str, name: PersonName) -> bool:
    words = [word for word in (name.given, *name.middle) if not is_initial(word)]
    return not is_initial(given) and any(compare_given(given, word) >= SAME_NAME for word in words)


def _squeezed(part: str) -> str:
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
    frequent = len(given) == 1 or not _FREQUENT_GIVEN.isdisjoint(
        {given, *lexicon.full_forms(given)}
    )
    frequency = (0.25, 0.5, 1.0)[frequent + (family.split(" ")[-1] in _FREQUENT_FAMILIES)]
    return max(0.25, frequency - 0.4) if " " in family or name.middle else frequency
