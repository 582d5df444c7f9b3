"""``quoteminer serve``: the page and the interface, on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quoteminer.cli.extract import Tools, load_miner
from quoteminer.errors import need

EXTRA = "web"
_LIBRARIES = ("fastapi", "uvicorn", "prometheus_client")


def run(
    host: str,
    port: int,
    allowed: Sequence[str],
    tools: Tools,
    *,
    characters: int,
    waiting: int,
    seconds: float,
    tell: Callable[[str], None],
) -> None:
    """Serve until a signal ends it. ``tell`` is given the address when the server is there.

    Raises:
        DependencyError: the extra is not installed.
        ConfigError: the host and port can't be had.
        ModelError, PeopleFileError: there is nothing to read articles with.
    """
    for library in _LIBRARIES:
        need(library, extra=EXTRA, what="quoteminer serve")
    from quoteminer.web.app import create_app
    from quoteminer.web.server import address_of, listen, serve
    from quoteminer.web.settings import LOOPBACK, Limits

    hosts = (*LOOPBACK, host.lower(), *(name.lower() for name in allowed))
    limits = Limits(characters, waiting, seconds, hosts)
    with listen(host, port) as listening:
        app = create_app(load_miner(tools), limits)
        tell(f"QuoteMiner is at {address_of(listening)} (Ctrl-C stops it)")
        serve(app, listening, seconds=seconds)
