"""The application without a process and without a network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_server import FakeServerMiner
from httpx import Response
from shown_articles import harbour
from starlette.testclient import TestClient

from quoteminer.web.app import create_app

Post = Callable[..., Response]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(FakeServerMiner()), "http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def post(client: TestClient) -> Post:
    """Post a value as JSON, half characters and all; or text as it is."""

    def go(path: str, value: Any, **headers: str) -> Response:
        content = value if isinstance(value, str | bytes) else json.dumps(value)
        return client.post(path, content=content, headers={"Content-Type": "application/json", **headers})

    return go


@pytest.fixture
def record() -> dict[str, Any]:
    """A record with a quote of every kind, as a page sends it."""
    value: dict[str, Any] = json.loads(harbour().to_json())
    return value
