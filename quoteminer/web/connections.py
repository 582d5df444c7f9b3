"""Limit slow clients, which uvicorn does not: the time for the head of a request, and connections per client."""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_OF_ALL: Final = 1000
MOST_OF_CLIENT: Final = 100


def most_connections() -> int:
    """Return the limit of connections: at most half of the files that this process may open."""
    if sys.platform == "win32":
        return MOST_OF_ALL
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_OF_ALL if files == resource.RLIM_INFINITY else max(10, min(MOST_OF_ALL, files // 2))


class Connection(H11Protocol):
    """A connection that is closed if a head does not arrive in time, or if there are too many connections of one client
    or in total. A client may have half of the total, but at most MOST_OF_CLIENT."""

    most = most_connections()
    seconds = 10.0  # for the head of a request

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        address = self.client[0] if self.client else None
        clients = [getattr(connection, "client", None) for connection in self.connections]
        same = sum(client is not None and client[0] == address for client in clients)
        if same > min(MOST_OF_CLIENT, self.most // 2) or len(self.connections) > self.most:
            transport.abort()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop()

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
