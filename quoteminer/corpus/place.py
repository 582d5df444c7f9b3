"""Where a run keeps what it does, and where its result goes."""

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
    """Where a run lies. ``folder`` keeps what is done; ``result`` and ``errors`` are written at the end. ``passing``:
    the folder goes then, since a single file was asked for."""

    format: str
    folder: Path
    result: Path
    errors: Path
    passing: bool

    @classmethod
    def of(cls, out: Path, format: str | None) -> Place:
        """The place for an output. It is a file where it ends as the files of a format do, or is one; else a folder,
        which gets ``quotes.SUFFIX``, ``errors.jsonl`` and the run itself, and for a format of many files always. No
        format is that of the suffix, else jsonl.

        Raises OutputError where it is a file and nothing tells that it is one of a format, or where its suffix is that
        of a format that was removed.
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
        """The folder, there and not in use by another process.

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
        """Take the folder away, where it was only passing: at once, so that no half of it can stay under its name."""
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
        """Before the result is written: move a folder of results away, to a name with a number. It may be annotated."""
        if self.result.is_dir() and any(self.result.iterdir()):
            names = (self.result.with_name(f"{self.result.name}.{number}") for number in count(1))
            try:
                self.result.rename(next(name for name in names if not os.path.lexists(name)))
            except OSError as error:
                raise explained(error, str(self.result)) from error

    def _sweep(self) -> None:
        """Take away what processes that were killed have left half written."""
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
    """Whether something of this name is there before a run has its manifest."""
    return name in (_LOCK, RECORDS, FAILED) or (name.startswith(f".{NAME}.") and name.endswith(PART))
