"""What a run has done, on disk, so that it is there after any end of it: of the process, the machine or the space.

In the folder of a run:

- ``manifest.jsonl``: the settings, and a line for each part that is done (`manifest`);
- ``records/000000.jsonl.gz`` …: the records of each part, one a line, written whole before its line in the manifest;
- ``failed/000000.jsonl.gz`` …: rows of ``errors.jsonl``, likewise, for the parts in which something failed;
- ``open.jsonl.gz``: what was done of the next part when the run was stopped (`open_part`).

Which items make a part depends on the items alone, so that an interrupted run leaves the same files as any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from quoteminer.corpus.fingerprint import Fingerprint
from quoteminer.corpus.manifest import FAILED, RECORDS, Manifest, Part
from quoteminer.corpus.open_part import OpenPart
from quoteminer.corpus.packed import read_lines, write_lines
from quoteminer.corpus.tasks import Item, Outcome
from quoteminer.errors import RunError
from quoteminer.output.files import explained
from quoteminer.output.jsontext import dump
from quoteminer.writers import FORMATS

_OPEN: Final = "open.jsonl.gz"


@dataclass(slots=True)
class Totals:
    """What a run has done so far. ``items`` are ``records`` and ``failed`` ones together."""

    items: int = 0
    records: int = 0
    failed: int = 0
    quotes: int = 0
    words: int = 0

    def add(self, part: Part) -> None:
        """Count a part."""
        self.items += part.items
        self.records += part.records
        self.failed += part.failed
        self.quotes += part.quotes
        self.words += part.words

    def add_all(self, others: Totals) -> None:
        """Count what others have counted."""
        for name in ("items", "records", "failed", "quotes", "words"):
            setattr(self, name, getattr(self, name) + getattr(others, name))


class Journal:
    """The journal in a folder, which is there. One process at a time may use it.

    Args:
        folder: of the run.
        settings: what records depend on besides the input, as JSON-ready values. Where the folder has a run, they must
            be the same.

    Raises:
        RunError: the folder has a run with other settings, or one that is damaged.
        OutputError: it can't be written.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self._fingerprint = Fingerprint()
        self._manifest = Manifest(folder)
        self._closed = Totals()
        if self._manifest.settings is None:
            self._begin(settings)
        else:
            check_settings(self._manifest.settings, settings, folder)
            self._check_parts()
        self._open = self._reopened()
        if self._open.full:  # there was no space left to close it
            self._close_part()

    @property
    def totals(self) -> Totals:
        """What is done so far."""
        totals = replace(self._closed)
        totals.add(self._open.part)
        return totals

    @property
    def finished(self) -> Mapping[str, Any] | None:
        """What was told of the run when it had finished; None where it has not."""
        return self._manifest.finished

    def behind(self, items: Iterable[Item], *, stopping: Callable[[], bool] = lambda: False) -> Iterator[Item]:
        """The items that are not done yet: those of the input behind the ones that are, which must be what they were.
        None where ``stopping`` says so before it has come to them.

        Raises:
            RunError: they are not.
        """
        stream, count = iter(items), 0
        for part in (*self._manifest.parts, self._open.part):
            for item in islice(stream, part.items):
                if stopping():
                    return
                self._fingerprint.add(item)
                count += 1
            if part.items and self._fingerprint.digest() != part.input:
                raise RunError(
                    f"{self.folder}: has a run of another input: its first {count:,} articles are not all those that "
                    "were read. Give the same input to go on, by the same names, or another --out."
                )
        yield from stream

    def add(self, item: Item, outcome: Outcome) -> None:
        """Keep what became of the next item. Raises OutputError."""
        self._fingerprint.add(item)
        self._open.add(item, outcome, index=self.totals.items, digest=self._fingerprint.digest())
        if self._open.full:
            self._close_part()

    def keep(self) -> None:
        """Write what there is of the part that is not full yet; the run stops here. Raises OutputError."""
        if self._open.part.items:
            write_lines(self.folder / _OPEN, self._open.to_text())

    def complete(self) -> None:
        """The input is at its end: the last part is closed as it is. Raises OutputError."""
        if self._open.part.items:
            self._close_part()
        (self.folder / _OPEN).unlink(missing_ok=True)

    def finish(self, told: Mapping[str, Any]) -> None:
        """Note in the manifest that the run is finished, and what is told of it. Raises OutputError."""
        self._manifest.finish(told)

    def records(self) -> Iterator[tuple[int, str]]:
        """The records of closed parts, as JSON text, in order, each with the place of its item in the input."""
        begin = 0
        for part in self._manifest.parts:
            end = begin + part.items
            failed = {row["index"] for row in self._failures_of(part)}
            places = (place for place in range(begin, end) if place not in failed)
            yield from zip(places, read_lines(self._file(RECORDS, part)), strict=True)
            begin = end

    def failures(self) -> Iterator[Mapping[str, Any]]:
        """A row for each item that failed, in order."""
        for part in self._manifest.parts:
            yield from self._failures_of(part)
        yield from map(json.loads, self._open.failed[: self._open.part.failed])

    def _failures_of(self, part: Part) -> Iterator[Mapping[str, Any]]:
        if part.failed:
            yield from map(json.loads, read_lines(self._file(FAILED, part)))

    def _begin(self, settings: Mapping[str, Any]) -> None:
        try:
            for name in (RECORDS, FAILED):
                (self.folder / name).mkdir(exist_ok=True)
        except OSError as error:
            raise explained(error, str(self.folder)) from error
        self._manifest.begin(settings)

    def _close_part(self) -> None:
        part = self._open.part
        path = self._file(RECORDS, part)
        write_lines(path, self._open.records)
        if part.failed:
            write_lines(self._file(FAILED, part), self._open.failed)
        self._manifest.finished = None
        self._manifest.add(replace(part, size=path.stat().st_size))
        self._closed.add(part)
        (self.folder / _OPEN).unlink(missing_ok=True)
        self._open = OpenPart.numbered(len(self._manifest.parts))

    def _reopened(self) -> OpenPart:
        """What was kept of the next part; nothing where it is of a part that was done since."""
        path, number = self.folder / _OPEN, len(self._manifest.parts)
        if path.exists():
            try:
                kept = OpenPart.from_text(read_lines(path))
            except (ValueError, KeyError, TypeError, StopIteration) as error:
                raise RunError(
                    f"{path}: is not as it was written ({error!r}). Delete it; its articles are read again."
                ) from None
            if kept.part.number == number:
                return kept
        return OpenPart.numbered(number)

    def _check_parts(self) -> None:
        for part in self._manifest.parts:
            records, failed = self._file(RECORDS, part), self._file(FAILED, part)
            whole = records.is_file() and records.stat().st_size == part.size
            for path, good in ((records, whole), (failed, not part.failed or failed.is_file())):
                if not good:
                    raise RunError(f"{path}: is not as it was written. Delete {self.folder}, or give another --out.")
            self._closed.add(part)

    def _file(self, kind: str, part: Part) -> Path:
        return self.folder / kind / f"{part.number:06d}.jsonl.gz"


def check_settings(old: Mapping[str, Any], new: Mapping[str, Any], folder: Path) -> None:
    """Raises RunError where a run was begun with other settings; it names them."""
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if differing:
        told = "; ".join(f"{name} was {dump(old.get(name))}, is {dump(new.get(name))}" for name in differing)
        needing = ", ".join(name for name, format in FORMATS.items() if format.needs_text)
        hint = f" (--with-text goes with {needing})" if "with_text" in differing else ""
        raise RunError(
            f"{folder}: has a run with other settings ({told}). Give the same to go on{hint}, or another --out, or "
            "delete it."
        )
