"""Make whole names of the network's spans: join the parts of a name, cut it at lines and at words
that belong to no name, and add the rest of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from quoteminer.names.lexicon import (
    HONORIFICS,
    LEGAL_SUFFIXES,
    ORG_NOUNS,
    PARTICLES,
    is_title,
    word_key,
)
from quoteminer.names.organisations import acronym_key, acronyms
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.types import Name, NameKind

_EDGE = ' \t\xa0,;:"“”„«»()[]'
_LINE = re.compile(r"[^\n\r]+")
_WORD = re.compile(r"\S+")
_NO_PARTS = PHRASE_WORDS.words("no parts of names")
# Between two parts of a person's name: "Dana | Kell", "Ra|’ad |al-Ruiz", "Ju|’|Nia Kell".
_INSIDE_PERSON = re.compile(r"(?:['’](?!s\b)(?:[a-z]+[ \xa0])?|[ \xa0])?")
_NICKNAME = re.compile(
    r"[ \xa0](?:[\"“](?:the )?[A-Z][^\"”]{1,20}[\"”]|\([A-Z][a-zà-ÿ][\w-]{0,19}\))[ \xa0]"
)
_NICKNAME_END = re.compile(r"[\"”)][ \xa0]")
#: The most characters of a name that say whether the next name is a part of it.
_LONGEST_PART = 200
_INITIAL = re.compile(r"[A-Z]\.?[ \xa0]|[A-Z]\.")
# Between two parts of a body's name.
_JOINTS = frozenset((" for ", " for a ", " for an ", " for the ", " on ", " on the "))
_LONGEST_JOINT = max(map(len, _JOINTS))
#: The letters of "Church" and "Brand": nouns for bodies that are family names, too.
_LONGEST_SURNAME = 6
_CONSONANTS = re.compile("[B-DF-HJ-NP-TV-Z]{3,6}")
_FRONT = re.compile(r"(?<![\w-])(?:[^\W\d_]{1,20}-|(?:[A-Z]\.[ \xa0]?){1,3})$")
_REST = re.compile(r"(?<=[^\W_]|-)(?:\w|&\w{2,8};){1,40}")
_GENERATION = re.compile(r",?[ \xa0](?:[JS]r\b\.?|(?:III?|IV)\b)")
_SHORT = re.compile(r"[ \xa0]\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
#: The most characters before an abbreviation at which its long form may begin.
_LONGEST_FORM = 80


def whole_names(text: str, names: Iterable[Name]) -> list[Name]:
    """Return whole names, each on one line, without function words at its ends."""
    parts = [part for name in _joined(text, names) for part in _lines(text, name)]
    ends = [0, *(part.end for part in parts)]
    return [_completed(text, part, floor) for part, floor in zip(parts, ends, strict=False)]


def ends_like_a_body(name: str) -> bool:
    """True for "Ana Ruiz Foundation", "Dana Kell LLC", and "Kell RCMP" with its capitals without a
    vowel: no names of persons."""
    words = name.split()[1:]
    key = word_key(words[-1]) if words else ""
    is_noun = key in LEGAL_SUFFIXES or key in ORG_NOUNS and len(key) > _LONGEST_SURNAME
    return is_noun or bool(words) and _CONSONANTS.fullmatch(words[-1]) is not None


def _joined(text: str, names: Iterable[Name]) -> list[Name]:
    joined: list[Name] = []
    for name in sorted(names, key=lambda n: (n.start, n.end)):
        kind = _kind_together(text, joined[-1], name) if joined else None
        joined.append(Name(joined.pop().start, name.end, kind) if kind else name)
    return joined


def _kind_together(text: str, last: Name, name: Name) -> NameKind | None:
    """Return the kind of the name that two names are parts of, None if they are two."""
    if _are_one_person(text, last, name):
        return last.kind
    if _are_one_body(text, last, name):
        return "org"
    return name.kind if _INITIAL.fullmatch(text, last.start, name.start) else None


def _are_one_person(text: str, last: Name, name: Name) -> bool:
    """True for two parts of a person's name: adjacent, or with a nickname between them, 'Robert C.
    | "Bobby" | Scott'; and for two names with a hyphen between them."""
    apart = text[last.end : name.start]
    if apart == "-" or not last.kind == name.kind == "person":
        return apart == "-"
    if _INSIDE_PERSON.fullmatch(apart):
        return True
    if apart[:1] == ")" and "(" not in text[max(last.start, last.end - _LONGEST_PART) : last.end]:
        return False
    nickname = _NICKNAME.match(text, last.end) or _NICKNAME_END.match(text, last.end)
    return nickname is not None and name.start <= nickname.end()


