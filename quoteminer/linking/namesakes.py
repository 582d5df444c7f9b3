"""Names in different articles: words that are no names, how two persons' names differ, and how frequent one is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from math import log10
from typing import Final, Literal

from rapidfuzz import fuzz

from quoteminer.names import lexicon
from quoteminer.names.organisations import core_words
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.person_names import PersonName, parse_person
from quoteminer.names.similarity import SAME_NAME, compare_given, compare_words, fold, is_slip, skeleton

WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_FILES: Final = resources.files("quoteminer.linking")
WORDS: Final = {
    section.partition("]")[0]: section.partition("]")[2].partition("#")[0].split()
    for section in _FILES.joinpath("words.txt").read_text("utf-8").split("[")[1:]
}
RANKS: Final = frozenset(WORDS["ranks"])
IDLE: Final = (lexicon.PREPOSITIONS | lexicon.TITLE_MODIFIERS | set(WORDS["idle"])) - RANKS
_COMMON: Final = {*WORDS["common"], *(word for word in lexicon.PREPOSITIONS if len(word) > 1)}
_BROAD: Final = set(WORDS["broad"])
_GENERAL: Final = lexicon.ORG_NOUNS | _COMMON
_PLAIN: Final = _GENERAL | lexicon.PERSON_NOUNS | lexicon.TITLES | _BROAD | IDLE | RANKS
_NOUNS: Final = _GENERAL | lexicon.DOCUMENT_NOUNS | lexicon.PERSON_NOUNS | lexicon.NAMELESS_NOUNS | {"authority"}
Difference = Literal["equal", "variant", "weak", "surname"]
"""equal: apart from case, accents, hyphens and particles; variant: another spelling, form or order, or a part that one
lacks; weak: given names that sound alike after the family name (Hanh, Hang), or Jr. on one only; surname: one word."""
SHORT_FORMS: Final = {
    short: frozenset(fulls.split("/")) for short, fulls in (pair.split("=") for pair in WORDS["short"])
}
"""Full given names by short form, besides those of the lexicon."""
_FREQUENT_GIVEN: Final = (
    lexicon.MALE_NAMES | lexicon.FEMALE_NAMES | lexicon.EITHER_SEX | lexicon.NICKNAMES.keys() | set(WORDS["given"])
)
_FREQUENT_FAMILIES: Final = lexicon.EAST_ASIAN_FAMILIES | lexicon.IBERIAN_FAMILIES | set(WORDS["family"])
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")
_JOINT: Final = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_CJK_NAME: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,4}")
_ONE_SYLLABLE: Final = re.compile(r"[^aeiouy\W]*[aeiouy]+[^aeiouy\W]*")
_VOWELS: Final = re.compile("[aeiou]")
_LOOSE: Final = 80.0  # the least ratio, 0..100, of two given names with the same consonants (Mikhail, Mikheil)


@cache
def common_words() -> dict[str, int]:
    """Return the words of the news that are no names, with their rank by frequency, from 0."""
    return {word: rank for rank, word in enumerate(_FILES.joinpath("common_words.txt").read_text("utf-8").split())}


def name_words(text: str) -> set[str]:
    """Return the capitalised words of a text, folded, without general words, countries and parties."""
    folded = {fold(word) for word in WORD.findall(text) if word[0].isupper()}
    return {word for word in folded if word not in _PLAIN and word not in common_words()}


def has_name(text: str) -> bool:
    """Return False for a source without a name of its own: "the government", "Police", "local reports"."""
    words = [word for word in text.split() if fold(word) not in lexicon.DETERMINERS | lexicon.QUANTIFIERS]
    if not words or all(map(str.islower, words)):
        return False
    if any(any(map(str.isupper, word)) for word in words[1:]) or not words[0].istitle():
        return True
    nouns = [fold(word) in _NOUNS or lexicon.singular(fold(word)) in _NOUNS for word in words]
    several = words[-1].islower() and lexicon.singular(words[-1]) != words[-1] and nouns[-1]
    return not several and not all(nouns)  # else the capital is that of a sentence


def is_named(affiliation: str) -> bool:
    """Return True for an affiliation with a name of its own, unlike "the police", "Supreme Court", "China"."""
    return not (_GENERAL | _BROAD).issuperset(core_words(affiliation))


def is_anywhere(text: str) -> bool:
    """Return True if any country or town may have an organisation of this name, as "Supreme Court"."""
    words = core_words(text)
    return bool(words) and _GENERAL.issuperset(words)


def is_several(name: str) -> bool:
    """True for the names of two people who speak together."""
    return _JOINT.search(name) is not None


def is_initial(given: str) -> bool:
    return len(fold(given)) == 1


def is_bare(name: PersonName) -> bool:
    return name.order == "bare"


def parse_initials(text: str) -> PersonName:
    """Parse a person's name, with the initials separated: "B.J. Harrow" as "B. J. Harrow"."""
    name = parse_person(text)
    if not _INITIALS.fullmatch(name.given) or name.order != "given-first":
        return name
    first, *others = (letter + "." for letter in name.given if letter != ".")
    return replace(name, given=first, middle=(*others, *name.middle))


