"""Names of persons: taken apart, and compared inside that structure.

A name is compared part by part (family with family, given with given or its initial), never as one string: the
partial scorers of rapidfuzz give 100 to any two members of a family.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from quoteminer.people.given_names import EITHER_SEX, VIETNAMESE_FAMILIES
from quoteminer.people.lexicon import (
    FEMALE_NOUNS,
    GENERATIONS,
    GIVEN_NAME_HONORIFICS,
    HONORIFICS,
    MALE_NOUNS,
    PARTICLES,
    SUFFIXES,
    TITLE_MODIFIERS,
    Gender,
)
from quoteminer.people.name_match import align, halves, reversed_order
from quoteminer.people.name_order import NameOrder, given_name_gender, in_order, word_key
from quoteminer.people.nouns import head_kind, is_title, listed_kind
from quoteminer.people.spelling import SAME_NAME, compare_given, compare_words, fold

_NICKNAME = re.compile(r"""(?<=\s)["“”‘'(]([^"“”’')(]{2,20})["”’')](?=\s)""")
_POSSESSIVE = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"[^\s,;:()\[\]\"“”„«»]+")


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
        """The name with the other order of two words: where the article has "Ms Wilde", Kim is her given name, and
        where it has "Mr Abe", Abe is the family name of Abe Shinzo. Bare names and longer ones stay as they are."""
        if self.order == "bare" or self.middle:
            return self
        order: NameOrder = "given-first" if self.order == "family-first" else "family-first"
        return replace(self, given=self.family, family=self.given, order=order)

    @property
    def gender(self) -> Gender | None:
        """What the honorific or a title says, else a patronymic, else what the given name usually says, else None."""
        return self.honorific_gender or _patronymic_gender(self) or given_name_gender(self.given)

    @property
    def honorific_gender(self) -> Gender | None:
        """What the honorific or a title says ("Congresswoman"), None where they are for both ("Dr.")."""
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
    given, middle, family, order = in_order(core, titled=bool(honorific))
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
    """ "Engineer Tova Lind", "Chart-topper Tova Lind": a noun for a person that no given name is, in front of a full
    name."""
    key, compound = word_key(word), word.partition("-")[2].islower()
    return given_name_gender(word) is None and (head_kind(key) if compound else listed_kind(key)) == "person"


def _may_be_name(word: str) -> bool:
    """ "German", "Major": a title only in front of a full name or of another title."""
    return word_key(word) in TITLE_MODIFIERS and word_key(word) not in HONORIFICS and word[0].isupper()


def _is_lower_word(word: str) -> bool:
    return word[0].islower() and word_key(word) not in PARTICLES and not any(ch.isupper() for ch in word)


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
    return max(align(_words(x), _words(y)), reversed_order(x.parts, y.parts))


def _words(name: PersonName) -> tuple[str, ...]:
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
    """What a match of the given name is worth: "Sir Alan" much, "Mr Alan" nothing."""
    honorific = word_key(bare.honorific)
    if honorific in GIVEN_NAME_HONORIFICS or _is_vietnamese(full):
        return 93.0
    if not honorific:
        return 88.0
    return 30.0 if full.order == "family-first" or given_name_gender(full.given) else 82.0


def _inner_parts(full: PersonName) -> list[str]:
    """Words that may stand for a name by themselves: middle names of three letters or more, parts of double names."""
    double = [*full.family.split(), *(half for name in (full.family, *full.middle) for half in halves(name))]
    return [part for part in (*full.middle, *double) if len(part.rstrip(".")) > 2 and word_key(part) not in PARTICLES]
