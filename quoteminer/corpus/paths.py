"""The paths of a run: its folder, its result, its errors; and the lock that keeps other processes out."""

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

from quoteminer.corpus.journal import FAILED, MANIFEST, RECORDS
from quoteminer.errors import OutputError, RunError
from quoteminer.output.files import PART, explaining, leftovers
from quoteminer.output.removed import removal_of_file
from quoteminer.writers import FORMATS

ERRORS: Final = "errors.jsonl"
_LOCK: Final = ".lock"


@dataclass(frozen=True, slots=True)
class RunPaths:
    """The paths of a run.

    Args:
        format: a key of `writers.FORMATS`.
        folder: the folder of finished parts.
        result: the file or folder written at the end.
        errors: a file with a row for each article that failed, if any did.
        temporary: True if the folder is deleted at the end, because a single file was asked for.
    """

    format: str
    folder: Path
    result: Path
    errors: Path
    temporary: bool

    @classmethod
    def of(cls, out: Path, format: str | None) -> RunPaths:
        """Return the paths for an output: a file if it exists or has the suffix of a format, else a folder, which gets
        ``quotes.SUFFIX``, ``errors.jsonl`` and the run itself. Formats of many files always get a folder.

        Args:
            out: the output.
            format: a key of `writers.FORMATS`; None takes the format of the suffix, else jsonl.

        Raises:
            OutputError: ``out`` is a file of an unknown format, or has the suffix of a format that was removed.
        """
        suffix = out.suffix.lower()
        by_suffix = next((name for name, one in FORMATS.items() if suffix and suffix in one.suffixes), None)
        name = format or by_suffix or "jsonl"
        many = FORMATS[name].target == "folder"
        if not (format or by_suffix or out.is_dir()) and (removed := removal_of_file(out)):
            raise OutputError(f"{out}: {removed} Give a name of another suffix.")
        if out.is_file() and not (format or by_suffix):
            raise OutputError(f"{out}: is a file of no format known here. Give --format to replace it, or a new name.")
        if not many and (out.is_file() or (by_suffix and not out.is_dir())):
            return cls(name, Path(f"{out}.run"), out, Path(f"{out}.{ERRORS}"), True)
        result = out / (name if many else f"quotes{FORMATS[name].suffixes[0]}")
        return cls(name, out, result, out / ERRORS, False)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Create the folder, delete half-written files in it, and keep other processes out.

        Raises:
            RunError: another process uses the folder.
            OutputError: it can't be created, or contains files of something else.
        """
        lock = FileLock(self.folder / _LOCK)
        with explaining(self.folder):
            self.folder.mkdir(exist_ok=True)
            self._refuse_foreign_files()
            try:
                lock.acquire(blocking=False)
            except Timeout:
                reason = "another process writes this run. Wait, or give another --out."
                raise RunError(f"{self.folder}: {reason}") from None
        try:
            self._delete_leftovers()
            yield
        finally:
            lock.release()

    def delete_temporary(self) -> None:
        """Delete a temporary folder. It is renamed first, so that no half of it is left under its name."""
        if self.temporary and self.folder.exists():
            trash = self.folder.with_name(f".{self.folder.name}.done")
            shutil.rmtree(trash, ignore_errors=True)
            with explaining(self.folder):
                os.replace(self.folder, trash)
            shutil.rmtree(trash, ignore_errors=True)

    def back_up_result(self) -> None:
        """Rename the folder of an earlier result, which may have been corrected by hand."""
        if self.result.is_dir() and any(self.result.iterdir()):
            names = (self.result.with_name(f"{self.result.name}.{number}") for number in count(1))
            with explaining(self.result):
                self.result.rename(next(name for name in names if not os.path.lexists(name)))

    def _refuse_foreign_files(self) -> None:
        """Raise OutputError if there is no manifest, but a file that no run creates before its manifest."""
        names = {path.name for path in self.folder.iterdir()}
        parts = {name for name in names if name.startswith(f".{MANIFEST}.") and name.endswith(PART)}
        foreign = names - parts - {_LOCK, RECORDS, FAILED}
        if foreign and MANIFEST not in names:
            raise OutputError(
                f"{self.folder}: has files in it that are no run of quoteminer ({min(foreign)}). Give a new folder."
            )

    def _delete_leftovers(self) -> None:
        found = [*leftovers(self.result), *leftovers(self.errors)]
        for folder in (self.folder, self.folder / RECORDS, self.folder / FAILED):
            found += folder.glob(f".*{PART}")
        for path in found:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
