"""Parse a person's name: honorific, titles, given and family names, suffix, and gender."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from quoteminer.names import lexicon
from quoteminer.names.lexicon import Gender, is_title, word_key
from quoteminer.names.similarity import fold

NameOrder = Literal["bare", "given-first", "family-first"]
Parts = tuple[str, ...]

_NICKNAME = re.compile(r"""(?<=\s)["“”‘'(]([^"“”’')(]{2,20})["”’')](?=\s)""")
_POSSESSIVE = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"(?:Tan|Dat(?:uk|o[’']?)) Se?ri\b|[^\s,;:()\[\]\"“”„«»]+")
_FREQUENT = lexicon.EITHER_SEX | lexicon.MALE_NAMES | lexicon.FEMALE_NAMES
_OPEN = r"(?:[bcdghjklmnpqrstvwxyz]|zh|ch|sh|kh|ph|th|hw|hy|gy|hs|ng)?[aeiouy]{1,3}"
_SYLLABLE = rf"{_OPEN}(?:ng|nh|ch|[nmklpthc])?"
# Two syllables in one word are Chinese, unless they end as no Chinese syllable does ("Wil-de",
# "Car-ter").
_EAST_ASIAN_GIVEN = re.compile(
    rf"{_SYLLABLE}(?:-{_SYLLABLE})?|{_OPEN}(?:ng|n|h)?{_OPEN}(?:ng|n|h|k|m)?"
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its parts. A name of one word is a ``family`` with ``order`` "bare".
    ``family`` includes particles ("van der Berg") and both of two family names. The order is a
    guess, which an article may correct.
    """

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
        """Given, middle and family name in written order, without empty parts."""
        given = (self.given, *self.middle)
        parts = (self.family, *given) if self.order == "family-first" else (*given, self.family)
        return parts if all(parts) else tuple(part for part in parts if part)

    @property
    def peerage(self) -> str:
        """ "Lord" in "Lord Woolf", a title that completes a single name; else empty."""
        front = (self.honorific, *self.titles) if self.order == "bare" else ()
        return next((word for word in front if word_key(word) in lexicon.PEERAGES), "")

    @property
    def plain(self) -> str:
        """The name for a record, without honorific and titles but with a peerage and a quoted
        nickname."""
        parts = list(self.parts)
        if self.nickname and len(parts) > 1:
            parts.insert(-1, f'"{self.nickname}"')
        return " ".join((self.peerage, *parts, self.suffix)).strip()

    def turned(self) -> PersonName:
        """Exchange family and given name; a bare name or one with middle names is returned
        unchanged."""
        if self.order == "bare" or self.middle:
            return self
        order: NameOrder = "given-first" if self.order == "family-first" else "family-first"
        return replace(self, given=self.family, family=self.given, order=order)

    @property
    def gender(self) -> Gender | None:
        """The gender of the honorific or a title, else of a patronymic, else the usual gender of
        the given name."""
        # "Ivanovna" and "Jónsdóttir" are names of women; "Jónsson" may be the family name of a
        # woman.
        ends = [fold(part) for part in (*self.middle, self.family) if self.order != "family-first"]
        woman = any(end.endswith(("ovna", "evna", "dottir")) for end in ends)
        man = any(end.endswith(("ovich", "evich")) for end in ends[:-1])
        return self.honorific_gender or (
            "f" if woman else "m" if man else given_name_gender(self.given)
        )

    @property
    def honorific_gender(self) -> Gender | None:
        """The gender of the honorific or a title ("Congresswoman"), None if they have none
        ("Dr.")."""
        if not self.honorific and not self.titles:  # as most names
            return None
        for key in map(word_key, (self.honorific, *self.titles)):
            if gender := lexicon.HONORIFICS.get(key):
                return gender
            if key in lexicon.FEMALE_NOUNS or key in lexicon.MALE_NOUNS:
                return "f" if key in lexicon.FEMALE_NOUNS else "m"
        return None


def given_name_gender(given: str) -> Gender | None:
    """Return the usual gender of a frequent given name, None if it is not listed, or listed for
    both genders."""
    word = fold(given)
    male, female = word in lexicon.MALE_NAMES, word in lexicon.FEMALE_NAMES
    return None if male == female else "m" if male else "f"


def rare_name_gender(given: str) -> Gender | None:
    """Return the usual gender of a rare given name ("Malgorzata"). The ending decides for an
    unlisted name: nine in ten listed names in -a are women's, and nine in ten in -o and -us (but
    not -ko) are men's."""
    word = fold(given)
    if word in _rare_names() or not word.isalpha() or len(word) < 4 or word in _FREQUENT:
        return _rare_names().get(word)
    return (
        "f"
        if word.endswith("a")
        else "m"
        if word.endswith(("o", "us")) and not word.endswith("ko")
        else None
    )


