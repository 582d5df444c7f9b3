"""Errors as answers: a status, and a line that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from quoteminer.errors import DependencyError, ModelError, QuoteMinerError
from quoteminer.web.answers import Answer
from quoteminer.web.engine import BusyError, SlowError
from quoteminer.web.models import Problem

_STATUS: Final = {BusyError: 429, SlowError: 504, DependencyError: 501, ModelError: 500}
_DESCRIBED: Final = {
    400: "The content can't be used, or the host is none of this server's; it says why.",
    403: "The request comes from a page of another site.",
    408: "The body did not come in time.",
    413: "The article or the request is too large.",
    415: "The body is of another type.",
    422: "The request is not as described here; it says where.",
    429: "Too many requests wait; Retry-After has the seconds after which to try again.",
    500: "Something is wrong with the server.",
    501: "The server lacks a library that this format needs.",
    504: "It took too long.",
}
_UNREAD: Final = "There was an error parsing the body"  # so says fastapi
_NO_JSON: Final = "The body is no JSON that can be read. Send a JSON object in UTF-8, not deeply nested."
_RETRY: Final = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the descriptions of error answers."""
    described: dict[int | str, dict[str, Any]] = {
        status: {"model": Problem, "description": _DESCRIBED[status]} for status in statuses
    }
    if 429 in described:
        described[429]["headers"] = _RETRY
    return described


OF_GET: Final = problems(400, 500)
OF_POST: Final = problems(400, 403, 408, 413, 415, 422, 429, 500, 504)


def add_problems(app: FastAPI) -> None:
    """Make the application answer errors with a `Problem`."""
    app.add_exception_handler(QuoteMinerError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _of_server)


def problem(detail: str, status: int, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer that says what is wrong."""
    return Answer({"detail": " ".join(detail.split())}, status, headers)


def _of_ours(request: Request, error: Exception) -> Answer:
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, BusyError) else None
    return problem(str(error), status, headers)


def _of_request(request: Request, error: Exception) -> Answer:
    """Return the place and kind of the first error, without the input, which can be long or no text at all."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return problem(f"{where}: {first['msg']}. See /openapi.json for what can be sent.", 422)


def _of_http(request: Request, error: Exception) -> Answer:
    assert isinstance(error, HTTPException)
    detail = _NO_JSON if error.detail == _UNREAD else str(error.detail)
    return problem(detail, error.status_code, error.headers)


def _of_server(request: Request, error: Exception) -> Answer:
    return problem("Something is wrong with the server; what it wrote to its terminal says more.", 500)
