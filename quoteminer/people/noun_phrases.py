"""The parts of a noun phrase, by word lists: head ("spokesman" in "a spokesman for Mr Obama"),
modifiers and owner."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from quoteminer.names import lexicon
from quoteminer.names.lexicon import (
    Gender,
    HeadKind,
    head_kind,
    is_role,
    noun_gender,
    singular,
    words,
)
from quoteminer.people.article_names import NameIndex
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.types import Name, Span

_TOKEN = re.compile(r"[^\W_]+(?:[.&'’/-][^\W_]+)*\.?|[^\w\s]")
_OPENINGS = frozenset(("the", "a", "an", "some", "many"))
#: The longest phrase before "who", in characters.
_RELATIVE_BACK = 80
_ANONYMOUS = re.compile(PHRASE_WORDS.any_line("anonymous"))
#: The longest text of such a clause, in characters.
_LONGEST_CLAUSE = 60
_BREAK = frozenset(",;:()[]–—")
_NO_HEADS, _PLURALS = words("no_heads"), words("plural_nouns")
_TIMES = words("times")
_LATELY = frozenset("late early earlier last this just recently newly".split())


class Token:
    """A word or a punctuation mark. ``key`` is the word in lower case, without possessive and full
    stop."""

    __slots__ = ("end", "key", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.key = text.casefold().replace("’", "'").removesuffix("'s").rstrip(".'")

    @property
    def is_capitalised(self) -> bool:
        """True for "Haier", "6ABC" and words in scripts without capitals, which are names in an
        English text."""
        return (
            self.is_uncased
            or self.text[0].isupper()
            or self.text[0].isdigit()
            and any(map(str.isupper, self.text))
        )

    @property
    def is_uncased(self) -> bool:
        """True for "李文浩" and "محمد"."""
        return self.text[0].isalpha() and not self.text[0].islower() and not self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase. ``head`` is lower case and singular, ``modifiers`` the words before it;
    ``owner`` is a name before the head or in the tail ("X’s report", "a spokesman for X"), ``link``
    the preposition before the owner in the tail ("for"); ``determiner`` is "'s" after an owner;
    ``proper``: the capitalised modifiers ("french"), and the place of "police in Norvik".
    """

    start: int
    end: int
    determiner: str
    head: str
    kind: HeadKind
    plural: bool
    modifiers: tuple[str, ...]
    owner: Name | None
    link: str = ""
    proper: tuple[str, ...] = ()

    @property
    def definite(self) -> bool:
        """True after "the", "this", "his" and after an owner ("Russia’s president")."""
        return self.determiner in lexicon.DEFINITE or self.determiner == "'s"

    @property
    def gender(self) -> Gender | None:
        """The gender of the head."""
        return noun_gender(self.head)


def tokens(text: str, start: int, end: int) -> list[Token]:
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


def read_phrase(text: str, start: int, end: int, names: NameIndex) -> Phrase:
    """Parse the noun phrase text[start:end]. Never raises; an empty span gives an empty head."""
    parsed, inside = tokens(text, start, end), names.touching(start, end)
    count = core_length(parsed, inside)
    core, tail = parsed[:count], parsed[count:]
    determiner = core[0].key if core else ""
    if determiner not in lexicon.DETERMINERS:
        possessive = any(word.text.endswith(("'s", "’s", "s'", "s’")) for word in core[:-1])
        determiner = "'s" if possessive else ""
    body = [word for word in core if word.text[0].isalnum()]
    while len(body) > 1 and body[-1].key in _NO_HEADS:
        body.pop()
    if not body:
        return Phrase(start, end, determiner, "", head_kind(""), False, (), None)
    last = body.pop()
    head = singular(last.key)
    modifiers = [word for word in body if word.key not in lexicon.DETERMINERS]
    owner, link = _owner(last, tail, inside)
    # "a leading figure in the party" is a person, "the figures" are numbers.
    is_somebody = head == "figure" and determiner in ("a", "an")
    named = [
        word
        for word in modifiers
        if word.is_capitalised
        and not word.key.endswith("-based")
        and (word.start > start or any(name.start <= word.start < name.end for name in inside))
    ]
    place = _place_behind(tail) if head in lexicon.OWNED_BODIES else ()
    return Phrase(
        start,
        end,
        determiner,
        head,
        "person" if is_somebody else head_kind(head),
        _is_plural(last.key, core, determiner),
        tuple(word.key for word in modifiers),
        owner,
        link,
        tuple(word.key for word in (*named, *place)),
    )


def _owner(head: Token, tail: Sequence[Token], inside: Sequence[Name]) -> tuple[Name | None, str]:
    """Return the last name before the head, else the first name in the tail that is no place, else
    the first place in it; and the preposition before a name in the tail."""
    front = [name for name in inside if name.end <= head.start]
    if front:
        return front[-1], ""
    behind = [name for name in inside if name.start >= head.end]
    owner = min(behind, key=lambda name: name.kind == "place", default=None)
    if owner is None:
        return None, ""
    before = (word.key for word in reversed(tail) if word.start < owner.start)
    return owner, next((key for key in before if key in lexicon.PREPOSITIONS), ",")


