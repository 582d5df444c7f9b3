"""Names that the text itself shows, whatever the network found: full names, abbreviations in brackets, the labels of a
transcript."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from quoteminer.people.lexicon import DETERMINERS, LEADING_WORDS
from quoteminer.people.name_order import given_name_gender
from quoteminer.people.nouns import is_title, listed_kind, singular
from quoteminer.people.organisations import acronyms, is_acronym
from quoteminer.people.spelling import fold
from quoteminer.types import Article, Name, Span

_WORD = re.compile(r"[^\s]+")
# No word of a name is longer; without a bound, one of a megabyte would take the square of its length.
_CAPITAL = r"[A-Z][\w’'-]{0,40}(?:(?<=\b[A-Z])\.)?"
_RUN = re.compile(rf"{_CAPITAL}(?:[ \xa0](?:(?:de|da|van|von|der|la|al|bin|dela)[ \xa0])*{_CAPITAL}){{1,6}}")
# Capitals with small words between them, the last one long: "Office for National Statistics".
_BODY_RUN = re.compile(
    r"(?:[A-Z][\w’-]{0,40}[ \xa0](?:(?:of|for|and|on|the|in)[ \xa0]){0,2}){1,7}[A-Z][a-z][\w’-]{0,40}(?<!['’]s)"
)
_MOST_WORDS = 9
_POSSESSIVE = re.compile(r"['’]s?$")
_ABBREVIATED = re.compile(r"\s?\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
_LABEL = re.compile(r"^[ \t]*((?:[^\W\d_][\w.'’-]{0,40}[ \xa0]){0,4}[^\W\d_][\w.'’-]{1,40}):(?=\s)", re.MULTILINE)
_BRACKETED_LABEL = re.compile(r"\(\(([A-Z]{2,5})\)\)\s?:")
_COMPOUND = re.compile(r"\b[A-Z][a-z]{5,20}\b")
_AMPERSAND = re.compile(
    r"(?<![\w&])[A-Z][\w’'-]{1,30}(?:, [A-Z][\w’'-]{1,30})? & [A-Z][\w’-]{1,30}(?: [A-Z][\w’-]{1,30}(?=[\s,.;:)]))?"
)
#: Lines at the top of an article that may be headlines, though they are not set apart, and their length.
_FIRST_LINES = 2
_LONGEST_LINE = 200
PLACES_LIKE_NAMES = frozenset("virginia georgia victoria florence sofia sydney chelsea carolina jordan israel".split())


def transcript_labels(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """The persons that speak in a transcript, "DANA KELL: …": whole labels in capitals, of which a part is a person's
    name, here or elsewhere."""
    people = [name for name in names if name.kind == "person"]
    words = {fold(word) for name in people for word in _WORD.findall(text, name.start, name.end)}
    for label in _LABEL.finditer(text):
        parts = label.group(1).split()
        if not label.group(1).isupper() or any(listed_kind(singular(fold(part))) == "org" for part in parts):
            continue
        known = fold(parts[-1]) in words and len(label.group(1)) > 2
        if known or len(parts) > 1 and (fold(parts[0]) in words or _opens_with_given(parts)):
            yield Name(label.start(1), label.end(1), "person")


def spelt_out_names(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """The full names that the network missed of bodies that it found under three letters or more: "National Quay
    Office" where the NQO is quoted."""
    bodies = {text[name.start : name.end] for name in names if name.kind == "org"}
    known = {letters for body in bodies for letters in acronyms(body)}
    shorts = {fold(body) for body in bodies if is_acronym(body) and len(fold(body)) > 2} - known
    for run in _BODY_RUN.finditer(text) if shorts else ():
        words = [word for word in _WORD.finditer(text, *run.span()) if word.group() != "The"][-_MOST_WORDS:]
        fitting = (word for word in words if not shorts.isdisjoint(acronyms(text[word.start() : run.end()])))
        if (first := next(fitting, None)) is not None:
            yield Name(first.start(), run.end(), "org")


def label_names(text: str) -> Iterator[Name]:
    """The bodies that the labels of an interview, "((QN)) : …", abbreviate: a word of the text that is two in one
    ("Quaynews")."""
    labels = {m[1].casefold() for m in _BRACKETED_LABEL.finditer(text)}
    for word in _COMPOUND.finditer(text) if labels else ():
        if not labels.isdisjoint(acronyms(word.group())):
            yield Name(*word.span(), "org")


