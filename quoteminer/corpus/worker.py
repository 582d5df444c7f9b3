"""A worker process: loads the model once, then turns one article after the other into a record."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from quoteminer.corpus.tasks import Failed, Mined, Outcome, Setup
from quoteminer.errors import QuoteMinerError
from quoteminer.inputs import Input

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner


def serve(connection: Connection, setup: Setup) -> None:
    """Send None when ready, or the error that hinders; then an Outcome for each Input that comes, until none does.

    The end of the process that feeds it is the end of the connection, and so of this one.
    """
    for name in ("SIGINT", "SIGTERM"):  # Ctrl-C reaches every process; the one that feeds this one decides
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    try:
        miner = Miner(setup)
    except QuoteMinerError as error:
        connection.send(error)
        return
    try:
        connection.send(None)
        while True:
            connection.send(miner.mine(connection.recv()))
    except (EOFError, OSError):
        return


class Miner:
    """Turns inputs into outcomes, whatever they hold. One thread: there is a worker for each core. Raises ModelError or
    PeopleFileError."""

    def __init__(self, setup: Setup) -> None:
        from quoteminer.miner import QuoteMiner

        self._setup = setup
        self._miner: QuoteMiner = QuoteMiner(setup.model, threads=1, people=setup.people)

    def mine(self, item: Input) -> Outcome:
        """The outcome of one input; never raises for what is in it."""
        try:
            return self._mined(item)
        except MemoryError:
            return _failed(item, "MemoryError", "there is not enough memory for it. Split it.")
        except QuoteMinerError as error:
            return _failed(item, type(error).__name__, str(error))
        except Exception as error:
            kind = type(error).__name__
            return _failed(item, kind, f"{kind}: {error}. This is a fault of quoteminer: report it with the article.")

    def _mined(self, item: Input) -> Mined:
        article = item.article(with_text=self._setup.with_text)
        record = self._setup.wanted.of(next(self._miner.mine_articles([article])))
        return Mined(record.to_json(), len(record.quotes), len(item.text.split()))


def _failed(item: Input, kind: str, reason: str) -> Failed:
    return Failed("mine", kind, f"{item.source} ({item.id}): {reason}", item.source, item.id)
