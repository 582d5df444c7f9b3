"""What can go wrong, told so that the reader knows what to do next. The library raises these; only ``cli/`` prints."""

from __future__ import annotations


class QuoteMinerError(Exception):
    """Base of every error that QuoteMiner raises on purpose."""


class InputError(QuoteMinerError):
    """An article or a file of articles cannot be read.

    Attributes:
        source: the file, as it was given or found, "-" for standard input; None where it is not known.
        id: the article's; None where it is not known, or where it is about a whole file.
    """

    def __init__(self, message: str = "", *, source: str | None = None, id: str | None = None) -> None:
        super().__init__(message)
        self.source = source
        self.id = id


class PeopleFileError(InputError):
    """A file of known people cannot be read, or a row of it is not what it must be."""


class GoldError(InputError):
    """A file of annotated articles cannot be read, or what it says is not right."""


class ModelError(QuoteMinerError):
    """The model is missing, damaged or made for another version."""


class ConfigError(QuoteMinerError):
    """A setting has a value that is not allowed."""


class OutputError(QuoteMinerError):
    """What was found cannot be written."""


class DependencyError(QuoteMinerError):
    """A library that only some need is not installed."""


class WorkerError(QuoteMinerError):
    """A worker process died."""


class RunError(QuoteMinerError):
    """A run can't go on where it was: its folder, its input or its settings are not what they were."""
