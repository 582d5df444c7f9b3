"""Terminals in memory, and their output."""

import io
import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from quoteminer.cli.options import Show
from quoteminer.cli.screen import screen_on
from quoteminer.commands.extract.table_writer import TableWriter
from quoteminer.records import ArticleRecord


class Terminal(io.StringIO):
    """A stream that the command takes for a terminal with an encoding."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return True


def printed(
    records: Iterable[ArticleRecord], show: Show, stream: io.StringIO, *, titles: bool = False
) -> str:
    """Return the output of the table's writer for the records on a stream."""
    writer = TableWriter(screen_on(stream), show, titles=titles)
    for record in records:
        writer.write(record)
    writer.close()
    return stream.getvalue()


def with_codes_named(text: str) -> str:
    """Return the text with readable style codes: ‹1;35:words›. Only the style of each letter
    counts, not how rich writes it; a space has the style of its neighbours if both have the
    same."""
    shown = []
    for line in _styled_letters(text):
        runs = groupby((_with_spaces(line, at) for at in range(len(line))), key=itemgetter(0))
        words = ((style, "".join(letter for _, letter in run)) for style, run in runs)
        shown.append("".join(f"‹{style}:{one}›" if style else one for style, one in words))
    return "\n".join(shown)


def _styled_letters(text: str) -> list[list[tuple[str, str]]]:
    """Return the letters of each line with the codes of their style, "" for none: ("1;35", "a")."""
    lines: list[list[tuple[str, str]]] = [[]]
    style = ""
    for piece in re.split("(\x1b\\[[\\d;]*m|\n)", text):
        if piece.startswith("\x1b"):
            style = piece[2:-1].removeprefix("0").strip(";")
        elif piece == "\n":
            lines.append([])
        else:
            lines[-1] += [(style, letter) for letter in piece]
    return lines


def _with_spaces(line: list[tuple[str, str]], at: int) -> tuple[str, str]:
    style, letter = line[at]
    if letter != " ":
        return style, letter
    before = next((one for one, letter in reversed(line[:at]) if letter != " "), "")
    behind = next((one for one, letter in line[at:] if letter != " "), "")
    return before if before == behind else "", letter
