"""Names of persons: taken apart, and compared inside that structure.

A name is compared part by part (family with family, given with given or its initial), never as one string: the
partial scorers of rapidfuzz give 100 to any two members of a family.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from quoteminer.people.given_names import EAST_ASIAN_FAMILIES, FEMALE_NAMES, MALE_NAMES
from quoteminer.people.lexicon import (
    GENERATIONS,
    GIVEN_NAME_HONORIFICS,
    HONORIFICS,
    PARTICLES,
    SUFFIXES,
    TITLE_MODIFIERS,
    TITLES,
    Gender,
)
from quoteminer.people.phrases import head_kind
from quoteminer.people.spelling import SAME_NAME, compare_given, compare_words, fold

NameOrder = Literal["bare", "given-first", "family-first"]

_NICKNAME = re.compile(r"""(?<=\s)["“”‘'(]([^"“”’')(]{2,20})["”’')](?=\s)""")
_SYLLABLE = r"(?:[bcdghjklmnpqrstvwxyz]|zh|ch|sh|kh|ph|th|hw|hy|gy|hs|ng)?[aeiouy]{1,3}(?:ng|nh|[nmklpth])?"
_EAST_ASIAN_GIVEN = re.compile(rf"{_SYLLABLE}(?:-?{_SYLLABLE})?")
_POSSESSIVE = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"[^\s,;:()\[\]\"“”„«»]+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its parts. A name of one word stands in ``family`` with ``order`` "bare": whether it is the
    family or the given name is for the article to decide. ``family`` keeps its particles ("van der Berg")."""

    honorific: str = ""
    titles: tuple[str, ...] = ()
    given: str = ""
    middle: tuple[str, ...] = ()
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    order: NameOrder = "bare"

    @property
    def parts(self) -> tuple[str, ...]:
        """Given, middle and family name as they are written, without what is empty."""
        inner = (self.family, self.given, *self.middle) if self.order == "family-first" else (
            self.given, *self.middle, self.family)  # fmt: skip
        return tuple(part for part in inner if part)

    @property
    def plain(self) -> str:
        """The name without honorific and titles: what a speaker is called in a record. A nickname keeps its marks."""
        parts = list(self.parts)
        if self.nickname and len(parts) > 1:
            parts.insert(-1, f'"{self.nickname}"')
        return " ".join((*parts, self.suffix)).strip()

    def turned(self) -> PersonName:
        """A family name that came first, read as a given name: where the article has "Ms Wilde", Kim is her given
        name. Other names stay as they are."""
        if self.order != "family-first":
            return self
        return replace(self, given=self.family, family=self.given, order="given-first")

    @property
    def gender(self) -> Gender | None:
        """What the honorific says, else what the given name usually says, else None."""
        return self.honorific_gender or given_name_gender(self.given)

    @property
    def honorific_gender(self) -> Gender | None:
        """What the honorific says, None where there is none or it is for both ("Dr.")."""
        return HONORIFICS.get(_key(self.honorific))


def given_name_gender(given: str) -> Gender | None:
    """The usual gender of a given name, None where the list has it for neither or for both."""
    word = fold(given)
    male, female = word in MALE_NAMES, word in FEMALE_NAMES
    return None if male == female else "m" if male else "f"


def _key(word: str) -> str:
    return word.casefold().replace(".", "").replace("’", "'")


def is_title(word: str) -> bool:
    """True for honorifics and for words such as "President", "former", "Rep." that stand before a name."""
    key = _key(word)
    if key in TITLES or key in HONORIFICS or key.endswith(("ologist", "ographer", "-based")):
        return True
    first, _, rest = key.partition("-")
    return bool(rest) and (first in ("editor", "ex", "co", "then", "vice") and (rest in TITLES or first == "editor"))


