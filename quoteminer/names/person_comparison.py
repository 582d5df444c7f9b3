"""Compare two names of persons, part by part: as whole strings, the names of relatives are too
similar."""

from __future__ import annotations

import re
from functools import lru_cache

from quoteminer.names import lexicon
from quoteminer.names.person_names import Parts, PersonName, given_name_gender, parse_person
from quoteminer.names.similarity import SAME_NAME, compare_given, compare_words, fold

_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")


def compare_people(a: str | PersonName, b: str | PersonName) -> float:
    """Return a score, 0..100, for two names being one person's (see `SAME_NAME`). Symmetric. A
    family name alone scores 95 against a full name that has it, a given name alone 88."""
    return _compare(
        parse_person(a) if isinstance(a, str) else a, parse_person(b) if isinstance(b, str) else b
    )


def may_be_same(x: PersonName, y: PersonName) -> bool:
    """False only if `compare_people` scores less than `SAME_NAME`: for two plain names, as most
    names of an article are, if a word of one fits no word of the other. Takes a tenth of its
    time."""
    if (
        x.order != "given-first"
        or y.order != "given-first"
        or not (_is_simple(x) and _is_simple(y))
    ):
        return True
    short, long = sorted((x.parts, y.parts), key=len)
    if len(short) < len(long):
        families = any(compare_words(short[-1], word) >= SAME_NAME for word in long)
        return families and any(compare_given(short[0], word) >= SAME_NAME for word in long)
    if len(short) == 2 and fold(short[0]) == fold(long[1]):
        return True
    families = compare_words(short[-1], long[-1]) >= SAME_NAME
    return families and all(map(_fits, short[:-1], long[:-1]))


def _fits(given: str, other: str) -> bool:
    return compare_given(given, other) >= SAME_NAME


@lru_cache(maxsize=16384)
def _is_simple(name: PersonName) -> bool:
    """True if each part of a name is one word of letters, but no initials."""
    return all(part.rstrip(".").isalpha() and len(part) > 2 for part in name.parts)


@lru_cache(maxsize=65536)
def _compare(x: PersonName, y: PersonName) -> float:
    score = _compare_parts(x, y)
    if _genders_clash(x, y) or _genders_clash(y, x):
        return min(score, 40.0)
    if "bare" not in (x.order, y.order) and fold(x.suffix) != fold(y.suffix):
        return min(score, 60.0)
    return score


def _genders_clash(x: PersonName, y: PersonName) -> bool:
    """True if x's honorific contradicts y's honorific, patronymic or given name (never for a name
    of either sex)."""
    said = x.honorific_gender
    if said is None:
        return False
    other = y.honorific_gender or (y.gender if fold(y.given) not in lexicon.EITHER_SEX else None)
    return other is not None and said != other


def _compare_parts(x: PersonName, y: PersonName) -> float:
    if x.order == "bare" and y.order == "bare":
        return compare_words(x.family, y.family)
    if x.order == "bare":
        return _compare_bare(x, y)
    if y.order == "bare":
        return _compare_bare(y, x)
    if x.order != y.order:
        eastern, other = (x, y) if x.order == "family-first" else (y, x)
        if fold(eastern.given) == fold(" ".join(other.parts)):
            return 88.0  # "Kah Meng", of Wong Kah Meng
    if x.order == y.order == "family-first":
        return min(compare_words(x.family, y.family), compare_given(x.given, y.given))
    a, b = x.parts, y.parts
    two_each = len(a) == len(b) == 2
    if two_each and all(map(_is_plain, (*a, *b))):  # most names: what follows would say the same
        is_reversed = fold(a[0]) == fold(b[1]) and fold(a[1]) == fold(b[0])
        return max(
            min(compare_given(a[0], b[0]), compare_words(a[1], b[1])), 88.0 if is_reversed else 0.0
        )
    is_reversed = two_each and compare_words(a[0], b[1]) == compare_words(a[1], b[0]) == 100
    return max(_compare_full(_separate(x), _separate(y)), 88.0 if is_reversed else 0.0)


def _is_plain(part: str) -> bool:
    """True for a single word of letters, except initials."""
    return part.isalpha() and part[1:].islower()


def _separate(name: PersonName) -> Parts:
    """Split a name into its parts, with two family names separated ("Ortega y Gasset": "Ortega",
    "Gasset")."""
    families = name.family.split()
    if name.order == "family-first" or not all(
        word[0].isupper() or word in ("y", "e") for word in families
    ):
        return name.parts
    return (name.given, *name.middle, *(word for word in families if word not in ("y", "e")))


