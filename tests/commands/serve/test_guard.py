"""The layers before the model: hosts, origins, types, sizes and the queue; and the headers of every
answer."""

import asyncio
import re
import threading
from functools import partial
from importlib import resources
from typing import Any

import httpx
import pytest
from fake_miner import FakeMiner
from httpx import Response
from served import Post
from starlette.testclient import TestClient

from quoteminer.commands.serve.app import AT_ONCE, SCRIPTS, create_app, scripts
from quoteminer.commands.serve.engine import BusyError, Engine, SlowError
from quoteminer.commands.serve.guard import HEADERS, LOOPBACK, Limits

PATHS = (*"/ /page.js /page.css /healthz /metrics /openapi.json /nothing /api/extract".split(),)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == {"/nothing": 404, "/api/extract": 405}.get(path, 200)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "server" not in answer.headers


def test_the_access_log_names_the_request_and_not_the_article(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "quoteminer.access")
    client.get("/healthz?text=secret")
    client.post("/api/extract", json={"text": "secret"}, headers={"origin": "https://evil.example"})
    client.get("/%0Ano%1b" + "x" * 1000)
    lines = [line.rpartition(" ")[0].rpartition(" ")[0] for line in caplog.messages]
    assert lines[:2] == ["testclient GET '/healthz' 200", "testclient POST '/api/extract' 403"]
    assert re.fullmatch(r"testclient GET '/\\nno\\x1bx{195}' 404", lines[2])
    assert "secret" not in caplog.text


def test_monitors_ask_for_the_head_alone(client: TestClient) -> None:
    for path in PATHS[:4]:
        assert client.head(path).status_code == 200, path


def test_the_policy_is_strict_and_the_page_obeys_it(client: TestClient) -> None:
    policy = HEADERS["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"unsafe|\*|https?:", policy)
    html = client.get("/").text
    assert re.findall(r"<script[^>]*>", html) == ['<script src="/page.js">']
    assert not re.search(r"<style|\son\w+=|style=|https?:|{", html)
    dangerous = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|https?:"
    assert not re.search(dangerous, scripts())
    names = [file.name for file in resources.files("quoteminer.commands.serve").iterdir()]
    assert {name for name in names if name.endswith(".js")} == set(SCRIPTS)


OURS = (
    "localhost LocalHost:8000 localhost. 127.0.0.1:1 [::1]:8000 192.168.1.7:8000 desk.example"
).split()
OTHERS = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[evil"]


@pytest.mark.parametrize("host", [*OURS, *OTHERS])
def test_hosts(host: str) -> None:
    limits = Limits(hosts=(*LOOPBACK, "desk.example"))
    client = TestClient(create_app(FakeMiner(), limits), "http://localhost")
    for path, status in (("/", 200), ("/healthz", 200), ("/nothing", 404)):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == (status if host in OURS else 400)


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 200), ({"Origin": "http://localhost"}, 200),
    ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 200),
    ({"Origin": "http://localhost:81"}, 403), ({"Origin": "null"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Content-Type": "text/plain"}, 415), ({"Content-Type": "application/octet-stream"}, 415),
    ({"Content-Type": ""}, 415), ({"Content-Type": "Application/JSON; charset=utf-8"}, 200),
])  # fmt: skip
def test_other_sites_can_not_post(post: Post, headers: dict[str, str], status: int) -> None:
    answer = post("/api/extract", {"text": "One."}, **headers)
    assert answer.status_code == status
    assert (status == 200) != (list(answer.json()) == ["detail"])
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("length", [[], [(b"content-length", b"30000000")]])
def test_a_body_that_is_too_large_is_read_to_its_end(length: list[tuple[bytes, bytes]]) -> None:
    """A client that is still sending would see a reset connection, not the answer."""
    part = {"type": "http.request", "body": bytes(1_000_000)}
    parts, answer = [{**part, "more_body": number > 0} for number in range(30)], list[Any]()

    async def receive() -> Any:
        return parts.pop()

    async def send(message: Any) -> None:
        answer.append(message)

    headers = [(b"host", b"localhost"), *length]
    scope = {"type": "http", "method": "POST", "path": "/api/extract", "headers": headers}
    asyncio.run(create_app(FakeMiner())(scope, receive, send))
    assert (answer[0]["status"], parts) == (413, [])
    assert b"more than 4,200,000 bytes" in answer[1]["body"]


def test_the_line_has_an_end() -> None:
    app = create_app(FakeMiner(), Limits(waiting=2))

    async def asked(count: int, text: str) -> list[Response]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            posts = [client.post("/api/extract", json={"text": text}) for _ in range(count)]
            return await asyncio.gather(*posts)

    answers = asyncio.run(asked(40, "slow “No,” said Ana Pinto."))
    busy = [answer for answer in answers if answer.status_code == 429]
    assert [answer.status_code for answer in answers].count(200) == 2 + AT_ONCE
    assert len(busy) == 38 - AT_ONCE
    for answer in busy:
        assert int(answer.headers["Retry-After"]) >= 1
        assert "Try again in" in answer.json()["detail"]
    later = asyncio.run(asked(2, "“No,” said Ana Pinto."))
    assert [answer.status_code for answer in later] == [200, 200]


def test_a_server_error_is_reported_without_its_message() -> None:
    class Broken(FakeMiner):
        def mine(self, text: str, **others: Any) -> Any:
            raise ZeroDivisionError("secret")

    client = TestClient(create_app(Broken()), "http://localhost", raise_server_exceptions=False)
    answer = client.post("/api/extract", json={"text": "One."})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert 'path="/api/extract",status="500"} 1.0' in client.get("/metrics").text


def test_long_jobs_have_threads_of_their_own() -> None:
    engine, go = Engine(waiting=9, seconds=60, name="t", at_once=2), threading.Event()

    async def story() -> None:
        jobs = [asyncio.ensure_future(engine.run(go.wait, long=True)) for _ in range(3)]
        assert await engine.run(lambda: "short") == "short"
        assert (engine.inside, engine.working) == (3, 1)
        go.set()
        assert await asyncio.gather(*jobs) == [True] * 3

    asyncio.run(story())


def test_a_late_job_keeps_its_place_and_one_in_line_is_dropped() -> None:
    engine = Engine(waiting=3, seconds=0.2, name="t")
    go, ran = threading.Event(), list[int]()

    async def has_inside(count: int) -> None:
        while engine.inside != count:
            await asyncio.sleep(0.01)

    async def story() -> None:
        jobs = [engine.run(partial(ran.append, number)) for number in range(3)]
        jobs = [engine.run(go.wait), *jobs]
        *late, busy = await asyncio.gather(*jobs, engine.run(lambda: None), return_exceptions=True)
        assert [type(one) for one in late] == [SlowError] * 4
        assert "longer than 0.2 seconds" in str(late[0])
        assert isinstance(busy, BusyError)
        await has_inside(1)
        go.set()
        await has_inside(0)
        assert await engine.run(lambda: "next") == "next"

    asyncio.run(story())
    assert ran == []
