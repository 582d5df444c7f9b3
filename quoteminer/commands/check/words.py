"""Split texts into comparable words: without case, accents, typographic marks, dashes and editors'
notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final, Literal

from quoteminer.commands.check.number_words import Break, KeyedWord, join_numbers, without_scale
from quoteminer.commands.check.word_lists import LISTS, table
from quoteminer.types import Span

Grave = Literal["negation", "opposite", "who", "number", "amount", "certainty", "name", "cut"]

_SCAN: Final = re.compile(
    r"(?P<capital>\[[^\W\d_]\][^\W_]+(?:['’ʼ][^\W_]+)*)"
    r"|(?P<inserted>[^\W_]+(?:\[[^\W_]{1,12}\][^\W_]*)+|\[[^\W_]{2,12}\][^\W_]+)"
    r"|(?P<brackets>\[[^\]\n]{0,160}\](?!\())"
    rf"|(?P<noise>\((?:{'|'.join(LISTS['noises'])})\b[^)\n]{{0,40}}\))"
    r"|(?P<ellipsis>…|\.(?:\s?\.){2,})"
    r"|(?P<word>(?:US|AU?|CA?|HK|NZ)?[$€£¥₹]|\d+(?:[.,:]\d+)*[^\W\d_]*|%|(?:[^\W\d_]\.){2,}|\be[-‐‑][^\W\d_]+|[^\W_]+(?:['’ʼ`][^\W_]+)*)",
    re.IGNORECASE,
)
_SPELT: Final = table("spelt")
_HESITATIONS: Final = frozenset(LISTS["hesitations"])
_AMBIGUOUS: Final = frozenset(LISTS["ambiguous"])
_FUNCTION_WORDS: Final = frozenset(LISTS["function"])
_COMMON: Final = 0.4  # the weight of a function word; other words have 1
_SENTENCE_END: Final = re.compile(r"[.!?:;]|\n\s*\n|^\s*[\"'“”‘’«»„]|[\"“”«»„]\s*$")
_THOUSANDS: Final = re.compile(r",(?=\d{3}(?!\d))")
_BRACKETED: Final = re.compile(r"\[[^\]]*\]")
_IN_BRACKETS: Final = re.compile(r"(?<=\[)[^\]]*")
_SIGNS: Final = ("$", "€", "£", "¥", "₹")
_MARKS: Final = str.maketrans(
    {
        "’": "'",
        "ʼ": "'",
        "`": "'",
        ".": "",
        "-": "",
        "‐": "",
        "‑": "",
        "ø": "o",
        "ł": "l",
        "ı": "i",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
    }
)
_SPELLINGS: Final = [
    (re.compile(f"(?<=[a-z]{{2}}){british}"), american)
    for british, _, american in (pair.rpartition("=") for pair in LISTS["spellings"])
]


@dataclass(frozen=True)
class Words:
    """The words of a text or of some of its spans. Methods take ranges of word indices. ``keys[k]``
    is the normalised form of word ``k``, ``spans[k]`` its span in ``text``. ``breaks`` maps the
    indices of words that follow an open omission to its kind: an ellipsis, a note in square
    brackets, or a new part of the quote. ``inserted`` maps the indices of words with an editor's
    letters in square brackets, which their keys lack, to the letters before and after: "work[ed]"
    to ("work", "")."""

    text: str
    keys: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    breaks: dict[int, Break] = field(default_factory=dict)
    inserted: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def weights(self) -> list[float]:
        """Cumulative weights: ``weights[k]`` is the sum of the words before ``k``; the last value
        is the total."""
        return [0.0, *accumulate(1.0 if is_content(key) else _COMMON for key in self.keys)]

    def among(self, chosen: range) -> list[str]:
        """Return the keys of a range of words."""
        return self.keys[chosen.start : chosen.stop]

    def span(self, chosen: range) -> Span:
        """Return the span of a range of words; an empty range has an empty span before its next
        word."""
        if chosen:
            return self.spans[chosen.start][0], self.spans[chosen.stop - 1][1]
        place = self.spans[chosen.start][0] if chosen.start < len(self) else self.spans[-1][1]
        return place, place

    def shown(self, chosen: range) -> str:
        """Return the text of a range of words, on one line."""
        start, end = self.span(chosen)
        return " ".join(self.text[start:end].split())

    def begins_sentence(self, index: int) -> bool:
        """True if a sentence, a part of a quote or a paragraph begins with this word."""
        return index == 0 or index in self.breaks or bool(_SENTENCE_END.search(self.between(index)))

    def between(self, index: int) -> str:
        """Return the characters between this word and the previous one."""
        return self.text[self.spans[index - 1][1] : self.spans[index][0]]


def words_of(text: str, spans: Iterable[Span] | None = None) -> Words:
    """Return the words of a text, or of some of its spans, with a break before each span except the
    first. Notes and letters in square brackets ("[the board]", "work[ed]"; but "[T]he" is "the"),
    hesitations ("uh") and a transcript's notes of sounds ("(applause)") are skipped. A number is
    one word in any notation."""
    tokens: list[KeyedWord] = []
    opened: Break | None = None
    for number, (start, end) in enumerate([(0, len(text))] if spans is None else spans):
        opened = "part" if number else None
        for match in _SCAN.finditer(text, start, end):
            kind, word = match.lastgroup, match[0]
            if kind == "inserted" and _IN_BRACKETS.findall(word)[0] not in LISTS["negating"]:
                inserted = _key(word.partition("[")[0]), _key(word.rpartition("]")[2])
                tokens.append(
                    KeyedWord(_key(_BRACKETED.sub("", word)), match.span(), opened, inserted)
                )
                opened = None
            elif kind in ("word", "capital", "inserted"):
                word = word.replace("[", "").replace("]", "")
                key = _key(word)
                if key in _AMBIGUOUS and word.isupper() and not in_capitals(text, match.span()):
                    key = word.replace(".", "")  # "US", not "us"
                if key not in _HESITATIONS or word.isupper():
                    tokens.append(KeyedWord(key, match.span(), opened))
                    opened = None
            elif kind == "brackets" and any(map(str.isalnum, word)):
                opened = "brackets"
            elif kind != "noise":
                opened = "ellipsis"
    words = Words(text)
    for token in join_numbers(text, tokens):
        if token.opened:
            words.breaks[len(words)] = token.opened
        if token.inserted:
            words.inserted[len(words)] = token.inserted
        words.keys.append(token.key)
        words.spans.append(token.span)
    return words


def in_capitals(text: str, span: Span) -> bool:
    """True if the words around a span are in capitals."""
    return (text[max(0, span[0] - 20) : span[0]] + text[span[1] : span[1] + 20]).isupper()


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if plain[-1:] in _SIGNS:
        return plain[-1]
    if any(map(str.isdecimal, plain)):
        return _SPELT.get(plain, _THOUSANDS.sub("", plain))
    plain = plain.translate(_MARKS)
    for british, american in _SPELLINGS:
        plain = british.sub(american, plain)
    return _SPELT.get(plain, plain)


def is_content(key: str) -> bool:
    """True for a content word: any that is not a function word."""
    return key not in _FUNCTION_WORDS


def same_word(quote: Words, own: range, source: Words, theirs: range) -> bool:
    """True for the same word in two forms: "can not" and "cannot", "1.4m" and "1.4 million", or
    "working" with editor's letters ("work[ed]")."""
    if "".join(quote.among(own)) == "".join(source.among(theirs)):
        return True
    if [*map(without_scale, quote.among(own))] == [*map(without_scale, source.among(theirs))]:
        return True
    if own.start not in quote.inserted or not len(own) == len(theirs) == 1:
        return False
    before, after = quote.inserted[own.start]
    key = source.keys[theirs.start]
    return key.startswith(before) and key.endswith(after) and len(key) >= len(before) + len(after)
