"""Serve a site to this computer only."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from quoteminer.commands.browse.site import DATABASE, FILES, REPORT, row_counts
from quoteminer.errors import ConfigError, need

HOST: Final = "127.0.0.1"
_NAMES: Final = (b"127.0.0.1", b"localhost")


def datasette_of(site: Path) -> Any:
    """Return Datasette for the database and the pages in the folder of a site. Settings, templates
    and plugins, which can run code, come from this package only. Raises DependencyError without the
    extra ``browse``.
    """
    app = need("datasette.app", extra="browse", what="quoteminer browse")
    folders = [(REPORT, site / REPORT), ("static", FILES / "static")]
    counts = row_counts(site / DATABASE)
    return app.Datasette(
        immutables=[str(site / DATABASE)],
        inspect_data=counts,
        config_dir=FILES,
        static_mounts=folders,
    )


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this computer; port 0 takes a free port. Raises
    ConfigError."""
    try:
        return socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"--port {port}: can't listen there ({error}). Give another one."
        ) from None


def serve(site: Path, listening: socket.socket) -> None:
    """Answer requests until Ctrl-C."""
    import uvicorn

    config = uvicorn.Config(only_here(datasette_of(site).app()), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[listening])


def only_here(app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Return an ASGI application that answers only requests whose host is this computer. Otherwise
    another site could point its own name here, and read everything through a browser (DNS
    rebinding)."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        hosts = [
            value.rsplit(b":", 1)[0] for name, value in scope.get("headers", ()) if name == b"host"
        ]
        if scope["type"] == "http" and not (hosts and hosts[0] in _NAMES):
            await send({"type": "http.response.start", "status": 400, "headers": []})
            await send(
                {"type": "http.response.body", "body": b"This is not the name of this server."}
            )
        else:
            await app(scope, receive, send)

    return guarded
