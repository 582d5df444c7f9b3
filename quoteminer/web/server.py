"""The server process: its socket, its address, its end."""

from __future__ import annotations

import os
import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from quoteminer.errors import ConfigError


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket of a host of this computer, on a free port for 0; requests wait until `serve`.

    Raises:
        ConfigError: the socket can't be opened.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.create_server(address[:2], family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise ConfigError(f"--host {host} --port {port}: can't be listened to ({error}). Give another one.") from None
    # Connections inherit it. Without it, the body of an answer waits 40 ms, until its head is acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address for a browser on this computer."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve(app: ASGIApp, listening: socket.socket, *, seconds: float) -> None:
    """Answer requests until a signal comes; then answer the waiting ones, for up to ``seconds``, and return. A second
    signal ends the process at once."""
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=max(1, round(seconds)),
    )
    _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends without raising the signal again, as uvicorn's own would."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            os._exit(128 + sig)
        self.should_exit = True
