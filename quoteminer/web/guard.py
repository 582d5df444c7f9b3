"""The middleware around the application: limits of requests, headers of answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from ipaddress import ip_address
from typing import Any, Final

from quoteminer.web.problems import problem
from quoteminer.web.settings import Limits

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page may load its own scripts and styles and send requests to its own server only."""
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
API: Final = "/api/"
FILES: Final = "/api/files"
"""The only route that takes bytes."""
_BYTES: Final = "application/octet-stream"
_JSON: Final = "application/json"
_DRAINED: Final = 4
"""Of a too large body, this many times the limit is read and dropped: a client that still writes sees no answer."""


class Refused(Exception):
    """A request that is refused before it reaches the application, with its status and the reason."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


class Guard:
    """The ASGI middleware.

    A page of another site can make a browser send requests to this server. They are refused by their host name (400),
    their origin (403) or their content type (415), and no such page may read an answer.

    Args:
        app: the application.
        limits: of bodies, of their number and of the time until one is there; the hosts.
        watch: called with the path of the route, the status and the seconds of every answered request.
    """

    def __init__(self, app: App, *, limits: Limits, watch: Callable[[str, int, float], None]) -> None:
        self._app = app
        self._limits = limits
        self._watch = watch
        self._posts = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI)."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_encoded(HEADERS)]
            await send(message)

        try:
            await self._let_in(scope, receive, sending)
        except Refused as refused:
            await problem(refused.detail, refused.status, refused.headers)(scope, receive, sending)
        finally:
            self._watch(_route_of(scope), status, time.perf_counter() - begun)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self._check_host(headers.get("host", ""))
        if scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        if self._posts >= self._limits.posts:
            await _drain(receive, _DRAINED * self._limits.body)
            raise Refused(429, "Too many requests are waiting. Try again in 2 seconds.", **{"Retry-After": "2"})
        self._posts += 1
        try:
            body = await self._body(headers, receive)
            _check_origin(headers)
            if scope["method"] == "POST" and scope["path"].startswith(API):
                _check_type(scope["path"], headers)
            await self._app(scope, _given(body, receive), send)
        finally:
            self._posts -= 1

    def _check_host(self, host: str) -> None:
        """Refuse unknown host names. IP addresses pass: no DNS entry can point them here."""
        name = _without_port(host.lower()).rstrip(".")
        if name not in self._limits.hosts and not _is_address(name):
            raise Refused(400, f"This server is not called {name[:100]!r}. Start it with --allow-host, if it is yours.")

    async def _body(self, headers: Mapping[str, str], receive: Receive) -> bytes:
        """Return the whole body. Raises Refused if it is too large."""
        most, parts, size = self._limits.body, [], 0
        told = headers.get("content-length", "0")
        too_large = told.isdecimal() and int(told[:20]) > most
        end = time.monotonic() + self._limits.seconds
        async for part in _parts(receive, end):
            size += len(part)
            too_large = too_large or size > most
            if size > _DRAINED * most:
                break
            if not too_large:
                parts.append(part)
        if too_large:
            raise Refused(413, f"The request has more than {most:,} bytes. Give a shorter article.", Connection="close")
        return b"".join(parts)


async def _parts(receive: Receive, end: float) -> Any:
    """Yield the parts of a body. Raises Refused if it is late or cut off."""
    more = True
    while more:
        try:
            message = await asyncio.wait_for(receive(), max(end - time.monotonic(), 0.001))
        except asyncio.TimeoutError:
            raise Refused(408, "The request did not come to its end in time. Send it again.") from None
        if message["type"] == "http.disconnect":
            raise Refused(408, "The request did not come to its end.")
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def _drain(receive: Receive, most: int) -> None:
    size = 0
    async for part in _parts(receive, time.monotonic() + 5):
        size += len(part)
        if size > most:
            break


def _given(body: bytes, receive: Receive) -> Receive:
    """Return a receive function that gives the body, then later messages."""
    first = True

    async def receiving() -> Message:
        nonlocal first
        if not first:
            return await receive()
        first = False
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


def _check_origin(headers: Mapping[str, str]) -> None:
    origin = headers.get("origin")
    ours = origin is None or origin.partition("://")[2] == headers.get("host")
    if not ours or headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise Refused(403, "This request comes from a page of another site, which may not ask this server.")


def _check_type(path: str, headers: Mapping[str, str]) -> None:
    wanted = _BYTES if path == FILES else _JSON
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise Refused(415, f"The content type is {given[:100]!r}; send {wanted}.")


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _route_of(scope: Scope) -> str:
    """Return the path of the route that answered: one of a few, whatever the request."""
    return getattr(scope.get("route"), "path", "other")


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
