"""Names of organisations: their core words, acronyms and short forms, and the comparison of two
names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from os.path import commonprefix

from rapidfuzz import fuzz

from quoteminer.names import lexicon
from quoteminer.names.similarity import SAME_NAME, fold, is_slip

#: The highest score of a short form of a name.
SHORT_FORM = 88.0

_POSSESSIVE = re.compile(r"['’]s$")
_WORD = re.compile(r"[^\W_]+(?:[-&.'’/][^\W_]+)*|&")
_UNIONS = frozenset(words for words in lexicon.ABBREVIATIONS.values() if " " in words)
_OWNER = re.compile(r"(?P<owner>\S.*?)['’]s? (?P<body>\S.*)")
_PLACE_BEHIND = re.compile(
    r"(?P<body>\S+ .*?) (?:in|of) (?:the )?(?P<owner>[A-Z]\S*(?: [A-Z]\S*)*)"
)
#: The most characters of a name that is split into owner and body, so that long lists cost little.
_LONGEST_OWNED = 200
# "Ukraine" and "Ukrainian": what follows the stem that both share.
_ADJECTIVE_ENDINGS = frozenset(("", "n", "an", "ian", "ean", "ish", "ese", "i", "ic", "e"))
_LONGEST_COUNTRY_ENDING = 2
_SHORTEST_STEM = 4
_TRAILING_ACRONYM = re.compile(r"\s*\(([^()]{2,12})\)?\s*$")
_OPENING = re.compile(
    r"^(?:the\s+)?(?:[^\W_]+-(?:led|based|backed|owned|run|funded)\s+)?(?=\S)", re.IGNORECASE
)
_COMPOUND = re.compile(rf"(\w)\w{{2,}}({lexicon.SECTIONS.any_word('compound_ends')})")
_TURNING = lexicon.words("turning_bodies")
_SMALL = lexicon.PREPOSITIONS | {"and", "the", "&", "de", "la", "du", "des"}


@lru_cache(maxsize=65536)
def plain_organisation(text: str) -> str:
    """Return the name for a record: without a leading "the" and an acronym in brackets; an 's stays
    ("Harlan's")."""
    name = _TRAILING_ACRONYM.sub("", " ".join(text.split()))
    name = re.sub(r"(?<=s)['’]$", "", name.strip(' ,.;:"“”'))
    return _OPENING.sub("", name) or name


def bare_organisation(text: str) -> str:
    """Return the result of `plain_organisation` without an 's."""
    return _POSSESSIVE.sub("", plain_organisation(text))


