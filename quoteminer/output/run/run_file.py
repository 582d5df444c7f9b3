"""The file of a run: a SQLite database with its settings and the outcome of each processed article.
Its rollback journal (no write-ahead log) works in a network folder. The process that writes it
holds SQLite's lock all the time.
"""

from __future__ import annotations

import errno
import hashlib
import json
import sqlite3
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import InputError, OutputError, QuoteMinerError, RunError
from quoteminer.output.formats import FORMATS
from quoteminer.output.run.outcomes import Failed, Item, Outcome
from quoteminer.output.run.run_paths import RUN
from quoteminer.output.whole_files import explained, explaining
from quoteminer.records.jsontext import dump, plain

COMMIT_ITEMS: Final = 100  # between two commits, at most
# between two commits, at most; ``kill -9`` loses the outcomes added since the last one
COMMIT_SECONDS: Final = 10.0
NOT_FINISHED: Final = (
    "the run is not finished. Run the same quoteminer corpus command once more: it resumes."
)
_FREE: Final = 1 << 40  # positions from here on are free
_COMPRESSION: Final = 3  # a quarter of the size at little cost
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
_TOTALS: Final = """
SELECT count(*), count(record), count(failure), coalesce(sum(quotes), 0), coalesce(sum(words), 0)
FROM articles
"""


@dataclass(frozen=True, slots=True)
class RunTotals:
    """Counts of a run or a part of it. ``items`` are ``records`` plus ``failed``; ``words`` are
    words of articles."""

    items: int = 0
    records: int = 0
    failed: int = 0
    quotes: int = 0
    words: int = 0

    def __add__(self, other: RunTotals) -> RunTotals:
        return RunTotals(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(RunTotals))
        )


@dataclass(frozen=True, slots=True)
class _Source:
    """The file or folder of articles that failed."""

    name: str | None

    def has(self, item: Item) -> bool:
        inside = (
            self.name is not None
            and item.source is not None
            and Path(self.name) in Path(item.source).parents
        )
        return item.source == self.name or inside


@dataclass(slots=True)
class _Retried:
    """Articles of a file that failed and are tried again: their first ``position``, and how many
    they were. ``items``: how many are in their place now, maybe other ones; ``complete``: no more
    will come."""

    position: int
    failed: int
    items: int = 0
    complete: bool = False
    outcomes: RunTotals = RunTotals()


