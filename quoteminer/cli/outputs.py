"""Choose the destination and the format of records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from quoteminer.cli.options import TABLE, Show, refuse
from quoteminer.cli.streams import STDOUT, open_output
from quoteminer.errors import ConfigError
from quoteminer.inputs.unpack import PACKED
from quoteminer.output.formats import by_suffix
from quoteminer.output.writer import Format, Writer

Formats = Mapping[str, Format[Any]]
Table = Callable[..., Writer[Any]]
_TABLE_SUFFIXES: Final = ("", ".txt", ".table")


class Sink:
    """A target of records: a table on a screen, or one of ``formats``, in a file or on standard
    output.

    ``asked``: the format; None takes that of the output's suffix, else the table. ``table``:
    returns the writer of the table, given a screen, what to show, and if it names each article.
    ``output``: the file, None for standard output. ``note``: a note to print, or None.
    """

    def __init__(
        self,
        formats: Formats,
        asked: str | None,
        output: Path | None,
        table: Table | None = None,
        show: Show | None = None,
    ) -> None:
        self._name = _format(asked, output, formats)
        self._table, self._show = table, show or Show()
        self._show.check(self._name)
        self._format = formats.get(self._name)
        self.output = None if str(output) == STDOUT else output
        self.note: str | None = None
        if self._format is None or self.output:
            return
        if self._format.target not in ("text", "bytes"):
            kind = "folder" if self._format.target == "folder" else "file"
            raise ConfigError(
                f"{self._name} can't be written to standard output. Give a {kind} with --output."
            )
        if beside := ", ".join(f"*{end}" for end in self._format.beside()):
            reason = "which standard output can't hold. Give a file with --output."
            self.note = f"{self._name} has more files ({beside}), {reason}"

    @contextmanager
    def open(self, titles: bool) -> Iterator[Writer[Any]]:
        """Open a writer. ``titles``: name each article; only a table does."""
        if self._format is None:
            assert self._table
            from quoteminer.cli.screen import open_screen

            with open_screen(self.output, pager=self._show.highlight) as screen:
                yield self._table(screen, self._show, titles=titles)
        elif self.output:
            with self._format.open(self.output) as writer:
                yield writer
        else:
            with open_output(None) as stream:
                is_text = self._format.target == "text"
                if not is_text and (stream.isatty() or not hasattr(sys.stdout, "buffer")):
                    raise ConfigError(
                        f"{self._name} can't be written to a terminal. Give a file with --output."
                    )
                yield self._format.make(stream if is_text else sys.stdout.buffer)


def _format(asked: str | None, output: Path | None, formats: Formats) -> str:
    """Return the format. Refuse an output with the suffix of another format, unless it is a
    device."""
    suffix, known = output.suffix.lower() if output else "", by_suffix(formats)
    name = asked or known.get(suffix, TABLE)
    is_device = output is not None and output.exists() and not output.is_file()
    if not asked and name == TABLE and suffix not in (*_TABLE_SUFFIXES, *PACKED) and not is_device:
        refuse(
            "--output",
            f"{suffix} is not a known suffix. Choose from {', '.join(known)}, or name the format"
            " with --format.",
        )
    return name
