"""Names of persons: taken apart, and compared inside that structure.

A name is compared part by part (family with family, given with given or its initial), never as one string: the
partial scorers of rapidfuzz give 100 to any two members of a family.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from quoteminer.names.lexicon import (
    EAST_ASIAN_FAMILIES,
    EITHER_SEX,
    FEMALE_NAMES,
    FEMALE_NOUNS,
    GENERATIONS,
    GIVEN_NAME_HONORIFICS,
    HONORIFICS,
    IBERIAN_FAMILIES,
    MALE_NAMES,
    MALE_NOUNS,
    PARTICLES,
    PEERAGES,
    SUFFIXES,
    TITLE_MODIFIERS,
    VIETNAMESE_FAMILIES,
    Gender,
    is_title,
    word_key,
)
from quoteminer.names.similarity import SAME_NAME, compare_given, compare_words, fold

NameOrder = Literal["bare", "given-first", "family-first"]
Parts = tuple[str, ...]

_NICKNAME = re.compile(r"""(?<=\s)["“”‘'(]([^"“”’')(]{2,20})["”’')](?=\s)""")
_POSSESSIVE = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"[^\s,;:()\[\]\"“”„«»]+")
_FREQUENT = EITHER_SEX | MALE_NAMES | FEMALE_NAMES
_OPEN = r"(?:[bcdghjklmnpqrstvwxyz]|zh|ch|sh|kh|ph|th|hw|hy|gy|hs|ng)?[aeiouy]{1,3}"
_SYLLABLE = rf"{_OPEN}(?:ng|nh|ch|[nmklpthc])?"
# Two syllables in one word are Chinese, where none ends like "Wil-de" and "Car-ter".
_EAST_ASIAN_GIVEN = re.compile(rf"{_SYLLABLE}(?:-{_SYLLABLE})?|{_OPEN}(?:ng|n|h)?{_OPEN}(?:ng|n|h|k|m)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")
#: What half of a double name ("Harrow-Lind", "Harrow") is worth.
_HALF = 86.0


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its parts. A name of one word stands in ``family`` with ``order`` "bare": whether it is the
    family or the given name is for the article to decide. ``family`` keeps its particles ("van der Berg") and has both
    of two family names ("Ortega y Gasset"). The order of a full name is a guess until the article tells (`turned`)."""

    honorific: str = ""
    titles: tuple[str, ...] = ()
    given: str = ""
    middle: tuple[str, ...] = ()
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    order: NameOrder = "bare"

    @property
    def parts(self) -> Parts:
        """Given, middle and family name as they are written, without what is empty."""
        inner = (self.family, self.given, *self.middle) if self.order == "family-first" else (
            self.given, *self.middle, self.family)  # fmt: skip
        return tuple(part for part in inner if part)

    @property
    def peerage(self) -> str:
        """ "Lord" of "Lord Woolf": what makes a name of a single word, else empty."""
        front = (self.honorific, *self.titles) if self.order == "bare" else ()
        return next((word for word in front if word_key(word) in PEERAGES), "")

    @property
    def plain(self) -> str:
        """The name without honorific and titles: what a speaker is called in a record. A nickname keeps its marks,
        and "Lord Woolf" stays a lord."""
        parts = list(self.parts)
        if self.nickname and len(parts) > 1:
            parts.insert(-1, f'"{self.nickname}"')
        return " ".join((self.peerage, *parts, self.suffix)).strip()

    def turned(self) -> PersonName:
        """The name with the other order of two words: where the article has "Ms Wilde", Kim is her given name, and
        where it has "Mr Abe", Abe is the family name of Abe Shinzo. Bare names and longer ones stay as they are."""
        if self.order == "bare" or self.middle:
            return self
        order: NameOrder = "given-first" if self.order == "family-first" else "family-first"
        return replace(self, given=self.family, family=self.given, order=order)

    @property
    def gender(self) -> Gender | None:
        """The gender of the honorific or a title, else of a patronymic, else the usual one of the given name."""
        return self.honorific_gender or _patronymic_gender(self) or given_name_gender(self.given)

    @property
    def honorific_gender(self) -> Gender | None:
        """The gender of the honorific or a title ("Congresswoman"), None where they are for both ("Dr.")."""
        said = HONORIFICS.get(word_key(self.honorific))
        return said or next((gender for title in self.titles if (gender := _title_gender(word_key(title)))), None)


