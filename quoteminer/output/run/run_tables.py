"""The tables of a run in a SQLite file, and their records. A rollback journal (no write-ahead log)
works in a network folder."""

from __future__ import annotations

import errno
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from quoteminer.errors import InputError, OutputError, RunError
from quoteminer.output.run.run_paths import RUN
from quoteminer.output.whole_files import explained

NOT_FINISHED: Final = (
    "the run is not finished. Run the same quoteminer corpus command once more: it resumes."
)
# in the file's header: a run of quoteminer, with these tables
_LAYOUT: Final = int.from_bytes(b"QMr2", "big")
_SCHEMA: Final = f"""
BEGIN EXCLUSIVE;
PRAGMA application_id = {_LAYOUT};
CREATE TABLE run (
    settings TEXT NOT NULL,        -- JSON: all that records depend on but the input
    finished TEXT                  -- JSON: format and counts of the result; NULL until it exists
);
CREATE TABLE articles (
    position INTEGER PRIMARY KEY,  -- from 0; negative: in place of a failed one, not yet complete
    fingerprint BLOB NOT NULL,     -- a hash of all in the article that its record can depend on
    quotes INTEGER NOT NULL,
    words INTEGER NOT NULL,
    failure TEXT,                  -- JSON: a row of errors.jsonl; NULL if there is a record
    record BLOB                    -- JSON, compressed by zlib
);
"""


def lock(database: sqlite3.Connection) -> bool:
    """Lock the file until it is closed. Return True if its tables are new."""
    for option in ("locking_mode = EXCLUSIVE", "synchronous = FULL", "page_size = 16384"):
        database.execute(f"PRAGMA {option}")
    database.execute("BEGIN EXCLUSIVE")
    is_new = not _has_tables(database)
    database.commit()
    if is_new:
        database.executescript(_SCHEMA)
    return is_new


def finished_records(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what `RunFile.records` does. Raises InputError if the run is not finished, RunError if
    it can't be read."""
    with explaining_sqlite(path), closing(sqlite3.connect(path, timeout=0)) as database:
        if not _has_tables(database) or database.execute("SELECT finished FROM run").fetchone() == (
            None,
        ):
            raise InputError(f"{shown(path)}: {NOT_FINISHED}")
        yield from records_of(database)


def record_at(path: Path, position: int) -> str:
    """Return the record of the article at a position of the input, as a line of JSON. Raises
    RunError if it isn't there any more, another process writes the run, or it is damaged."""
    query = "SELECT record FROM articles WHERE position = ? AND record IS NOT NULL"
    gone = RunError(
        f"{shown(path)}: article {position + 1:,} is no longer there. Open the run again."
    )
    if not path.exists():  # SQLite would make it
        raise gone
    with explaining_sqlite(path), closing(sqlite3.connect(path, timeout=0)) as database:
        row = database.execute(query, [position]).fetchone() if _has_tables(database) else None
        if row is None:
            raise gone
        return zlib.decompress(row[0]).decode()


def records_of(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    query = "SELECT position, record FROM articles WHERE record IS NOT NULL ORDER BY position"
    for position, packed in database.execute(query):
        yield position, zlib.decompress(packed).decode()


def _has_tables(database: sqlite3.Connection) -> bool:
    """Return False for a new file. Raises sqlite3.DatabaseError if the tables are not the tables of
    a run."""
    [changes] = database.execute("PRAGMA schema_version").fetchone()
    if changes and database.execute("PRAGMA application_id").fetchone() != (_LAYOUT,):
        raise sqlite3.DatabaseError("its tables are not those of a run")
    return bool(changes)


@contextmanager
def explaining_sqlite(path: Path) -> Iterator[None]:
    """Convert errors of SQLite: to OutputError if a file can't be written, else to RunError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise RunError(
                f"{shown(path)}: another process uses this run. Wait until it is done."
            ) from None
        if "full" in str(error):
            raise explained(OSError(errno.ENOSPC, str(error)), str(path)) from error
        raise OutputError(
            f"{path}: can't be written: {error}. Check the disk, quota and permissions."
        ) from error
    except (sqlite3.DatabaseError, zlib.error) as error:
        raise RunError(
            f"{shown(path)}: can't be read as a run ({error}). Run again with another --out, or"
            " delete it."
        ) from None


def shown(path: Path) -> Path:
    """Return the path that users know as the run: its folder, or the file if it has no folder."""
    return path.parent if path.name == RUN else path
