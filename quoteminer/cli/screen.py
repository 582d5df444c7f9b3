"""Print tables and other views on screens: a terminal, its pager, or a plain text file."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Final, Protocol, TextIO

from rich.console import Console, RenderableType

from quoteminer.cli.letters import PLAINER
from quoteminer.cli.look import Drawn
from quoteminer.cli.options import Show
from quoteminer.cli.streams import is_dumb, open_output
from quoteminer.cli.summary import RecordTotals
from quoteminer.output.writer import Item, Writer

FILE_WIDTH: Final = 100  # cells of a line in a file
TERMINAL_WIDTH: Final = 80  # on a terminal of unknown width
LEAST_WIDTH: Final = 20  # a narrower terminal wraps the lines itself
# default options of less, as in git: no pager for short texts, and the text stays on the screen
LESS: Final = "FX"
_PADDING: Final = re.compile(r" +(?=(?:\x1b\[[\d;]*m)*$)", re.MULTILINE)


class Screen(Console):
    """A console that prints views without trailing spaces."""

    def on_broken_pipe(self) -> None:
        """Leave the error to the command, which treats all formats alike; rich would exit with
        status 1."""
        raise BrokenPipeError

    def show(self, view: RenderableType) -> None:
        """Print a view; on old Windows consoles, where rich does not write to the file, with its
        trailing spaces."""
        if self.legacy_windows:
            self.print(view)
            return
        with self.capture() as capture:
            self.print(view)
        self.file.write(_PADDING.sub("", capture.get()))

    def show_line(self, line: str, style: str = "dim") -> None:
        """Print a line of text; dim lines are notes below a table."""
        self.show(Drawn(lambda look: look.text(line, style)))


def screen_on(stream: TextIO) -> Screen:
    """Return a screen for a stream. It has styles if the stream is a terminal, or standard output
    with FORCE_COLOR."""
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0") and not os.environ.get("NO_COLOR")
    return _screen(
        stream, _width(stream), styles=stream.isatty() or (stream is sys.stdout and forced)
    )


def _screen(stream: TextIO, width: int, *, styles: bool) -> Screen:
    return Screen(
        file=stream,
        force_terminal=styles,
        width=width,
        no_color=bool(os.environ.get("NO_COLOR")),  # an empty one counts as none: no-color.org
        height=25,  # with both given, rich does not determine a size
        legacy_windows=None if stream.isatty() else False,
        highlight=False,
        markup=False,
        emoji=False,
    )


@contextmanager
def open_screen(output: Path | None, *, pager: bool = False) -> Iterator[Screen]:
    """Open a file, or standard output for None and "-", as a screen; output to a terminal goes to
    the ``pager``."""
    with open_output(output) as stream:
        if not (pager and stream.isatty() and not is_dumb() and os.environ.get("PAGER", LESS)):
            yield screen_on(stream)
            return
        import click

        content = io.TextIOWrapper(
            io.BytesIO(), encoding=stream.encoding, errors=PLAINER, write_through=True
        )
        yield _screen(content, _width(stream), styles=True)
        os.environ["LESS"] = f"{os.environ.get('LESS', LESS)} -R"  # -R shows colours
        content.seek(0)
        text = content.read()
        try:
            click.echo_via_pager(text.removesuffix("\n"), color=True)  # which ends the last line
        except ValueError:  # $PAGER has an unpaired quotation mark
            stream.write(text)


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(int(columns), LEAST_WIDTH)
    if not stream.isatty():
        return FILE_WIDTH
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or TERMINAL_WIDTH, LEAST_WIDTH)
    except (OSError, ValueError):
        return TERMINAL_WIDTH


class Titled(Protocol):
    """An article to be shown: its path, its id, or both."""

    @property
    def id(self) -> str: ...

    @property
    def source(self) -> str | None: ...


class ScreenWriter(Writer[Item]):
    """Prints on a screen. ``titles``: name each article above its views."""

    def __init__(self, screen: Screen, show: Show = Show(), *, titles: bool = False) -> None:  # noqa: B008
        self._screen, self._show, self._titles = screen, show, titles
        self._totals = RecordTotals()

    def _article(self, article: Titled, *views: RenderableType) -> None:
        if self._titles:
            self._screen.show_line(_title(article), "bold")
        for view in (*views, ""):
            self._screen.show(view)


def _title(article: Titled) -> str:
    if not article.source or not article.id:
        return article.source or article.id
    path = PurePath(article.source)
    # a file's id is the end of its name
    names = {path.with_suffix(""), path.with_suffix("").with_suffix("")}
    alone = article.source == article.id or any(
        f"/{name.as_posix()}".endswith(f"/{article.id}") for name in names
    )
    return article.source if alone else f"{article.source} ({article.id})"