def _title_gender(key: str) -> Gender | None:
    return HONORIFICS.get(key) or ("f" if key in FEMALE_NOUNS else "m" if key in MALE_NOUNS else None)


def _patronymic_gender(name: PersonName) -> Gender | None:
    """ "Ivanovna" and "Jónsdóttir" are daughters, "Ivanovich" is a son; "Jónsson" may be anybody's family name."""
    ends = [fold(part) for part in (*name.middle, name.family) if name.order != "family-first"]
    if any(end.endswith(("ovna", "evna", "dottir")) for end in ends):
        return "f"
    return "m" if any(end.endswith(("ovich", "evich")) for end in ends[:-1]) else None


def given_name_gender(given: str) -> Gender | None:
    """The usual gender of a frequent given name, None where the list has it for neither or for both."""
    word = fold(given)
    male, female = word in MALE_NAMES, word in FEMALE_NAMES
    return None if male == female else "m" if male else "f"


def rare_name_gender(given: str) -> Gender | None:
    """The same for names that are rare in the English-speaking press ("Malgorzata"), and by their ending for those that
    no list has: nine in ten of the listed ones in -a are women's, of those in -o and -us (but for -ko) men's."""
    word = fold(given)
    listed = _rare_names().get(word)
    if listed is None and word.isalpha() and len(word) > 3 and word not in _FREQUENT:
        return "f" if word.endswith("a") else "m" if word.endswith(("o", "us")) and not word.endswith("ko") else None
    return listed


def is_given_name(word: str) -> bool:
    """True where one of the lists has the given name."""
    return fold(word) in _FREQUENT or fold(word) in _rare_names()


@cache
def _rare_names() -> dict[str, Gender]:
    """rare_given_names.txt: men's names on its first line, women's on its second."""
    text = (resources.files("quoteminer.names") / "rare_given_names.txt").read_text("utf-8")
    male, female = text.splitlines()
    return {**dict.fromkeys(male.split(), "m"), **dict.fromkeys(female.split(), "f")}


# parts


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
    honorific = next((word for word in front if word_key(word) in HONORIFICS), "")
    titles = tuple(word for word in front if word != honorific)
    given, middle, family, order = _in_order(core, titled=bool(honorific))
    return PersonName(honorific, titles, given, middle, family, suffix, nickname.group(1) if nickname else "", order)


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    suffix = ""
    while len(words) > 1 and _is_suffix(words[-1]):
        suffix = words[-1] if word_key(words[-1]) in GENERATIONS else suffix
        words = words[:-1]
    return words, suffix


def _is_suffix(word: str) -> bool:
    """ "Jr.", "QC", "PhD", "Esq."; not "Md" and "Mp", which are names."""
    key = word_key(word)
    return key in SUFFIXES and (key in GENERATIONS or key == "esq" or sum(map(str.isupper, word)) > 1)


def _split_titles(words: list[str]) -> tuple[list[str], list[str]]:
    """Titles, trades and lower-case words in front, as long as a name remains."""
    cut = 0
    while cut < len(words) - 1 and (is_title(words[cut]) or _is_lower_word(words[cut])):
        cut += 1
    if cut and cut == len(words) - 1 and all(_may_be_name(word) for word in words[:cut]):
        cut -= 1
    return words[:cut], words[cut:]


def _may_be_name(word: str) -> bool:
    """ "German", "Major": a title only in front of a full name or of another title."""
    return word_key(word) in TITLE_MODIFIERS and word_key(word) not in HONORIFICS and word[0].isupper()


def _is_lower_word(word: str) -> bool:
    return word[0].islower() and word_key(word) not in PARTICLES and not any(ch.isupper() for ch in word)


def _in_order(core: list[str], *, titled: bool) -> tuple[str, Parts, str, NameOrder]:
    """Given name, middle names, family name and order of the words of a name without titles and suffix. ``titled``: an
    honorific stands before them."""
    if len(core) < 2:
        return "", (), " ".join(core), "bare"
    if _family_stands_first(core):
        return " ".join(core[1:]), (), core[0], "family-first"
    start = _start_of_family(core, titled=titled)
    if start == 0:
        return "", (), " ".join(core), "bare"
    return core[0], tuple(core[1:start]), " ".join(core[start:]), "given-first"