def is_given_name(word: str) -> bool:
    return fold(word) in _FREQUENT or fold(word) in _rare_names()


@cache
def _rare_names() -> dict[str, Gender]:
    """Read rare_given_names.txt: the first line has names of men, the second names of women."""
    male, female = (
        (resources.files("quoteminer.names") / "rare_given_names.txt")
        .read_text("utf-8")
        .splitlines()
    )
    return {**dict.fromkeys(male.split(), "m"), **dict.fromkeys(female.split(), "f")}


@lru_cache(maxsize=65536)
def parse_person(text: str) -> PersonName:
    """Split a name, which may have a possessive: "Sen. Robert F. Kennedy Jr." -> titles Sen., given
    Robert, middle F., family Kennedy, suffix Jr. Never raises."""
    text = text.strip()
    quoted = _NICKNAME.search(text)
    bare = (text[: quoted.start()] + " " + text[quoted.end() :]) if quoted else text
    nickname = quoted[1] if quoted else ""
    words = [_POSSESSIVE.sub("", word) for word in _TOKEN.findall(bare)]
    words, suffix = _without_suffix([word for word in words if any(ch.isalnum() for ch in word)])
    front, core = _split_titles(words)
    honorific = next((word for word in front if word_key(word) in lexicon.HONORIFICS), "")
    titles = tuple(word for word in front if word != honorific)
    if len(core) > 1 and _family_stands_first(core):
        return PersonName(
            honorific, titles, " ".join(core[1:]), (), core[0], suffix, nickname, "family-first"
        )
    start = _start_of_family(core, titled=bool(honorific)) if len(core) > 1 else 0
    order: NameOrder = "given-first" if start else "bare"
    given, middle = "".join(core[:start][:1]), tuple(core[1:start])
    return PersonName(
        honorific, titles, given, middle, " ".join(core[start:]), suffix, nickname, order
    )


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    """Cut "Jr.", "QC", "PhD" and "Esq." from the end, but not the names "Md" and "Mp"; return the
    generation."""
    suffix = ""
    while len(words) > 1 and (key := word_key(words[-1])) in lexicon.SUFFIXES:
        if key in lexicon.GENERATIONS:
            suffix = words[-1]
        elif key != "esq" and sum(map(str.isupper, words[-1])) < 2:
            break
        words = words[:-1]
    return words, suffix


def _split_titles(words: list[str]) -> tuple[list[str], list[str]]:
    cut = 0
    while cut < len(words) - 1 and (is_title(words[cut]) or _is_lower(words[cut])):
        cut += 1
    # "German" and "Major" are titles only in front of a full name or of another title.
    modifiers = lexicon.TITLE_MODIFIERS - lexicon.HONORIFICS.keys()
    if (
        cut
        and cut == len(words) - 1
        and all(w[0].isupper() and word_key(w) in modifiers for w in words[:cut])
    ):
        cut -= 1
    return words[:cut], words[cut:]


def _is_lower(word: str) -> bool:
    return (
        word[0].islower()
        and not any(map(str.isupper, word))
        and word_key(word) not in lexicon.PARTICLES
    )


def _family_stands_first(core: list[str]) -> bool:
    """True for an East Asian family name before words that sound like East Asian given names."""
    if fold(core[0]) not in lexicon.EAST_ASIAN_FAMILIES or len(core) > 3:
        return False
    return all(
        given_name_gender(word) is None and _EAST_ASIAN_GIVEN.fullmatch(fold(word))
        for word in core[1:]
    )


def _start_of_family(core: list[str], *, titled: bool) -> int:
    """Return the index of the family name's first word: a particle, or the first of two ("Ortega y
    Gasset")."""
    start = len(core) - 1
    if start > 1 and core[start - 1] in ("y", "e"):
        return start - 2
    last_two = [fold(word) for word in core[-2:]]
    if start > 1 and all(
        w in lexicon.IBERIAN_FAMILIES or len(w) > 4 and w.endswith("ez") for w in last_two
    ):
        return start - 1
    # In "Al Gore" and "Van Jones", but not in "De Blasio", a particle is the given name.
    known = core[0][0].isupper() and word_key(core[0]) in lexicon.GIVEN_PARTICLES
    is_given = word_key(core[1]) not in lexicon.PARTICLES or given_name_gender(core[0]) is not None
    first = int(known and not titled and is_given)  # "Ben van Kell", but "Van der Kell"
    while start > first and word_key(core[start - 1]) in lexicon.PARTICLES:
        start -= 1
    return start
