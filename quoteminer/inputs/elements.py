"""Where each value of a JSON file begins and ends, found without reading the values: so one that is broken or endless
costs no other, and none is held that is too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from quoteminer.inputs.lines import Read
from quoteminer.inputs.stream import CHUNK

_IN_STRING: Final = re.compile(rb'["\\]')
_OUTSIDE: Final = re.compile(rb'["{}\[\],]')

_End = Literal["with", "before"]
"""A value ends with a mark, or before it."""


@dataclass(frozen=True, slots=True)
class Element:
    """A value of the list, or beside others on the top level. ``number`` counts from 1; ``line`` is where it begins.
    ``cut``: it is longer than what is held, and there are no bytes of it. ``unclosed``: the file ends in it, or in the
    list behind it, and there are no bytes of it."""

    number: int
    line: int
    data: bytes
    cut: bool
    unclosed: bool = False


def elements(read: Read, most: int) -> Iterator[Element]:
    """The values of a JSON file, whether they stand in a list, alone, or one behind the other.

    Objects may lack the comma between them. A value that is no JSON is given as it stands.

    Args:
        read: gives the bytes, in an encoding that has ASCII's marks.
        most: bytes that are held of a value.
    """
    scanner = _Scanner(most)
    while data := read(CHUNK):
        yield from scanner.feed(data)
    yield from scanner.rest()


@dataclass(slots=True)
class _Scanner:
    most: int
    in_list: bool = False
    depth: int = 0
    in_string: bool = False
    escaped: bool = False
    number: int = 0
    line: int = 1
    begun: int = 0
    size: int = 0
    parts: list[bytes] = field(default_factory=list)

    def feed(self, data: bytes) -> Iterator[Element]:
        """The values that end in this piece of the file."""
        start, at = 0, int(self.escaped)  # a backslash was the last byte before
        self.escaped = False
        while found := (_IN_STRING if self.in_string else _OUTSIDE).search(data, at):
            mark, at = found[0], found.end()
            if mark == b"\\":
                self.escaped, at = at == len(data), at + 1
            elif mark == b'"':
                self.in_string = not self.in_string
            else:
                end = self._structure(mark)
                if end:
                    self._keep(data[start : at if end == "with" else at - 1])
                    yield from self._element()
                    start = at
        self._keep(data[start:])

    def rest(self) -> Iterator[Element]:
        """What the file ends in."""
        if self.in_list or self.in_string or self.depth:
            yield Element(self.number + 1, self.begun if self.size else self.line, b"", False, True)
        else:
            yield from self._element()

    def _structure(self, mark: bytes) -> _End | None:
        """Takes note of a bracket or a comma outside strings; says whether a value ends there."""
        base = int(self.in_list)
        if mark == b"[" and not self.depth:
            self.in_list, self.depth = True, 1
            return "before"
        if mark in b"{[":
            self.depth += 1
        elif mark == b"," and self.depth == base:
            return "before"
        elif mark in b"}]" and self.depth > base:
            self.depth -= 1
            return "with" if self.depth == base else None
        elif mark == b"]" and self.in_list:
            self.in_list, self.depth = False, 0
            return "before"
        return None

    def _keep(self, part: bytes) -> None:
        if not self.size:
            bare = part.lstrip()
            self.line += part.count(b"\n", 0, len(part) - len(bare))
            self.begun, part = self.line, bare
        self.line += part.count(b"\n")
        self.size += len(part)
        if self.size <= self.most:
            self.parts.append(part)
        else:
            self.parts.clear()

    def _element(self) -> Iterator[Element]:
        """The value that the parts are, if they are more than space; the next one begins."""
        if self.size:
            self.number += 1
            yield Element(self.number, self.begun, b"".join(self.parts), self.size > self.most)
        self.parts, self.size = [], 0