def _start_of_family(core: Sequence[str], *, titled: bool) -> int:
    """Return where the family name begins: with its particles ("van der Berg"), or two of them ("Ortega y Gasset",
    "Iglesias Romero")."""
    start = len(core) - 1
    if start > 1 and core[start - 1] in ("y", "e"):
        return start - 2
    if start > 1 and all(_is_iberian(word) for word in core[start - 1 :]):
        return start - 1
    while start > 0 and word_key(core[start - 1]) in PARTICLES and (start > 1 or titled or not _may_be_given(core)):
        start -= 1
    return start


def _is_iberian(word: str) -> bool:
    key = fold(word)
    return key in IBERIAN_FAMILIES or len(key) > 4 and key.endswith("ez")


def _may_be_given(core: Sequence[str]) -> bool:
    """ "Al Gore" and "Van Jones" have a given name that elsewhere is a particle; "De Blasio" has none."""
    first, second = core[0], word_key(core[1])
    known = word_key(first) in ("al", "van", "ben", "ali", "le", "du", "del", "abu", "ter")
    return first[0].isupper() and known and second not in PARTICLES


def _family_stands_first(core: list[str]) -> bool:
    """True for an East Asian family name in front of words that sound like given names there. A guess: the article may
    tell better (`PersonName.turned`)."""
    if fold(core[0]) not in EAST_ASIAN_FAMILIES or len(core) > 3:
        return False
    return all(given_name_gender(word) is None and _EAST_ASIAN_GIVEN.fullmatch(fold(word)) for word in core[1:])


# comparison


def compare_people(a: str | PersonName, b: str | PersonName) -> float:
    """Return how sure it is that two names mean one person, 0..100 (see `SAME_NAME`). Symmetric.

    A family name alone scores 95 against a full name that has it, a given name alone 88, so that a caller who has
    several candidates picks the better reading.
    """
    x = parse_person(a) if isinstance(a, str) else a
    y = parse_person(b) if isinstance(b, str) else b
    return _compare_parsed(x, y)


@lru_cache(maxsize=65536)
def _compare_parsed(x: PersonName, y: PersonName) -> float:
    score = _compare_cores(x, y)
    if _genders_clash(x, y) or _genders_clash(y, x):
        return min(score, 40.0)
    both_full = x.order != "bare" and y.order != "bare"
    if both_full and fold(x.suffix) != fold(y.suffix):
        return min(score, 60.0)
    return score


def _genders_clash(x: PersonName, y: PersonName) -> bool:
    """True where the honorific of one is not for the other: for its honorific, its patronymic, or its given name,
    where that is nobody's of the other sex."""
    said = x.honorific_gender
    other = y.honorific_gender or (y.gender if fold(y.given) not in EITHER_SEX else None)
    return said is not None and other is not None and said != other


def _compare_cores(x: PersonName, y: PersonName) -> float:
    if x.order == "bare" and y.order == "bare":
        return compare_words(x.family, y.family)
    if x.order == "bare":
        return _compare_bare(x, y)
    if y.order == "bare":
        return _compare_bare(y, x)
    if x.order == y.order == "family-first":
        return min(compare_words(x.family, y.family), compare_given(x.given, y.given))
    return max(_align_names(_separate(x), _separate(y)), _reversed_order(x.parts, y.parts))


def _separate(name: PersonName) -> Parts:
    """The parts, two family names apart."""
    if name.order == "family-first" or not all(word[0].isupper() or word in ("y", "e") for word in name.family.split()):
        return name.parts
    return (name.given, *name.middle, *(word for word in name.family.split() if word not in ("y", "e")))


def _compare_bare(bare: PersonName, full: PersonName) -> float:
    word = bare.family
    if len(fold(word)) < 2 and fold(word) != fold(full.family):
        return 0.0
    family = _scaled(compare_words(word, full.family), 95)
    given = _scaled(_compare_to_given(word, full), _weight_of_given(bare, full))
    inner = max((86.0 for part in _inner_parts(full) if fold(part) == fold(word)), default=0.0)
    nick = 88.0 if full.nickname and fold(full.nickname) == fold(word) else 0.0
    return max(family, given, inner, nick)


