"""Datelines: the place, date and agency that an article opens with, and lines that hold nothing but a date."""

from __future__ import annotations

import re

from quoteminer.text.sections import words
from quoteminer.types import Span

LONGEST_DATELINE = 90  # characters, the dash included

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_AGENCY = (
    r"\((?:[A-Z]{2,6}(?: [A-Z][\w ]{1,12})?|Reuters|Xinhua|Bloomberg|Yonhap|Kyodo(?: News)?|Interfax|Tass|dpa"
    r"|Associated Press|Agence France-Presse|Thomson Reuters|Sputnik|Anadolu|Press Trust of India|The Conversation)\)"
)
_DASH = r"(?:\s*(?:—|–|--+)|\s+-(?=\s))"
_UPPER = r"[A-ZÀ-ÞĀ-Ž](?:[A-ZÀ-ÞĀ-Ž.'’-]|St\.)+"
_UPPER_PLACE = rf"(?:{_UPPER})(?:[ /](?:{_UPPER}|[A-Z]\.|AND|DE|du|de|la)){{0,4}}"
_PLACE = r"[^\W\d_a-z][^\W\d_]*[.'’-]?[^\W\d_]*(?: (?:[^\W\d_a-z][\w.'’-]*|de|la|of|and|upon|sur|am)){0,4}"
_STATE = r", [A-Z][\w.]*(?: [A-Z][\w.]*){0,2}"

_STRONG = re.compile(
    rf"(?:{_PLACE})(?:{_STATE})?(?:, {_DATE})?\s?{_AGENCY}{_DASH}|(?:{_PLACE})(?:{_STATE})?, {_DATE}(?:{_DASH}|:)"
)
_AGENCY_ALONE = re.compile(rf"{_AGENCY}(?:{_DASH}|(?=\s?[A-Z“\"]))")
_BARE = re.compile(rf"{_UPPER_PLACE}(?:{_STATE})?{_DASH}")
_POSSESSIVE = re.compile(r"['’]S\b")

_DATE_WORDS = words("date_words")
_DATE_SIGN = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d{{1,2}}[:.]\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d|{_MONTH}|\b(?:[a-z]+day|date|ago)\b", re.I
)
_TOKEN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+\.?)?")
_PLACE_AND_DATE = re.compile(rf"(?:{_UPPER_PLACE})(?:{_STATE})?, {_DATE}\.?$")


def leading_dateline(text: str, start: int, end: int, *, bare: bool) -> Span | None:
    """Return the span of the dateline at the start of a paragraph, its dash included, or None.

    Args:
        text: the article.
        start, end: the paragraph's span. A dateline that fills it is none.
        bare: accept a dateline without date and agency, which must be in capitals ("PARIS — ").
    """
    stop = min(end, start + LONGEST_DATELINE)
    for pattern in (_STRONG, _AGENCY_ALONE, *([_BARE] if bare else [])):
        found = pattern.match(text, start, stop)
        if found and found.end() < end and not _POSSESSIVE.search(found[0]):
            return found.span()
    return None


def is_date_line(line: str) -> bool:
    """True if a line holds nothing but a date or time, or a place in capitals and a date."""
    if not any(character.isdigit() for character in line):
        return False
    if _PLACE_AND_DATE.match(line):
        return True
    return bool(_DATE_SIGN.search(line)) and all(word.lower() in _DATE_WORDS for word in _TOKEN.findall(line))
