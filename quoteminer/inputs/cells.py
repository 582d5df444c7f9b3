"""Lines of a table to rows of cells (RFC 4180), one by one: a row that is damaged costs no other, and none is held that
is too long. Python's csv module would take an unclosed quotation mark for the beginning of all that is left."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quoteminer.inputs.lines import Line

TAB: Final = "\t"
NOT_DOUBLED = "a quotation mark in a cell between quotation marks is not doubled"
NOT_CLOSED = "a quotation mark opens a cell and none closes it"
_INSIDE: Final = re.compile(r'[^"]*(?:""[^"]*)*')


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the lines where it begins and ends. ``doubtful``: it stands in the reach of a quotation
    mark that is damaged."""

    cells: list[str]
    line: int
    last: int
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """A row that can't be read: its lines, and why. ``too_long``: because it has more bytes than are held."""

    line: int
    last: int
    reason: str
    too_long: bool = False


class _Damaged(Exception):
    """The reason is its text."""


class _TooLong(Exception):
    """The row has more bytes than are held."""


class Rows:
    """The rows of a table, as an iterator.

    Args:
        lines: of the file, in UTF-8; other bytes become surrogate escapes.
        delimiter: between cells. Between tabs, a cell that begins with a quotation mark and does not end with one is
            taken as it stands, for many programs write such tables without any quoting.
        most: bytes that are held of a row.

    Behind a damaged row, reading goes on with the line after its first one. No line is read more than three times:
    one that opens a cell and does not close it has an odd number of marks somewhere, which ends what an earlier line
    has opened.
    """

    def __init__(self, lines: Iterable[Line], delimiter: str, most: int) -> None:
        self._lines = iter(lines)
        self._again: deque[Line] = deque()
        self._delimiter = delimiter
        self._bare = re.compile(f"[^{re.escape(delimiter)}]*")
        self._most = most
        self._doubtful = 0
        self._taken: list[Line] = []
        self._size = 0

    def __iter__(self) -> Iterator[Row | Damage]:
        while line := self._next():
            if line.cut:
                yield Damage(line.number, self._skipped(line, inside=False), "", too_long=True)
            elif line.data.strip(b"\r\n"):
                yield self._row(line)

    def _next(self) -> Line | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _row(self, line: Line) -> Row | Damage:
        self._taken, self._size = [line], len(line.data)
        try:
            return Row(self._cells(line), line.number, self._taken[-1].number, line.number <= self._doubtful)
        except _TooLong:
            return Damage(line.number, self._skipped(self._taken[-1], inside=True), "", too_long=True)
        except _Damaged as damage:
            self._give_back(1)
            return Damage(line.number, line.number, str(damage))

    def _cells(self, line: Line) -> list[str]:
        body, end = _parts(line)
        if '"' not in body:
            return body.split(self._delimiter)
        cells: list[str] = []
        at = 0
        while True:
            if body.startswith('"', at):
                cell, body, end, at = self._quoted(body, end, at)
            else:
                cell, at = self._up_to_delimiter(body, at)
            cells.append(cell)
            if at == len(body):
                return cells
            at += 1

    def _up_to_delimiter(self, body: str, at: int) -> tuple[str, int]:
        """The cell without quoting that begins there, and its end."""
        found = self._bare.match(body, at)
        assert found
        return found[0], found.end()

    def _quoted(self, body: str, end: str, at: int) -> tuple[str, str, str, int]:
        """The cell whose quotation mark stands there; then the line where it ends, the end of that, the place in it."""
        lines = len(self._taken)
        try:
            return self._closed(body, end, at + 1)
        except (_Damaged, _TooLong):
            if self._delimiter != TAB:
                raise
            self._give_back(lines, doubtful=False)
        cell, at = self._up_to_delimiter(body, at)
        return cell, body, end, at

    def _closed(self, body: str, end: str, at: int) -> tuple[str, str, str, int]:
        parts = []
        while (stop := _mark(body, at)) == len(body):
            parts.append(body[at:] + end)
            body, end = _parts(self._another())
            at = 0
        if stop + 1 < len(body) and body[stop + 1] != self._delimiter:
            raise _Damaged(NOT_DOUBLED)
        return ("".join(parts) + body[at:stop]).replace('""', '"'), body, end, stop + 1

    def _another(self) -> Line:
        """One more line of the row."""
        line = self._next()
        if line is None:
            raise _Damaged(NOT_CLOSED)
        self._size += len(line.data)
        self._taken.append(line)
        if line.cut or self._size > self._most:
            raise _TooLong
        return line

    def _give_back(self, kept: int, *, doubtful: bool = True) -> None:
        """Have the lines of the row behind the first ones read again."""
        again = self._taken[kept:]
        if again and doubtful:
            self._doubtful = max(self._doubtful, again[-1].number)
        del self._taken[kept:]
        self._again.extendleft(reversed(again))

    def _skipped(self, line: Line, *, inside: bool) -> int:
        """Pass over the rest of a row that is too long, from this line on, which begins inside a cell or not; the
        number of its last line. Marks inside a cell are doubled, so that they are even in number, but between tabs a
        mark says nothing."""
        while self._delimiter != TAB:
            inside ^= bool((line.marks if line.cut else line.data.count(b'"')) % 2)
            following = self._next() if inside else None
            if following is None:
                return line.number
            line = following
        return line.number


def _parts(line: Line) -> tuple[str, str]:
    """A line as text, and its end."""
    text = line.data.decode("utf-8", "surrogateescape")
    body = text.removesuffix("\n").removesuffix("\r")
    return body, text[len(body) :]


def _mark(body: str, at: int) -> int:
    """The place of the next quotation mark that is not doubled, or the line's end."""
    found = _INSIDE.match(body, at)
    assert found
    return found.end()