def _compare_to_given(word: str, full: PersonName) -> float:
    """Against the given name; of a Vietnamese one, the last word is what people are called by."""
    called = full.given.split()[-1] if _is_vietnamese(full) else full.given
    return compare_given(word, called)


def _is_vietnamese(name: PersonName) -> bool:
    return name.order == "family-first" and fold(name.family) in VIETNAMESE_FAMILIES


def _scaled(score: float, top: float) -> float:
    """Map 80..100 to 80..top; what was no match stays none."""
    if score < SAME_NAME or top < SAME_NAME:
        return min(score, 60.0) * top / 100
    return SAME_NAME + (score - SAME_NAME) * (top - SAME_NAME) / (100 - SAME_NAME)


def _weight_of_given(bare: PersonName, full: PersonName) -> float:
    """Return the worth of a match of the given name: "Sir Alan" much, "Mr Alan" nothing."""
    honorific = word_key(bare.honorific)
    if honorific in GIVEN_NAME_HONORIFICS or _is_vietnamese(full):
        return 93.0
    if not honorific:
        return 88.0
    return 30.0 if full.order == "family-first" or given_name_gender(full.given) else 82.0


def _inner_parts(full: PersonName) -> list[str]:
    """Words that may stand for a name by themselves: middle names of three letters or more, parts of double names."""
    double = [*full.family.split(), *(half for name in (full.family, *full.middle) for half in _halves(name))]
    return [part for part in (*full.middle, *double) if len(part.rstrip(".")) > 2 and word_key(part) not in PARTICLES]


def _align_names(a: Parts, b: Parts) -> float:
    """Compare two full names written in the same order, 0..100. Every word of the shorter name finds its
    like in the longer one, in order, and the first or the last of both fall together; the worst pair gives the score.
    Symmetric."""
    x, y = _spelt_out(a), _spelt_out(b)
    if _initials_clash(x, y):
        return 40.0
    score = _align(x, y)
    whole_x, whole_y = _without_hyphens(x), _without_hyphens(y)
    if len(x) != len(y) and len(whole_x) == len(whole_y):
        return max(score, _align(whole_x, whole_y))
    return score


def _reversed_order(a: Parts, b: Parts) -> float:
    """88 for the same two parts the other way round ("Li Dongsheng", "Dongsheng Li"), else 0."""
    if len(a) == len(b) == 2 and compare_words(a[0], b[1]) == compare_words(a[1], b[0]) == 100:
        return 88.0
    return 0.0


def _halves(family: str) -> Parts:
    """The halves of a double name, "Harrow-Lind" -> ("Harrow", "Lind"); nothing for a simple one."""
    parts = tuple(part for part in family.split("-") if len(part) > 2)
    return parts if len(parts) > 1 else ()


def _spelt_out(parts: Parts) -> Parts:
    """ "J.D. Harrow" -> "J.", "D.", "Harrow"."""
    if not any(_INITIALS.fullmatch(part) for part in parts[:-1]) or all(part.isupper() for part in parts):
        return parts
    words = [[*part.replace(".", "")] if _INITIALS.fullmatch(part) else [part] for part in parts[:-1]]
    return (*(word for group in words for word in group), parts[-1])


def _without_hyphens(parts: Parts) -> Parts:
    """ "Anna-Maria Lind" -> "Anna", "Maria", "Lind"."""
    return (*(word for part in parts[:-1] for word in part.split("-") if word), parts[-1])


def _initials_clash(a: Parts, b: Parts) -> bool:
    """ "George W. Bush" and "George H. W. Bush": middle initials on both sides, the first of them different."""
    inner = [[fold(part) for part in parts[1:-1]] for parts in (a, b)]
    if not all(names and all(len(name) == 1 for name in names) for names in inner):
        return False
    return inner[0][0] != inner[1][0]


def _align(a: Parts, b: Parts) -> float:
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
    if not is_last:
        return compare_given(a, b)
    one_is_double = ("-" in a) != ("-" in b)
    half = one_is_double and fold(min(a, b, key=len)) in [fold(part) for part in _halves(max(a, b, key=len))]
    return max(compare_words(a, b), _HALF if half else 0.0)