class RunFile:
    """The run in a file, which is made if it doesn't exist. Use it in a ``with`` block, which saves
    all added outcomes at its end. ``settings``: JSON-ready values that records depend on.

    Attributes:
        totals: counts of the articles processed by this process or an earlier one.
        finished: the values given to `finish`; None if the run is not finished, or the input has
            grown since.

    Raises:
        RunError: the run has other settings, is damaged, or is used by another process.
        OutputError: the file can't be written.
    """

    def __init__(self, path: Path, settings: Mapping[str, Any]) -> None:
        self._path = path
        self._unsaved, self._saved = 0, time.monotonic()
        # of each item that `pending` has yielded, until it is added
        self._retried: deque[_Retried | None] = deque()
        self._moved = 0  # by how much articles behind those that were retried have moved
        with explaining(path):
            if not path.exists():
                path.touch()  # an error of SQLite would not say why it can't be written
        with _explaining_sqlite(path):
            self._database = sqlite3.connect(path, timeout=0)
            try:
                self._lock(settings)
                kept, finished = self._database.execute(
                    "SELECT settings, finished FROM run"
                ).fetchone()
                _check_settings(json.loads(kept), settings, _shown(path))
                self.finished: Mapping[str, Any] | None = finished and json.loads(finished)
                # of a retry that was killed
                self._database.execute("DELETE FROM articles WHERE position < 0")
                self._database.commit()
                self.totals = RunTotals(*self._database.execute(_TOTALS).fetchone())
            except BaseException:
                self._database.close()
                raise

    def __enter__(self) -> RunFile:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        try:
            # the first error is the one that explains
            with suppress(QuoteMinerError) if error else nullcontext():
                self.save()
        finally:
            self._database.close()

    def pending(
        self,
        items: Iterable[Item],
        *,
        retry: bool = False,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[Item]:
        """Yield the items that are not processed yet. First compare the others with the items of
        the run, and raise RunError if they differ; yield nothing more if ``should_stop`` returns
        True meanwhile. With ``retry``, also yield those that failed, or what is in their place: a
        mended file may have more articles than errors before.
        """
        stream = iter(items)
        if retry:
            yield from self._pending_again(stream, should_stop)
            return
        for position, fingerprint in self._rows(
            "SELECT position, fingerprint FROM articles ORDER BY position"
        ):
            if should_stop():
                return
            item = next(stream, None)
            if item is None or _fingerprint(item) != fingerprint:
                raise self._other_input(position, item)
        yield from stream

    def _pending_again(
        self, stream: Iterator[Item], should_stop: Callable[[], bool]
    ) -> Iterator[Item]:
        rows = self._rows("SELECT fingerprint, failure FROM articles ORDER BY position")
        known = [
            (fingerprint, failure and _Source(json.loads(failure)["source"]))
            for fingerprint, failure in rows
        ]
        item, position = next(stream, None), 0
        while position < len(known):
            if should_stop():
                return
            fingerprint, source = known[position]
            if source is None:
                if item is None or _fingerprint(item) != fingerprint:
                    raise self._other_input(position, item)
                item, position = next(stream, None), position + 1
                continue
            end = next(
                (n for n in range(position, len(known)) if known[n][1] != source), len(known)
            )
            following = known[end][0] if end < len(known) else None
            retried = _Retried(position, end - position)
            while item is not None and source.has(item) and _fingerprint(item) != following:
                retried.items += 1
                self._retried.append(retried)
                yield item
                item = next(stream, None)
            if not retried.items:
                raise self._other_input(position, item)
            retried.complete, position = True, end
            self._replace(retried)
        while item is not None:
            self._retried.append(None)
            yield item
            item = next(stream, None)

    def _other_input(self, position: int, item: Item | None) -> RunError:
        query = "SELECT failure FROM articles WHERE position = ?"
        row = self._database.execute(query, [position + self._moved]).fetchone()
        again = (
            " It failed before: give --retry if it was mended." if item and row and row[0] else ""
        )
        return RunError(
            f"{_shown(self._path)}: this run was started with other input: article {position + 1:,}"
            f" {'differs' if item else 'is missing'}. Give the same files under the same names,"
            f" then new ones, or another --out.{again}"
        )

    def add(self, item: Item, outcome: Outcome) -> None:
        """Add the outcome of the next item. Raises OutputError; then outcomes since the last commit
        may be lost."""
        if self.finished is not None:
            self._set_finished(None)
        retried = self._retried.popleft() if self._retried else None
        index = (
            retried.position + self._moved + retried.outcomes.items
            if retried
            else self.totals.items
        )
        failure = record = None
        if isinstance(outcome, Failed):
            counts = RunTotals(items=1, failed=1)
            failure = dump(outcome.to_row(index))
        else:
            counts = RunTotals(items=1, records=1, quotes=outcome.quotes, words=outcome.words)
            record = zlib.compress(outcome.line.encode(), _COMPRESSION)
        position = -1 - retried.outcomes.items if retried else index
        row = (position, _fingerprint(item), counts.quotes, counts.words, failure, record)
        with _explaining_sqlite(self._path):
            self._database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", row)
        if retried:
            retried.outcomes += counts
            self._replace(retried)
        else:
            self.totals += counts
        self._unsaved += 1
        self.save_if_due()

    def _replace(self, retried: _Retried) -> None:
        """Put all outcomes of a retried file in the place of its failures, once they are there;
        move what follows."""
        if not retried.complete or retried.outcomes.items < retried.items:
            return
        first, more = retried.position + self._moved, retried.items - retried.failed
        with _explaining_sqlite(self._path):
            change = self._database.execute
            change(
                "DELETE FROM articles WHERE position BETWEEN ? AND ?",
                [first, first + retried.failed - 1],
            )
            if more:  # through free positions, since each is unique
                change(
                    "UPDATE articles SET position = position + ? WHERE position > ?", [_FREE, first]
                )
                change(
                    "UPDATE articles SET position = position + ? WHERE position >= ?",
                    [more - _FREE, _FREE],
                )
            change("UPDATE articles SET position = ? - position WHERE position < 0", [first - 1])
        self._moved += more
        self.totals += retried.outcomes + RunTotals(items=-retried.failed, failed=-retried.failed)

    def save(self) -> None:
        """Commit the added outcomes. Raises OutputError."""
        with _explaining_sqlite(self._path):
            self._database.commit()
        self._unsaved, self._saved = 0, time.monotonic()

    def save_if_due(self) -> None:
        """Commit if COMMIT_ITEMS outcomes were added, or COMMIT_SECONDS have passed. Raises
        OutputError."""
        is_late = time.monotonic() - self._saved >= COMMIT_SECONDS
        if self._unsaved and (self._unsaved >= COMMIT_ITEMS or is_late):
            self.save()

    def finish(self, values: Mapping[str, Any]) -> None:
        """Mark the run as finished, with JSON-ready values about its result. Raises OutputError."""
        self._set_finished(values)
        self.save()

    def records(self) -> Iterator[tuple[int, str]]:
        """Yield the records as lines of JSON, each with its article's position in the input."""
        with _explaining_sqlite(self._path):
            yield from _records(self._database)

    def failures(self) -> Iterator[Mapping[str, Any]]:
        """Yield a row of ``errors.jsonl`` for each article that failed, in order."""
        query = (
            "SELECT position, failure FROM articles WHERE failure IS NOT NULL AND position >= 0"
            " ORDER BY position"
        )
        return (
            {**json.loads(failure), "index": position} for position, failure in self._rows(query)
        )

    def _lock(self, settings: Mapping[str, Any]) -> None:
        """Lock the file until it is closed, and create the tables in a new one."""
        database = self._database
        for option in ("locking_mode = EXCLUSIVE", "synchronous = FULL", "page_size = 16384"):
            database.execute(f"PRAGMA {option}")
        database.execute("BEGIN EXCLUSIVE")
        is_new = not _has_tables(database)
        database.commit()
        if is_new:
            database.executescript(_SCHEMA)
            database.execute("INSERT INTO run VALUES (?, NULL)", [dump(settings)])
            database.commit()

    def _set_finished(self, values: Mapping[str, Any] | None) -> None:
        with _explaining_sqlite(self._path):
            self._database.execute(
                "UPDATE run SET finished = ?", [None if values is None else dump(values)]
            )
        self.finished = values

    def _rows(self, query: str) -> Iterator[Any]:
        with _explaining_sqlite(self._path):
            yield from self._database.execute(query)


def finished_records(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what `RunFile.records` does. Raises InputError if the run is not finished, RunError if
    it can't be read."""
    with _explaining_sqlite(path), closing(sqlite3.connect(path, timeout=0)) as database:
        if not _has_tables(database) or database.execute("SELECT finished FROM run").fetchone() == (
            None,
        ):
            raise InputError(f"{_shown(path)}: {NOT_FINISHED}")
        yield from _records(database)


def record_at(path: Path, position: int) -> str:
    """Return the record of the article at a position of the input, as a line of JSON. Raises
    RunError if it isn't there any more, another process writes the run, or it is damaged."""
    query = "SELECT record FROM articles WHERE position = ? AND record IS NOT NULL"
    gone = RunError(
        f"{_shown(path)}: article {position + 1:,} is no longer there. Open the run again."
    )
    if not path.exists():  # SQLite would make it
        raise gone
    with _explaining_sqlite(path), closing(sqlite3.connect(path, timeout=0)) as database:
        row = database.execute(query, [position]).fetchone() if _has_tables(database) else None
        if row is None:
            raise gone
        return zlib.decompress(row[0]).decode()


def _records(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
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


def _fingerprint(item: Item) -> bytes:
    if isinstance(item, Failed):
        content = ["failed", item.source, item.id, item.reason]
    else:
        content = [item.id, item.source, plain(item.meta), item.text]
    return hashlib.blake2b(dump(content).encode(), digest_size=16).digest()


def _check_settings(old: Mapping[str, Any], new: Mapping[str, Any], shown: Path) -> None:
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if differing:
        changes = "; ".join(
            f"{name} was {dump(old.get(name))}, is {dump(new.get(name))}" for name in differing
        )
        needing = " and ".join(name for name, format in FORMATS.items() if format.needs_text)
        hint = f" ({needing} imply --with-text)" if "with_text" in differing else ""
        raise RunError(
            f"{shown}: this run was started with other settings ({changes}). Give the same to"
            f" resume it{hint}, or another --out, or delete it."
        )


@contextmanager
def _explaining_sqlite(path: Path) -> Iterator[None]:
    """Convert errors of SQLite: to OutputError if a file can't be written, else to RunError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise RunError(
                f"{_shown(path)}: another process uses this run. Wait until it is done."
            ) from None
        if "full" in str(error):
            raise explained(OSError(errno.ENOSPC, str(error)), str(path)) from error
        raise OutputError(
            f"{path}: can't be written: {error}. Check the disk, quota and permissions."
        ) from error
    except (sqlite3.DatabaseError, zlib.error) as error:
        raise RunError(
            f"{_shown(path)}: can't be read as a run ({error}). Run again with another --out, or"
            " delete it."
        ) from None


def _shown(path: Path) -> Path:
    """Return the path that users know as the run: its folder, or the file if it has no folder."""
    return path.parent if path.name == RUN else path