@lru_cache(maxsize=65536)
def core_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name without "the", "Inc." and 's, with "U.S." written out,
    "Centre" as "center"."""
    words = [fold(_POSSESSIVE.sub("", word)) for word in _WORD.findall(bare_organisation(text))]
    words = [lexicon.SPELLINGS.get(word, word) for word in words]
    while len(words) > 1 and words[-1] in lexicon.LEGAL_SUFFIXES:
        words.pop()
    return tuple(" ".join(lexicon.ABBREVIATIONS.get(word, word) for word in words).split())


@lru_cache(maxsize=65536)
def is_acronym(text: str) -> bool:
    """True for "FBI", "BoE", "U.N.": two to six letters, more of them capitals than not."""
    letters = bare_organisation(text).replace(".", "").replace("&", "")
    if not 2 <= len(letters) <= 6 or not letters.isalpha() or letters.endswith("s"):
        return False
    capitals = sum(ch.isupper() for ch in letters)
    return capitals >= 2 and capitals * 2 > len(letters)


def acronym_key(text: str) -> str:
    """Fold an acronym to its letters, as `acronyms` gives them: "P.G.&E." -> "pge"."""
    return fold(bare_organisation(text)).replace("&", "")


@lru_cache(maxsize=65536)
def acronyms(text: str) -> frozenset[str]:
    """Return the folded acronyms of a name: "ons" and "ofns" for "Office for National Statistics",
    "cdc" also for "Centre for Dune Care and Planting", "doj" for "Justice Department"."""
    words = _WORD.findall(bare_organisation(text).replace("-", " "))
    if len(words) < 2:
        compound = _COMPOUND.fullmatch(fold(words[0])) if words else None
        return frozenset((compound[1] + compound[2][0],) if compound else ())
    plain = words
    while fold(plain[-1]) in lexicon.LEGAL_SUFFIXES and len(plain) > 2:
        plain = plain[:-1]
    ands = [i for i, word in enumerate(words) if word in ("and", "&")]
    parts = [words, plain, *(words[:i] for i in ands[-1:] if i > 1)]
    if fold(words[-1]) in _TURNING:
        parts.append([words[-1], "of", *words[:-1]])
    initials = (letters for part in parts for letters in _initials(part))
    return frozenset(letters for letters in initials if len(letters) > 1)


def _initials(words: Sequence[str]) -> tuple[str, str]:
    """Return the initials of all words, and of all but the small ones. Of "U.S." and "UK" all
    letters count."""
    letters = [
        (fold(word) if word.isupper() and len(fold(word)) < 4 else word[0].casefold(), word)
        for word in words
        if word != "&"
    ]
    large = "".join(letter for letter, word in letters if fold(word) not in _SMALL)
    return "".join(letter for letter, _ in letters), large


@lru_cache(maxsize=65536)
def compare_organisations(a: str, b: str) -> float:
    """Compare two names of organisations, 0..100 (`SAME_NAME` or more: the same one). Symmetric.
    100: the same words; 92: an acronym; 82..88: a short form ("the Times" for "The New York
    Times")."""
    x, y = core_words(a), core_words(b)
    if not x or not y:
        return 0.0
    if x == y:
        return 100.0
    if (owned := _compare_owned(a, b)) is not None:
        return owned
    if turned(x) == y or turned(y) == x:
        return 95.0
    if any(is_acronym(p) and acronym_key(p) in acronyms(q) for p, q in ((a, b), (b, a))):
        return 92.0
    (short, text), (long, _) = sorted(((x, a), (y, b)), key=lambda row: (len(row[0]), row[0]))
    if is_acronym(text) and long[0] == short[0] and "news" not in long:
        return 0.0  # the RAF and the RAF Museum, but ABC is ABC News
    return max(_short_form(short, long), _slip(x, y))


def is_owned_body(words: tuple[str, ...]) -> bool:
    """True for the core words of "Defense Ministry" and "Ministry of Defense", of which every
    country has one."""
    return bool(words) and (
        words[-1] in lexicon.OWNED_BODIES or words[0] in lexicon.OWNED_BODIES and len(words) > 2
    )


@lru_cache(maxsize=65536)
def owner_and_body(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the core words of the owner and of the body: "Latvia’s Defense Ministry" and "Defense
    Ministry in Latvia" give "latvia" and "defense ministry". Other names have no owner."""
    name = bare_organisation(text)
    if len(name) > _LONGEST_OWNED:
        return (), core_words(text)
    if (match := _OWNER.fullmatch(name)) and is_owned_body(body := core_words(match["body"])):
        return core_words(match["owner"]), body
    if match := _PLACE_BEHIND.fullmatch(name):
        body = core_words(match["body"])
        if body[-1] in lexicon.OWNED_BODIES:
            return core_words(match["owner"]), body
    return (), core_words(text)


def _is_same_owner(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    x, y = (lexicon.DEMONYMS.get(name, name) for name in (" ".join(a), " ".join(b)))
    if x == y:
        return True
    stem = len(commonprefix((x, y)))
    ends = x[stem:], y[stem:]
    return stem >= _SHORTEST_STEM and any(
        adjective in _ADJECTIVE_ENDINGS and len(country) <= _LONGEST_COUNTRY_ENDING
        for country, adjective in (ends, ends[::-1])
    )


def _compare_owned(a: str, b: str) -> float | None:
    """Compare two names of bodies of which at least one has its owner; None for other names.
    Another owner: another body."""
    (x_owner, x), (y_owner, y) = owner_and_body(a), owner_and_body(b)
    if x_owner and y_owner:
        is_same_body = x == y or turned(x) == y or turned(y) == x
        return 95.0 if is_same_body and _is_same_owner(x_owner, y_owner) else 0.0
    if not x_owner and not y_owner:
        return None
    owner, body, other = (x_owner, x, y) if x_owner else (y_owner, y, x)
    if other[-len(body) :] == body and len(other) > len(body):  # "Latvian Defense Ministry"
        return 95.0 if _is_same_owner(owner, other[: -len(body)]) else 0.0
    score = compare_organisations(" ".join(body), " ".join(other))
    return min(score, 85.0) if score >= SAME_NAME else None


def turned(words: tuple[str, ...]) -> tuple[str, ...]:
    """Turn "department of justice" into "justice department"; other names give an empty tuple."""
    if len(words) > 2 and words[0] in _TURNING and words[1] in ("of", "for"):
        return (*words[2:], words[0])
    return ()


def _short_form(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """Score a name that has only the first or the last words of another: 88, 85 or 82; 0 if the
    dropped word makes another name ("Washington Post"), or if only a country is left."""
    if (
        len(short) >= len(long)
        or all(word in _SMALL for word in short)
        or " ".join(short) in _UNIONS
    ):
        return 0.0
    rest = long[len(short) :]
    if long[: len(short)] == short and (
        rest[0] in _SMALL or not lexicon.HEADS_THAT_STAY.intersection(rest)
    ):
        return SHORT_FORM
    complement = long[-len(short) - 1] in lexicon.PREPOSITIONS
    if long[-len(short) :] == short and not complement and not set(short) <= lexicon.LEGAL_SUFFIXES:
        return 85.0
    at_preposition = next((i for i, word in enumerate(long) if word in lexicon.PREPOSITIONS), 0)
    return 82.0 if at_preposition and long[:at_preposition][-len(short) :] == short else 0.0


def _slip(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    """Score 90 for long names of several words that differ by typos, else below `SAME_NAME`."""
    same = (
        len("".join(x)) >= 9
        and len(x) == len(y) > 1  # "Democrats" is no slip for "Democratic"
        and all(a == b or is_slip(a, b) for a, b in zip(x, y, strict=True))
    )
    return 90.0 if same else min(float(fuzz.ratio(" ".join(x), " ".join(y))), SAME_NAME - 10)
