"""The server as a process: it says where it is, keeps its limits, and ends well."""

import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from commands import Result
from served import PATIENCE, Served, served

from quoteminer.commands.serve.app import AT_ONCE
from quoteminer.commands.serve.server import listen

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def test_no_answer_waits_for_an_acknowledgement() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        connection, _ = listening.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@POSIX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_waiting_requests_are_answered_before_it_ends(number: int) -> None:
    with served() as server, ThreadPoolExecutor(3) as crowd:
        server.extract("the first one imports")
        texts = [f"slow “Article {one} here,” said Ana Pinto." for one in range(3)]
        answers = [crowd.submit(server.extract, text) for text in texts]
        server.has_inside(3)
        assert server.stop(number) == (0, "")
        for text, answer in zip(texts, answers, strict=True):
            assert answer.result().json()["quotes"][0]["text"] == text[5:].partition(" said")[0]


@POSIX
def test_a_limit_to_its_patience_and_a_second_signal() -> None:
    with served("--timeout", "3") as server, ThreadPoolExecutor(9) as crowd:
        answers = [crowd.submit(server.extract, "endless") for _ in range(9)]
        server.has_inside(1, 9)
        assert server.stop(signal.SIGTERM)[0] == 0
        codes = [answer.exception() or answer.result().status_code for answer in answers]
        assert all(isinstance(one, Exception) or one in (200, 429, 503, 504) for one in codes)
    with served() as server, ThreadPoolExecutor(9) as crowd:
        answers = [crowd.submit(server.extract, "very slow") for _ in range(9)]
        server.has_inside(9)
        server.process.send_signal(signal.SIGINT)
        server.refuses_more()
        # 0: the first signal has ended it meanwhile
        assert server.stop(signal.SIGINT)[0] in (0, 130)
        assert any(answer.exception() for answer in answers), "it waited for all of them"


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    ("text", "number"), [("endless", 15), ("deaf", 15), ("hog", 15), ("hog", 2)]
)
def test_a_signal_ends_it_whatever_it_does(text: str, number: int) -> None:
    with served("--timeout", "500") as server, ThreadPoolExecutor(3) as crowd:
        answers = [crowd.submit(server.extract, text) for _ in range(3)]
        server.has_inside(3)
        children = psutil.Process(server.process.pid).children()
        assert server.stop(number)[0] == 0
        assert all(answer.exception() or answer.result().status_code == 503 for answer in answers)
        assert children
        _, alive = psutil.wait_procs(children, PATIENCE)
        assert alive == []


@pytest.mark.slow
@pytest.mark.parametrize("text", ["deaf", "hog"])
def test_what_nobody_waits_for_does_not_run_on(text: str) -> None:
    """Late, or its client is gone: the next small requests are answered, as many as can run at a
    time."""
    with served("--timeout", "500") as server, ThreadPoolExecutor(AT_ONCE) as crowd:
        gone = [sent(server, asking(text)) for _ in range(AT_ONCE)]
        server.has_inside(AT_ONCE)
        for connection in gone:
            connection.close()
        answers = list(crowd.map(server.extract, ["“No,” said Ana Pinto."] * AT_ONCE))
        assert [answer.status_code for answer in answers] == [200] * AT_ONCE
        server.has_inside(0)
        assert works(server) == []
    with served("--timeout", "1") as server:
        assert server.extract(text).status_code == 504
        server.has_inside(0)
        assert works(server) == []


def works(server: Served) -> list[psutil.Process]:
    """Return the processes of the server that still use the processor, after some time."""
    children = psutil.Process(server.process.pid).children()
    for _ in range(PATIENCE):
        before = {child: seconds_used(child) for child in children}
        time.sleep(1)
        busy = [one for one, used in before.items() if seconds_used(one) - used > 0.5]
        if not busy:
            return []
    return busy


def seconds_used(process: psutil.Process) -> float:
    """Return the processor time of a process; 0 if it has ended."""
    try:
        return sum(process.cpu_times()[:2])
    except psutil.NoSuchProcess:
        return 0.0


