"""Where an article says what somebody is: the titles and the phrase before a name, the apposition behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.names.lexicon import (
    CALENDAR,
    DETERMINERS,
    LEADING_WORDS,
    LONG_TITLES,
    PREPOSITIONS,
    TITLES,
    head_kind,
    singular,
)
from quoteminer.people.article_names import NameIndex
from quoteminer.people.noun_phrases import Token, tokens
from quoteminer.types import Span

_AFTER = re.compile(
    r"(?:['’]s)?\s*(?:,|–|—|\s-)\s+(?:(?:aged\s+)?\d{1,3},\s+)?"
    r"(?:(?:who|which)(?:\s+(?:is|was|became|serves as)|['’]s)\s+)?(?=\w)"
)
_IS = re.compile(r"\s+(?:is|was|became|remains)\s+(?=(?:an?|the|its|his|her)\s)")
_SEGMENT_END = re.compile(r"[,.;:–—()\n\"“”]| who | which | said | says |$")
_SENTENCE_END = re.compile(r"[.;:!?\n\"“”()]\s|[,–—\n\"“”(]")
_LAST_WORD = re.compile(r"([^\s]+)\s*$")
_WINDOW = 90
_ROLE_MODIFIERS = frozenset(
    """
    managing general chief executive global regional senior deputy vice non-executive national international technical
    financial political commercial legal medical scientific digital creative editorial assistant sports finance human
    rights foreign policy marketing communications media public relations security health investment economic
    economics home affairs local business research transport education police fire parliamentary music film football
    rugby opposition
    """.split()
)
_WITH_COMPLEMENT = frozenset(
    "Secretary Minister Member Chief Director Head Speaker Leader President Chancellor".split()
)
_NO_MODIFIERS = frozenset(
    "said says told tells added adds asked wrote writes when while that if because but so then it he she they we you "
    "i who which also not is was are were be has had have and or warned made met".split()
)
SMALL = PREPOSITIONS | DETERMINERS | {"and", "or"}


def phrases_before(text: str, span: Span, names: NameIndex) -> list[tuple[int, int, bool]]:
    """Spans that may say what the name behind them is: the titles right before it, or a phrase and a comma."""
    floor = max(0, span[0] - _WINDOW)
    ends = (m.start() for m in _SENTENCE_END.finditer(text, floor, span[0]))
    stops = [end + 1 for end in ends if not _abbreviates(text, end)]
    if stops and not text[stops[-1] : span[0]].strip():
        start = stops[-2] if len(stops) > 1 else floor
        return [(start, stops[-1] - 1, False)] if text[stops[-1] - 1] == "," and _opens(text, start, stops[-1]) else []
    last = _LAST_WORD.search(text, max(floor, span[0] - 30), span[0])
    if last is None or not _is_role_word(Token(last.group(1), last.start(), last.end())):
        return []
    words = tokens(text, stops[-1] if stops else floor, span[0])
    titles = _titles_at_end(words)
    if not titles:
        return []
    owner = names.touching(titles[0].start, titles[0].end) if titles[0].is_possessive else ()
    return [(owner[0].start if owner else titles[0].start, titles[-1].end, True)]


def _abbreviates(text: str, end: int) -> bool:
    """The full stop of "Sen."."""
    if text[end] != ".":
        return False
    word = text[max(0, end - 12) : end].split()[-1:]
    return bool(word) and word[0].casefold() in LONG_TITLES


def _opens(text: str, start: int, end: int) -> bool:
    """True where the phrase before the comma opens with an article or a title, or has an owner."""
    words = tokens(text, start, end)
    if not words or len(words) > 14:
        return False
    return words[0].key in DETERMINERS or words[0].key in TITLES or any(word.is_possessive for word in words)


def _titles_at_end(words: Sequence[Token]) -> list[Token]:
    """The longest run of titles, roles and capitals that ends the words, its last word being a title or a noun for a
    person or body."""
    run: list[Token] = []
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if run and word.is_possessive:
            return [word, *run[::-1]]
        capital = word.is_capitalised and word.key not in CALENDAR and word.key not in LEADING_WORDS
        joint = word.key == "and" and i > 0 and _is_role_word(words[i - 1])
        modifier = bool(run) and (capital or joint or word.key in _ROLE_MODIFIERS)
        of = bool(run) and i > 0 and word.key in ("of", "for") and words[i - 1].text in _WITH_COMPLEMENT
        if not modifier and not of and not _is_role_word(word):
            break
        run.append(word)
    else:
        i = -1
    while run and run[-1].key == "and":
        run.pop()
    return [*_nouns_before(words, i), *run[::-1]] if run else []


def _nouns_before(words: Sequence[Token], last: int) -> Sequence[Token]:
    """ "shop" of "the shop owner": one or two words in small letters behind an article or where the clause begins."""
    first = last
    while first >= 0 and last - first < 2 and _may_be_noun(words[first]):
        first -= 1
    opens = first < 0 or words[first].key in DETERMINERS
    return words[first + 1 : last + 1] if opens else []


def _may_be_noun(word: Token) -> bool:
    small = word.text.isalpha() and word.text.islower()
    return small and word.key not in _NO_MODIFIERS and not word.key.endswith(("ed", "ly")) and word.key not in SMALL


def _is_role_word(word: Token) -> bool:
    return word.key in TITLES or word.text[0].isalpha() and head_kind(singular(word.key)) in ("person", "org")


def phrases_after(text: str, span: Span) -> list[tuple[int, int, bool]]:
    """The same for what stands behind a name: an apposition, or "is a …"."""
    found = _AFTER.match(text, span[1]) or _IS.match(text, span[1])
    if found is None:
        return []
    start = found.end()
    return [(start, _phrase_end(text, start), False)]


def _phrase_end(text: str, start: int) -> int:
    stop = _SEGMENT_END.search(text, start + 1, min(len(text), start + 2 * _WINDOW))
    while stop and stop.group() == "." and text[stop.start() - 1].isupper():
        stop = _SEGMENT_END.search(text, stop.end(), min(len(text), start + 2 * _WINDOW))
    return stop.start() if stop else min(len(text), start + 2 * _WINDOW)