@lru_cache(maxsize=65536)
def parse_person(text: str) -> PersonName:
    """Take a person's name apart. ``text`` may have titles in front and a possessive behind; never raises.

    "Sen. Robert F. Kennedy Jr." -> titles Sen., given Robert, middle F., family Kennedy, suffix Jr.
    """
    nickname = _NICKNAME.search(text)
    bare = (text[: nickname.start()] + " " + text[nickname.end() :]) if nickname else text
    words = [_POSSESSIVE.sub("", word) for word in _TOKEN.findall(bare)]
    words, suffix = _without_suffix([word for word in words if any(ch.isalnum() for ch in word)])
    front, core = _split_titles(words)
    honorific = next((word for word in front if _key(word) in HONORIFICS), "")
    titles = tuple(word for word in front if word != honorific)
    given, middle, family, order = _split_core(core)
    return PersonName(honorific, titles, given, middle, family, suffix, nickname.group(1) if nickname else "", order)


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    suffix = ""
    while len(words) > 1 and _key(words[-1]) in SUFFIXES and (words[-1].isupper() or _key(words[-1]) in GENERATIONS):
        suffix = words[-1] if _key(words[-1]) in GENERATIONS else suffix
        words = words[:-1]
    return words, suffix


def _split_titles(words: list[str]) -> tuple[list[str], list[str]]:
    """Titles and lower-case words in front, as long as a name remains."""
    cut = 0
    while cut < len(words) - 1 and (is_title(words[cut]) or _is_lower_word(words[cut])):
        cut += 1
    if len(words) - cut in (3, 4) and _is_calling(words[cut]):
        cut += 1
    if cut and cut == len(words) - 1 and all(_may_be_name(word) for word in words[:cut]):
        cut -= 1
    return words[:cut], words[cut:]


def _is_calling(word: str) -> bool:
    """ "Engineer Tova Lind": a noun for a person that no given name is, in front of a full name."""
    return given_name_gender(word) is None and head_kind(_key(word)) == "person"


def _may_be_name(word: str) -> bool:
    """ "German", "Major": a title only in front of a full name or of another title."""
    return _key(word) in TITLE_MODIFIERS and _key(word) not in HONORIFICS and word[0].isupper()


def _is_lower_word(word: str) -> bool:
    return word[0].islower() and _key(word) not in PARTICLES and not any(ch.isupper() for ch in word)


def _split_core(core: list[str]) -> tuple[str, tuple[str, ...], str, NameOrder]:
    if len(core) < 2:
        return "", (), " ".join(core), "bare"
    if _family_stands_first(core):
        return " ".join(core[1:]), (), core[0], "family-first"
    start = len(core) - 1
    while start > 0 and _key(core[start - 1]) in PARTICLES and (start > 1 or not _may_be_given(core[0])):
        start -= 1
    if start == 0:
        return "", (), " ".join(core), "bare"
    return core[0], tuple(core[1:start]), " ".join(core[start:]), "given-first"


def _may_be_given(word: str) -> bool:
    """ "Al Gore", "Van Jones" have a given name that elsewhere is a particle; "De Blasio" has none."""
    return word[0].isupper() and _key(word) in ("al", "van", "ben", "ali", "le", "du", "del", "abu", "ter")


def _family_stands_first(core: list[str]) -> bool:
    """True for an East Asian family name in front of words that sound like given names there. A guess: the article may
    tell better (`PersonName.turned`)."""
    if fold(core[0]) not in EAST_ASIAN_FAMILIES or len(core) > 3:
        return False
    return all(given_name_gender(word) is None and _EAST_ASIAN_GIVEN.fullmatch(fold(word)) for word in core[1:])


def compare_people(a: str | PersonName, b: str | PersonName) -> float:
    """How sure it is that two names mean one person, 0..100 (see `SAME_NAME`). Symmetric.

    A family name alone scores 95 against a full name that has it, a given name alone 88, so that a caller who has
    several candidates picks the better reading.
    """
    x = parse_person(a) if isinstance(a, str) else a
    y = parse_person(b) if isinstance(b, str) else b
    return _compare_parsed(x, y)


