"""The file of a run: a SQLite database with its settings and the outcome of each processed article.
The process that writes it holds SQLite's lock all the time.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import astuple, dataclass
from itertools import chain, pairwise
from operator import add
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import QuoteMinerError, RunError
from quoteminer.output.formats import FORMATS
from quoteminer.output.run.outcomes import Failed, Item, Outcome
from quoteminer.output.run.run_tables import explaining_sqlite, lock, records_of, shown
from quoteminer.output.whole_files import explaining
from quoteminer.records.jsontext import dump, plain

COMMIT_ITEMS: Final = 100  # between two commits, at most
# between two commits, at most; ``kill -9`` loses the outcomes added since the last one
COMMIT_SECONDS: Final = 10.0
_FREE: Final = 1 << 40  # positions behind it are free
_COMPRESSION: Final = 3  # a quarter of the size at little cost
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
        return RunTotals(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class _FailedFile:
    """The file or folder of articles that failed."""

    name: str | None

    def has(self, item: Item) -> bool:
        if item.source == self.name or self.name is None or item.source is None:
            return item.source == self.name
        return Path(self.name) in Path(item.source).parents


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
        self._cursors: list[sqlite3.Cursor] = []
        # of each item that `pending` has yielded, until it is added
        self._retried: deque[_Retried | None] = deque()
        self._moved = 0  # by how much articles behind those that were retried have moved
        with explaining(path):
            if not path.exists():
                path.touch()  # an error of SQLite would not say why it can't be written
        with explaining_sqlite(path):
            self._database = sqlite3.connect(path, timeout=0)
            try:
                if lock(self._database):
                    self._database.execute("INSERT INTO run VALUES (?, NULL)", [dump(settings)])
                    self._database.commit()
                kept, finished = self._database.execute(
                    "SELECT settings, finished FROM run"
                ).fetchone()
                _check_settings(json.loads(kept), settings, shown(path))
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
            for cursor in self._cursors:  # an open one would keep the file locked
                cursor.close()
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
        rows = self._rows("SELECT fingerprint, failure FROM articles ORDER BY position")
        known: Iterator[tuple[bytes, _FailedFile | None]] = (
            (fingerprint, _FailedFile(json.loads(failure)["source"]) if retry and failure else None)
            for fingerprint, failure in rows
        )
        if retry:  # then `_replace` changes the table meanwhile
            known = iter(list(known))
        stream = iter(items)
        item, failed = next(stream, None), 0
        for position, (row, following) in enumerate(pairwise(chain(known, [(None, None)]))):
            if should_stop():
                return
            fingerprint, file = row
            if file is None:
                if item is None or _fingerprint(item) != fingerprint:
                    raise self._other_input(position, item)
                item = next(stream, None)
                continue
            failed += 1
            if following[1] == file:
                continue
            retried, failed = _Retried(position + 1 - failed, failed), 0
            while item is not None and file.has(item) and _fingerprint(item) != following[0]:
                retried.items += 1
                self._retried.append(retried)
                yield item
                item = next(stream, None)
            if not retried.items:
                raise self._other_input(retried.position, item)
            retried.complete = True
            self._replace(retried)
        while item is not None:
            self._retried.append(None)
            yield item
            item = next(stream, None)

    def _other_input(self, position: int, item: Item | None) -> RunError:
        query = "SELECT failure FROM articles WHERE position = ?"
        row = self._database.execute(query, [position + self._moved]).fetchone()
        failed = item and row and row[0]
        again = " It failed before: give --retry if it was mended." if failed else ""
        return RunError(
            f"{shown(self._path)}: this run was started with other input: article {position + 1:,}"
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
        with explaining_sqlite(self._path):
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
        with explaining_sqlite(self._path):
            change = self._database.execute
            last = first + retried.failed - 1
            change("DELETE FROM articles WHERE position BETWEEN ? AND ?", [first, last])
            if more:  # through free positions, since each is unique
                move = "UPDATE articles SET position = position + ? WHERE position > ?"
                change(move, [_FREE, first])
                change(move, [more - _FREE, _FREE])
            change("UPDATE articles SET position = ? - position WHERE position < 0", [first - 1])
        self._moved += more
        self.totals += retried.outcomes + RunTotals(items=-retried.failed, failed=-retried.failed)

    def save(self) -> None:
        """Commit the added outcomes. Raises OutputError."""
        with explaining_sqlite(self._path):
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
        with explaining_sqlite(self._path):
            yield from records_of(self._database)

    def failures(self) -> Iterator[Mapping[str, Any]]:
        """Yield a row of ``errors.jsonl`` for each article that failed, in order."""
        where = "failure IS NOT NULL AND position >= 0 ORDER BY position"
        rows = self._rows(f"SELECT position, failure FROM articles WHERE {where}")
        return ({**json.loads(failure), "index": position} for position, failure in rows)

    def _set_finished(self, values: Mapping[str, Any] | None) -> None:
        with explaining_sqlite(self._path):
            self._database.execute(
                "UPDATE run SET finished = ?", [None if values is None else dump(values)]
            )
        self.finished = values

    def _rows(self, query: str) -> Iterator[Any]:
        with explaining_sqlite(self._path):
            self._cursors.append(self._database.execute(query))
            yield from map(tuple, self._cursors[-1])


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
