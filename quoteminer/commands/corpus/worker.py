"""A worker process: its settings, its inputs and its outcomes."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from quoteminer.errors import InputError, PeopleFileError, QuoteMinerError
from quoteminer.inputs import Input
from quoteminer.network.find_model import find_model
from quoteminer.network.load import read_info
from quoteminer.output.run.outcomes import Failed, Item, Mined, Outcome
from quoteminer.records import SCHEMA_VERSION, Selection
from quoteminer.version import __version__


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings on which the records of a run depend, besides its input."""

    model: str | Path | None = None  # see `find_model`
    people: Path | None = None  # a file of people to look the speakers up in
    selection: Selection = Selection()
    with_text: bool = False  # the lines of records contain the text of their article
    any_language: bool = False  # articles in other languages than English are read, too

    def to_dict(self) -> Mapping[str, Any]:
        """Return JSON-ready values, with SHA-256 for files. Raises ModelError, PeopleFileError."""
        model = read_info(find_model(self.model))
        try:
            people = self.people and hashlib.sha256(self.people.read_bytes()).hexdigest()
        except OSError as error:
            raise PeopleFileError(
                f"{self.people}: can't be read ({error}). Check its name and permissions."
            ) from None
        return {
            "quoteminer": __version__,
            "schema_version": SCHEMA_VERSION,
            "model": f"{model.name} {model.version} {model.sha256}",
            "people": people,
            "types": sorted(self.selection.types or ()),
            "acts": (
                "all"
                if self.selection.acts == Selection().acts
                else sorted(self.selection.acts or ())
            ),
            "min_confidence": self.selection.min_confidence,
            "with_text": self.with_text,
            "any_language": self.any_language,
        }


def item_of(read: Input | InputError) -> Item:
    if isinstance(read, Input):
        return read
    return Failed("read", type(read).__name__, str(read), read.source, read.id)


def serve(connection: Connection, settings: Settings) -> None:
    """Run a worker until the parent process ends: send None when ready, or an error, then an
    Outcome for each Input."""
    # Ctrl-C reaches every process; the parent decides
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    try:
        worker = Worker(settings)
    except QuoteMinerError as error:
        connection.send(error)
        return
    with suppress(EOFError, OSError):  # the parent has ended
        connection.send(None)
        while True:
            connection.send(worker.mine(connection.recv()))


class Worker:
    """Turn inputs into outcomes, in one thread: there is a worker for each core. Raises ModelError,
    PeopleFileError."""

    def __init__(self, settings: Settings) -> None:
        from quoteminer.miner import QuoteMiner

        self._settings = settings
        self._miner = QuoteMiner(settings.model, threads=1, people=settings.people)

    def mine(self, item: Input) -> Outcome:
        """Return the outcome of one input. Errors of the article, and another language than
        English, become a `Failed`."""
        try:
            article = item.article()
            is_foreign = any(warning.code == "language" for warning in article.warnings)
            if is_foreign and not self._settings.any_language:
                reason = (
                    "seems to be in another language than English, and was skipped. Give"
                    " --any-language to read it all the same."
                )
                return _failed(item, "not-english", reason)
            record = self._settings.selection.of(next(self._miner.mine_articles([article])))
            line = record.to_json(with_text=self._settings.with_text)
            return Mined(line, len(record.quotes), len(item.text.split()))
        except MemoryError:
            kind, reason = "MemoryError", "there is not enough memory for it. Split it."
        except QuoteMinerError as error:
            kind, reason = type(error).__name__, str(error)
        except Exception as error:
            kind = type(error).__name__
            reason = f"{kind}: {error}. This is a fault of quoteminer: report it with the article."
        return _failed(item, kind, reason)


def _failed(item: Input, kind: str, reason: str) -> Failed:
    return Failed("mine", kind, f"{item.source} ({item.id}): {reason}", item.source, item.id)
