"""Words that two texts are compared by: without case, accents, typographic marks, dashes and editors' notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from quoteminer.types import Span

Break = Literal["ellipsis", "brackets", "part"]
Grave = Literal["negation", "number", "name"]

_SCAN: Final = re.compile(
    r"(?P<capital>\[[^\W\d_]\][^\W_]+(?:['’ʼ][^\W_]+)*)"
    r"|(?P<brackets>\[[^\]\n]{0,160}\](?!\())"
    r"|(?P<noise>\((?:laughter|laughs|laughing|applause|cheers|cheering|crosstalk|inaudible|pause|pauses)\b[^)\n]{0,40}\))"
    r"|(?P<ellipsis>…|\.(?:\s?\.){2,})"
    r"|(?P<word>[$€£¥₹]?\d+(?:[.,:]\d+)*[^\W\d_]*|%|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ`][^\W_]+)*)",
    re.IGNORECASE,
)
_HESITATIONS: Final = frozenset("uh um uhm er erm hmm mm mhm".split())
_AMBIGUOUS: Final = frozenset("us who it aids".split())
"""Words that are other words when written in capitals."""
_THOUSANDS: Final = re.compile(r",(?=\d{3}(?!\d))")
_UNITS: Final = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
_TENS: Final = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
_SCALES: Final = {"hundred": 100, "thousand": 1000}
_SPELT: Final = {
    **{word: str(number) for number, word in enumerate((_UNITS + "seventeen eighteen nineteen").split())},
    **{word: str(number) for word, number in _TENS.items()},
    "%": "percent",
    "ok": "okay",
}
_QUANTITIES: Final = frozenset(
    "hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens half "
    "quarter third twice thrice double triple".split()
)
_NEGATIONS: Final = frozenset(
    "not no never none nobody nothing nowhere neither nor cannot without hardly barely scarcely ain't".split()
)
_DENYING: Final = ("deny", "denie", "refus", "reject", "doubt", "dismiss", "contradict")
_NEGATING: Final = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
FUNCTION_WORDS: Final = frozenset(
    "a about after all also am an and any are as at be because been before but by can could did do does for from "
    "had has have he her him his how i i'd i'll i'm i've if in into is it it's its just me more my of on or our "
    "out she should so some than that that's the their them then there these they this those to up us very was we "
    "we'll we're we've well were what when where which who will with would you your".split()
)
"""Words too common to show that a passage is the one that is quoted."""
_SENTENCE_END: Final = re.compile(r"[.!?:;]|\n\s*\n|^\s*[\"'“”‘’«»„]|[\"“”«»„]\s*$")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some spans of a text.

    ``keys[k]`` is what word ``k`` is compared by, ``spans[k]`` where it stands in ``text``. ``breaks`` has the indices
    of words in front of which something is left out openly: behind an ellipsis, a note in square brackets, or where
    the next part of an interrupted quote begins.
    """

    text: str
    keys: Sequence[str]
    spans: Sequence[Span]
    breaks: dict[int, Break] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, end: int) -> Span:
        """The span from word ``first`` to the one before word ``end``; an empty one where there is none."""
        if first < end:
            return self.spans[first][0], self.spans[end - 1][1]
        at = self.spans[first][0] if first < len(self.spans) else self.spans[-1][1] if self.spans else 0
        return at, at

    def shown(self, first: int, end: int) -> str:
        """The text of these words, on one line."""
        start, stop = self.span(first, end)
        return " ".join(self.text[start:stop].split())

    def begins_sentence(self, at: int) -> bool:
        """True where a sentence, a part of a quote or a line begins with this word."""
        if at == 0 or at in self.breaks:
            return True
        return bool(_SENTENCE_END.search(self.between(at)))

    def between(self, at: int) -> str:
        """The characters between this word and the one before."""
        return self.text[self.spans[at - 1][1] : self.spans[at][0]]


def words_of(text: str, spans: Iterable[Span] | None = None) -> Words:
    """The words of a text, or of some spans of it, each of which begins a part.

    Not counted as words: what stands in square brackets (with the word that they are attached to, as in "work[ed]"; but
    "[T]he" is "the"), hesitations ("uh") and a transcript's notes of sounds ("(applause)").
    """
    keys: list[str] = []
    places: list[Span] = []
    known: dict[str, str] = {}
    breaks: dict[int, Break] = {}
    for number, (start, end) in enumerate([(0, len(text))] if spans is None else spans):
        if number:
            breaks[len(keys)] = "part"
        for found in _SCAN.finditer(text, start, end):
            kind = found.lastgroup
            if kind == "brackets" and not any(map(str.isalnum, found[0])):
                breaks[len(keys)] = "ellipsis"
            elif kind == "brackets":
                if places and places[-1][1] == found.start() > start:
                    keys.pop()
                    places.pop()
                breaks[len(keys)] = "brackets"
            elif kind == "ellipsis":
                breaks[len(keys)] = "ellipsis"
            elif kind != "noise":
                _add(found[0].replace("[", "").replace("]", ""), found.span(), text, keys, places, known)
    return Words(text, keys, places, {at: kind for at, kind in breaks.items() if at < len(keys)})