def _compare_bare(bare: PersonName, full: PersonName) -> float:
    word = bare.family
    if len(fold(word)) < 2 and fold(word) != fold(full.family):
        return 0.0
    # People with Vietnamese names are called by the last word of the given name.
    vietnamese = full.order == "family-first" and fold(full.family) in lexicon.VIETNAMESE_FAMILIES
    usual = full.given.split()[-1] if vietnamese else full.given
    family = _rescale(compare_words(word, full.family), top=95)
    given = _rescale(
        compare_given(word, usual), top=_weight_of_given(bare, full, vietnamese=vietnamese)
    )
    inner = 86.0 if fold(word) in map(fold, _inner_parts(full)) else 0.0
    if (
        inner
        and "-" in full.family
        and fold(word) == fold("".join(full.middle[:1])) in lexicon.EAST_ASIAN_FAMILIES
    ):
        inner = 95.0  # "John Lee Ka-chiu" is Mr Lee, "Mary Kim Hansen" is Ms Hansen
    nickname = 88.0 if full.nickname and fold(full.nickname) == fold(word) else 0.0
    return max(family, given, inner, nickname)


def _weight_of_given(bare: PersonName, full: PersonName, *, vietnamese: bool) -> float:
    """Return the highest score of a matching given name: high after "Sir", too low for a match
    after "Mr" or "Dr"."""
    honorific = lexicon.word_key(bare.honorific)
    if honorific in lexicon.GIVEN_NAME_HONORIFICS or vietnamese:
        return 93.0
    if not honorific:
        return 88.0
    return 30.0 if full.order == "family-first" or given_name_gender(full.given) else 82.0


def _rescale(score: float, *, top: float) -> float:
    """Map 80..100 to 80..top. A score below 80 stays below."""
    if score < SAME_NAME or top < SAME_NAME:
        return min(score, 60.0) * top / 100
    return SAME_NAME + (score - SAME_NAME) * (top - SAME_NAME) / (100 - SAME_NAME)


def _inner_parts(full: PersonName) -> list[str]:
    """Return words that may be used alone for a full name: middle names of three letters or more,
    parts of double names."""
    halves = (half for name in (full.family, *full.middle) for half in _halves(name))
    words = (*full.middle, *full.family.split(), *halves)
    return [
        word
        for word in words
        if (len(word.rstrip(".")) > 2 or fold(word) in lexicon.EAST_ASIAN_FAMILIES)
        and lexicon.word_key(word) not in lexicon.PARTICLES
    ]


def _halves(name: str) -> list[str]:
    parts = [part for part in name.split("-") if len(part) > 2]
    return parts if len(parts) > 1 else []


def _compare_full(a: Parts, b: Parts) -> float:
    """Compare two full names in the same order, with and without the hyphens in their given
    names."""
    x, y = _split_initials(a), _split_initials(b)
    middle, other = [fold(part) for part in x[1:-1]], [fold(part) for part in y[1:-1]]
    if (
        middle
        and other
        and all(len(part) == 1 for part in (*middle, *other))
        and middle[0] != other[0]
    ):
        return 40.0  # "George W. Bush", "George H. W. Bush"
    score = _align(x, y)
    # With double given names apart: "Anna-Maria", "Lind" -> "Anna", "Maria", "Lind".
    whole_x, whole_y = (
        (*(w for part in n[:-1] for w in part.split("-") if w), n[-1]) for n in (x, y)
    )
    return (
        max(score, _align(whole_x, whole_y))
        if len(x) != len(y) and len(whole_x) == len(whole_y)
        else score
    )


def _split_initials(parts: Parts) -> Parts:
    """Separate initials: "J.D.", "Harrow" -> "J", "D", "Harrow"."""
    if all(part.isupper() for part in parts):
        return parts
    words = (
        [*part.replace(".", "")] if _INITIALS.fullmatch(part) else [part] for part in parts[:-1]
    )
    return (*(word for group in words for word in group), parts[-1])


def _align(a: Parts, b: Parts) -> float:
    """Match each word of the shorter name with a word of the longer one, in order. The worst pair
    gives the score, 0..100; it is lower unless both the first words and the last words match."""
    short, long = sorted((a, b), key=len)
    if len(short) == len(long):
        return min(
            _compare_at(x, y, is_last=i == len(a) - 1)
            for i, (x, y) in enumerate(zip(a, b, strict=True))
        )
    worst, position, ends = 100.0, 0, 0
    for i, word in enumerate(short):
        is_last = i == len(short) - 1
        options = [
            (_compare_at(word, long[j], is_last=is_last), -j) for j in range(position, len(long))
        ]
        best, at = max(options, default=(0.0, 0))
        worst, position = min(worst, best), 1 - at
        ends += (i == 0 and at == 0) + (is_last and -at == len(long) - 1)
    return worst if ends == 2 else worst - 6 if ends == 1 else min(worst, 50.0)


def _compare_at(a: str, b: str, *, is_last: bool) -> float:
    """Compare two words at the same position; half of a double family name is enough."""
    if not is_last:
        return compare_given(a, b)
    short, long = sorted((a, b), key=len)
    is_half = ("-" in a) != ("-" in b) and fold(short) in map(fold, _halves(long))
    return max(compare_words(a, b), 86.0 if is_half else 0.0)
