"""Limit slow clients, which uvicorn does not: the time for the head of a request, the time without
reading an answer, and connections per client."""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_OF_ALL: Final = 1000
MOST_OF_CLIENT: Final = 100
_LOOKS: Final = 4  # how often it is looked whether a client reads, in the time that it has


def most_connections() -> int:
    """Return the limit of connections: at most half of the files that this process may open."""
    if sys.platform == "win32":
        return MOST_OF_ALL
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_OF_ALL if files == resource.RLIM_INFINITY else max(10, min(MOST_OF_ALL, files // 2))


class Connection(H11Protocol):
    """A connection that is closed if a head does not arrive in time, if the client reads nothing of
    an answer for so long, or if there are too many connections of one client or in total. A client
    may have half of the total, but at most MOST_OF_CLIENT."""

    most = most_connections()
    seconds = 10.0  # for the head of a request, and without reading

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head: asyncio.TimerHandle | None = None
        self._look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        address = self.client[0] if self.client else None
        clients = [getattr(connection, "client", None) for connection in self.connections]
        same = sum(client is not None and client[0] == address for client in clients)
        if same > min(MOST_OF_CLIENT, self.most // 2) or len(self.connections) > self.most:
            transport.abort()
        else:
            self._watch()
            self._look_at_writing(0, 0)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop()
        if self._look:
            self._look.cancel()

    def _look_at_writing(self, left: int, times: int) -> None:
        """Close the connection if the client read nothing. ``left``: bytes that were not yet sent
        at the last look; ``times``: looks since they became fewer. A close would wait for the
        client, an abort doesn't.
        """
        now = self.transport.get_write_buffer_size()
        times = times + 1 if now and left and now >= left else 0
        if times == _LOOKS:
            self.transport.abort()
        else:
            self._look = self.loop.call_later(
                self.seconds / _LOOKS, self._look_at_writing, now, times
            )

    def _watch(self) -> None:
        """Start a timeout if the rest of a head is awaited."""
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._head is None:
            self._head = self.loop.call_later(self.seconds, self.transport.abort)

    def _stop(self) -> None:
        if self._head:
            self._head.cancel()
        self._head = None
