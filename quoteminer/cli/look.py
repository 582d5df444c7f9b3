"""Describe the target of a view: the width, characters and colours of a terminal or a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.box import SIMPLE_HEAD, Box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from quoteminer.cli.letters import one_line
from quoteminer.linking.namesakes import has_name
from quoteminer.records import Speaker

TABLE_WIDTH: Final = 72  # cells needed for a table of quotes; with fewer, the quotes are listed
NOBODY: Final = "—"  # for an unknown speaker
GLUE: Final = "\uffff"
"""A space at which no line is broken; `Drawn` replaces it when the lines are made. No text has this
character."""
SPEAKER_COLOURS: Final = tuple(
    f"color({number})" for number in (32, 166, 29, 164, 100, 99, 196, 30, 168, 67, 64, 133)
)
"""For terminals with 256 colours or more: neighbours differ in hue, and each has a contrast of at
least 3.5 with black and with white (WCAG 2), to be legible on light and dark terminals."""
FEW_COLOURS: Final = ("magenta", "cyan", "green", "red")
"""For terminals with 16 colours: blue is hard to read on most dark ones, yellow on most light
ones."""


ShownRow = tuple[Sequence[RenderableType], Sequence[RenderableType]]
"""The cells of a row in a table, and its lines in a list."""


class _Rule(Box):
    """A box style with a line below the headings and no other lines."""

    def substitute(self, options: ConsoleOptions, safe: bool = True) -> Box:
        return _ASCII_RULE if options.ascii_only else self


_RULE: Final = _Rule(str(SIMPLE_HEAD))
_ASCII_RULE: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a view. ``width``: cells of a line. ``encoding``: of the terminal. ``colours``:
    of the speakers, in turn; empty if the terminal shows none. ``marks``: put before and after
    marked words."""

    width: int
    encoding: str = "utf-8"
    colours: tuple[str, ...] = ()
    marks: tuple[str, str] = ("⟦", "⟧")

    @classmethod
    def of(cls, console: Console, options: ConsoleOptions) -> Look:
        system = None if console.no_color else console.color_system
        colours = (
            ()
            if not system
            else FEW_COLOURS
            if system in ("standard", "windows")
            else SPEAKER_COLOURS
        )
        # The fonts of old Windows consoles lack these brackets.
        encoding = "ascii" if options.legacy_windows else options.encoding
        return cls(
            options.max_width,
            options.encoding,
            colours,
            (one_line("⟦", encoding), one_line("⟧", encoding)),
        )

    def plain(self, words: str) -> str:
        return one_line(words, self.encoding)

    def text(self, words: str, style: str = "") -> Text:
        """Return words on one line, which is wrapped, not cut. They are never read as markup."""
        return Text(self.plain(words), style=style, overflow="fold")

    def colour(self, speaker: int | None) -> str:
        """Return the colour for a speaker's id. It is the same in all views of an article, even
        after a filter."""
        return (
            self.colours[speaker % len(self.colours)]
            if self.colours and speaker is not None
            else ""
        )

    def name(self, speaker: Speaker | None) -> Text:
        """Return a speaker's name in the speaker's colour; words that are no name ("each") in
        parentheses."""
        if speaker is None:
            return self.text(NOBODY)
        if speaker.kind == "unnamed" or (speaker.kind == "org" and not has_name(speaker.name)):
            return self.text(f"({speaker.name})", self.colour(speaker.id))
        return self.text(speaker.name, f"bold {self.colour(speaker.id)}")

    def line(self, *parts: Text | str) -> Text:
        """Join parts on one line, with a dot between them."""
        shown = (part if isinstance(part, Text) else self.text(part) for part in parts)
        return Text(self.plain(" · "), overflow="fold").join(shown)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A view that is drawn once its console is known."""

    draw: Callable[[Look], RenderableType]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.draw(Look.of(console, options)), options):
            yield segment._replace(text=segment.text.replace(GLUE, " "))


def bare_table(*columns: Column) -> Table:
    return Table(*columns, box=_RULE, show_edge=False, pad_edge=False, header_style="bold")


def table_or_list(
    columns: Sequence[Column], rows: Iterable[ShownRow], look: Look, least: int = TABLE_WIDTH
) -> Group | Table:
    """Return a table of the rows; if the lines of the terminal have fewer than ``least`` cells, a
    list of them."""
    if look.width < least:
        return Group(*(line for _, lines in rows for line in lines))
    table = bare_table(*columns)
    for cells, _ in rows:
        table.add_row(*cells)
    return table


def text_column(heading: str, **settings: Any) -> Column:
    return Column(heading, overflow="fold", **settings)


def number_column(heading: str) -> Column:
    return Column(heading, justify="right", no_wrap=True)


def grid(*, gap: int = 2, indent: int = 0, **settings: Any) -> Table:
    """Return a table of two columns without headings: names, which are not wrapped, and texts,
    which are."""
    table = Table.grid(padding=(0, gap, 0, indent))
    table.add_column(no_wrap=True, **settings)
    table.add_column(overflow="fold")
    return table


def below(what: RenderableType) -> Padding:
    """Indent a view that belongs to the line above it."""
    return Padding(what, (0, 0, 0, 2), expand=False)


ListedRow = tuple[Text, Sequence[str], Sequence[tuple[str, str]]]
"""A name; the details, "" if unknown; each number as a cell of a table and in words for a list."""


def listing(
    rows: Sequence[ListedRow],
    headings: Sequence[str],
    numbers: Sequence[str],
    look: Look,
    least: int,
) -> RenderableType:
    """Return a table if lines have ``least`` cells; else a line "Name · 2 quotes" for each row,
    with details below."""
    first, *others = headings
    columns = [
        text_column(first, min_width=12, max_width=28),
        *(text_column(heading, ratio=1) for heading in others),
        *map(number_column, numbers),
    ]
    both: list[ShownRow] = []
    for name, details, counts in rows:
        shown = [look.text(detail) for detail in details]
        heading = look.line(name, *(words for _, words in counts if words))
        both.append(
            (
                [name, *shown, *(cell for cell, _ in counts)],
                [heading, *map(below, filter(None, shown))],
            )
        )
    return table_or_list(columns, both, look, least)
