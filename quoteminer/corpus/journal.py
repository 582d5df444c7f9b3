"""The journal of a run: what it was asked for and what is done, on disk, so that it resumes after any end.

Files in the folder of a run:

- ``manifest.jsonl``: the settings, a line for each finished part, and ``finished`` once the result is written;
- ``records/000000.jsonl.gz`` …: the records of each part, one a line, written before its line in the manifest;
- ``failed/000000.jsonl.gz`` …: rows of ``errors.jsonl``, for parts in which articles failed;
- ``open.jsonl.gz``: the unfinished part of a run that was stopped.

Where a part ends depends on the input alone, so interrupted and uninterrupted runs leave the same files.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from quoteminer.corpus.worker import Failed, Item, Outcome
from quoteminer.errors import RunError
from quoteminer.output.files import explained, whole_bytes, whole_file
from quoteminer.output.jsontext import dump, plain
from quoteminer.writers import FORMATS

MANIFEST: Final = "manifest.jsonl"
RECORDS: Final = "records"
FAILED: Final = "failed"
VERSION: Final = 1
"""Version of the folder's layout."""
PART_ITEMS: Final = 100
PART_CHARACTERS: Final = 4_000_000
"""A part ends after so many articles or characters, so that it fits into memory."""
_OPEN: Final = "open.jsonl.gz"
_COMPRESSION: Final = 3  # a tenth of the size at little cost


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a run or a part of it. ``items`` are ``records`` plus ``failed``; ``words`` are those of articles."""

    items: int = 0
    records: int = 0
    failed: int = 0
    quotes: int = 0
    words: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Totals)))


@dataclass(frozen=True, slots=True)
class Part(Totals):
    """A line of the manifest. ``size``: bytes of the file of records; ``input``: SHA-256 of the input up to the part's
    last item."""

    number: int = 0
    size: int = 0
    input: str = ""


class Journal:
    """The journal in an existing folder, which one process at a time may use.

    Args:
        folder: the folder of the run.
        settings: what records depend on besides the input, as JSON-ready values.

    Attributes:
        finished: the values given to `finish`; None if the run is not finished, or the input has grown since.

    Raises:
        RunError: the folder has a run with other settings, or a damaged one.
        OutputError: the folder can't be written.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self.finished: Mapping[str, Any] | None = None
        self._settings = settings
        self._parts: list[Part] = []
        self._done = Totals()
        self._hash = hashlib.sha256()  # of all that records can depend on in the items so far
        self._part, self._characters = Part(), 0  # the open part
        self._records: list[str] = []  # its lines of JSON
        self._failed: list[str] = []
        self._load_manifest()
        self._check_parts()
        self._begin_part()
        self._load_open_part()
        self._close_full_part()  # if there was no space left to close it

    @property
    def totals(self) -> Totals:
        """Counts of what is done so far."""
        return self._done + self._part

    def pending(self, items: Iterable[Item], *, should_stop: Callable[[], bool] = lambda: False) -> Iterator[Item]:
        """Yield the items that are not done, after checking that the first ones are those done before. Yield nothing if
        ``should_stop`` returns True before the check is over.

        Raises:
            RunError: the first items are others.
        """
        stream, count, fingerprint = iter(items), 0, ""
        for part in (*self._parts, self._part):
            for item in islice(stream, part.items):
                if should_stop():
                    return
                fingerprint = self._fingerprint(item)
                count += 1
            if part.items and fingerprint != part.input:
                raise RunError(
                    f"{self.folder}: has a run of another input: its first {count:,} articles are not all those that "
                    "were read. Give the same input to go on, by the same names, or another --out."
                )
        yield from stream

    def add(self, item: Item, outcome: Outcome) -> None:
        """Add the outcome of the next item. Raises OutputError."""
        fingerprint = self._fingerprint(item)
        if isinstance(outcome, Failed):
            self._failed.append(dump(outcome.to_row(self.totals.items)))
            counts = Totals(items=1, failed=1)
        else:
            self._records.append(outcome.line)
            counts = Totals(items=1, records=1, quotes=outcome.quotes, words=outcome.words)
        characters = self._characters + (0 if isinstance(item, Failed) else len(item.text))
        part = replace(self._part, input=fingerprint, **asdict(counts + self._part))
        self._part, self._characters = part, characters  # last: an interruption before leaves the part as it was
        self._close_full_part()

    def _fingerprint(self, item: Item) -> str:
        """Add an item to the hash, and return the hash in hex."""
        if isinstance(item, Failed):
            content = ["failed", item.source, item.id, item.reason]
        else:
            content = [item.id, item.source, plain(item.meta), item.text]
        self._hash.update(dump(content).encode() + b"\n")
        return self._hash.hexdigest()

    def save_open_part(self) -> None:
        """Save the unfinished part of a run that stops. Raises OutputError."""
        part = self._part
        if part.items:
            head = dump({**asdict(part), "characters": self._characters})
            lines = (head, *self._records[: part.records], *self._failed[: part.failed])
            _write_lines(self.folder / _OPEN, lines)

    def close(self) -> None:
        """Close the last part at the end of the input. Raises OutputError."""
        if self._part.items:
            self._close_part()
        (self.folder / _OPEN).unlink(missing_ok=True)

    def finish(self, values: Mapping[str, Any]) -> None:
        """Note that the run is finished, with JSON-ready values about its result. Raises OutputError."""
        self.finished = values
        self._write_manifest()

    def records(self) -> Iterator[tuple[int, str]]:
        """Yield the records of closed parts as lines of JSON, each with its item's position in the input."""
        begin = 0
        for part in self._parts:
            failed = {row["index"] for row in self._failures_of(part)}
            indexes = (index for index in range(begin, begin + part.items) if index not in failed)
            yield from zip(indexes, _read_lines(self._file(RECORDS, part)), strict=True)
            begin += part.items

    def failures(self) -> Iterator[Mapping[str, Any]]:
        """Yield a row for each failed item, in order."""
        for part in self._parts:
            yield from self._failures_of(part)
        yield from map(json.loads, self._failed[: self._part.failed])

    def _failures_of(self, part: Part) -> Iterator[Mapping[str, Any]]:
        if part.failed:
            yield from map(json.loads, _read_lines(self._file(FAILED, part)))

    def _file(self, kind: str, part: Part) -> Path:
        return self.folder / kind / f"{part.number:06d}.jsonl.gz"

    def _begin_part(self) -> None:
        self._part, self._characters = Part(number=len(self._parts)), 0
        self._records, self._failed = [], []

    def _close_full_part(self) -> None:
        if self._part.items >= PART_ITEMS or self._characters >= PART_CHARACTERS:
            self._close_part()

    def _close_part(self) -> None:
        part, path = self._part, self._file(RECORDS, self._part)
        _write_lines(path, self._records)
        if part.failed:
            _write_lines(self._file(FAILED, part), self._failed)
        part = replace(part, size=path.stat().st_size)
        self.finished = None
        self._append_to_manifest(part)
        self._parts.append(part)
        self._done += part
        (self.folder / _OPEN).unlink(missing_ok=True)
        self._begin_part()

    def _load_open_part(self) -> None:
        """Continue the part that `save_open_part` saved, unless it was closed since."""
        path = self.folder / _OPEN
        if not path.exists():
            return
        try:
            head, *lines = _read_lines(path)
            values = json.loads(head)
            characters = values.pop("characters")
            part = Part(**values)
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"{path}: is damaged ({error!r}). Delete it; its articles are read again.") from None
        if part.number == len(self._parts):
            self._part, self._characters = part, characters
            self._records, self._failed = lines[: part.records], lines[part.records :]

    def _check_parts(self) -> None:
        for part in self._parts:
            records, failed = self._file(RECORDS, part), self._file(FAILED, part)
            whole = records.is_file() and records.stat().st_size == part.size
            for path, good in ((records, whole), (failed, not part.failed or failed.is_file())):
                if not good:
                    raise RunError(f"{path}: is not as it was written. Delete {self.folder}, or give another --out.")
            self._done += part

    def _load_manifest(self) -> None:
        path = self.folder / MANIFEST
        try:
            lines = path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            lines = []
        except OSError as error:
            raise RunError(f"{path}: can't be read ({error}).") from None
        whole = [line for line in lines if line.endswith(b"\n")]  # the last one may have been cut off
        try:
            self._parse_manifest([json.loads(line) for line in whole])
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(
                f"{path}: is no manifest of a run ({error!r}). Give another folder, or delete that one."
            ) from None
        if not whole:
            self._make_folders()
        if not whole or len(whole) < len(lines):
            self._write_manifest()

    def _parse_manifest(self, lines: list[dict[str, Any]]) -> None:
        for number, line in enumerate(lines):
            if not number:
                if line["quoteminer_run"] != VERSION:
                    raise ValueError(f"its version is {line['quoteminer_run']}, {VERSION} is needed")
                _check_settings(line["settings"], self._settings, self.folder)
            elif line.pop("finished", False):
                self.finished = line
            else:
                self._parts.append(Part(**line))
                self.finished = None

    def _make_folders(self) -> None:
        try:
            for name in (RECORDS, FAILED):
                (self.folder / name).mkdir(exist_ok=True)
        except OSError as error:
            raise explained(error, str(self.folder)) from error

    def _write_manifest(self) -> None:
        lines: list[Mapping[str, Any]] = [{"quoteminer_run": VERSION, "settings": self._settings}]
        lines += map(asdict, self._parts)
        lines += [{"finished": True, **self.finished}] if self.finished is not None else []
        with whole_file(self.folder / MANIFEST) as stream:
            stream.writelines(dump(line) + "\n" for line in lines)

    def _append_to_manifest(self, part: Part) -> None:
        path = self.folder / MANIFEST
        try:
            with path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(dump(asdict(part)) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise explained(error, str(path)) from error


def _check_settings(old: Mapping[str, Any], new: Mapping[str, Any], folder: Path) -> None:
    """Raise RunError, naming the differences, if a run was begun with other settings."""
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if differing:
        changes = "; ".join(f"{name} was {dump(old.get(name))}, is {dump(new.get(name))}" for name in differing)
        needing = ", ".join(name for name, format in FORMATS.items() if format.needs_text)
        hint = f" (--with-text goes with {needing})" if "with_text" in differing else ""
        raise RunError(
            f"{folder}: has a run with other settings ({changes}). Give the same to go on{hint}, or another --out, or "
            "delete it."
        )


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a gzip file of lines, whole or not at all, without a date, so that it is the same each time."""
    with (
        whole_bytes(path) as stream,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_COMPRESSION, fileobj=stream, mtime=0) as packed,
    ):
        for line in lines:
            packed.write(line.encode() + b"\n")


def _read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a gzip file without their ends. Raises RunError if it is damaged."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.removesuffix("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise RunError(f"{path}: can't be read ({error}). Delete the run, or give another --out.") from None