@lru_cache(maxsize=65536)
def _compare_parsed(x: PersonName, y: PersonName) -> float:
    score = _compare_cores(x, y)
    if _genders_clash(x, y):
        return min(score, 40.0)
    both_full = x.order != "bare" and y.order != "bare"
    if both_full and fold(x.suffix) != fold(y.suffix):
        return min(score, 60.0)
    return score


def _genders_clash(x: PersonName, y: PersonName) -> bool:
    first, second = x.honorific_gender, y.honorific_gender
    return first is not None and second is not None and first != second


def _compare_cores(x: PersonName, y: PersonName) -> float:
    if x.order == "bare" and y.order == "bare":
        return compare_words(x.family, y.family)
    if x.order == "bare":
        return _compare_bare(x, y)
    if y.order == "bare":
        return _compare_bare(y, x)
    return max(_align(x.parts, y.parts), _reversed_order(x, y))


def _compare_bare(bare: PersonName, full: PersonName) -> float:
    word = bare.family
    family = _scaled(compare_words(word, full.family), 95)
    given = _scaled(compare_given(word, full.given), _weight_of_given(bare, full))
    inner = max((86.0 for part in _inner_parts(full) if fold(part) == fold(word)), default=0.0)
    nick = 88.0 if full.nickname and fold(full.nickname) == fold(word) else 0.0
    return max(family, given, inner, nick)


def _scaled(score: float, top: float) -> float:
    """Map 80..100 to 80..top; what was no match stays none."""
    if score < SAME_NAME or top < SAME_NAME:
        return min(score, 60.0) * top / 100
    return SAME_NAME + (score - SAME_NAME) * (top - SAME_NAME) / (100 - SAME_NAME)


def _weight_of_given(bare: PersonName, full: PersonName) -> float:
    """What a match of the given name is worth: "Sir Alan" much, "Mr Alan" nothing."""
    honorific = _key(bare.honorific)
    if honorific in GIVEN_NAME_HONORIFICS:
        return 93.0
    if not honorific:
        return 88.0
    return 30.0 if full.order == "family-first" or given_name_gender(full.given) else 82.0


def _inner_parts(full: PersonName) -> list[str]:
    """Words that may stand for a name by themselves: middle names of three letters or more, halves of double names."""
    doubles = [part for name in (full.family, *full.middle) if "-" in name for part in name.split("-")]
    return [part for part in (*full.middle, *doubles) if len(part.rstrip(".")) > 2]


def _align(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Every word of the shorter name finds its like in the longer one, in order, and the first or the last of both
    fall together; the worst pair gives the score."""
    if len(a) == len(b):
        return min(_compare_at(x, y, i == len(a) - 1) for i, (x, y) in enumerate(zip(a, b, strict=True)))
    short, long = (a, b) if len(a) < len(b) else (b, a)
    worst, position, ends = 100.0, 0, 0
    for i, word in enumerate(short):
        is_last = i == len(short) - 1
        options = [(_compare_at(word, long[j], is_last), -j) for j in range(position, len(long))]
        best, at = max(options, default=(0.0, 0))
        worst, position = min(worst, best), 1 - at
        ends += (i == 0 and at == 0) + (is_last and -at == len(long) - 1)
    return worst if ends == 2 else worst - 6 if ends == 1 else min(worst, 50.0)


def _compare_at(a: str, b: str, is_last: bool) -> float:
    return compare_words(a, b) if is_last else compare_given(a, b)


def _reversed_order(x: PersonName, y: PersonName) -> float:
    """The same two words the other way round: "Li Dongsheng", "Dongsheng Li"."""
    if len(x.parts) == len(y.parts) == 2 and [fold(p) for p in x.parts] == [fold(p) for p in reversed(y.parts)]:
        return 88.0
    return 0.0
