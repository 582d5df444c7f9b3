"""The names of an article: the network's, cleaned, and found by their place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from quoteminer.names import lexicon
from quoteminer.names.organisations import acronyms
from quoteminer.names.similarity import fold
from quoteminer.types import Article, Mention, Name

_NAME_WORD = re.compile(r"[^\W\d_][\w-]+")
_WORD = re.compile(r"\S+")
_REST = re.compile(r"(?:\w|&\w{2,8};){1,40}")
_FRONT = re.compile(r"(?<![\w-])(?:[^\W\d_]{1,20}-|(?:[A-Z]\.[ \xa0]?){1,3})$")
_NICKNAME = re.compile(r"[ \xa0][\"“][A-Z][^\"”]{1,20}[\"”][ \xa0]")
_NICKNAME_END = re.compile(r"[\"”][ \xa0]")
_SHORT = re.compile(r"[ \xa0]\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
_LINE = re.compile(r"[^\n\r]+")
_GENERATION = re.compile(r",?[ \xa0](?:[JS]r\b\.?|(?:III?|IV)\b)")
_EDGE = ' \t\xa0,;:"“”„«»()[]'
#: How far in front of a name the words may begin that its abbreviation has.
_LONGEST_FORM = 80
_NO_PARTS = frozenset("the and as i he she they we you it".split())


class NameIndex:
    """The names of an article in text order, found by position in logarithmic time. Of two that overlap the longer
    one is kept. ``words`` are the single words of all names, as they are written."""

    def __init__(self, text: str, names: Iterable[Name]) -> None:
        kept: list[Name] = []
        for name in sorted(names, key=lambda n: (n.start, -n.end)):
            if not kept or name.start >= kept[-1].end:
                kept.append(name)
            elif name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
        self.text, self.names = text, tuple(kept)
        self._starts = [name.start for name in kept]
        self.words = frozenset(word for name in kept for word in _NAME_WORD.findall(text, name.start, name.end))
        people = (text[name.start : name.end].split() for name in kept if name.kind == "person")
        self.families = frozenset(words[-1] for words in people if len(words) > 1)

    def within(self, start: int, end: int) -> tuple[Name, ...]:
        """Names that lie inside the span, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(name for name in self.names[first:last] if name.end <= end)

    def touching(self, start: int, end: int) -> tuple[Name, ...]:
        """Names that share a character with the span, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if first and self.names[first - 1].end > start:
            first -= 1
        return self.names[first:last]

    def before(self, position: int, count: int) -> tuple[Name, ...]:
        """The last names that start before a position, nearest first."""
        first = bisect_left(self._starts, position)
        return self.names[max(0, first - count) : first][::-1]

    def with_names_of(self, mentions: Iterable[Mention | None]) -> NameIndex:
        """The same with the names that only the sources show; they replace names that run over a source's end."""
        heads = (m for m in mentions if m is not None and m.name_kind is not None)
        missed = [n for m in heads if (n := Name(*m.head, m.name_kind or "person")) not in self.touching(*m.head)]
        over = {name for new in missed for name in self.touching(new.start, new.end)}
        return NameIndex(self.text, [*(n for n in self.names if n not in over), *missed]) if missed else self


def clean_names(article: Article, names: Iterable[Name]) -> list[Name]:
    """The network's names, each in one line, in whole words, and without function words at its ends; two persons with
    nothing between them are one ("Ottfried | Zell")."""
    text, joined = article.text, list[Name]()
    for name in sorted(names, key=lambda n: (n.start, n.end)):
        last = joined[-1] if joined else None
        apart = text[last.end : name.start] if last is not None else ""
        if last is not None and (apart == "-" or last.kind == name.kind == "person" and _goes_on(text, last, name)):
            joined[-1] = Name(last.start, name.end, last.kind)
        else:
            joined.append(name)
    parts = [part for name in joined for part in _lines(text, name)]
    ends = [0, *(part.end for part in parts)]
    return [_completed(text, part, floor) for part, floor in zip(parts, ends, strict=False)]


def _goes_on(text: str, last: Name, name: Name) -> bool:
    """True for nothing between two parts of a person's name, or a nickname ('Robert C. | "Bobby" | Scott')."""
    nickname = _NICKNAME.match(text, last.end) or _NICKNAME_END.match(text, last.end)
    return text[last.end : name.start] in ("", " ", "\xa0") or nickname is not None and name.start <= nickname.end()


def _lines(text: str, name: Name) -> Iterator[Name]:
    for line in _LINE.finditer(text, max(0, name.start), min(len(text), name.end)):
        words = list(_WORD.finditer(text, *line.span()))
        while words and _is_no_part(words[0].group()):
            words.pop(0)
        while words and _is_no_part(words[-1].group()):
            words.pop()
        if not words:
            continue
        start, end = words[0].start(), words[-1].end()
        start += len(text[start:end]) - len(text[start:end].lstrip(_EDGE))
        end -= len(text[start:end]) - len(text[start:end].rstrip(_EDGE))
        end += text[end : end + 1] == ")" and "(" in text[start:end]
        end -= 2 * text.startswith(("'s", "’s"), end - 2)
        yield Name(start, end, name.kind)


def _is_no_part(word: str) -> bool:
    """A function word or pronoun, an honorific, another word in small letters but for "van" and "bin", or a mark."""
    key = word.strip(_EDGE).casefold().rstrip(".")
    small = word.islower() and key not in lexicon.PARTICLES and "-" not in key
    return small or not any(map(str.isalnum, key)) or key in _NO_PARTS or key in lexicon.HONORIFICS


def _completed(text: str, name: Name, floor: int) -> Name:
    """The name with the rest of its words, with initials and "Jr.", and with all that
    an abbreviation in brackets stands for."""
    start, end = name.start, name.end
    if name.kind == "person" and (front := _FRONT.search(text, max(floor, start - 24), start)):
        start = front.start()
    if name.kind == "org" and (short := _SHORT.match(text, end)):
        start = _start_of_long_form(text, start, end, fold(short.group(1)))
    if text[end - 1 : end] == "-" or text[end - 1 : end].isalnum():
        rest = _REST.match(text, end)
        end = rest.end() if rest else end
    if name.kind == "person" and (generation := _GENERATION.match(text, end)):
        end = generation.end()
    return Name(start, end, name.kind)


def _start_of_long_form(text: str, start: int, end: int, letters: str) -> int:
    """Return the start of the long form of an abbreviation, of which the name has only the end: "Alliance to | Reclaim
    Our Schools (AROS)"."""
    if letters in acronyms(text[start:end]):
        return start
    floor = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_FORM)
    words = (m.start() for m in re.finditer(r"\b[A-Z]", text[floor:start]))
    return next((floor + at for at in words if letters in acronyms(text[floor + at : end])), start)
