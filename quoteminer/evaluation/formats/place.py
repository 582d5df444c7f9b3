"""Where in a file something is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from quoteminer.errors import GoldError


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a line of it; ``line`` counts from 1, None where the fault is no single line's."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}, line {self.line}"

    def error(self, reason: str, column: int | None = None) -> GoldError:
        """The error to raise for what is wrong here. ``column``: a character's number in the line, from 1."""
        return GoldError(f"{self}{'' if column is None else f', column {column}'}: {reason}")