def ampersand_names(text: str) -> Iterator[Name]:
    """The bodies that their "&" shows: "Marsh & Holm"."""
    for found in _AMPERSAND.finditer(text):
        yield Name(*found.span(), "org")


def title_case_spans(article: Article) -> list[Span]:
    """The headlines and headings, and the first lines that are written like one: "Kell Slams Quay Board"."""
    first = [p for p in article.paragraphs[:_FIRST_LINES] if is_title_case(article.text[p.start : p.end])]
    kept = (p for p in article.paragraphs if p.kind in ("headline", "heading") or p in first)
    return [(p.start, p.end) for p in kept]


def is_in(position: int, spans: Sequence[Span]) -> bool:
    """True where a position lies in one of the spans, which are in order and apart."""
    i = bisect_right(spans, (position, sys.maxsize)) - 1
    return i >= 0 and position < spans[i][1]


def is_title_case(line: str) -> bool:
    """True for a line of four long words or more, of which nearly all have a capital."""
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()] if len(line) <= _LONGEST_LINE else []
    return len(words) > 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _opens_with_given(parts: Sequence[str]) -> bool:
    return given_name_gender(parts[0]) is not None and fold(parts[0]) not in PLACES_LIKE_NAMES


def abbreviated_names(text: str) -> Iterator[Name]:
    """Names that the text abbreviates in brackets, "Transport for London (TfL)". The long form is found letter by
    letter from the end: Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
    biomedical text" (PSB 2003)."""
    for found in _ABBREVIATED.finditer(text):
        short = found.group(1)
        floor = max(text.rfind("\n", 0, found.start()) + 1, found.start() - 100)
        words = list(_WORD.finditer(text, floor, found.start()))[-min(len(short) + 5, 2 * len(short)) :]
        start = _long_form(text, short, words)
        if start is None or not text[start].isupper():
            continue
        if sum(ch.isupper() for ch in short) > 1 or fold(short) in acronyms(text[start : words[-1].end()]):
            yield Name(start, words[-1].end(), "org")


def _long_form(text: str, short: str, words: Sequence[re.Match[str]]) -> int | None:
    if len(words) < 2:
        return None
    position, floor = words[-1].end(), words[0].start()
    for i in range(len(short) - 1, -1, -1):
        if not short[i].isalnum():
            continue
        position -= 1
        while position >= floor and not _matches(text, position, short[i], first=i == 0):
            position -= 1
        if position < floor:
            return None
    return position


def _matches(text: str, position: int, letter: str, *, first: bool) -> bool:
    opens = position == 0 or not text[position - 1].isalnum()
    return text[position].casefold() == letter.casefold() and (opens or not first)


def full_names(text: str) -> dict[str, list[Span]]:
    """For the last word of each run of capitalised words, folded, the spans of the runs without titles in front: where
    to find the full name of somebody whom the names give by one word only ("Judge Ida May Kranz" -> "kranz")."""
    found: dict[str, list[Span]] = {}
    for run in _RUN.finditer(text):
        part: list[re.Match[str]] = []
        for word in _WORD.finditer(text, run.start(), run.end()):
            part.append(word)
            if word.group().endswith(("'s", "’s")):
                _note_full_name(part, found)
                part = []
        _note_full_name(part, found)
    return found


def _note_full_name(words: list[re.Match[str]], found: dict[str, list[Span]]) -> None:
    given = next((i for i, word in enumerate(words[:-1]) if given_name_gender(word.group()) is not None), None)
    first = given if given is not None else 0
    while given is None and first < len(words) and not may_open_name(words[first].group()):
        first += 1
    if 2 <= len(words) - first <= 4 and words[-1].group()[-1] != ".":
        last = _POSSESSIVE.sub("", words[-1].group())
        span = words[first].start(), words[-1].start() + len(last)
        found.setdefault(fold(last), []).append(span)


def may_open_name(word: str) -> bool:
    key = word.casefold()
    common = key in LEADING_WORDS or key in DETERMINERS or is_title(word)
    return not common and (given_name_gender(word) is not None or listed_kind(singular(key)) == "other")
