"""The format and target of a command's records, from its options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from quoteminer.cli.choices import TABLE, Show, TallyFormat
from quoteminer.cli.streams import open_output
from quoteminer.errors import ConfigError
from quoteminer.output.removed import removal_of_file
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.tally import Tally, tally
from quoteminer.writers import FORMATS, JsonLinesWriter, JsonWriter

_TABLE_SUFFIXES: Final = ("", ".txt", ".table")
_TALLY_FORMATS: Final = {"json": JsonWriter, "jsonl": JsonLinesWriter}

OpenWriter = Callable[[bool], AbstractContextManager[Writer[ArticleRecord]]]
"""Opens the writer; its argument is True if the table names each article."""


@dataclass(frozen=True, slots=True)
class Sink:
    """A target of records. ``note`` is a message to print, or None; ``needs_text`` is True if records need text."""

    open: OpenWriter
    note: str | None = None
    needs_text: bool = False


def record_sink(asked: str | None, output: Path | None, show: Show = Show()) -> Sink:  # noqa: B008  frozen
    """Return the sink of records. Without a format, the suffix of the output decides.

    Raises:
        ConfigError: the suffix is that of a format that was removed, or the format can't be written to standard output.
        typer.BadParameter: an option of the table is given with another format.
    """
    name = asked or _by_suffix(output, {one: FORMATS[one].suffixes for one in FORMATS})
    note = _suffix_note(output) if not asked and name == TABLE else None
    show.check(name)
    if name == TABLE:
        return Sink(lambda titles: _table(output, show, titles), note, show.needs_text)
    format = FORMATS[name]
    if _to_stdout(output):
        if format.target not in ("text", "bytes"):
            kind = "folder" if format.target == "folder" else "file"
            raise ConfigError(f"{name} is not written to standard output. Give a {kind} with --output.")
        beside = format.beside()
        note = _beside_note(name, beside) if beside else note
        return Sink(lambda _: _on_stdout(name), note, format.needs_text)
    assert output
    return Sink(lambda _: format.open(output), note, format.needs_text)


def tally_sink(asked: TallyFormat | None, output: Path | None) -> Sink:
    """Return the sink that writes tallies of the records' speakers."""
    name = asked.value if asked else _by_suffix(output, {one: FORMATS[one].suffixes for one in _TALLY_FORMATS})
    note = _suffix_note(output) if not asked and name == TABLE else None
    return Sink(lambda titles: _tallies(name, output, titles), note)


def report_sink(output: Path, title: str) -> Sink:
    """Return the sink that writes the HTML report."""
    return Sink(lambda _: _report(output, title), needs_text=True)


def _by_suffix(output: Path | None, suffixes: Mapping[str, tuple[str, ...]]) -> str:
    suffix = output.suffix.lower() if output else ""
    return next((name for name, those in suffixes.items() if suffix and suffix in those), TABLE)


def _suffix_note(output: Path | None) -> str | None:
    """Return a note on a suffix that promises another format than the table; None for others. Raises ConfigError for
    the suffix of a format that was removed."""
    suffix = output.suffix.lower() if output else ""
    if output is None or suffix in _TABLE_SUFFIXES or (output.exists() and not output.is_file()):
        return None
    if removed := removal_of_file(output):
        raise ConfigError(f"{output}: {removed} Give a file of another suffix, or --format.")
    return f"{output}: {suffix} is no format known here, so the table is written; --format has those that are."


def _beside_note(name: str, beside: Mapping[str, str]) -> str:
    """Return a note on further files of a format, which standard output can't have."""
    files = ", ".join(f"*{end}" for end in beside)
    return f"{name} has more files ({files}), which are written beside its file alone. Give one with --output."


def _to_stdout(output: Path | None) -> bool:
    return output is None or str(output) == "-"


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
        raise ConfigError(f"{name} is not for a terminal. Give a file with --output.")
    return sys.stdout.buffer


@contextmanager
def _tallies(name: str, output: Path | None, titles: bool) -> Iterator[Writer[ArticleRecord]]:
    with open_output(output) as stream:
        if name == TABLE:
            from quoteminer.cli.screen import screen_on
            from quoteminer.cli.table import SpeakersWriter

            yield _Tallied(SpeakersWriter(screen_on(stream), titles=titles))
        else:
            yield _Tallied(_TALLY_FORMATS[name](stream))


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
