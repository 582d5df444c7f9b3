"""The errors that QuoteMiner raises. Each message says what is wrong and what to do; only ``cli/``
prints them."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Mapping
from importlib import import_module
from typing import Any


def one_line(error: Exception) -> str:
    """Return the class and the message of an error, shortened, for another message."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


class QuoteMinerError(Exception):
    """Base of every error that QuoteMiner raises on purpose."""


class InputError(QuoteMinerError):
    """An article or a file of articles cannot be read. ``source``: the file as it was given or
    found, "-" for standard input, None if unknown; ``id``: the id of the article, None if unknown
    or if the error concerns the whole file.
    """

    def __init__(
        self, message: str = "", *, source: str | None = None, id: str | None = None
    ) -> None:
        super().__init__(message)
        self.source = source
        self.id = id


class PeopleFileError(InputError):
    """A file of known people cannot be read, or a row of it is invalid."""


class GoldError(InputError):
    """A file of annotated articles cannot be read, or its annotation is invalid."""


class ModelError(QuoteMinerError):
    """The model is missing, damaged or made for another version."""


class ConfigError(QuoteMinerError):
    """A setting has a value that is not allowed."""


class OutputError(QuoteMinerError):
    """Results cannot be written."""


class DependencyError(QuoteMinerError):
    """An optional library is not installed."""


class WorkerError(QuoteMinerError):
    """A worker process died."""


class OutdatedError(QuoteMinerError):
    """A record was corrected by somebody else since it was read."""


class StoppedError(QuoteMinerError):
    """The reading of an article was stopped, because its result is no longer needed."""


class RunError(QuoteMinerError):
    """A run cannot be resumed: its folder, its input or its settings have changed."""


def check_argument(name: str, value: object, expected: str, *, allowed: bool) -> None:
    """Raise ConfigError if an argument is not allowed; ``expected`` describes the allowed
    values."""
    if not allowed:
        raise ConfigError(f"{name} is {reprlib.repr(value)}; give {expected}.")


def no_such_file() -> str:
    """Return the error message for a missing file, without the name of the file."""
    return f"there is no such file. Check the name and the folder ({current_folder()})."


def current_folder() -> str:
    """Return the path of the current folder for a message, or that it can't be read."""
    try:
        return os.getcwd()
    except OSError:  # it was deleted, or may not be read
        return "which can't be read"


def is_whole(value: object, *, least: int) -> bool:
    """True for None, and for a whole number of at least ``least``."""
    return value is None or (
        isinstance(value, int) and not isinstance(value, bool) and value >= least
    )


def is_iterable(value: object) -> bool:
    """True for an iterable, but not for a single text or mapping."""
    return hasattr(value, "__iter__") and not isinstance(value, str | bytes | Mapping)


def need(module: str, *, extra: str, what: str) -> Any:
    """Import a module. Raises DependencyError that says what needs it ("Writing xlsx"), and which
    extra installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise DependencyError(
            f"{what} needs {library}, which can't be loaded ({error}). Install the extra {extra}"
            f" from QuoteMiner's source tree: pip install '.[{extra}]'"
        ) from None
