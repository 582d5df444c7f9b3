"""The server that runs the application."""

from __future__ import annotations

import logging
import os
import socket
import sys
from threading import Timer
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from quoteminer.commands.serve.connections import Connection
from quoteminer.commands.serve.worker import Worker
from quoteminer.errors import ConfigError

_WAITED: Final = 1.4  # seconds after a signal until the requests are cancelled
_LATEST: Final = 1.8  # seconds after a signal until everything ends


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free port. Requests wait until `serve`. Raises
    ConfigError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(address[:2], family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"--host {host} --port {port}: can't listen there ({error}). Give another one."
        ) from None
    # Connections inherit it. Without it, the body of an answer waits 40 ms, until its head is
    # acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address to open in a browser on this computer."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve(app: ASGIApp, listening: socket.socket, *, worker: Worker) -> None:
    """Answer requests until a signal, then waiting ones for a second; end two seconds after the
    signal, whatever runs. A second signal ends at once."""
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        ws="none",
        http=Connection,
        timeout_graceful_shutdown=_WAITED,  # type: ignore[arg-type]  # any number will do
    )
    _Server(config, worker).run(sockets=[listening])
    worker.close()


class _Server(uvicorn.Server):
    """Ends without raising the signal again, unlike uvicorn's own server, and soon."""

    def __init__(self, config: uvicorn.Config, worker: Worker) -> None:
        super().__init__(config)
        self._worker = worker

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            _end(self._worker, 128 + sig)
        self.should_exit = True
        # it would print a traceback of each request
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        end = Timer(_LATEST, _end, (self._worker, 0))
        end.daemon = True
        end.start()


def _end(worker: Worker, status: int) -> None:
    """End this process and the worker's at once."""
    worker.close()
    sys.stdout.flush()
    os._exit(status)
