"""What a view is drawn for: the width, the letters and the colours of a terminal or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD, Box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quoteminer.records import Speaker
from quoteminer.views.letters import Letters

NOBODY: Final = "—"
"""Stands where no speaker is known."""
GLUE: Final = "\uffff"
"""A space where no line ends; `Drawn` puts the space in when the lines are made. No text has this character."""
COLOURS: Final = tuple(f"color({number})" for number in (32, 166, 29, 164, 100, 99, 196, 30, 168, 67, 64, 133))
"""For terminals of 256 colours and more: neighbours differ in hue, and each has a contrast of 3.5 at least with black
and with white (WCAG 2), so that it can be read on a light terminal and on a dark one."""
FEW_COLOURS: Final = ("magenta", "cyan", "green", "red")
"""For terminals of 16, whose theme says what these look like; blue is hard to read on most dark ones, yellow on most
light ones."""


class _Rule(Box):
    """A line below the headings and none besides."""

    def substitute(self, options: ConsoleOptions, safe: bool = True) -> Box:
        return _ASCII_RULE if options.ascii_only else self


_RULE: Final = _Rule(str(SIMPLE_HEAD))
_ASCII_RULE: Final = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Look:
    """``width``: cells of a line. ``colours``: of the speakers, in turn; none where the terminal shows none.
    ``marks``: what stands before and behind marked words."""

    width: int
    letters: Letters = Letters()
    colours: tuple[str, ...] = ()
    marks: tuple[str, str] = ("⟦", "⟧")

    @classmethod
    def of(cls, console: Console, options: ConsoleOptions) -> Look:
        """What this console has."""
        system = None if console.no_color else console.color_system
        colours = () if not system else FEW_COLOURS if system in ("standard", "windows") else COLOURS
        letters = Letters(options.encoding)
        # The fonts of old Windows consoles have no such brackets.
        marks = ("⟦", "⟧") if letters.all and not options.legacy_windows else ("[[", "]]")
        return cls(options.max_width, letters, colours, marks)

    def text(self, words: str, style: str = "") -> Text:
        """The words on one line, which is wrapped and never cut. Nothing in them is taken for markup."""
        return Text(self.letters.line(words), style=style, overflow="fold")

    def colour(self, speaker: int | None) -> str:
        """The colour of the speaker of this id: the same in all views of an article, whatever was filtered out."""
        return self.colours[speaker % len(self.colours)] if self.colours and speaker is not None else ""

    def name(self, speaker: Speaker | None) -> Text:
        """A speaker's name in his colour."""
        return self.text(speaker.name, f"bold {self.colour(speaker.id)}") if speaker else self.text(NOBODY)

    def line(self, *parts: Text | str) -> Text:
        """Parts on one line, with a point between them."""
        shown = (part if isinstance(part, Text) else self.text(part) for part in parts)
        return Text(self.letters.line(" · "), overflow="fold").join(shown)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A view that is drawn when it is known for what."""

    draw: Callable[[Look], RenderableType]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.draw(Look.of(console, options)), options):
            yield segment._replace(text=segment.text.replace(GLUE, " "))


def bare_table() -> Table:
    """A table without columns, as all are here."""
    return Table(box=_RULE, show_edge=False, pad_edge=False, header_style="bold")


def below(what: RenderableType) -> Padding:
    """What belongs to the line above it."""
    return Padding(what, (0, 0, 0, 2), expand=False)
