"""Where a name begins and ends, where the network took in too much, and of what kind it then is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoteminer.people.lexicon import (
    DETERMINERS,
    GENERIC_BODIES,
    HONORIFICS,
    LEADING_WORDS,
    ORG_NOUNS,
    PARTICLES,
    PREPOSITIONS,
    TITLE_MODIFIERS,
    TITLES,
)
from quoteminer.people.name_order import given_name_gender
from quoteminer.people.nouns import head_kind, is_title, singular
from quoteminer.people.shown import PLACES_LIKE_NAMES, may_open_name
from quoteminer.people.spelling import fold
from quoteminer.types import Name, NameKind, Span

_WORD = re.compile(r"[^\s]+")
# A line, or as much of it as one sentence has: "Kell. The" is no name.
_SHORT = "|".join(rf"(?<=\b[A-Z][a-z]{{{n}}})\." for n in range(4))
_PIECE = re.compile(rf"(?:[^\n\r.]|\.(?!\s)|{_SHORT})+")
_NO_NAME = re.compile(r"[£$€%=@#|<>{}]|\d[.,]\d|https?:|www\.")
_DATE = re.compile(
    r"\d+(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_IN_SENTENCE = re.compile(r"(?:^|[\s“\"])[a-z][\w’'-]*[ \xa0]$")
# Given names among the words that open a sentence.
_LEADING_GIVEN = frozenset("will may per an so".split())
# Titles that end no body's name: whoever bears them is named behind.
_NO_BODY_ENDS = frozenset("chairman chairwoman chair minister spokesman spokeswoman spokesperson ceo".split())
_PAPERS = frozenset("times tribune gazette chronicle sentinel herald".split())
_PRONOUNS = frozenset(("I", "He", "She", "They", "We", "You", "It"))
#: How far back, in characters, and how many nouns ("law firm") may tell that a name is a body's.
_NOUNS_BACK, _MOST_NOUNS = 40, 3
_EDGE = ' \t\r\n\xa0,;:"“”„«»()[]'


def clean_ends(text: str, name: Name) -> Iterator[Name]:
    """One name a line, without space, brackets and function words at its ends; none for what is no name."""
    start, stop = max(0, name.start), min(name.end, len(text))
    for line in _PIECE.finditer(text, start, stop):
        words: Sequence[re.Match[str]] = list(_WORD.finditer(text, *line.span()))
        given = name.kind == "person" and _may_be_given(text, words[0]) if words else False
        words = _without_small_end(words[_first_word(words, name.kind, given=given) :], name.kind)
        if words and _is_no_name(text, *_span(words)):
            continue
        if not words or _NO_NAME.search(text, *_span(words)):
            continue
        if span := _strip(text, *_span(words)):
            titled = words[0].start() > line.start() and _follows_title(text, words[0].start())
            sure = name.kind == "org" and _follows_body_noun(text, span[0]) or _is_body_s(text, span[0])
            kind = "org" if sure else _kind(text[span[0] : span[1]], name.kind)
            yield Name(*span, "person" if titled else kind)


def _is_no_name(text: str, start: int, end: int) -> bool:
    """ "He", "Ms" and "7 March"."""
    words = text[start:end]
    return words in _PRONOUNS or words.rstrip(".").casefold() in HONORIFICS or bool(_DATE.fullmatch(words))


def _span(words: Sequence[re.Match[str]]) -> Span:
    return words[0].start(), words[-1].end()


def _without_small_end(words: Sequence[re.Match[str]], kind: NameKind) -> Sequence[re.Match[str]]:
    """ "Delmar and" and "Delmar Chairman" end with "Delmar", "Dana Kell long" and "Dana Kell Party" with "Kell"."""
    while len(words) > 1 and _is_small_end(words, kind):
        words = words[:-1]
    return words


def _is_small_end(words: Sequence[re.Match[str]], kind: NameKind) -> bool:
    word, key = words[-1].group(), fold(words[-1].group())
    if kind == "org" and word[0].isupper() and (key in _NO_BODY_ENDS or "-" in key and is_title(key)):
        return True
    if kind == "person" and len(words) > 2 and key in ORG_NOUNS and given_name_gender(words[0].group()) is not None:
        return True
    if kind == "person" and word.islower() and word.isalpha():
        return True
    return word in PREPOSITIONS or word in ("and", "or", "the", "&")


def _follows_title(text: str, start: int) -> bool:
    before = text[max(0, start - 16) : start].split()
    return bool(before) and is_title(before[-1])


def _follows_body_noun(text: str, start: int) -> bool:
    """ "consultancy Roland Berger" is no person."""
    before = text[max(0, start - 20) : start].split()
    return bool(before) and before[-1].islower() and head_kind(singular(fold(before[-1]))) == "org"


def _is_body_s(text: str, start: int) -> bool:
    """ "director of consultancy Roland Berger", "at law firm Harrow Lind": a noun for a body, bare, behind a
    preposition."""
    words = [word.group() for word in _WORD.finditer(text, max(0, start - _NOUNS_BACK), start)]
    nouns = next((words[i + 1 :] for i in range(len(words) - 1, -1, -1) if words[i] in PREPOSITIONS), [])
    bare = 0 < len(nouns) <= _MOST_NOUNS and all(word.isalpha() and word.islower() for word in nouns)
    return bare and DETERMINERS.isdisjoint(nouns) and fold(nouns[-1]) in GENERIC_BODIES


def _may_be_given(text: str, word: re.Match[str]) -> bool:
    """Behind a word in small letters, "Will" and "Per" are given names."""
    known = word.group()[0].isupper() and word.group().casefold() in _LEADING_GIVEN
    return known and _IN_SENTENCE.search(text, max(0, word.start() - 20), word.start()) is not None


def _first_word(words: Sequence[re.Match[str]], kind: NameKind, *, given: bool) -> int:
    """Where the name begins: behind "As" or "Will", behind an honorific or a small word inside a person's name, behind
    "Bookmakers". ``given``: the first word is a given name."""
    keys = [word.group().casefold().rstrip(".,") for word in words]
    first = int(kind == "org" and len(words) == 2 and keys[0] != singular(keys[0]) in GENERIC_BODIES)
    while not given and first < len(words) - 1 and (keys[first] in LEADING_WORDS or _is_small(words[first].group())):
        first += 1
    inner = range(first, len(words) - 1)
    breaks = [i for i in inner if _breaks(words[i].group(), keys[i], kind) or _ends_title(words, i)]
    return breaks[-1] + 1 if breaks else first


def _is_small(word: str) -> bool:
    """ "agency" in front of "Delmar News": no name opens with a small letter, but for "van", "bin", "al-Harbi"."""
    return word.islower() and word.isalpha() and word not in PARTICLES


def _ends_title(words: Sequence[re.Match[str]], i: int) -> bool:
    """ "Harbour City Mayor | Dana Kell"."""
    key = fold(words[i].group())
    rest = [word.group() for word in words[i + 1 :]]
    title = is_title(key) and key not in TITLE_MODIFIERS
    full = len(rest) == 2 and may_open_name(rest[0]) and rest[1][0].isupper()
    return title and full and words[i].group()[0].isupper()


def _breaks(word: str, key: str, kind: NameKind) -> bool:
    if kind != "person":
        return key in HONORIFICS and word[0].isupper()
    return key in HONORIFICS or word.islower() and key not in PARTICLES and word.isalpha() and len(word) > 1


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE and not (text[end - 1] == ")" and "(" in text[start:end])):
        end -= 1
    return (start, end) if start < end else None


def _kind(text: str, kind: NameKind) -> NameKind:
    """A person where two or three capitalised words open with a given name or a person's title."""
    words = text.split()
    if kind == "person" and len(words) == 1 and text.endswith("s") and is_title(singular(fold(text))):
        return "org"
    if kind == "person" and len(words) > 1 and given_name_gender(words[0]) is None and not is_title(words[0]):
        body = head_kind(singular(fold(words[-1]))) in ("org", "document") or fold(words[-1]) in _PAPERS
        return "org" if body else kind
    if kind != "org" or not 2 <= len(words) <= 4 or not all(word[0].isupper() for word in words):
        return kind
    if any(head_kind(singular(fold(word))) in ("org", "document") or "&" in word for word in words[1:]):
        return kind
    first = fold(words[0])
    titled = len(words) > 2 and first in TITLES and first not in TITLE_MODIFIERS
    given = given_name_gender(first) is not None and first not in PLACES_LIKE_NAMES and len(words) < 4
    return "person" if titled or given else kind
