"""Fetch web addresses that the user gives, within limits of time and size, with requests."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Final

from quoteminer.errors import InputError, need, one_line
from quoteminer.inputs.html import decode_as
from quoteminer.inputs.unpack import CHUNK

MOST_BYTES: Final = 32 << 20  # limit of an unpacked answer
SECONDS: Final = 30.0  # in total: name lookup, connection, redirects and answer
MOST_REDIRECTS: Final = 8
SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
"""Suffixes of files by content type, for the types that are read."""
_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_SAVE: Final = "Or save the page in a browser, as .html, and give that file."


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its bytes, converted to UTF-8 if the charset is known, the suffix for its type,
    and its address after redirects."""

    content: bytes
    suffix: str
    address: str


def scheme(path: str | Path) -> str | None:
    """Return the scheme of an address in lower case, None for a path."""
    match = _ADDRESS.match(str(path))
    return match[1].lower() if match and not os.path.lexists(path) else None


def fetch(address: str) -> Fetched:
    """Fetch an http or https address. Redirects to other schemes are refused, and so are answers
    that are not a web page, PDF or plain text, or not there within SECONDS and MOST_BYTES. Raises
    InputError, DependencyError.
    """
    requests = need("requests", extra="html", what="Fetching an address")
    answers: SimpleQueue[Fetched | str] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(_answer(requests, address))
        except Exception as error:
            answers.put(_reason(error, requests.exceptions))

    # Only this ends a name lookup, or headers that arrive letter by letter: the timeout of
    # requests, which ends an abandoned thread, is for each read.
    threading.Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS)
    except Empty:
        answer = _reason(TimeoutError(), requests.exceptions)
    if isinstance(answer, Fetched):
        return answer
    raise InputError(f"{address}: {answer}", source=address)


def _answer(requests: Any, address: str) -> Fetched | str:
    """Return the answer, or why it is not an article. Raises TimeoutError, and the exceptions of
    requests."""
    from email.message import Message

    class Session(requests.Session):  # type: ignore[misc]
        """A session that sends a password only if it is in the address, and only to its host;
        requests would also send those of ~/.netrc, to each host that it is redirected to."""

        def rebuild_auth(self, prepared_request: Any, response: Any) -> None:
            if self.should_strip_auth(response.request.url, prepared_request.url):
                prepared_request.headers.pop("Authorization", None)

    end = monotonic() + SECONDS
    with Session() as session:
        password = requests.utils.get_auth_from_url(address)
        session.auth = password if any(password) else lambda request: request
        session.max_redirects = MOST_REDIRECTS
        accepted = ", ".join((*SUFFIXES, "*/*;q=0.1"))
        session.headers.update({"User-Agent": "quoteminer", "Accept": accepted})
        with session.get(address, stream=True, timeout=2 * SECONDS) as response:
            if response.status_code >= 400:
                reason = (
                    f"the server answers {response.status_code} {response.reason or ''}".rstrip()
                )
                return f"{reason}. Check the address. {_SAVE}"
            kind = Message()
            kind["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
            sent = kind.get_content_type()
            if sent not in SUFFIXES:
                return (
                    f"the server sends {sent}, not a web page, a PDF or plain text. Check the"
                    " address."
                )
            content = bytearray()
            for part in response.iter_content(CHUNK):
                content += part
                if len(content) > MOST_BYTES:
                    return (
                        f"has more than {MOST_BYTES:,} bytes, too many for an article. Save it as"
                        " .txt."
                    )
                if monotonic() > end:
                    raise TimeoutError
            if not content:
                return "the server sends an empty page. Check the address."
            text = decode_as(content, kind.get_content_charset() or "")
            return Fetched(
                bytes(content) if text is None else text.encode(), SUFFIXES[sent], str(response.url)
            )


def _reason(error: Exception, failed: Any) -> str:
    """Return why an address can't be fetched; ``failed`` has the exceptions of requests."""
    detail = one_line(error)
    other_scheme = (
        "redirects to an address that is not http or https, which is not followed. Check the"
        " address."
    )
    damage = failed.ChunkedEncodingError, failed.ContentDecodingError
    reasons = (
        (
            (TimeoutError, failed.Timeout),
            f"takes longer than {SECONDS:g} seconds. Try again later. {_SAVE}",
        ),
        (failed.TooManyRedirects, f"redirects more than {MOST_REDIRECTS} times. {_SAVE}"),
        (failed.InvalidSchema, other_scheme),
        (failed.SSLError, f"the server's certificate can't be trusted. Check the address. {_SAVE}"),
        (
            failed.ConnectionError,
            f"can't be reached. Check the address and the connection. {_SAVE}",
        ),
        (damage, f"the server's answer is cut off or damaged. Try again later. {_SAVE}"),
        (Exception, f"can't be fetched ({detail}). Check the address. {_SAVE}"),
    )
    return next(reason for kind, reason in reasons if isinstance(error, kind))
