"""Store corrections by hand beside the records: a file for each article that somebody has corrected
or checked.

The folder is ``corrections`` in the folder of a run; else ``NAME.corrections`` beside a file of
records. Each file has the whole record. Its name is a hash of the article's id and text, so a later
run with the article finds it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock

from quoteminer.errors import InputError, OutdatedError, QuoteMinerError
from quoteminer.output.run.read_records import read_records
from quoteminer.output.run.run_paths import DONE, RUN
from quoteminer.output.whole_files import explaining, whole_file
from quoteminer.records import ArticleRecord

FOLDER: Final = "corrections"
_LOCK: Final = ".lock"


class Corrections:
    """The corrections beside the records at ``path``, a run or a file. Only `write` writes
    files."""

    def __init__(self, path: str | Path) -> None:
        records = Path(path)
        run = records if records.is_dir() else records.parent
        in_run = run == records or is_run(run)
        self.folder = run / FOLDER if in_run else records.with_name(f"{records.name}.{FOLDER}")

    def read(self, found: ArticleRecord) -> tuple[ArticleRecord, str]:
        """Return the last correction of a record, and its version; if there is none, return
        ``found`` and "". Raises InputError if the file can't be read."""
        path = self._path(found)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return found, ""
        except OSError as error:
            raise InputError(
                f"{path}: can't be read: {error.strerror}. Check its permissions."
            ) from None
        try:
            record = ArticleRecord.from_json(content.decode())
        except (InputError, ValueError) as error:
            raise InputError(
                f"{path}: {error} Delete the file to correct the article anew."
            ) from None
        return record, hashlib.sha256(content).hexdigest()[:16]

    def write(self, found: ArticleRecord, corrected: ArticleRecord, version: str) -> str:
        """Replace the ``version`` of a record by the corrected record, which must have its text;
        return its version. Raises OutdatedError if there is a newer version, OutputError if the
        file can't be written.
        """
        path = self._path(found)
        with explaining(self.folder):
            self.folder.mkdir(exist_ok=True)
            with FileLock(self.folder / _LOCK):
                if self.read(found)[1] != version:
                    raise OutdatedError(
                        f"{found.id}: somebody else has corrected this article. Read it again."
                    )
                with whole_file(path) as stream:
                    stream.write(corrected.to_json(with_text=True) + "\n")
        return self.read(found)[1]

    def _path(self, found: ArticleRecord) -> Path:
        key = "\0".join((found.id, found.text or "")).encode("utf-8", "surrogatepass")
        return self.folder / f"{hashlib.sha256(key).hexdigest()[:32]}.json"


def corrected_records(path: str | Path) -> Iterator[ArticleRecord]:
    """Yield the records of a run or a file like `read_records`, each with its last correction."""
    return (corrected for _, corrected in read_both(path))


def read_both(path: str | Path) -> Iterator[tuple[ArticleRecord, ArticleRecord]]:
    """Yield each record of a run or a file as extracted, and with its last correction."""
    corrections = Corrections(path)
    return ((record, corrections.read(record)[0]) for record in read_records(path))


def is_run(path: str | Path) -> bool:
    """True for the folder of a run, finished or not."""
    return any(os.path.exists(os.path.join(path, name)) for name in (RUN, DONE))


def holds_records(path: str | Path) -> bool:
    """True for a run, even if it can't be read, and for a file that begins with a record."""
    try:
        return is_run(path) or next(read_records(path), None) is not None
    except (QuoteMinerError, OSError):
        return False
