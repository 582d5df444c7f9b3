"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may ask for.

    ``characters``: of an article. ``waiting``: requests in line besides the one that is worked on; beyond it the answer
    is 429. ``seconds``: that a request may take, the wait included. ``hosts``: names under which the server may be
    asked for, besides any address in numbers; another one is refused, since the page of another site can have its
    name lead here.
    """

    characters: int = 200_000
    waiting: int = 16
    seconds: float = 60.0
    hosts: tuple[str, ...] = LOOPBACK

    @property
    def body(self) -> int:
        """Bytes that the body of a request may have: an article and its record, in JSON, whose every character may be
        written as an escape of six bytes, or a pair of them."""
        return 16 * self.characters + 1_000_000

    @property
    def posts(self) -> int:
        """Requests with a body that may be inside at a time, so that bodies can't fill the memory: those in line, and
        some that come or go."""
        return self.waiting + 9
