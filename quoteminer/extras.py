"""Libraries that only some need: they come with an extra of the package."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from quoteminer.errors import DependencyError


def need(module: str, *, extra: str, what: str) -> Any:
    """A module of a library that comes with an extra.

    Args:
        module: its dotted name.
        extra: the extra of quoteminer that installs it.
        what: what can't be done without it, as the subject of a sentence ("Writing xlsx").

    Raises:
        DependencyError: it is not installed; the message has the command that installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise DependencyError(
            f"{what} needs {library}, which can't be loaded ({error}). Install it: pip install 'quoteminer[{extra}]'"
        ) from None
