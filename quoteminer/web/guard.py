"""What every request goes through before the application sees it, and every answer after: limits and headers."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.exceptions import HTTPException

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page may load its own scripts and styles and ask its own server, and nothing else."""
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware: the size of bodies and the headers of answers.

    Args:
        app: the application.
        body: bytes that a body may have; a larger one is answered with 413 and not read to its end.
        watch: is told the path, the status and the seconds of every request that was answered.
    """

    def __init__(self, app: App, *, body: int, watch: Callable[[str, int, float], None]) -> None:
        self._app = app
        self._body = body
        self._watch = watch

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Handle one connection, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_encoded(HEADERS)]
            await send(message)

        try:
            await self._app(scope, _limited(receive, self._body), sending)
        finally:
            self._watch(_route_of(scope), status, time.perf_counter() - begun)


def _limited(receive: Receive, most: int) -> Receive:
    """The messages of a request, until its body is too large."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, f"The request has more than {most:,} bytes. Give a shorter article.")
        return message

    return receiving


def _route_of(scope: MutableMapping[str, Any]) -> str:
    """The path of the route that answered: one of a few, whatever was asked for."""
    return getattr(scope.get("route"), "path", "other")


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
