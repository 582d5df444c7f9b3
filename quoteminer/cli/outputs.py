"""Choose the destination and the format of records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
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
from quoteminer.writers import FORMATS, JsonLinesWriter, JsonWriter

_JSON: Final[dict[str, Callable[[TextIO], Writer[Any]]]] = {"json": JsonWriter, "jsonl": JsonLinesWriter}
_TABLE_SUFFIXES: Final = ("", ".txt", ".table")


@dataclass(frozen=True, slots=True)
class Sink:
    """A target of records. ``open(titles)`` returns a writer; ``titles``: name each article. ``note``: a note to
    print."""

    open: Callable[[bool], AbstractContextManager[Writer[Any]]]
    note: str | None = None


def record_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    """Return the sink for records. Without a format, the suffix of the output decides."""
    name = _format(asked, output, {name: known.suffixes for name, known in FORMATS.items()})
    show.check(name)
    if name == TABLE:
        from quoteminer.cli.screen import TableWriter

        return Sink(partial(_on_screen, output, partial(TableWriter, show=show), pager=show.highlight))
    format = FORMATS[name]
    if output and str(output) != STDOUT:
        return Sink(partial(_in_file, format, output))
    if format.target not in ("text", "bytes"):
        kind = "folder" if format.target == "folder" else "file"
        raise ConfigError(f"{name} can't be written to standard output. Give a {kind} with --output.")
    note = None
    if beside := ", ".join(f"*{end}" for end in format.beside()):
        note = f"{name} has more files ({beside}), which standard output can't hold. Give a file with --output."
    return Sink(partial(_in_text, None, partial(_on_stdout, name)), note)


def tally_sink(asked: str | None, output: Path | None) -> Sink:
    """Return the sink for records that writes their tallies."""
    name = _format(asked, output, {name: [f".{name}"] for name in _JSON})
    if name == TABLE:
        from quoteminer.cli.screen import SpeakersWriter

        return Sink(partial(_on_screen, output, SpeakersWriter))
    return Sink(partial(_in_text, output, partial(_Tallied, _JSON[name])))


def report_sink(output: Path, title: str) -> Sink:
    from quoteminer.report import ReportWriter

    return Sink(partial(_in_text, output, partial(ReportWriter, title=title)))


def check_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    from quoteminer.report.check_docx import CheckDocxWriter
    from quoteminer.report.check_page import CheckPageWriter

    makers = {**_JSON, "html": CheckPageWriter}
    docx = Format(CheckDocxWriter, (".docx",), target="bytes")
    name = _format(asked, output, {"docx": docx.suffixes, **{name: [f".{name}"] for name in makers}})
    show.check(name)
    if name == "docx":
        if output is None or str(output) == STDOUT:
            raise ConfigError("docx can't be written to standard output. Give a file with --output.")
        return Sink(partial(_in_file, docx, output))
    if name == TABLE:
        from quoteminer.cli.screen import CheckWriter

        return Sink(partial(_on_screen, output, partial(CheckWriter, highlight=show.highlight), pager=show.highlight))
    return Sink(partial(_in_text, output, makers[name]))


def _format(asked: str | None, output: Path | None, suffixes: Mapping[str, Sequence[str]]) -> str:
    """Return the format. Refuse an output with the suffix of another format, unless it is a device."""
    suffix = output.suffix.lower() if output else ""
    name = asked or next((name for name, some in suffixes.items() if suffix and suffix in some), TABLE)
    is_device = output is not None and output.exists() and not output.is_file()
    if not asked and name == TABLE and suffix not in (*_TABLE_SUFFIXES, *PACKED) and not is_device:
        known = ", ".join(suffix for some in suffixes.values() for suffix in some)
        refuse("--output", f"{suffix} is not a known suffix. Choose from {known}, or name the format with --format.")
    return name


# These three open a writer for a sink. Only a screen shows titles.


@contextmanager
def _in_file(format: Format[Any], output: Path, titles: bool) -> Iterator[Writer[Any]]:
    with format.open(output) as writer:
        yield writer


@contextmanager
def _in_text(output: Path | None, make: Callable[[TextIO], Writer[Any]], titles: bool) -> Iterator[Writer[Any]]:
    with open_output(output) as stream:
        yield make(stream)


@contextmanager
def _on_screen(
    output: Path | None, make: Callable[..., Writer[Any]], titles: bool, *, pager: bool = False
) -> Iterator[Writer[Any]]:
    from quoteminer.cli.screen import open_screen

    with open_screen(output, pager=pager) as screen:
        yield make(screen, titles=titles)


def _on_stdout(name: str, stream: TextIO) -> Writer[ArticleRecord]:
    if FORMATS[name].target == "text":
        return FORMATS[name].make(stream)
    if stream.isatty() or not hasattr(sys.stdout, "buffer"):
        raise ConfigError(f"{name} can't be written to a terminal. Give a file with --output.")
    return FORMATS[name].make(sys.stdout.buffer)


class _Tallied(Writer[ArticleRecord]):
    """Passes the tally of each record to another writer."""

    def __init__(self, make: Callable[[TextIO], Writer[Any]], stream: TextIO) -> None:
        self._writer = make(stream)

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(tally(record))

    def close(self, *, several: bool = False) -> None:
        self._writer.close(several=several)
