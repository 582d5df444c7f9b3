"""Write the log of the package, ``logging.getLogger("quoteminer")``, to standard error."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Final

import typer

from quoteminer.cli.letters import without_controls

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _StandardError(logging.Handler):
    """Prints each message in one line. A full or closed standard error doesn't stop the command."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            typer.echo(without_controls(self.format(record)), err=True)


_HANDLER: Final = _StandardError()
_HANDLER.setFormatter(logging.Formatter(_FORMAT))


def start_log(level: str) -> None:
    """Print messages from a level on ("debug", "info", "warning" or "error"). A later call changes
    the level."""
    logger = logging.getLogger("quoteminer")
    logger.addHandler(_HANDLER)  # once, however often it is added
    logger.setLevel(level.upper())
