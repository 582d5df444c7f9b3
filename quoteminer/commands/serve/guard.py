"""A layer around the application: limits for every request, headers for every answer."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoteminer.commands.serve.models import problem

_LOG: Final = logging.getLogger("quoteminer.access")
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
HEADERS: Final = {
    # the page may load its own scripts and styles, and send requests to its own server
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src"
        " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
FILES: Final = "/api/files"  # the only route that takes bytes
_LONGEST_PATH: Final = 200  # characters of a path in the log
_SILENCE: Final = 10.0  # seconds without a byte of a body
_GONE: Final = 499  # the status in the figures of a request whose client is gone; it is never sent
# bytes read beyond the limit: a client that is still sending sees no answer
_DRAINED: Final = 1 << 28


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of requests. ``characters``: of an article. ``waiting``: requests that may wait;
    further requests get the status 429. ``seconds``: for a request, including its wait. ``hosts``:
    names of the server, in addition to any IP address; others are refused, because another site
    could point its name here (DNS rebinding). ``longest``: characters of the longest article of a
    run, whose corrections may be as long."""

    characters: int = 200_000
    waiting: int = 16
    seconds: float = 60.0
    hosts: tuple[str, ...] = LOOPBACK
    longest: int = 0

    @property
    def body(self) -> int:
        """The most bytes of a body: an article and its record in JSON, with escapes of six or
        twelve bytes."""
        return 16 * max(self.characters, self.longest) + 1_000_000


class Guard:
    """A layer around the application. A page of another site can make a browser send requests to
    this server. They are refused because of the host (400), the origin (403) or the type that a
    form sends (415). ``watch`` gets the path of the route, the status and the seconds of every
    answered request."""

    def __init__(
        self, app: ASGIApp, *, limits: Limits, watch: Callable[[str, int, float], None]
    ) -> None:
        self._app = app
        self._limits = limits
        self._watch = watch
        self._held = 0  # bytes of all bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":
            return
        begun, status, answering = time.perf_counter(), 500, False

        async def sending(message: Message) -> None:
            nonlocal status, answering
            if message["type"] == "http.response.start":
                answering = True
                status = message["status"]
                ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *ours]
            await send(message)

        try:
            await self._let_in(scope, receive, sending)
        except _ClientGone:
            status = _GONE
        except HTTPException as refused:
            await problem(refused.detail, refused.status_code, refused.headers)(
                scope, receive, sending
            )
        except asyncio.CancelledError:
            if answering:
                raise
            stopping = problem(
                "The server is stopping. Send the request again later.",
                503,
                {"Connection": "close"},
            )
            await stopping(scope, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            seconds = time.perf_counter() - begun
            self._watch(route, status, seconds)
            client, _ = scope.get("client") or ("-", 0)
            path = scope["path"][:_LONGEST_PATH]
            _LOG.info("%s %s %r %d %.0f ms", client, scope["method"], path, status, seconds * 1000)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        _check_host(headers.get("host", ""), self._limits.hosts)
        if scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        most = self._limits.body
        length = headers.get("content-length", "0")
        keep = -1 if length.isdecimal() and int(length[:20]) > most else most
        parts: list[bytes] = []
        try:
            await self._read(receive, parts, keep=keep)
            if sum(map(len, parts)) > keep:
                reason = f"The request has more than {most:,} bytes. Give a shorter article."
                raise HTTPException(413, reason, {"Connection": "close"})
            _check_origin(headers)
            if scope["method"] in ("POST", "PUT") and scope["path"].startswith("/api/"):
                _check_type(scope["path"], headers)
            messages: list[Message] = [
                {"type": "http.request", "body": b"".join(parts), "more_body": False}
            ]

            async def receiving() -> Message:
                return messages.pop() if messages else await receive()

            await _while_connected(self._app(scope, receiving, send), receive)
        finally:
            self._held -= sum(map(len, parts))

    async def _read(self, receive: Receive, parts: list[bytes], *, keep: int) -> None:
        """Read a body into ``parts``, at most a byte more than ``keep``; the rest is read for a
        while, because a client that is still sending sees no answer. Raises HTTPException if it is
        late, or all bodies need too much memory.
        """
        size, more, end = 0, True, time.monotonic() + self._limits.seconds
        while more and size <= self._limits.body + _DRAINED:
            try:
                message = await asyncio.wait_for(
                    receive(), min(_SILENCE, max(end - time.monotonic(), 0.001))
                )
            except asyncio.TimeoutError:
                raise HTTPException(
                    408, "The request did not arrive in time. Send it again."
                ) from None
            if message["type"] == "http.disconnect":
                raise _ClientGone
            part, more = message.get("body", b""), message.get("more_body", False)
            size += len(part)
            kept = part[: max(0, keep + 1 - (size - len(part)))]
            if kept:
                parts.append(kept)
            self._held += len(kept)
            if self._held > (self._limits.waiting + 9) * self._limits.body:
                reason = "Too many requests are waiting. Try again in 2 seconds."
                raise HTTPException(429, reason, {"Retry-After": "2", "Connection": "close"})


class _ClientGone(Exception):  # noqa: N818  it is not an error
    """The client has closed the connection."""


async def _while_connected(answer: Awaitable[None], receive: Receive) -> None:
    """Run the application until it has answered; cancel it when the client goes, and raise
    _ClientGone."""
    running, gone = asyncio.ensure_future(answer), asyncio.ensure_future(_disconnected(receive))
    try:
        await asyncio.wait((running, gone), return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            raise _ClientGone
        running.result()
    finally:
        for task in (running, gone):
            task.cancel()
        await asyncio.gather(running, gone, return_exceptions=True)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _check_host(host: str, names: tuple[str, ...]) -> None:
    """Refuse a host that is neither a name of the server nor an IP address (which DNS rebinding
    can't use)."""
    host = host.lower()
    name = (host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]).rstrip(
        "."
    )
    if name in names:
        return
    try:
        ip_address(name)
    except ValueError:
        reason = (
            f"This server is not called {name[:100]!r}. Start it with --allow-host to add a name."
        )
        raise HTTPException(400, reason) from None


def _check_origin(headers: Mapping[str, str]) -> None:
    origin = headers.get("origin")
    ours = origin is None or origin.partition("://")[2] == headers.get("host")
    if not ours or headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise HTTPException(
            403, "This request comes from a page of another site, which is not allowed."
        )


def _check_type(path: str, headers: Mapping[str, str]) -> None:
    wanted = "application/octet-stream" if path == FILES else "application/json"
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise HTTPException(415, f"The content type is {given[:100]!r}; send {wanted}.")
