"""The folder of a run and the path of its result."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from quoteminer.corpus.manifest import FAILED, NAME, RECORDS
from quoteminer.errors import OutputError, RunError
from quoteminer.output.files import PART, explained, leftovers
from quoteminer.output.removed import removal_of_file
from quoteminer.writers import FORMATS

ERRORS: Final = "errors.jsonl"
DEFAULT_FORMAT: Final = "jsonl"
_LOCK: Final = ".lock"
_BESIDE: Final = ".run"  # added to a file's name: the folder of its run, until it is finished


@dataclass(frozen=True, slots=True)
class Place:
    """The paths of a run. ``folder`` holds finished parts; ``result`` and ``errors`` are written at the end. If
    ``passing``, the folder is then deleted, because a single file was asked for."""

    format: str
    folder: Path
    result: Path
    errors: Path
    passing: bool

    @classmethod
    def of(cls, out: Path, format: str | None) -> Place:
        """Return the paths for an output: a file if it exists or has the suffix of a format, else a folder, which gets
        ``quotes.SUFFIX``, ``errors.jsonl`` and the run itself. Formats of many files always get a folder.

        Args:
            out: the output.
            format: a key of `writers.FORMATS`; None takes the format of the suffix, else jsonl.

        Raises:
            OutputError: ``out`` is a file of an unknown format, or has the suffix of a format that was removed.
        """
        suffix = out.suffix.lower()
        told = next((name for name, one in FORMATS.items() if suffix and suffix in one.suffixes), None)
        name = format or told or DEFAULT_FORMAT
        many = FORMATS[name].target == "folder"
        if not (format or told or out.is_dir()) and (removed := removal_of_file(out)):
            raise OutputError(f"{out}: {removed} Give a name of another suffix.")
        if out.is_file() and not (format or told):
            raise OutputError(f"{out}: is a file of no format known here. Give --format to replace it, or a new name.")
        if not many and (out.is_file() or (told and not out.is_dir())):
            return cls(name, out.with_name(out.name + _BESIDE), out, out.with_name(f"{out.name}.{ERRORS}"), True)
        result = out / (f"quotes{FORMATS[name].suffixes[0]}" if not many else name)
        return cls(name, out, result, out / ERRORS, False)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Create the folder and keep other processes out of it.

        Raises:
            RunError: another process uses it, or it has files in it that are no run.
            OutputError: it can't be made.
        """
        self._make()
        lock = FileLock(self.folder / _LOCK)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise RunError(f"{self.folder}: another process writes this run. Wait, or give another --out.") from None
        except OSError as error:
            raise explained(error, str(self.folder)) from error
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def clear(self) -> None:
        """Delete a passing folder. It is renamed first, so that no half of it can stay under its name."""
        if not self.passing or not self.folder.exists():
            return
        trash = self.folder.with_name(f".{self.folder.name}.done")
        try:
            shutil.rmtree(trash, ignore_errors=True)
            os.replace(self.folder, trash)
        except OSError as error:
            raise explained(error, str(self.folder)) from error
        shutil.rmtree(trash, ignore_errors=True)

    def make_room(self) -> None:
        """Rename an earlier folder of results, which may have been corrected by hand, before a new one is written."""
        if self.result.is_dir() and any(self.result.iterdir()):
            names = (self.result.with_name(f"{self.result.name}.{number}") for number in count(1))
            try:
                self.result.rename(next(name for name in names if not os.path.lexists(name)))
            except OSError as error:
                raise explained(error, str(self.result)) from error

    def _sweep(self) -> None:
        """Delete half-written files of processes that were killed."""
        halves = [*leftovers(self.result), *leftovers(self.errors)]
        for folder in (self.folder, self.folder / RECORDS, self.folder / FAILED):
            halves += folder.glob(f".*{PART}")
        for half in halves:
            if half.is_dir():
                shutil.rmtree(half, ignore_errors=True)
            else:
                half.unlink(missing_ok=True)

    def _make(self) -> None:
        try:
            self.folder.mkdir(exist_ok=True)
            strange = [path.name for path in self.folder.iterdir() if not _is_own(path.name)]
        except OSError as error:
            raise explained(error, str(self.folder)) from error
        if strange and not (self.folder / NAME).exists():
            raise OutputError(
                f"{self.folder}: has files in it that are no run of quoteminer ({min(strange)}). Give a new folder."
            )


def _is_own(name: str) -> bool:
    """Return whether a run creates a file of this name before its manifest."""
    return name in (_LOCK, RECORDS, FAILED) or (name.startswith(f".{NAME}.") and name.endswith(PART))
