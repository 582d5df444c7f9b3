"""Options of reading, and the limits that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quoteminer.errors import ConfigError
from quoteminer.text.encoding import need_ftfy

MAX_CHARS: Final = 5_000_000
"""Default limit of an article in characters, some 800,000 words."""
SLACK: Final = 1 << 20
"""Bytes that a row may have besides its text."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns, or JSON keys, that hold the texts and the ids. None: guessed."""

    text: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Columns, the limit of an article in characters (1 or more), a callback for messages about guesses, and whether
    garbled characters are repaired.

    Raises ConfigError if ``max_chars`` is less than 1, DependencyError if ``fix_encoding`` needs ftfy.
    """

    columns: Columns = Columns()
    max_chars: int = MAX_CHARS
    tell: Callable[[str], None] = lambda message: None
    fix_encoding: bool = False

    def __post_init__(self) -> None:
        if self.max_chars < 1:
            raise ConfigError(f"max_chars is {self.max_chars}; give 1 or more.")
        if self.fix_encoding:
            need_ftfy()

    @property
    def text_bytes(self) -> int:
        """Limit of an article in bytes: four a character, and a byte order mark."""
        return 4 * self.max_chars + 4

    @property
    def row_size(self) -> int:
        """Limit of a table row or a JSON object in characters: six for each of the article, as in JSON's escapes."""
        return 6 * self.max_chars + SLACK