def _place_behind(tail: Sequence[Token]) -> Sequence[Token]:
    """Return the words of the place at the start of a tail: "in | Norvik | on Monday"."""
    if not tail or tail[0].key not in ("in", "of"):
        return ()
    return list(takewhile(lambda word: word.is_capitalised, tail[1:]))


def is_anonymous(text: str, phrase: Phrase) -> bool:
    """True for a phrase with, or right before, "who asked not to be named" and the like."""
    clause = _ANONYMOUS.search(text, phrase.start, phrase.end + _LONGEST_CLAUSE)
    return clause is not None and clause.start() <= phrase.end


def phrase_before(text: str, floor: int, position: int) -> Span | None:
    """Return the noun phrase before a relative pronoun at ``position``, from the last article on,
    but not before ``floor``."""
    words = tokens(text, max(floor, position - _RELATIVE_BACK), position)
    if words and words[-1].text == ",":
        words.pop()
    cut = next((k for k in range(len(words) - 1, -1, -1) if not words[k].text[0].isalnum()), -1)
    words = words[cut + 1 :]
    openings = [k for k, word in enumerate(words) if word.key in _OPENINGS]
    start = openings[-1] if openings else len(words) - 1
    return (words[start].start, words[-1].end) if words else None


def core_length(words: Sequence[Token], names: Sequence[Name]) -> int:
    """Return the number of tokens before the tail, which begins with a comma, a preposition, "who"
    or "released by"."""
    title_end = 0
    for i, word in enumerate(words):
        if i == 0 or word.start < title_end or is_inside(word, names):
            continue
        if word.text in _BREAK or word.key in lexicon.RELATIVE_PRONOUNS and word.text.islower():
            return i
        if word.key in lexicon.PREPOSITIONS:
            end = _end_of_title(words, i, names)
            if end is None:
                return i
            title_end = end
        elif _is_participle(words, i) or _is_time(words, i):
            return i
    return len(words)


def _end_of_title(words: Sequence[Token], i: int, names: Sequence[Name]) -> int | None:
    """Return the end of a title with preposition ``i``: "Secretary of State | Dana Kell", "chief of
    staff | to Rey"."""
    before = words[i - 1].key
    if (
        words[0].key in ("a", "an")
        or singular(before) in lexicon.RELATIONS
        or not is_role(words[i - 1].key)
    ):
        return None
    name = next((n for n in names if n.kind == "person" and n.start > words[i].end), None)
    if name is None:
        return None
    between = [
        w for w in words[i + 1 :] if w.start < name.start and w.key not in lexicon.DETERMINERS
    ]
    goes_on = len(between) > 1 and between[-1].key in lexicon.PREPOSITIONS
    end = between.pop().start if goes_on else name.start
    if (
        not between
        or between[0].key in lexicon.HONORIFICS
        or any(w.text in _BREAK for w in between)
    ):
        return None
    first, last = between[0].key, between[-1].key
    if words[i].key == "of" and lexicon.is_title(before):
        fits = (
            goes_on
            or last in ("justice", "staff")
            or last not in lexicon.TITLES
            or last in lexicon.TITLE_MODIFIERS
        )
    else:
        fits = all(key == "state" or key not in lexicon.TITLES for key in (first, last))
    return end if fits else None


def _is_participle(words: Sequence[Token], i: int) -> bool:
    """True for "released Sunday" and "conducted by …" after a noun, but not for "the ruling
    party"."""
    word = words[i]
    if word.key in _LATELY and i + 1 < len(words):  # "an analysis | just published by Delmar"
        return _is_participle(words, i + 1)
    if not word.text.islower() or not word.key.endswith(
        ("ed", "ing", "sent", "made", "known", "led", "held", "seen")
    ):
        return False
    if i + 1 == len(words):  # "the poll | released"
        return head_kind(singular(words[i - 1].key)) != "other"
    follows = words[i + 1].key
    return words[i - 1].key not in lexicon.DETERMINERS and (
        follows in lexicon.PREPOSITIONS or follows in _NO_HEADS or follows in _LATELY
    )


def _is_time(words: Sequence[Token], i: int) -> bool:
    """True for the first word of "a report | earlier this week", but not in "the last week"."""
    behind = [word.key for word in words[i : i + 3]]
    while len(behind) > 1 and behind[0] in _LATELY:
        behind.pop(0)
    determined = words[i - 1].key in lexicon.DETERMINERS
    return not determined and words[i].key in _LATELY and behind[0] in _TIMES


def is_inside(word: Token, names: Sequence[Name]) -> bool:
    """True for every word of a name but its first. The names are in order and do not overlap."""
    before = bisect_left(names, word.start, key=lambda name: name.start) - 1
    return before >= 0 and word.end <= names[before].end


def _is_plural(key: str, core: Sequence[Token], determiner: str) -> bool:
    joined = any(
        a.key == "and" and b.key in lexicon.DETERMINERS
        for a, b in zip(core, core[1:], strict=False)
    )
    if key in _PLURALS or determiner in ("these", "those", "both", "all") or joined:
        return True
    return (
        key.endswith(("s", "men")) and not key.endswith(("ss", "us", "is")) and singular(key) != key
    )
