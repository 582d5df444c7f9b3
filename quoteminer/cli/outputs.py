"""Where the records of a command go, and in what format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

from quoteminer.cli.options import TABLE, Show
from quoteminer.cli.streams import open_output
from quoteminer.errors import ConfigError
from quoteminer.output.removed import removal_of_file
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.tally import Tally, tally
from quoteminer.writers import FORMATS, JsonLinesWriter, JsonWriter

JSON: Final[dict[str, Callable[[TextIO], Writer[Any]]]] = {"json": JsonWriter, "jsonl": JsonLinesWriter}
_TABLE_SUFFIXES: Final = ("", ".txt", ".table")


@dataclass(frozen=True, slots=True)
class Sink:
    """A target of records.

    ``open`` returns a writer; its argument is True if the table names each article. ``note`` is a message to print, or
    None; ``needs_text`` is True if records need their text.
    """

    open: Callable[[bool], AbstractContextManager[Writer[ArticleRecord]]]
    note: str | None = None
    needs_text: bool = False


def record_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    """Return the sink of records. Without a format, the suffix of the output decides.

    Raises:
        ConfigError: the suffix is that of a format that was removed, or the format can't be written to standard output.
        typer.BadParameter: an option of the table is given with another format.
    """
    name, note = _format(asked, output, FORMATS)
    show.check(name)
    if name == TABLE:
        return Sink(partial(_table, output, show), note, show.context or show.highlight)
    format = FORMATS[name]
    if output and str(output) != "-":
        return Sink(lambda _: format.open(output), note, format.needs_text)
    if format.target not in ("text", "bytes"):
        kind = "folder" if format.target == "folder" else "file"
        raise ConfigError(f"{name} is not written to standard output. Give a {kind} with --output.")
    if beside := ", ".join(f"*{end}" for end in format.beside()):
        note = f"{name} has more files ({beside}), which standard output can't hold. Give a file with --output."
    return Sink(lambda _: _on_stdout(name), note, format.needs_text)


def tally_sink(asked: str | None, output: Path | None) -> Sink:
    """Return the sink that writes tallies of the records' speakers."""
    name, note = _format(asked, output, JSON)
    return Sink(partial(_tallies, name, output), note)


def report_sink(output: Path, title: str) -> Sink:
    """Return the sink that writes the HTML report."""
    return Sink(lambda _: _report(output, title), needs_text=True)


def _format(asked: str | None, output: Path | None, names: Any) -> tuple[str, str | None]:
    """Return the format, and a note if the table is written though the output's suffix promises another format."""
    suffix = output.suffix.lower() if output else ""
    name = asked or next((name for name in names if suffix and suffix in FORMATS[name].suffixes), TABLE)
    if asked or name != TABLE or output is None or suffix in _TABLE_SUFFIXES:
        return name, None
    if output.exists() and not output.is_file():  # a device
        return name, None
    if removed := removal_of_file(output):
        raise ConfigError(f"{output}: {removed} Give a file of another suffix, or --format.")
    return name, f"{output}: {suffix} is not a known format, so the table is written; --format lists the known ones."


@contextmanager
def _table(output: Path | None, show: Show, titles: bool) -> Iterator[Writer[ArticleRecord]]:
    from quoteminer.cli.screen import paged, screen_on
    from quoteminer.cli.table import TableWriter

    with open_output(output) as stream, paged(stream) if show.highlight else nullcontext(screen_on(stream)) as screen:
        yield TableWriter(screen, show, titles=titles)


@contextmanager
def _on_stdout(name: str) -> Iterator[Writer[ArticleRecord]]:
    with open_output(None) as stream:
        yield FORMATS[name].make(stream if FORMATS[name].target == "text" else _bytes_of(stream, name))


def _bytes_of(stream: TextIO, name: str) -> BinaryIO:
    if stream.isatty() or not hasattr(sys.stdout, "buffer"):
        raise ConfigError(f"{name} is not written to a terminal. Give a file with --output.")
    return sys.stdout.buffer


@contextmanager
def _tallies(name: str, output: Path | None, titles: bool) -> Iterator[Writer[ArticleRecord]]:
    with open_output(output) as stream:
        if name != TABLE:
            yield _Tallied(JSON[name](stream))
            return
        from quoteminer.cli.screen import screen_on
        from quoteminer.cli.table import SpeakersWriter

        yield _Tallied(SpeakersWriter(screen_on(stream), titles=titles))


@contextmanager
def _report(output: Path, title: str) -> Iterator[Writer[ArticleRecord]]:
    from quoteminer.report import ReportWriter

    with open_output(output) as stream:
        yield ReportWriter(stream, title=title)


class _Tallied(Writer[ArticleRecord]):
    """Pass the tally of each record to another writer."""

    def __init__(self, writer: Writer[Tally]) -> None:
        self._writer = writer

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(tally(record))

    def close(self, *, several: bool = False) -> None:
        self._writer.close(several=several)