def _add(word: str, span: Span, text: str, keys: list[str], places: list[Span], known: dict[str, str]) -> None:
    key = known.get(word) or known.setdefault(word, _key(word))
    if key in _HESITATIONS and not word.isupper():
        return
    if key in _AMBIGUOUS and word.isupper() and not _in_capitals(text, span):
        key = word.replace(".", "")
    if places and (value := _value(keys[-1], key, text[places[-1][0] : span[0]])):
        keys[-1], places[-1] = value, (places[-1][0], span[1])
        return
    keys.append(key)
    places.append(span)


def _value(before: str, key: str, written: str) -> str | None:
    """The number that two words spell together ("twenty-five", "two hundred"); None for two of their own."""
    if not before.isdecimal() or written[0].isdecimal() or written[-1:] not in "-‐‑ ":
        return None
    if key in _SCALES:
        return str(int(before) * _SCALES[key])
    joined = (
        key.isdecimal() and 0 < int(key) < 10 and 0 < int(before) < 100 and int(before) % 10 == 0 and before != "10"
    )
    return str(int(before) + int(key)) if joined else None


def _in_capitals(text: str, span: Span) -> bool:
    around = text[max(0, span[0] - 20) : span[0]] + text[span[1] : span[1] + 20]
    return around.isupper()


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    if any(map(str.isdecimal, plain)):
        return _THOUSANDS.sub("", plain)
    plain = plain.translate(_MARKS)
    for spelling, other in _SPELLINGS:
        plain = spelling.sub(other, plain)
    return _SPELT.get(plain, plain)


_SPELLINGS: Final = [
    (re.compile(rf"(?<=[a-z]{{2}}){british}"), american)
    for british, american in [
        (r"is(?=ing$|e[drs]?$|ations?$|ers?$)", "iz"),
        (r"ys(?=ing$|e[drs]?$)", "yz"),
        (r"our(?=s?$|ed$|ing$|able$|ful$|ite$|hood$)", "or"),
        (r"tre(?=s?$)", "ter"),
        (r"ence(?=s?$)", "ense"),
        (r"ogue(?=s?$)", "og"),
    ]
]
"""British and American spellings of the words that were said; both sides are written one way."""
_MARKS: Final = str.maketrans(
    {"’": "'", "ʼ": "'", "`": "'", ".": "", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe"}
)


def is_content(key: str) -> bool:
    """True for a word that tells one passage from another."""
    return key not in FUNCTION_WORDS


def same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """True for the same words divided otherwise: "can not" and "cannot", "long-term" and "longterm"."""
    return "".join(one) == "".join(other)


def grave_kinds(draft: Words, draft_words: range, source: Words, source_words: range) -> tuple[Grave, ...]:
    """Return which of a negation, a number or a name differs between two stretches of words."""
    mine, theirs = [draft.keys[at] for at in draft_words], [source.keys[at] for at in source_words]
    grave: list[Grave] = []
    if _negations(mine) != _negations(theirs) or _negated(mine, theirs):
        grave.append("negation")
    if _numbers(mine) != _numbers(theirs):
        grave.append("number")
    if _names(draft, draft_words) ^ _names(source, source_words):
        grave.append("name")
    return tuple(grave)


def negates(keys: Iterable[str]) -> bool:
    """True where one of these words denies."""
    return _negations(keys) > 0


def denies(keys: Sequence[str]) -> bool:
    """True where one of these words denies, or says that somebody does ("refused")."""
    return negates(keys) or any(key.startswith(_DENYING) for key in keys)


def _negations(keys: Iterable[str]) -> int:
    return sum(key in _NEGATIONS or key.endswith("n't") for key in keys)


def _negated(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """True for "likely" and "unlikely"."""
    pairs = [(one, other) for one in set(mine) - set(theirs) for other in set(theirs) - set(mine)]
    return any(
        long == prefix + short
        for one, other in pairs
        for short, long in [sorted((one, other), key=len)]
        for prefix in _NEGATING
        if len(short) > 3
    )


def _numbers(keys: Iterable[str]) -> list[str]:
    return sorted(key for key in keys if any(map(str.isdecimal, key)) and key != "1" or key in _QUANTITIES)


def _names(words: Words, those: range) -> frozenset[str]:
    return frozenset(words.keys[at].removesuffix("'s") for at in those if _is_name(words, at))


def _is_name(words: Words, at: int) -> bool:
    """True for a capital within a sentence; at its beginning, where the word has one elsewhere within a sentence."""
    start, end = words.spans[at]
    word = words.text[start:end]
    if words.text[start - 1 : start] == "-" and at and words.spans[at - 1][1] == start - 1:  # Mei-ling
        return _is_name(words, at - 1)
    if not word[0].isupper() or words.keys[at] in FUNCTION_WORDS:
        return False
    if not words.begins_sentence(at):
        return not (word.isupper() and _in_capitals(words.text, (start, end)))
    return re.search(rf"[\w,] {re.escape(word)}\b", words.text) is not None
