"""Addresses: what is fetched from a server on this machine, and what is refused."""

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from input_files import GOOD, PAGE
from pdf_files import column, pdf_of

from quoteminer.errors import InputError
from quoteminer.inputs import Input, paths_read, read_bytes, read_inputs
from quoteminer.inputs.fetch import MOST_REDIRECTS, fetch

ACCENTS = PAGE.replace("Ida Brand", "Ída Bränd").replace('<meta charset="utf-8">', "")
HTML = "text/html"
ANSWERS: dict[str, tuple[str, bytes]] = {
    "page": (f"{HTML}; charset=UTF-8", PAGE.encode()),
    "latin": (f"{HTML}; charset=ISO-8859-1", ACCENTS.encode("cp1252")),
    "unlikely": (f"{HTML}; charset=klingon", PAGE.encode()),
    "notes.html": ("text/plain; charset=windows-1252", f"Ída. {GOOD}".encode("cp1252")),
    "report": ("application/pdf", pdf_of(column(50, 700, [GOOD]), info="/Title (A ferry)")),
    "picture": ("image/png", b"\x89PNG"),
    "unknown": ("", GOOD.encode()),
    "empty": (HTML, b""),
    "large": ("text/plain", b"a" * 70_000),
}
PACKED = {"packed": PAGE.encode(), "bomb": bytes(1 << 20)}
REDIRECTS = {
    "moved": "/page", "loop": "/loop", "to-file": "file:///etc/passwd",
    "to-ftp": "ftp://127.0.0.1/a",
}  # fmt: skip


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.passwords: list[str | None] = []
        self.ended = threading.Event()

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{name}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.server.asked.append(name)
        self.server.passwords.append(self.headers["Authorization"])
        if name == "elsewhere":
            self.answer(302, Location=f"http://localhost:{self.server.server_port}/page")
        elif name in REDIRECTS:
            self.answer(302, Location=REDIRECTS[name])
        elif name in ANSWERS:
            kind, content = ANSWERS[name]
            self.answer(200, content, **{"Content-Type": kind} if kind else {})
        elif name in PACKED:
            headers = {"Content-Type": HTML, "Content-Encoding": "gzip"}
            self.answer(200, gzip.compress(PACKED[name]), **headers)
        elif name in ("silent", "half", "torn"):
            if name != "silent":
                self.answer(200, b"<html>", length=1000, **{"Content-Type": HTML})
            if name != "torn":
                self.server.ended.wait()
        else:
            self.answer(404)

    def answer(
        self, status: int, content: bytes = b"", *, length: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        for header, value in {**headers, "Content-Length": str(length or len(content))}.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as started:
        thread = threading.Thread(target=partial(started.serve_forever, poll_interval=0.01))
        thread.start()
        yield started
        started.ended.set()
        started.shutdown()
        thread.join()


@pytest.mark.parametrize(("name", "words", "meta"), [
    ("page", "“The ferry leaves at six,” said Ida Brand", {"title": "Ferry leaves at six", "date": "2021-03-04"}),
    ("moved", "“The ferry leaves at six,” said Ida Brand", {"author": "Ana Pinto"}),
    ("packed", "“The ferry leaves at six,” said Ida Brand", {}),
    ("unlikely", "“The ferry leaves at six,” said Ida Brand", {}),
    ("latin", "“The ferry leaves at six,” said Ída Bränd", {}),
    ("notes.html", f"Ída. {GOOD}", {}),
    ("report", GOOD, {"title": "A ferry"}),
])  # fmt: skip
def test_what_is_fetched(server: Server, name: str, words: str, meta: dict[str, str]) -> None:
    """The content type says what it is, and the charset how it is read."""
    address = server.address(name)
    (found,) = read_inputs([address])
    assert isinstance(found, Input), found
    assert words in found.text
    assert (found.source, found.id) == (address, address.removeprefix("http://"))
    assert found.warnings == ()
    url = server.address(REDIRECTS.get(name, name).strip("/"))
    assert found.meta == {**found.meta, **meta, "url": url}
    assert found.pages == ((0,) if name == "report" else ())


@pytest.mark.parametrize(("name", "reason"), [
    ("to-file", "redirects to an address that is not http or https, which is not followed."),
    ("to-ftp", "redirects to an address that is not http or https, which is not followed."),
    ("loop", f"redirects more than {MOST_REDIRECTS} times."),
    ("nothing", "the server answers 404 Not Found. Check the address."),
    ("picture", "the server sends image/png, not a web page, a PDF or plain text."),
    ("unknown", "the server sends application/octet-stream, not a web page,"),
    ("empty", "the server sends an empty page."),
    ("bomb", "has more than 65,536 bytes, too many for an article."),
    ("large", "has more than 65,536 bytes, too many for an article."),
    ("silent", "takes longer than 0.4 seconds. Try again later."),
    ("half", "takes longer than 0.4 seconds. Try again later."),
    ("torn", "the server's answer is cut off or damaged. Try again later."),
    ("http://127.0.0.1:1/a", "can't be reached. Check the address and the connection."),
])  # fmt: skip
def test_what_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    """A server that answers nothing, or half of it, is left after the time of the whole."""
    monkeypatch.setattr("quoteminer.inputs.fetch.MOST_BYTES", 1 << 16)
    if name in ("silent", "half"):
        monkeypatch.setattr("quoteminer.inputs.fetch.SECONDS", 0.4)
    address = name if ":" in name else server.address(name)
    (error,) = read_inputs([address])
    assert isinstance(error, InputError)
    assert str(error).startswith(f"{address}: {reason}")
    assert error.source == address


def test_nothing_is_fetched_that_is_no_input(server: Server) -> None:
    """Neither where files are listed, nor for a file in memory that has such a name, as the page
    sends it."""
    address = server.address("page")
    before = len(server.asked)
    assert list(paths_read([address])) == []
    (found,) = read_bytes(GOOD.encode(), address)
    assert isinstance(found, Input)
    assert len(server.asked) == before


def test_passwords(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of ~/.netrc is sent, and one in an address only to its own host."""
    (tmp_path / "netrc").write_text(
        "machine 127.0.0.1 login a password b\nmachine localhost login a password b\n"
    )
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    given = server.address("").replace("//", "//me:secret@")
    basic = "Basic bWU6c2VjcmV0"
    for address, sent in (
        (server.address("page"), [None]),
        (server.address("moved"), [None, None]),
        (server.address("elsewhere"), [None, None]),
        (given + "moved", [basic, basic]),
        (given + "elsewhere", [basic, None]),
    ):
        server.passwords.clear()
        assert fetch(address).suffix == ".html"
        assert server.passwords == sent
