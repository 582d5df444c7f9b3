"""The connection to a Ray cluster: its options, its messages and its errors."""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from quoteminer.errors import WorkerError

_ENVIRONMENT: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}
"""No usage statistics, and no log on standard error."""
_RAISED: Final = re.compile(r"(\w+\.)*\w*(Error|Exception)\b")
_COLOURS: Final = re.compile(r"\x1b\[[\d;]*m")
_HOST_AND_PORT: Final = re.compile(r"(?:ray://)?(?P<host>[^/]+):(?P<port>\d+)")
_TIMEOUT: Final = 10.0  # seconds; Ray itself would try for five minutes


@contextmanager
def connected(ray: Any, address: str | None) -> Iterator[None]:
    """Connect to a cluster for the block; keep a connection that the program has already. Raises WorkerError."""
    if ray.is_initialized():
        yield
        return
    check_reachable(address or os.environ.get("RAY_ADDRESS"))
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        with _no_stderr():
            ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError) as error:
        raise WorkerError(f"Ray can't be reached: {_reason(error)}. Check --ray-address, or $RAY_ADDRESS.") from None
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _no_stderr() -> Iterator[None]:
    """Discard what Ray's core writes to standard error at its start, which no option prevents."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def check_reachable(address: str | None) -> None:
    """Raise WorkerError if an address has a host and a port, and nobody listens there."""
    found = _HOST_AND_PORT.fullmatch(address or "")
    if not found:
        return
    try:
        socket.create_connection((found["host"].strip("[]"), int(found["port"])), _TIMEOUT).close()
    except (OSError, OverflowError) as error:
        raise WorkerError(
            f"{address}: there is no Ray cluster ({error}). Check --ray-address, or $RAY_ADDRESS."
        ) from None


@contextmanager
def ray_errors(ray: Any) -> Iterator[None]:
    """Convert Ray's errors to WorkerError."""
    try:
        yield
    except ray.exceptions.RayError as error:
        raise WorkerError(
            f"Ray gave up: {_reason(error)}. Do all machines have the same quoteminer? Ray's logs are in /tmp/ray."
        ) from None


def _reason(error: BaseException) -> str:
    """Return an error of Ray as one line: the last exception of a traceback, else the first line."""
    lines = [_COLOURS.sub("", line).strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if _RAISED.match(line)]
    return [type(error).__name__, *lines[:1], *raised][-1].rstrip(".")


@contextmanager
def run_options(ray: Any) -> Iterator[None]:
    """Set Ray Data's options for the block, and keep its log off standard error; its own log file stays."""
    context = ray.data.DataContext.get_current()
    options = (
        (context.execution_options, "preserve_order", True),
        (context, "target_max_block_size", 1),  # makes each row a block, so that batches keep their size
        (context, "enable_progress_bars", False),
        (context, "scheduling_strategy", "DEFAULT"),  # see engine.ACTOR_CPUS
    )
    logger = logging.getLogger("ray.data")
    with catch_warnings(), ExitStack() as stack:
        simplefilter("ignore", DeprecationWarning)  # scheduling_strategy is deprecated since Ray 2.60
        for handler in [one for one in logger.handlers if isinstance(one, logging.StreamHandler)]:
            logger.removeHandler(handler)
            stack.callback(logger.addHandler, handler)
        for holder, name, value in options:
            stack.callback(setattr, holder, name, getattr(holder, name))
            setattr(holder, name, value)
        yield