def test_options() -> None:
    """Without --access-log nothing is logged, as other tests see."""
    options = "--max-chars 30 --timeout 0.5 --allow-host Desk.Example --access-log".split()
    with served(*options) as server:
        assert server.extract("x" * 31).status_code == 413
        assert server.extract("very slow").status_code == 504
        assert server.get("/healthz", headers={"Host": "desk.example"}).status_code == 200
        assert 'data-characters="30"' in server.get("/").text
        status, err = server.stop()
    assert status == 0
    assert err.count("INFO quoteminer.access: 127.0.0.1 GET '/healthz' 200 ") == 1


def test_a_queue_has_requests_that_have_come_whole() -> None:
    """Those that are slow to come keep nobody from asking."""
    with served("--queue", "0") as server:
        clients = [sent(server, HEAD + b"Content-Length: 100\r\n\r\n{") for _ in range(40)]
        assert server.extract("“No,” said Ana Pinto.").status_code == 200
        clients += [sent(server, asking("endless")) for _ in range(AT_ONCE)]
        server.has_inside(AT_ONCE)
        assert server.extract("“No,” said Ana Pinto.").status_code == 429
        for client in clients:
            client.close()


def test_it_listens_on_loopback_alone_and_survives_noise() -> None:
    noises = (
        b"\x16\x03\x01\x02\x00\x01",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n",
        b"GET /" + b"a" * 100_000,
    )
    with served("--timeout", "0.5") as server:
        assert server.url.startswith("http://127.0.0.1:")
        port = int(server.url.rpartition(":")[2])
        found = socket.getaddrinfo(socket.gethostname(), port, family=socket.AF_INET)
        for address in {one[4][0] for one in found} - {"127.0.0.1", "127.0.1.1"}:
            with socket.socket() as tried:
                tried.settimeout(1)
                assert tried.connect_ex((address, port)) != 0
        for noise in noises:
            sent(server, noise).close()
        with sent(server, HEAD + b"Content-Length: 100\r\n\r\n{") as connection:  # never the rest
            assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
        assert server.get("/healthz").json()["waiting"] == 0


HEAD = b"POST /api/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def asking(text: str) -> bytes:
    body = b'{"text": "%s"}' % text.encode()
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body


def sent(server: Served, content: bytes) -> socket.socket:
    address = "127.0.0.1", int(server.url.rpartition(":")[2])
    connection = socket.create_connection(address, timeout=PATIENCE)
    connection.sendall(content)
    return connection


def test_who_is_gone_costs_nothing_and_a_short_article_need_not_wait() -> None:
    with served() as server:
        endless = [sent(server, asking("endless")) for _ in range(12)]
        server.has_inside(12)
        assert server.get("/healthz").json()["working"] == AT_ONCE
        for one in endless[AT_ONCE - 1 :]:
            one.close()
        assert server.extract("“No,” said Ana Pinto.").status_code == 200
        server.has_inside(AT_ONCE - 1)  # in turns with these
        for one in endless:
            one.close()
        server.has_inside(0)
        figures = server.get("/metrics").text
        assert 'path="/api/extract",status="499"} 12.0' in figures


@pytest.mark.parametrize(("options", "status", "says"), [
    (["--port", "{taken}"], 1, "--port {taken}: can't listen there"),
    (["--host", "203.0.113.7", "--port", "0"], 1, "can't listen there"),
    (["--model", "{folder}", "--port", "0"], 1, "{folder}"),
    (["--port", "70000"], 2, "--port"), (["--queue", "-1"], 2, "--queue"),
    (["--timeout", "0"], 2, "--timeout"), (["--max-chars", "0"], 2, "--max-chars"),
])  # fmt: skip
def test_it_does_not_start(tmp_path: Path, options: list[str], status: int, says: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        names = {"taken": taken.getsockname()[1], "folder": tmp_path}
        result = Result("serve", *(one.format(**names) for one in options))
    assert (result.status, result.out) == (status, "")
    assert says.format(**names) in result.err
    assert status == 2 or len(result.err.splitlines()) == 1


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastapi", None)
    result = Result("serve", "--port", "0")
    assert result.status == 1
    assert "quoteminer serve needs fastapi" in result.err
    assert "pip install '.[web]'" in result.err
