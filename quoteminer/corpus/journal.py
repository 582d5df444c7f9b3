"""The journal of a run: its settings and what is done, on disk, so that it resumes after any end.

Files in the folder of a run:

- ``manifest.jsonl``: the settings, a line for each finished part, and ``finished`` once the result is written;
- ``records/000000.jsonl.gz`` …: the records of each part, one a line, written before its line in the manifest;
- ``failed/000000.jsonl.gz`` …: rows of ``errors.jsonl``, for parts in which articles failed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from quoteminer.corpus.worker import Failed, Item, Outcome
from quoteminer.errors import RunError
from quoteminer.output.jsontext import dump, plain
from quoteminer.output.whole_files import explaining, whole_bytes, whole_file
from quoteminer.writers import FORMATS

MANIFEST: Final = "manifest.jsonl"
RECORDS: Final = "records"
FAILED: Final = "failed"
VERSION: Final = 1  # of the folder's layout
PART_ITEMS: Final = 100
PART_CHARACTERS: Final = 4_000_000  # a part ends after so many articles or characters, so that it fits into memory
_COMPRESSION: Final = 3  # a tenth of the size at little cost


@dataclass(frozen=True, slots=True)
class RunTotals:
    """Counts of a run or a part of it. ``items`` are ``records`` plus ``failed``; ``words`` are those of articles."""

    items: int = 0
    records: int = 0
    failed: int = 0
    quotes: int = 0
    words: int = 0

    def __add__(self, other: RunTotals) -> RunTotals:
        return RunTotals(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(RunTotals)))


@dataclass(frozen=True, slots=True)
class Part(RunTotals):
    """A line of the manifest. ``size``: bytes of the records' file; ``input``: SHA-256 of all input up to its end."""

    number: int = 0
    size: int = 0
    input: str = ""


