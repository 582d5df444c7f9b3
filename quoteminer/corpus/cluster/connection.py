"""The connection to a Ray cluster, and what its errors say."""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from quoteminer.errors import WorkerError

_ENVIRONMENT: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}
"""What Ray is told before it begins: to tell nobody of it, and to keep its own worries out of standard error."""
_RAISED: Final = re.compile(r"(\w+\.)*\w*(Error|Exception)\b")
_COLOURS: Final = re.compile(r"\x1b\[[\d;]*m")
_HOST_AND_PORT: Final = re.compile(r"(?:ray://)?(?P<host>[^/]+):(?P<port>\d+)")
_PATIENCE: Final = 10.0  # seconds; Ray itself would try for five minutes


@contextmanager
def connected(ray: Any, address: str | None) -> Iterator[None]:
    """Ray, as it is where the program has connected already, else for as long as the block lasts."""
    if ray.is_initialized():
        yield
        return
    check_reachable(address or os.environ.get("RAY_ADDRESS"))
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        with _muted():
            ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError) as error:
        raise WorkerError(f"Ray can't be reached: {_reason(error)}. Check --ray-address, or $RAY_ADDRESS.") from None
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _muted() -> Iterator[None]:
    """Nothing goes to standard error: Ray's core tells there how it begins, whatever it is told."""
    try:
        kept = os.dup(2)
    except OSError:  # there is none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def check_reachable(address: str | None) -> None:
    """Raises WorkerError where an address has a host and a port, and nobody listens there."""
    found = _HOST_AND_PORT.fullmatch(address or "")
    if not found:
        return
    try:
        socket.create_connection((found["host"].strip("[]"), int(found["port"])), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise WorkerError(
            f"{address}: there is no Ray cluster ({error}). Check --ray-address, or $RAY_ADDRESS."
        ) from None


@contextmanager
def explained_by_ray(ray: Any) -> Iterator[None]:
    """Ray's errors as one of ours."""
    try:
        yield
    except ray.exceptions.RayError as error:
        raise WorkerError(
            f"Ray gave up: {_reason(error)}. Do all machines have the same quoteminer? Ray's logs are in /tmp/ray."
        ) from None


def _reason(error: BaseException) -> str:
    """What an error of Ray says in one line: the last one that ends a traceback, else the first."""
    lines = [_COLOURS.sub("", line).strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if _RAISED.match(line)]
    return [type(error).__name__, *lines[:1], *raised][-1].rstrip(".")
