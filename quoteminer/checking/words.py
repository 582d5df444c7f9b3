"""Split texts into comparable words: without case, accents, typographic marks, dashes and editors' notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate
from typing import Final, Literal

from quoteminer.types import Span

Break = Literal["ellipsis", "brackets", "part"]
Grave = Literal["negation", "number", "name"]

_LINES: Final = resources.files("quoteminer.checking").joinpath("compared_words.txt").read_text("utf-8").splitlines()
LISTS: Final = {name: words.split() for name, _, words in (line.partition(":") for line in _LINES) if words}
"""The lists of compared_words.txt, by name."""
_SCAN: Final = re.compile(
    r"(?P<capital>\[[^\W\d_]\][^\W_]+(?:['’ʼ][^\W_]+)*)"
    r"|(?P<brackets>\[[^\]\n]{0,160}\](?!\())"
    rf"|(?P<noise>\((?:{'|'.join(LISTS['noises'])})\b[^)\n]{{0,40}}\))"
    r"|(?P<ellipsis>…|\.(?:\s?\.){2,})"
    r"|(?P<word>[$€£¥₹]?\d+(?:[.,:]\d+)*[^\W\d_]*|%|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ`][^\W_]+)*)",
    re.IGNORECASE,
)
_SPELT: Final = dict(pair.split("=") for pair in LISTS["spelt"])
_SCALES: Final = dict(pair.split("=") for pair in LISTS["scales"])
_FUNCTION_WORDS: Final = frozenset(LISTS["function"])
_COMMON: Final = 0.4  # the weight of a function word; other words have 1
_SENTENCE_END: Final = re.compile(r"[.!?:;]|\n\s*\n|^\s*[\"'“”‘’«»„]|[\"“”«»„]\s*$")
_THOUSANDS: Final = re.compile(r",(?=\d{3}(?!\d))")
_MARKS: Final = str.maketrans(
    {"’": "'", "ʼ": "'", "`": "'", ".": "", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe"}
)
_SPELLINGS: Final = [
    (re.compile(f"(?<=[a-z]{{2}}){british}"), american)
    for british, _, american in (pair.rpartition("=") for pair in LISTS["spellings"])
]


@dataclass(frozen=True)
class Words:
    """The words of a text or of some of its spans. Methods take ranges of word indices.

    ``keys[k]`` is the normalised form of word ``k``, ``spans[k]`` its span in ``text``. ``breaks`` maps the indices of
    words that follow an open omission to its kind: an ellipsis, a note in square brackets, or a new part of the quote.
    """

    text: str
    keys: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    breaks: dict[int, Break] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def weights(self) -> list[float]:
        """Cumulative weights: ``weights[k]`` is the sum for the words before ``k``, the last value that of all."""
        return [0.0, *accumulate(1.0 if is_content(key) else _COMMON for key in self.keys)]

    def among(self, chosen: range) -> list[str]:
        """Return the keys of a range of words."""
        return self.keys[chosen.start : chosen.stop]

    def span(self, chosen: range) -> Span:
        """Return the span of a range of words; an empty range has an empty span before its next word."""
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
        """Return the characters between this word and the one before."""
        return self.text[self.spans[index - 1][1] : self.spans[index][0]]


def words_of(text: str, spans: Iterable[Span] | None = None) -> Words:
    """Return the words of a text, or of some spans of it, with a break before each span but the first.

    Skipped are notes in square brackets (with the word that they are attached to, as in "work[ed]"; but "[T]he" is
    "the"), hesitations ("uh") and a transcript's notes of sounds ("(applause)").
    """
    words = Words(text)
    key_of = cache(_key)
    for number, (start, end) in enumerate([(0, len(text))] if spans is None else spans):
        if number:
            words.breaks[len(words)] = "part"
        for match in _SCAN.finditer(text, start, end):
            kind = match.lastgroup
            if kind in ("word", "capital"):
                word = match[0].replace("[", "").replace("]", "")
                _add(words, word, key_of(word), match.span())
            elif kind == "brackets" and any(map(str.isalnum, match[0])):
                if words.spans and words.spans[-1][1] == match.start() > start:
                    words.keys.pop()
                    words.spans.pop()
                words.breaks[len(words)] = "brackets"
            elif kind != "noise":
                words.breaks[len(words)] = "ellipsis"
    words.breaks.pop(len(words), None)
    return words


def _add(words: Words, word: str, key: str, span: Span) -> None:
    """Add a word, or join it to the last one if both spell one number."""
    if key in LISTS["hesitations"] and not word.isupper():
        return
    if key in LISTS["ambiguous"] and word.isupper() and not _in_capitals(words.text, span):
        key = word.replace(".", "")
    written = words.text[words.spans[-1][0] : span[0]] if words.spans else ""
    number = _number(words.keys[-1], key, written) if written else None
    if number is None:
        words.keys.append(key)
        words.spans.append(span)
    else:
        words.keys[-1], words.spans[-1] = number, (words.spans[-1][0], span[1])


def _number(before: str, key: str, written: str) -> str | None:
    """Return the number that two words spell ("twenty-five", "two hundred"). None if they are two separate numbers."""
    if not before.isdecimal() or written[0].isdecimal() or written[-1] not in "-‐‑ ":
        return None
    if key in _SCALES and len(before) < 10:
        return str(int(before) * int(_SCALES[key]))
    tens = len(before) == 2 and before.endswith("0") and before != "10"
    return before[0] + key if tens and len(key) == 1 and key in "123456789" else None


def _in_capitals(text: str, span: Span) -> bool:
    return (text[max(0, span[0] - 20) : span[0]] + text[span[1] : span[1] + 20]).isupper()


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    if any(map(str.isdecimal, plain)):
        return _THOUSANDS.sub("", plain)
    plain = plain.translate(_MARKS)
    for british, american in _SPELLINGS:
        plain = british.sub(american, plain)
    return _SPELT.get(plain, plain)


def is_content(key: str) -> bool:
    """True for a content word: any that is not a function word."""
    return key not in _FUNCTION_WORDS


def grave_kinds(draft: Words, mine: range, source: Words, theirs: range) -> tuple[Grave, ...]:
    """Return which of negations, numbers and names differ between words of a draft and words of a source."""
    keys, others = draft.among(mine), source.among(theirs)
    differs: dict[Grave, bool] = {
        "negation": negations(keys) != negations(others) or _opposites(keys, others),
        "number": _numbers(keys) != _numbers(others),
        "name": _names(draft, mine) != _names(source, theirs),
    }
    return tuple(kind for kind, one in differs.items() if one)


def negations(keys: Iterable[str]) -> int:
    """Count the negations among words."""
    return sum(key in LISTS["negations"] or key.endswith("n't") for key in keys)


def denies(keys: Sequence[str]) -> bool:
    """True if one of the words is a negation or a verb of denial ("refused")."""
    return negations(keys) > 0 or any(key.startswith(tuple(LISTS["denying"])) for key in keys)


def _opposites(keys: Iterable[str], others: Iterable[str]) -> bool:
    """True if one side has a word and the other its opposite by a prefix: "likely", "unlikely"."""
    mine, theirs = set(keys) - set(others), set(others) - set(keys)
    both = [(one, other) for one in mine for other in theirs] + [(other, one) for one in mine for other in theirs]
    return any(len(short) > 3 and long == prefix + short for short, long in both for prefix in LISTS["negating"])


def _numbers(keys: Iterable[str]) -> list[str]:
    return sorted(key for key in keys if any(map(str.isdecimal, key)) and key != "1" or key in LISTS["quantities"])


def _names(words: Words, chosen: range) -> set[str]:
    return {words.keys[at].removesuffix("'s") for at in chosen if _is_name(words, at)}


def _is_name(words: Words, index: int) -> bool:
    """True for a word capitalised within a sentence, or one that begins a sentence and is so elsewhere in the text."""
    start, end = words.spans[index]
    word = words.text[start:end]
    if words.text[start - 1 : start] == "-" and index and words.spans[index - 1][1] == start - 1:  # Mei-ling
        return _is_name(words, index - 1)
    if not word[0].isupper() or not is_content(words.keys[index]):
        return False
    if not words.begins_sentence(index):
        return not (word.isupper() and _in_capitals(words.text, (start, end)))
    return re.search(rf"[\w,] {re.escape(word)}\b", words.text) is not None