def name_key(name: PersonName) -> tuple[str, ...]:
    """Return what spellings with other case, accents, hyphens and full stops share ("Anna-Maria", "Anna Maria")."""
    given = _squeezed("".join((name.given, *name.middle)))
    return given, _squeezed(name.family), fold(name.suffix), name.honorific_gender or "", name.order


@lru_cache(maxsize=65536)
def difference(x: PersonName, y: PersonName) -> Difference | None:
    """Return how two names that may be one person's differ, None if they can't be. Symmetric."""
    if is_several(x.plain) != is_several(y.plain):
        return None
    if is_bare(x) or is_bare(y):
        both = is_bare(x) and is_bare(y)
        same = compare_words(x.family, y.family) >= (100 if both else 90) and not _genders_clash(x, y)
        return "surname" if same and (both or compare_people(x, y) >= SAME_NAME) else None
    if bool(fold(x.suffix)) != bool(fold(y.suffix)):
        return difference(replace(x, suffix=""), replace(y, suffix="")) and "weak"
    given, other, family, other_family = fold(x.given), fold(y.given), _plain_family(x), _plain_family(y)
    male, female, unlike = lexicon.MALE_NAMES, lexicon.FEMALE_NAMES, compare_people(x, y) < SAME_NAME
    same_sound = skeleton(given) == skeleton(other)

    def same_family() -> bool:
        return compare_words(family, other_family) == 100 or skeleton(family) == skeleton(other_family)

    def same_given() -> bool:
        initial = (is_initial(given) or is_initial(other)) and given[:1] == other[:1]
        return initial or same_sound or not lexicon.full_forms(given).isdisjoint(lexicon.full_forms(other))

    rules: tuple[tuple[Callable[[], bool], Difference | None], ...] = (  # the first that holds counts
        # Colin, Colleen:
        (lambda: same_sound and (given in male and other in female or given in female and other in male), None),
        (lambda: unlike and _is_far_variant(x, y), "variant"),
        (lambda: unlike, None),
        (lambda: _squeezed(family) == _squeezed(other_family) and name_key(x)[0] == name_key(y)[0], "equal"),
        (lambda: _squeezed(given) == _squeezed(y.family) and _squeezed(other) == _squeezed(x.family), "variant"),
        (lambda: not same_family() and is_slip(fold(family), fold(other_family)), None),
        # B. J. Harrow, John Harrow:
        (lambda: not (same_given() and same_family() or _has_word(given, y) or _has_word(other, x)), None),
        (lambda: same_sound and _squeezed(given) != _squeezed(other) and "family-first" in (x.order, y.order), "weak"),
    )
    return next((kind for holds, kind in rules if holds()), "variant")