class Journal:
    """The journal in an existing folder, for one process at a time. ``settings``: those that records depend on.

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
        self._kept = RunTotals()  # of the finished parts
        self._parts: list[Part] = []
        self._hash = hashlib.sha256()  # of all that records can depend on in the items so far
        self._load_manifest()
        self._begin_part()

    @property
    def totals(self) -> RunTotals:
        return self._kept + self._open

    def pending(self, items: Iterable[Item], *, should_stop: Callable[[], bool] = lambda: False) -> Iterator[Item]:
        """Yield the items that are not done, or none if ``should_stop`` returns True while the others are compared with
        those of the run. Raises RunError if these differ."""
        stream, count = iter(items), 0
        for part in self._parts:
            for item in islice(stream, part.items):
                if should_stop():
                    return
                self._hash.update(_hashed(item))
                count += 1
            if self._hash.hexdigest() != part.input:
                raise RunError(
                    f"{self.folder}: this run was started with other input: the first {count:,} articles differ. Give "
                    "the same files under the same names to resume it, or another --out."
                )
        yield from stream

    def add(self, item: Item, outcome: Outcome) -> None:
        """Add the outcome of the next item. Raises OutputError."""
        hashed = _hashed(item)
        if isinstance(outcome, Failed):
            self._failed.append(dump(outcome.to_row(self.totals.items)))
            self._open += RunTotals(items=1, failed=1)
        else:
            self._records.append(outcome.line)
            self._open += RunTotals(items=1, records=1, quotes=outcome.quotes, words=outcome.words)
        self._hash.update(hashed)
        self._characters += 0 if isinstance(item, Failed) else len(item.text)
        if self._open.items >= PART_ITEMS or self._characters >= PART_CHARACTERS:
            self.close()

    def close(self) -> None:
        """Write the unfinished part, if there is one. Raises OutputError; the part is then lost."""
        done, records, failed = self._open, self._records, self._failed
        if not done.items:
            return
        self._begin_part()
        number = len(self._parts)
        path = self._file(RECORDS, number)
        _write_lines(path, records)
        if failed:
            _write_lines(self._file(FAILED, number), failed)
        part = Part(**asdict(done), number=number, size=path.stat().st_size, input=self._hash.hexdigest())
        manifest = self.folder / MANIFEST
        with explaining(manifest), manifest.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(dump(asdict(part)) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        self._parts.append(part)
        self._kept += part
        self.finished = None

    def finish(self, values: Mapping[str, Any]) -> None:
        """Mark the run as finished, with JSON-ready values about its result. Raises OutputError."""
        self.finished = values
        self._write_manifest()

    def records(self) -> Iterator[tuple[int, str]]:
        """Yield the records of finished parts as lines of JSON, each with its item's position in the input."""
        begin = 0
        for part in self._parts:
            failed = {row["index"] for row in self._failures_of(part)}
            indexes = (index for index in range(begin, begin + part.items) if index not in failed)
            yield from zip(indexes, _read_lines(self._file(RECORDS, part.number)), strict=True)
            begin += part.items

    def failures(self) -> Iterator[Mapping[str, Any]]:
        """Yield a row for each failed item of finished parts, in order."""
        return chain.from_iterable(map(self._failures_of, self._parts))

    def _failures_of(self, part: Part) -> Iterator[Mapping[str, Any]]:
        if part.failed:
            yield from map(json.loads, _read_lines(self._file(FAILED, part.number)))

    def _file(self, kind: str, number: int) -> Path:
        return self.folder / kind / f"{number:06d}.jsonl.gz"

    def _begin_part(self) -> None:
        self._open, self._characters = RunTotals(), 0
        self._records: list[str] = []  # lines of JSON
        self._failed: list[str] = []

    def _load_manifest(self) -> None:
        path = self.folder / MANIFEST
        try:
            lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
            whole = [json.loads(line) for line in lines if line.endswith(b"\n")]  # the last may have been cut off
            for number, line in enumerate(whole):
                self._load_line(number, line)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(
                f"{path}: can't be read as the manifest of a run ({error!r}). Give another folder, or delete that one."
            ) from None
        if not whole or len(whole) < len(lines):
            self._write_manifest()

    def _load_line(self, number: int, line: dict[str, Any]) -> None:
        if number == 0:
            if line["quoteminer_run"] != VERSION:
                raise ValueError(f"its version is {line['quoteminer_run']}, {VERSION} is needed")
            _check_settings(line["settings"], self._settings, self.folder)
        elif line.pop("finished", False):
            self.finished = line
        else:
            part = Part(**line)
            path = self._file(RECORDS, part.number)
            if not path.is_file() or path.stat().st_size != part.size:
                raise RunError(f"{path}: is not as it was written. Delete {self.folder}, or give another --out.")
            self._parts.append(part)
            self._kept += part
            self.finished = None

    def _write_manifest(self) -> None:
        lines: list[Mapping[str, Any]] = [{"quoteminer_run": VERSION, "settings": self._settings}]
        lines += map(asdict, self._parts)
        lines += [{"finished": True, **self.finished}] if self.finished is not None else []
        with explaining(self.folder):
            for name in (RECORDS, FAILED):
                (self.folder / name).mkdir(exist_ok=True)
        with whole_file(self.folder / MANIFEST) as stream:
            stream.writelines(dump(line) + "\n" for line in lines)


def _hashed(item: Item) -> bytes:
    if isinstance(item, Failed):
        content = ["failed", item.source, item.id, item.reason]
    else:
        content = [item.id, item.source, plain(item.meta), item.text]
    return dump(content).encode() + b"\n"


def _check_settings(old: Mapping[str, Any], new: Mapping[str, Any], folder: Path) -> None:
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if differing:
        changes = "; ".join(f"{name} was {dump(old.get(name))}, is {dump(new.get(name))}" for name in differing)
        needing = ", ".join(name for name, format in FORMATS.items() if format.needs_text)
        hint = f" (--with-text goes with {needing})" if "with_text" in differing else ""
        raise RunError(
            f"{folder}: this run was started with other settings ({changes}). Give the same to resume it{hint}, or "
            "another --out, or delete it."
        )


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a gzip file of lines, whole or not at all, without a date, so that it is the same each time."""
    with (
        whole_bytes(path) as stream,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_COMPRESSION, fileobj=stream, mtime=0) as packed,
    ):
        packed.writelines(line.encode() + b"\n" for line in lines)


def _read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a gzip file without their ends. Raises RunError if it is damaged."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.removesuffix("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise RunError(f"{path}: can't be read ({error}). Delete the run, or give another --out.") from None
