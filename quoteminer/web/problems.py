"""Errors as answers: which status, and a line that says what to do."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.responses import JSONResponse

from quoteminer.web.engine import BusyError, SlowError
from quoteminer.web.models import Problem

RETRY_AFTER: Final = "2"
"""Seconds after which a client may try again where the line was full."""


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Problem, "description": "The content can't be used; it says why."},
    413: {"model": Problem, "description": "The article or the request is too large."},
    429: {"model": Problem, "description": "Too many requests wait; try again after some seconds."},
    504: {"model": Problem, "description": "It took too long."},
}
"""The answers besides the wanted one, for the description of the interface."""


async def explained(request: Request, error: Exception) -> JSONResponse:
    """The answer to a request that ended with one of our errors."""
    status = {BusyError: 429, SlowError: 504}.get(type(error), 400)
    headers = {"Retry-After": RETRY_AFTER} if status == 429 else None
    return JSONResponse({"detail": str(error)}, status, headers)
