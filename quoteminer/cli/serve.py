"""``quoteminer serve``: the page and the interface, on this computer."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from quoteminer.cli.extract import load_miner
from quoteminer.cli.options import Tools
from quoteminer.errors import need


def run(
    host: str, port: int, allowed: Sequence[str], tools: Tools, *, characters: int, waiting: int, seconds: float
) -> None:
    """Print the address when the server listens, and serve until a signal ends it."""
    for library in ("fastapi", "uvicorn", "prometheus_client"):
        need(library, extra="web", what="quoteminer serve")
    from quoteminer.web.app import create_app
    from quoteminer.web.guard import LOOPBACK, Limits
    from quoteminer.web.server import address_of, listen, serve

    limits = Limits(characters, waiting, seconds, (*LOOPBACK, host.lower(), *(name.lower() for name in allowed)))
    with listen(host, port) as listening:
        app = create_app(load_miner(tools), limits)
        typer.echo(f"QuoteMiner is at {address_of(listening)} (Ctrl-C stops it)")
        serve(app, listening, seconds=seconds)
