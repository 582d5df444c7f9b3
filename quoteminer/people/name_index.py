"""The names of an article by their place in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from quoteminer.types import Name

_NAME_WORD = re.compile(r"[^\W\d_][\w-]+")
_SMALL_WORD = re.compile(r"(?<![\w’'-])[^\W\d_A-Z][\w-]+")
# Between names that make a group: a comma, or "and" with a title or two.
_TOGETHER = re.compile(r",\s|,?\sand\s(?:the\s)?(?:[A-Z][\w.]{0,15}\s){0,3}")


class NameIndex:
    """The names of an article in text order, found by position in logarithmic time. Of two that overlap the longer
    one is kept. ``words`` are the single words of all names, as they are written."""

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        kept: list[Name] = []
        for name in sorted(names, key=lambda n: (n.start, -n.end)):
            if not kept or name.start >= kept[-1].end:
                kept.append(name)
            elif name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
        self.names = tuple(kept)
        self._starts = [name.start for name in kept]
        self.words = frozenset(word for name in kept for word in _NAME_WORD.findall(text, name.start, name.end))
        self._text = text

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that the article also writes in small letters."""
        return frozenset(_SMALL_WORD.findall(self._text))

    @cached_property
    def families(self) -> frozenset[str]:
        """The last words of the persons' names that have several words."""
        people = (self._text[name.start : name.end].split() for name in self.names if name.kind == "person")
        return frozenset(words[-1] for words in people if len(words) > 1)

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


def names_together(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, ...]]:
    """Persons, or bodies, that are named together: "Ana Ruiz and Peter Holm", "Ruiz, Holm and Lind"."""
    run: list[Name] = []
    for name in names:
        apart = text[run[-1].end : name.start] if run else ""
        if run and run[-1].kind == name.kind != "place" and _TOGETHER.fullmatch(apart):
            run.append(name)
            if "," not in apart or "and" in apart.split():
                yield tuple(run)
                run = []
        else:
            run = [name]
