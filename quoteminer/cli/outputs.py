"""Choose the destination and the format of records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TextIO

from quoteminer.cli.options import TABLE, Show, refuse
from quoteminer.cli.streams import STDOUT, open_output
from quoteminer.errors import ConfigError
from quoteminer.inputs.open_files import PACKED
from quoteminer.output.writer import Format, Writer
from quoteminer.records import ArticleRecord
from quoteminer.tables.tally import tally
from quoteminer.writers import FORMATS

Formats = Mapping[str, Format[Any]]
_TABLE_SUFFIXES: Final = ("", ".txt", ".table")


class Sink:
    """A target of records: a table on a screen, or one of ``formats``, in a file or on standard output.

    ``asked``: the format; None takes that of the output's suffix, else the table. ``table``: the class of `cli.screen`
    that writes it. ``output``: the file, None for standard output. ``note``: a note to print, or None.
    """

    def __init__(
        self, formats: Formats, asked: str | None, output: Path | None, table: str = "", show: Show | None = None
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
            raise ConfigError(f"{self._name} can't be written to standard output. Give a {kind} with --output.")
        if beside := ", ".join(f"*{end}" for end in self._format.beside()):
            reason = "which standard output can't hold. Give a file with --output."
            self.note = f"{self._name} has more files ({beside}), {reason}"

    @contextmanager
    def open(self, titles: bool) -> Iterator[Writer[Any]]:
        """Open a writer. ``titles``: name each article; only a table does."""
        if self._format is None:
            from quoteminer.cli import screen

            with screen.open_screen(self.output, pager=self._show.highlight) as console:
                yield getattr(screen, self._table)(console, self._show, titles=titles)
        elif self.output:
            with self._format.open(self.output) as writer:
                yield writer
        else:
            with open_output(None) as stream:
                is_text = self._format.target == "text"
                if not is_text and (stream.isatty() or not hasattr(sys.stdout, "buffer")):
                    raise ConfigError(f"{self._name} can't be written to a terminal. Give a file with --output.")
                yield self._format.make(stream if is_text else sys.stdout.buffer)


def record_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    return Sink(FORMATS, asked, output, "TableWriter", show)


def tally_sink(asked: str | None, output: Path | None) -> Sink:
    """Return the sink for records that writes their tallies."""
    formats = {name: replace(FORMATS[name], make=partial(_Tallied, FORMATS[name].make)) for name in ("json", "jsonl")}
    return Sink(formats, asked, output, "SpeakersWriter")


def report_sink(output: Path, title: str) -> Sink:
    from quoteminer.report.page import ReportWriter

    return Sink({"html": Format(partial(ReportWriter, title=title))}, "html", output)


def check_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    from quoteminer.report.check_docx import CheckDocxWriter
    from quoteminer.report.check_page import CheckPageWriter

    formats: Formats = {
        **{name: FORMATS[name] for name in ("json", "jsonl")},
        "html": Format(CheckPageWriter, (".html",)),
        "docx": Format(CheckDocxWriter, (".docx",), target="file"),
    }
    return Sink(formats, asked, output, "CheckWriter", show)


def _format(asked: str | None, output: Path | None, formats: Formats) -> str:
    """Return the format. Refuse an output with the suffix of another format, unless it is a device."""
    suffix = output.suffix.lower() if output else ""
    name = asked or next((name for name, format in formats.items() if suffix and suffix in format.suffixes), TABLE)
    is_device = output is not None and output.exists() and not output.is_file()
    if not asked and name == TABLE and suffix not in (*_TABLE_SUFFIXES, *PACKED) and not is_device:
        known = ", ".join(suffix for format in formats.values() for suffix in format.suffixes)
        refuse("--output", f"{suffix} is not a known suffix. Choose from {known}, or name the format with --format.")
    return name


class _Tallied(Writer[ArticleRecord]):
    """Passes the tally of each record to another writer."""

    def __init__(self, make: Callable[[TextIO], Writer[Any]], stream: TextIO) -> None:
        self._writer = make(stream)

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(tally(record))

    def close(self, *, several: bool = False) -> None:
        self._writer.close(several=several)
