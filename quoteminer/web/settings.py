"""The limits of a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of requests.

    ``characters``: the length of an article. ``waiting``: the requests that wait besides the running one; more are
    answered with 429. ``seconds``: the time of a request, the wait included. ``hosts``: the host names of the server
    besides IP addresses; others are refused, since another site can make its name point here.
    """

    characters: int = 200_000
    waiting: int = 16
    seconds: float = 60.0
    hosts: tuple[str, ...] = LOOPBACK

    @property
    def body(self) -> int:
        """The most bytes of a request's body: an article and its record as JSON, of which every character may be
        written as an escape of six bytes, or a pair of them."""
        return 16 * self.characters + 1_000_000

    @property
    def posts(self) -> int:
        """The most requests with a body at a time, so that bodies can't fill the memory: those in the queue, and
        some that come or go."""
        return self.waiting + 9
