"""Normalise numbers: "$90 million", "ninety million dollars" and "90m dollars" become the words
"90000000" and "dollar", "six and a half" becomes "6.5", "nineteen ninety-eight" becomes "1998"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from quoteminer.commands.check.word_lists import LISTS, table
from quoteminer.types import Span

Break = Literal["ellipsis", "brackets", "part"]
_SIGNS: Final = table("currency_signs")
CURRENCIES: Final = frozenset({*_SIGNS.values(), *LISTS["currencies"]})
_SCALES: Final = {name: int(value) for name, value in table("scales").items()}
_LETTERS: Final = {"k": 10**3, "m": 10**6, "b": 10**9}  # after digits: "30m"
_DIGITS: Final = re.compile(r"(\d{1,18}(?:\.\d{1,9})?)([a-z]*)")
_CENTURIES: Final = (18, 19, 20)  # of years that are read in two parts: "nineteen ninety-eight"
_MONTHS: Final = frozenset(LISTS["months"])
_DAY: Final = re.compile(r"([1-9]|[12]\d|3[01])(st|nd|rd|th)?")
_ORDINALS: Final = {"first": "1st", "second": "2nd", "third": "3rd"}
_JOINTS: Final = " -‐‑\n\t\u00a0\u202f"  # what may stand between the words of a number


class KeyedWord(NamedTuple):
    """A word of a text: its normalised form and its span; for the other fields see `Words.breaks`,
    `Words.inserted`."""

    key: str
    span: Span
    opened: Break | None = None
    inserted: tuple[str, str] | None = None


def join_numbers(text: str, tokens: Sequence[KeyedWord]) -> Iterator[KeyedWord]:
    """Yield the words of a text with each number as one word, which its currency follows. If the
    text has a currency sign before the number, both words have the span of both. No number extends
    over an open omission.
    """
    index = 0
    while index < len(tokens):
        length, date = _date(text, tokens[index : index + 3])
        if length:
            yield from date
            index += length
            continue
        first, number = tokens[index], None
        if (
            not first.key[0].isalpha()
            or first.key in _SIGNS
            or first.key in ("a", "an", "half", "per")
        ):
            number = _Number(text, tokens, index).read()
        if number is None:
            yield first
            index += 1
            continue
        span = first.span[0], tokens[number.end - 1].span[1]
        yield first._replace(key=number.key, span=span)
        if number.currency:
            yield KeyedWord(number.currency, span)
        index = number.end


def _date(text: str, tokens: Sequence[KeyedWord]) -> tuple[int, tuple[KeyedWord, ...]]:
    """Return the number of tokens of the date at the beginning of tokens, and its month and its
    day, each with the span of both: "2 June", "June 2nd" or "second of June". 0 if there is
    none."""
    for length in (2, 3):
        date = tokens[:length]
        if len(date) < length or any(token.opened for token in date[1:]):
            break
        first, last = date[0], date[-1]
        month, day = (first, last) if first.key in _MONTHS else (last, first)
        numeral = _DAY.fullmatch(_ORDINALS.get(day.key, day.key))
        if (
            numeral
            and month.key in _MONTHS
            and text[month.span[0]].isupper()
            and not text[first.span[1] : last.span[0]].strip(" ofOF\n")
            and (length == 2 or month is last and date[1].key == "of" and numeral[2])
        ):
            span = first.span[0], last.span[1]
            opened = first.opened
            return length, (KeyedWord(month.key, span, opened), KeyedWord(numeral[1], span))
    return 0, ()


def without_scale(key: str) -> str:
    """Return a number with the letter of a scale as a plain number: "1400000" for "1.4m"; any other
    word as it is."""
    digits = _DIGITS.fullmatch(key)
    if not digits or digits[2] not in (*_LETTERS, "bn", "mn", "tn"):
        return key
    return f"{(Decimal(digits[1]) * {**_SCALES, **_LETTERS}[digits[2]]).normalize():f}"


@dataclass(slots=True)
class _Number:
    """Reads a number that begins at a token. ``end``: the end of its tokens so far; ``scale``: of
    its last word."""

    text: str
    tokens: Sequence[KeyedWord]
    start: int
    end: int = 0
    key: str = ""
    currency: str = ""
    total: Decimal = Decimal(0)
    current: Decimal = Decimal(0)
    scale: int = 1

    def read(self) -> _Number | None:
        """Return the number; None if there is none, or if it needs no change."""
        self.end = self.start + 1
        first = self.tokens[self.start].key
        if first == "per":
            is_percent = self._next() == "cent"
            self.key, self.end = "percent", self.end + 1
            return self if is_percent else None
        if not self._begin(first):
            return None
        plain = self.end == self.start + 1 and not self.currency
        while self._scaled() or self._added() or self._fraction():
            pass
        if plain and self.end == self.start + 1 and first.isdecimal():
            return None
        self.key = f"{(self.total + self.current).normalize():f}"
        if self.currency and self._next() == self.currency:
            self.end += 1
        return self

    def _next(self, ahead: int = 0) -> str:
        """Return the key of a token after the number, if only spaces and hyphens separate them;
        else ""."""
        index = self.end + ahead
        if index >= len(self.tokens) or self.tokens[index].opened:
            return ""
        between = self.text[self.tokens[index - 1].span[1] : self.tokens[index].span[0]]
        return (
            self.tokens[index].key if not between.strip(_JOINTS) and "\n\n" not in between else ""
        )

    def _begin(self, first: str) -> bool:
        """Begin with digits, a word for a number, "a million", "half a million" or a currency's
        sign."""
        if first in ("a", "an"):
            self.current = Decimal(1)
            return self._next() in _SCALES
        if first == "half":
            self.current = Decimal("0.5")
            self.end += 1
            return self._next(-1) in ("a", "an") and self._next() in _SCALES
        if first in _SIGNS:
            self.currency = _SIGNS[first]
            first = self._next()
            self.end += 1
        digits = _DIGITS.fullmatch(first)
        if not digits:
            return False
        scales = {"": 1, **_SCALES}
        if self.currency or self._next() in CURRENCIES:  # else "30m" may be metres
            scales |= _LETTERS
        self.current = Decimal(digits[1]) * scales.get(digits[2], 0)
        return digits[2] in scales

    def _word(self, ahead: int = 0) -> int | None:
        """Return the value of the token after the number if that is a word such as "twenty"."""
        key = self._next(ahead)
        in_letters = (
            key.isdecimal() and not self.text[self.tokens[self.end + ahead].span[0]].isdecimal()
        )
        return int(key) if in_letters else None

    def _scaled(self) -> bool:
        """Multiply by a scale that follows ("hundred", "million")."""
        scale = _SCALES.get(self._next(), 0)
        fits = (
            self.current < 100 if scale <= 100 else not (self.total and scale >= self.scale > 100)
        )
        if not scale or not self.current or not fits:
            return False
        self.current *= scale
        if scale > 100:
            self.total, self.current = self.total + self.current, Decimal(0)
        self.scale = scale
        self.end += 1
        return True

    def _added(self) -> bool:
        """Add a smaller number in letters that follows: "twenty five", "two hundred and five",
        "nineteen ninety"."""
        after_and = self._next() == "and" and self.scale >= 100
        value = self._word(1 if after_and else 0)
        if value is None or self.text[self.tokens[self.end - 1].span[0]].isdecimal():
            return False
        if self.scale >= 100:
            fits = value < self.scale and not self.current % 100
        elif value >= 10:
            fits = self.current in _CENTURIES and self.end == self.start + 1 and not after_and
            self.current *= 100 if fits else 1
        else:
            fits = (
                value > 0
                and self.current >= 20
                and not self.current % 10
                and self.current % 100 != 10
            )
        if fits:
            self.current += value
            self.end += 2 if after_and else 1
        return fits

    def _fraction(self) -> bool:
        """Add "and a half" or "point five"."""
        if self.current % 1:
            return False
        if self._next() == "and" and self._next(1) == "a" and self._next(2) == "half":
            self.current += Decimal("0.5")
            self.end += 3
            return True
        value = self._word(1) if self._next() == "point" else None
        if value is None or value > 9:
            return False
        self.end += 1
        decimals = ""
        while (value := self._word()) is not None and value <= 9:
            decimals += str(value)
            self.end += 1
        self.current += Decimal(f"0.{decimals}")
        return True
