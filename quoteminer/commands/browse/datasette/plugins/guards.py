"""Plugin of Datasette: guards exported CSV against formulas, and other pages against queries that
users write.

A copy of it is part of each site that ``--metadata`` writes, where quoteminer need not be
installed.
"""

import asyncio
import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs

from datasette import hookimpl

AT_ONCE = 2
"""Queries with SQL of the user that run at a time, fewer than ``num_sql_threads``; others wait."""
_OWN_SQL = {"sql", "_where"}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
# As in quoteminer/output/csv_tables.py, which explains them; a test compares both.
_FORMULA = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠]")
_AFTER_SEPARATOR = re.compile(r"([;\t\r\n](?:[^\S\t\r\n]|['\"])*)(?=[=+\-@＝＋－＠])")

csv.field_size_limit(2**31 - 1)  # the text of an article is one cell


@hookimpl
def asgi_wrapper(datasette):  # type: ignore[no-untyped-def]
    return guard


def guard(app: Any) -> Any:
    """Return an ASGI application that passes requests to ``app``, and guards its answers."""
    own_queries = asyncio.Semaphore(AT_ONCE)

    async def guarded_app(scope: Any, receive: Any, send: Any) -> None:
        is_request = scope["type"] == "http"
        if is_request and scope["path"].endswith(".csv"):
            send = _guarding(send)
        if is_request and _OWN_SQL & parse_qs(scope["query_string"].decode("latin-1")).keys():
            async with own_queries:
                await app(scope, receive, send)
        else:
            await app(scope, receive, send)

    return guarded_app


def _guarding(send: Any) -> Any:
    """Return a ``send`` that guards the rows of a CSV file, which Datasette sends one by one."""
    is_csv = False

    async def send_guarded(message: Any) -> None:
        nonlocal is_csv
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            is_csv = kind.startswith((b"text/plain", b"text/csv"))
        elif is_csv and message.get("body"):
            message = {**message, "body": guarded_rows(message["body"].decode()).encode()}
        await send(message)

    return send_guarded


def guarded_rows(rows: str) -> str:
    """Return rows of CSV in which no cell is a formula; numbers stay as they are, NUL (which Python
    3.10 can't read) becomes U+FFFD."""
    read = csv.reader(io.StringIO(rows.replace("\0", "\ufffd"), newline=""))
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([_guarded(cell) for cell in row] for row in read)
    return stream.getvalue()


def _guarded(cell: str) -> str:
    if _NUMBER.fullmatch(cell):
        return cell
    cell = _AFTER_SEPARATOR.sub(r"\1'", cell)
    return "'" + cell if _FORMULA.match(cell) else cell