def _is_far_variant(x: PersonName, y: PersonName) -> bool:
    """Return True for a variant with given names that `compare_people` takes for different ones."""
    if fold(x.suffix) != fold(y.suffix) or compare_words(x.family, y.family) < 90:
        return False
    if _genders_clash(x, y) or "family-first" in (x.order, y.order):
        return False
    middles = [[fold(word)[:1] for word in one.middle] for one in (x, y)]
    return is_given_variant(fold(x.given), fold(y.given)) and (not all(middles) or middles[0] == middles[1])


def _genders_clash(x: PersonName, y: PersonName) -> bool:
    return {x.honorific_gender, y.honorific_gender} == {"m", "f"}


@lru_cache(maxsize=65536)
def is_given_variant(x: str, y: str) -> bool:
    """True if two folded given names that `compare_given` separates may be short forms or transliterations of one."""
    if x == y:
        return False
    if not SHORT_FORMS.get(x, {x}).isdisjoint(SHORT_FORMS.get(y, {y})):
        return True
    near = min(len(x), len(y)) > 4 and x[0] == y[0] and (x[-1] == y[-1] or not {x[-1], y[-1]} & {"a", "o", "e"})
    return near and fuzz.ratio(x, y) >= _LOOSE and _VOWELS.sub("", skeleton(x)) == _VOWELS.sub("", skeleton(y))


def _plain_family(name: PersonName) -> str:
    return " ".join(word for word in name.family.split() if fold(word) not in lexicon.PARTICLES) or name.family


def _has_word(given: str, name: PersonName) -> bool:
    words = [word for word in (name.given, *name.middle) if not is_initial(word)]
    return not is_initial(given) and any(compare_given(given, word) >= SAME_NAME for word in words)


def _squeezed(part: str) -> str:
    return fold(part).replace("-", "").replace(" ", "")


class NameCounts:
    """The number of people of one name in a run, as expected by chance. Each full name counts once.

    It is that of independent draws of given and family names, plus a few for a name that is frequent in the world.
    """

    def __init__(self, names: Iterable[PersonName]) -> None:
        full = {(one.order, fold(one.given), fold(one.family)) for one in names if not is_bare(one)}
        self._all = Counter(order for order, _, _ in full)
        self._families = Counter((order, family) for order, _, family in full)
        self._givens = Counter((order, given) for order, given, _ in full)
        self._initials = Counter((order, given[:1]) for order, given, _ in full)

    def frequency(self, name: PersonName) -> float:
        """Return how frequent a name is, 0 (nobody else has it) to 1 (any run has several)."""
        order, given, family = name.order, fold(name.given), fold(name.family)
        with_given = (self._givens if len(given) > 1 else self._initials)[order, given]
        drawn = max(0, with_given - 1) * max(0, self._families[order, family] - 1) / max(1, self._all[order])
        expected = (drawn + 10.0 ** (2 * (world_frequency(name) - 1))) * (0.1 if name.middle else 1.0)
        return min(1.0, max(0.0, 1 + log10(expected) / 2))


@lru_cache(maxsize=65536)
def world_frequency(name: PersonName) -> float:
    """Return how frequent a name is in the world, 0..1, by lists of given names (or initials) and family names."""
    given, family = fold(name.given), fold(name.family)
    if is_bare(name):
        return 0.75 if _CJK_NAME.fullmatch(family) else 0.5 + 0.5 * (family in _FREQUENT_FAMILIES)
    if name.order == "family-first":
        return 1.0 if _ONE_SYLLABLE.fullmatch(given) else 0.6
    frequent = len(given) == 1 or not _FREQUENT_GIVEN.isdisjoint({given, *lexicon.full_forms(given)})
    found = (0.25, 0.5, 1.0)[frequent + (family.split(" ")[-1] in _FREQUENT_FAMILIES)]
    return max(0.25, found - 0.4) if " " in family else found
