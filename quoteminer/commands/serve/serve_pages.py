"""Serve the page and the API."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer

from quoteminer.cli import mining
from quoteminer.cli.options import Tools
from quoteminer.errors import need


def serve_pages(
    run: Path | None,
    host: str,
    port: int,
    allowed: Sequence[str],
    tools: Tools,
    limits: tuple[int, int, float],
    *,
    access_log: bool = False,
) -> None:
    """Print the address when the server listens, and serve until a signal. ``run``: a run to
    correct on the page. ``limits``: characters of an article, requests that may wait, and seconds
    for a request (see `guard.Limits`). ``access_log``: log each request.
    """
    for library in ("fastapi", "uvicorn", "prometheus_client"):
        need(library, extra="web", what="quoteminer serve")
    from quoteminer.commands.serve.app import create_app
    from quoteminer.commands.serve.guard import LOOPBACK, Limits
    from quoteminer.commands.serve.project import Project
    from quoteminer.commands.serve.server import address_of, listen, serve
    from quoteminer.commands.serve.worker import Worker

    logging.getLogger("quoteminer.access").setLevel(logging.INFO if access_log else logging.WARNING)
    limited = Limits(*limits, (*LOOPBACK, host.lower(), *(name.lower() for name in allowed)))
    with listen(host, port) as listening:
        project = Project(run) if run else None
        worker = Worker(partial(mining.load_miner, tools))
        app = create_app(worker, limited, project)
        typer.echo(f"QuoteMiner is at {address_of(listening)} (Ctrl-C stops it)")
        serve(app, listening, worker=worker)