def _are_one_body(text: str, last: Name, name: Name) -> bool:
    """True for two parts of a body's name: "U.S. | Park Police", "Delmar, | Inc.", "Centre for a |
    Dry Norvik", "Bank of | Norvik"."""
    if name.start - last.end > _LONGEST_JOINT or "person" in (last.kind, name.kind):
        return False
    apart, before = text[last.end : name.start], text[last.start : last.end]
    front, behind = before.split(), text[name.start : name.end].split()
    if not front or not behind:
        return False
    if apart in (" ", ", ") and LEGAL_SUFFIXES.issuperset(map(word_key, behind)):
        return True
    if apart == " of ":  # but not "Delmar Inc. of Norvik"
        return _is_body(front) and len(front) == 1
    if name.kind == "place" or len(behind) == 1 or before.endswith((")", "/")):
        return False
    return _is_body(behind) if apart == " " else apart in _JOINTS and _is_body(front)


def _is_body(words: Sequence[str]) -> bool:
    keys = map(word_key, reversed(words))
    return next((key for key in keys if key not in LEGAL_SUFFIXES), "") in ORG_NOUNS


def _lines(text: str, name: Name) -> Iterator[Name]:
    """Yield what stands on each line, without words at the ends that are no part of a name."""
    for line in _LINE.finditer(text, max(0, name.start), min(len(text), name.end)):
        words = list(_WORD.finditer(text, *line.span()))
        while words and (_is_no_part(words[0]) or len(words) > 1 and _is_honorific(words[0])):
            words.pop(0)
        while words and (_is_no_part(words[-1]) or _is_closing_honorific(words)):
            words.pop()
        if words:
            yield Name(*_trimmed(text, words[0].start(), words[-1].end()), name.kind)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out punctuation and "'s", but keep the bracket of "Kell (Delmar)"."""
    end = start + len(text[start:end].rstrip(_EDGE))
    start = end - len(text[start:end].lstrip(_EDGE))
    end += text.startswith(")", end) and "(" in text[start:end]
    return start, end - 2 * text.startswith(("'s", "’s"), end - 2)


def _key(word: re.Match[str]) -> str:
    return word.group().strip(_EDGE).casefold().rstrip(".")


def _is_no_part(word: re.Match[str]) -> bool:
    """True for punctuation, a function word, and a lower-case word other than "van" and "bin"."""
    key = _key(word)
    small = word.group().islower() and key not in PARTICLES and "-" not in key
    return small or not any(map(str.isalnum, key)) or key in _NO_PARTS


def _is_honorific(word: re.Match[str]) -> bool:
    return _key(word) in HONORIFICS


def _is_closing_honorific(words: Sequence[re.Match[str]]) -> bool:
    """True for "First Lady", but not for "Dana Doctor"."""
    return _is_honorific(words[-1]) and (len(words) == 1 or is_title(words[-2].group()))


def _completed(text: str, name: Name, floor: int) -> Name:
    """Extend a name by the rest of its words, initials, "Jr.", and the long form of an abbreviation
    in brackets."""
    start, kind = name.start, name.kind
    if kind == "person":
        front = _FRONT.search(text, max(floor, start - 24), start)
        start = front.start() if front else start
    elif (start := _start_of_long_form(text, name)) != name.start:
        kind = "org"
    rest = _REST.match(text, name.end)
    end = rest.end() if rest else name.end
    if kind == "person" and ends_like_a_body(text[start:end]):
        kind = "org"
    generation = _GENERATION.match(text, end) if kind == "person" else None
    return Name(start, generation.end() if generation else end, kind)


def _start_of_long_form(text: str, name: Name) -> int:
    """Return where the long form of the abbreviation behind a name begins: "Alliance to | Reclaim
    Our Schools (AROS)", "Union of Beekeepers of the | South (UBS)"."""
    start, end = name.start, name.end
    short = _SHORT.match(text, end)
    if short is None:
        return start
    low = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_FORM)
    starts = (start, *(low + word.start() for word in re.finditer(r"\b[A-Z]", text[low:start])))
    key = acronym_key(short[1])
    return next((at for at in starts if key in acronyms(text[at:end])), start)
