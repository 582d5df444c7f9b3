"""Choose the destination and the format of records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
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

_TABLE_SUFFIXES: Final = ("", ".txt", ".table")


@dataclass(frozen=True, slots=True)
class Sink:
    """A target of records. ``open(titles)`` returns a writer; ``titles``: name each article. ``note``: a note to
    print."""

    open: Callable[[bool], AbstractContextManager[Writer[Any]]]
    note: str | None = None


def record_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    """Return the sink for records. Without a format, the suffix of the output decides."""
    return _sink(FORMATS, asked, output, show, "TableWriter", {"show": show})


def tally_sink(asked: str | None, output: Path | None) -> Sink:
    """Return the sink for records that writes their tallies."""
    formats = {name: replace(FORMATS[name], make=partial(_Tallied, FORMATS[name].make)) for name in ("json", "jsonl")}
    return _sink(formats, asked, output, Show(), "SpeakersWriter", {})


def report_sink(output: Path, title: str) -> Sink:
    from quoteminer.report.page import ReportWriter

    return _written("html", Format(partial(ReportWriter, title=title)), output)


def check_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    from quoteminer.report.check_docx import CheckDocxWriter
    from quoteminer.report.check_page import CheckPageWriter

    formats: dict[str, Format[Any]] = {
        **{name: FORMATS[name] for name in ("json", "jsonl")},
        "html": Format(CheckPageWriter, (".html",)),
        "docx": Format(CheckDocxWriter, (".docx",), target="file"),
    }
    return _sink(formats, asked, output, show, "CheckWriter", {"highlight": show.highlight})


def _sink(
    formats: Mapping[str, Format[Any]],
    asked: str | None,
    output: Path | None,
    show: Show,
    screen: str,
    settings: Mapping[str, Any],
) -> Sink:
    """Return the sink for one of these formats, or for a table. ``screen``, ``settings``: the writer of the table, a
    class of `cli.screen`, and its arguments."""
    name = _format(asked, output, formats)
    show.check(name)
    if name == TABLE:
        return Sink(partial(_on_screen, output, screen, settings, pager=show.highlight))
    return _written(name, formats[name], output)


def _written(name: str, format: Format[Any], output: Path | None) -> Sink:
    if output and str(output) != STDOUT:
        return Sink(lambda titles: format.open(output))
    if format.target not in ("text", "bytes"):
        kind = "folder" if format.target == "folder" else "file"
        raise ConfigError(f"{name} can't be written to standard output. Give a {kind} with --output.")
    note = None
    if beside := ", ".join(f"*{end}" for end in format.beside()):
        note = f"{name} has more files ({beside}), which standard output can't hold. Give a file with --output."
    return Sink(partial(_on_stdout, name, format), note)


def _format(asked: str | None, output: Path | None, formats: Mapping[str, Format[Any]]) -> str:
    """Return the format. Refuse an output with the suffix of another format, unless it is a device."""
    suffix = output.suffix.lower() if output else ""
    name = asked or next((name for name, format in formats.items() if suffix and suffix in format.suffixes), TABLE)
    is_device = output is not None and output.exists() and not output.is_file()
    if not asked and name == TABLE and suffix not in (*_TABLE_SUFFIXES, *PACKED) and not is_device:
        known = ", ".join(suffix for format in formats.values() for suffix in format.suffixes)
        refuse("--output", f"{suffix} is not a known suffix. Choose from {known}, or name the format with --format.")
    return name


# These two open a writer for a sink. Only a screen shows titles.


@contextmanager
def _on_screen(
    output: Path | None, writer: str, settings: Mapping[str, Any], titles: bool, *, pager: bool
) -> Iterator[Writer[Any]]:
    from quoteminer.cli import screen

    with screen.open_screen(output, pager=pager) as console:
        yield getattr(screen, writer)(console, titles=titles, **settings)


@contextmanager
def _on_stdout(name: str, format: Format[Any], titles: bool) -> Iterator[Writer[Any]]:
    with open_output(None) as stream:
        if format.target == "bytes" and (stream.isatty() or not hasattr(sys.stdout, "buffer")):
            raise ConfigError(f"{name} can't be written to a terminal. Give a file with --output.")
        yield format.make(stream if format.target == "text" else sys.stdout.buffer)


class _Tallied(Writer[ArticleRecord]):
    """Passes the tally of each record to another writer."""

    def __init__(self, make: Callable[[TextIO], Writer[Any]], stream: TextIO) -> None:
        self._writer = make(stream)

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(tally(record))

    def close(self, *, several: bool = False) -> None:
        self._writer.close(several=several)
