"""What the user of the stream asks for, and the limits that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quoteminer.errors import ConfigError
from quoteminer.inputs.item import Columns

MAX_CHARS: Final = 5_000_000
"""Characters that an article may have where nothing else is said: some 800,000 words."""
SLACK: Final = 1 << 20
"""Bytes that a row may have beside its text, at least."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """``max_chars``: of an article, 1 or more. ``tell`` is called with what was guessed, a line each time. Raises
    ConfigError where ``max_chars`` is less than 1."""

    columns: Columns
    max_chars: int
    tell: Callable[[str], None]

    def __post_init__(self) -> None:
        if self.max_chars < 1:
            raise ConfigError(f"max_chars is {self.max_chars}; give 1 or more.")

    @property
    def text_bytes(self) -> int:
        """The most bytes that an article within the limit takes as a file, its byte order mark included: no encoding
        takes more than four for a character."""
        return 4 * self.max_chars + 4

    @property
    def row_bytes(self) -> int:
        """The most bytes that are held of a row of a table or a line of JSON: six for a character, as in JSON's
        escapes, and `SLACK`."""
        return 6 * self.max_chars + SLACK
