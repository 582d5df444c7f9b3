"""The application without a process and a network, and its page in a browser."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from chromium import Open, browser, open_page  # noqa: F401
from fake_miner import FakeMiner
from httpx import Response
from served import Post, Served, served
from shown_articles import harbour
from starlette.testclient import TestClient

from quoteminer.commands.serve.app import create_app


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(FakeMiner())
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def post(client: TestClient) -> Post:
    """Post a value as JSON, half characters and all; or text as it is."""

    def go(path: str, value: Any, **headers: str) -> Response:
        content = value if isinstance(value, str | bytes) else json.dumps(value)
        headers = {"Content-Type": "application/json", **headers}
        return client.post(path, content=content, headers=headers)

    return go


@pytest.fixture
def record() -> dict[str, Any]:
    """A record with a quote of every kind, as a page sends it."""
    return json.loads(harbour().to_json())  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as server:
        yield server


@pytest.fixture
def show(open_page: Open, server: Served) -> Open:  # noqa: F811
    return partial(open_page, server.url + "/")
